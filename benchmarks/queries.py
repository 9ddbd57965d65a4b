"""Milliseconds that each named query takes on build/ with its defaults: median of some runs."""

from __future__ import annotations

import statistics
import sys
import time

from plangraph import queries
from plangraph.api import open_graph


def main(runs: int) -> None:
    store = open_graph()
    for name, query in queries.load().items():
        times = []
        for _run in range(runs):
            begin = time.perf_counter()
            rows = len(queries.ask(store, query, {}).rows)
            times.append((time.perf_counter() - begin) * 1000)
        print(f"{statistics.median(times):9.1f} ms  {rows:6} rows  {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
