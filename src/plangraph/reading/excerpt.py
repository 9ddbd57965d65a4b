"""Words of a text with their places: what patterns are matched against, and where in the text the match stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plangraph.model import Span, cut
from plangraph.reading.lines import Line
from plangraph.text import fold, one_line, squeeze

_SPACED = re.compile(r"\S(?:\s+\S)+")
_BLANK = re.compile(r"(?<=[^一-鿿])\s+(?=[一-鿿])|(?<=[一-鿿])\s+(?=[^一-鿿])")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some words; `text` is the join of `spans`, which are empty when the words stand in no text."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def plain(self) -> str:
        """Folded and without blanks."""
        return squeeze(fold(self.text))

    def part(self, start: int, end: int) -> Excerpt:
        """The words of `plain[start:end]`."""
        places = [place for place, char in enumerate(self.text) if not char.isspace()][start:end]
        if not places:
            return Excerpt("")
        first, last = places[0], places[-1] + 1
        return Excerpt(self.text[first:last], cut(self.spans, first, last))

    def group(self, match: re.Match[str], name: str) -> Excerpt | None:
        """The words of a group of a match with `plain`; None when the group took no part in it."""
        return None if match[name] is None else self.part(*match.span(name))

    @property
    def shown(self) -> str:
        """One line; blanks are left between Chinese words and between Latin words only.

        >>> Excerpt("甲县 乙县规划和 2035年 远景目标").shown, Excerpt("工 作 报 告").shown
        ('甲县 乙县规划和2035年远景目标', '工作报告')
        """
        line = one_line(self.text)
        return squeeze(line) if _SPACED.fullmatch(line) else _BLANK.sub("", line)


def joined(lines: Iterable[Line]) -> Excerpt:
    """The words of lines as if they were one."""
    chosen = tuple(lines)
    return Excerpt("".join(line.text for line in chosen), tuple(span for line in chosen for span in line.spans))
