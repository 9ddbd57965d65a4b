"""Milliseconds of a search and of a suggestion on build/: p50, p95 and the slowest of many queries.

The queries are substrings of the names and texts of the graph, from one to six characters, pairs of them, and the
characters that stand in the most texts; the draw is the same in every run.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

from plangraph import api
from plangraph.search.entries import Entries, entries


def main(count: int) -> None:
    known = entries(api.open_graph())
    begin = time.perf_counter()
    index = api.open_index()
    index.search("水")
    print(f"{(time.perf_counter() - begin) * 1000:8.2f} ms  open and first search")
    for name, queries in drawn(known, count).items():
        print_times(name, queries, index.search)
    prefixes = [name[:2] for name in drawn(known, count)["names"]]
    print_times("suggestions", prefixes, index.suggest)


def drawn(known: Entries, count: int) -> dict[str, list[str]]:
    """Queries by what they are taken from."""
    draw = random.Random(1)
    texts = ["".join(text.text.split()) for text in known.texts]
    names = [name for thing in known.things for name in thing.names]

    def piece(source: str) -> str:
        start = draw.randrange(len(source))
        return source[start : start + draw.randint(1, 6)]

    frequent = Counter(char for text in texts for char in set(text)).most_common(100)
    return {
        "names": [piece(draw.choice(names)) for _number in range(count)],
        "texts": [piece(draw.choice(texts)) for _number in range(count)],
        "two words": [f"{piece(draw.choice(names))} {piece(draw.choice(texts))}" for _number in range(count)],
        "frequent characters": [char for char, _number in frequent],
    }


def print_times(name: str, queries: Sequence[str], ask: Callable[[str], object]) -> None:
    times = []
    for text in queries:
        begin = time.perf_counter()
        ask(text)
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{p50:8.2f} ms p50  {p95:8.2f} ms p95  {times[-1]:8.2f} ms slowest  {len(times):5} {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
