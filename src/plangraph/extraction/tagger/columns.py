"""What the tagger is told of each character beside the character: one column a source of evidence.

A value says which kind covers the character and whether it is the first, an inner or the last one of it:
1 + 3 × kind + (0 first, 1 inner, 2 last), 0 where nothing is known. A single character is last.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from plangraph.extraction.automaton import Automaton
from plangraph.extraction.tagger.coding import TYPES, Span
from plangraph.resources import read_table, rules_dir

Columns = NDArray[np.int64]  # characters × columns

CLASSES = (
    "sector",
    "product",
    "material",
    "crop",
    "technology",
    "service",
    "facility",
    "public_service",
    "work",
)
SIZES = (1 + 3 * len(TYPES), 1 + 3 * len(CLASSES))  # values of each column


def columns(text: str, chosen: Iterable[Span]) -> Columns:
    """The columns of a text: what the rules chose, and terms of the economic lexicon."""
    rules = _column(len(text), ((start, end, TYPES.index(kind)) for start, end, kind in chosen))
    return np.stack([rules, _column(len(text), _terms(text))], axis=1)


def _column(length: int, spans: Iterable[tuple[int, int, int]]) -> NDArray[np.int64]:
    column = np.zeros(length, dtype=np.int64)
    for start, end, kind in spans:
        first = 1 + 3 * kind
        column[start:end] = first + 1
        column[start] = first
        column[end - 1] = first + 2
    return column


def _terms(text: str) -> list[tuple[int, int, int]]:
    automaton, kinds = _lexicon()
    return [(start, end, kinds[number]) for number, start, end in automaton.find(text)]


@functools.cache
def _lexicon() -> tuple[Automaton, tuple[int, ...]]:
    """The terms of `rules/lexicon/`; one that several lists have has the class of the first by file name."""
    kinds: dict[str, int] = {}
    for path in sorted((rules_dir() / "lexicon").glob("*.csv")):
        for _number, row in read_table(path):
            if len(row["term"]) > 1:
                kinds.setdefault(row["term"], CLASSES.index(row["class"]))
    return Automaton(kinds), tuple(kinds.values())
