"""Milliseconds that each named query takes on build/ with its defaults: p50 and p95 of some runs.

The last column is the processor time (p95), which other work on the machine changes less.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence

from plangraph import queries
from plangraph.api import open_graph


def main(runs: int) -> None:
    store = open_graph()
    print("  p50 ms   p95 ms  cpu p95    rows  query")
    for name, query in queries.load().items():
        rows = len(queries.ask(store, query, {}).rows)  # the first run fills caches
        wall, busy = [], []
        for _run in range(runs):
            begin, begin_busy = time.perf_counter(), time.process_time()
            queries.ask(store, query, {})
            wall.append((time.perf_counter() - begin) * 1000)
            busy.append((time.process_time() - begin_busy) * 1000)
        print(f"{statistics.median(wall):8.1f} {_p95(wall):8.1f} {_p95(busy):8.1f} {rows:7}  {name}")


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[round(0.95 * (len(times) - 1))]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
