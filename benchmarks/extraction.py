"""How fast paragraphs are annotated, by the rules and with the tagger, and whether time grows with length alone.

    python benchmarks/extraction.py [REPEATS]

Prints MB of UTF-8 text a second (the tagger's two networks run on two cores), over the paragraphs of
tests/gold/dev-own.jsonl, and the time for one paragraph as it is made longer.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from plangraph import extraction
from plangraph.evaluation import read_gold, unit_from_gold
from plangraph.model import Unit

GOLD = Path(__file__).parents[1] / "tests" / "gold" / "dev-own.jsonl"


def seconds(nlp: extraction.Language, units: list[Unit], repeats: int) -> float:
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        for unit in units:
            extraction.annotate(nlp, unit)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    units = [unit_from_gold(record, str(GOLD)) for record in read_gold(GOLD)]
    size = sum(len(unit.text.encode()) for unit in units) / 1e6
    for name, trained in (("rules", False), ("rules and tagger", True)):
        nlp = extraction.load(trained=trained)
        extraction.annotate(nlp, units[0])
        print(f"{name:18}{size / seconds(nlp, units, repeats):8.3f} MB/s ({size:.3f} MB)")
        for times in (1, 4, 16, 64):
            unit = Unit("u", "d", "清新区", "2021-2025", (), units[0].text * times)
            spent = seconds(nlp, [unit], repeats)
            length = len(unit.text)
            print(f"  {length:7} characters {spent:8.3f} s {1e6 * spent / length:8.1f} µs a character")


if __name__ == "__main__":
    main()
