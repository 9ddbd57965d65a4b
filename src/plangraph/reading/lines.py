"""An archived text as physical lines with offsets, and how it is laid out.

Two layouts occur: text with one paragraph a line (web pages, word processors), and text whose lines are
broken at the width of a printed page (the text layer of a PDF). The second kind shows in the widths of lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from plangraph.model import Span
from plangraph.text import fold, squeeze, width

_ENDED = re.compile(r"[。！？；!?;：:…][”’」』）)》〉】\]\"']*$")
_LINE = re.compile(r"[^\r\n\f]+")
_FEWEST = 8  # long lines that it takes to tell the layout
_STOPPED = re.compile(r"[。！？!?][”’」』）)》〉】\]\"']*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line: `text` without the blanks around it, `start:end` where that lies in the archived text."""

    start: int
    end: int
    text: str
    indent: int  # blanks before the text

    @property
    def span(self) -> Span:
        """Where the text of the line lies."""
        return Span(self.start, self.end)

    @property
    def width(self) -> float:
        """How wide the line is set, in Chinese characters."""
        return width(self.text)

    @property
    def plain(self) -> str:
        """The text folded and without blanks: what patterns are matched against."""
        return squeeze(fold(self.text))

    @property
    def ended(self) -> bool:
        """Whether the line ends like a sentence or a part of one that may end a paragraph."""
        return bool(_ENDED.search(self.text))

    @property
    def stopped(self) -> bool:
        """Whether the line ends a sentence."""
        return bool(_STOPPED.search(self.text))


@dataclass(frozen=True, slots=True)
class Layout:
    """Whether lines are broken at a page's width, and how wide the body and a box beside it then are."""

    wrapped: bool
    width: float = 0.0
    box_width: float = 0.0

    def wide(self, line: Line) -> bool:
        """Whether a line is set wider than the body: smaller type, as in boxes and notes."""
        return self.wrapped and line.width > self.width + 3.0


def split_lines(text: str) -> list[Line]:
    """The lines that are not blank; a page break ends a line too."""
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        stripped = match[0].strip()
        if stripped:
            indent = len(match[0]) - len(match[0].lstrip())
            start = match.start() + indent
            lines.append(Line(start, start + len(stripped), stripped, indent))
    return lines


def measure(lines: Sequence[Line]) -> Layout:
    """The layout: wrapped when many lines have nearly one width and most of them end inside a sentence."""
    long = [line for line in lines if line.width >= 15]
    if len(long) < _FEWEST:
        return Layout(wrapped=False)
    common, _ = Counter(round(line.width) for line in long).most_common(1)[0]
    near = [line for line in long if abs(line.width - common) <= 2]
    inside = [line for line in near if not line.ended]
    if len(near) < 0.5 * len(long) or len(inside) < 0.5 * len(near):
        return Layout(wrapped=False)
    body = Layout(wrapped=True, width=float(common))
    wide = Counter(
        round(line.width)
        for before, line in pairwise(lines)
        if body.wide(before) and not before.ended and body.wide(line)
    )
    return Layout(True, body.width, float(wide.most_common(1)[0][0]) if wide else body.width)
