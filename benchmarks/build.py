"""Seconds that each step of a build takes: median of some runs."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from plangraph.api import build


def main(runs: int) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for _run in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            built = build(out=Path(folder) / "build")
            lines = (built.folder / "build.log").read_text(encoding="utf-8").splitlines()
        for line in lines:
            seconds, _unit, step = line.split(maxsplit=2)
            times[step].append(float(seconds))
    for step, seconds_of in times.items():
        print(f"{statistics.median(seconds_of):8.2f} s  {step}")
    print(f"{sum(statistics.median(values) for values in times.values()):8.2f} s  in all, {runs} runs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
