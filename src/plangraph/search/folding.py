"""Writing that makes no difference to a search, taken away; every character keeps its place in the original.

Full-width and half-width, capital and small, 繁 and 简 are one. Blanks, quotation marks, title marks and middle
dots are dropped, because texts break names over lines and set them in quotes at will.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from plangraph.model import Span

_QUOTES = "\"'`´“”‘’„‟«»‹›「」『』﹁﹂《》〈〉〝〞"
_DOTS = "·•・‧∙⋅"
_DROPPED = frozenset(_QUOTES + _DOTS)
_SILENT = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−~"), "-")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its characters the place in the original that it comes from."""

    text: str
    places: tuple[int, ...]

    def find(self, words: Iterable[str]) -> list[Span]:
        """Where the folded words stand in the original, in order, overlapping ones joined."""
        found = sorted((start, start + len(word)) for word in set(words) for start in self._starts(word))
        spans: list[Span] = []
        for start, end in found:
            first, last = self.places[start], self.places[end - 1] + 1
            if spans and first <= spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(spans[-1].end, last))
            else:
                spans.append(Span(first, last))
        return spans

    def _starts(self, word: str) -> Iterable[int]:
        start = self.text.find(word)
        while start >= 0:
            yield start
            start = self.text.find(word, start + len(word))


def fold(text: str) -> str:
    """The text as the index knows it.

    >>> fold("“創業”之城（ＧＤＰ） 2021—2025")
    '创业之城(gdp)2021-2025'
    """
    return "".join(map(_folded, text))


def folded(text: str) -> Folded:
    """The text as the index knows it, with places.

    >>> folded("水 利").find(["水利"])
    [Span(start=0, end=3)]
    """
    pieces = [(char, place) for place, original in enumerate(text) for char in _folded(original)]
    return Folded("".join(char for char, _place in pieces), tuple(place for _char, place in pieces))


@cache
def _folded(char: str) -> str:
    """What becomes of one character: nothing, one, or several (㎡ → m2)."""
    plain = _simplified().convert(unicodedata.normalize("NFKC", char).lower()).translate(_DASHES)
    return "".join(c for c in plain if c not in _DROPPED and unicodedata.category(c) not in _SILENT)


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")
