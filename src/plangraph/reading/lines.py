"""An archived text as lines with offsets, and how it is laid out.

Two layouts occur: text with one paragraph a line (web pages, word processors), and text whose lines are
broken at the width of a printed page (copied from a PDF). The second kind shows in the widths of lines. Where
the format of the file tells which lines make a paragraph, those are joined to one line here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plangraph.model import Span, quote
from plangraph.reading.source import Grid, Mark, Source
from plangraph.text import fold, squeeze, width

_ENDED = re.compile(r"[。！？；!?;：:…][”’」』）)》〉】\]\"']*$")
_LINE = re.compile(r"[^\r\n\f]+")
_FEWEST = 8  # long lines that it takes to tell the layout
_STOPPED = re.compile(r"[。！？!?][”’」』）)》〉】\]\"']*$")
_LATIN = re.compile(r"[A-Za-z0-9]")
_UNTOLD = Mark()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` without the blanks around it, the join of `spans` of the archived text.

    A line has one span, or one for each printed line of the paragraph that the format says it is.
    """

    text: str
    spans: tuple[Span, ...]
    indent: int = 0  # blanks before the text
    mark: Mark = _UNTOLD
    grid: int | None = None  # which grid it is a line of

    @property
    def start(self) -> int:
        """Where it begins in the archived text."""
        return self.spans[0].start

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


def split_lines(source: Source) -> list[Line]:
    """The lines that are not blank; a page break ends a line too, and so does a cell of a grid."""
    inside = {span.start: number for number, grid in enumerate(source.grids) for span in grid.spans}
    lines = [
        line
        for grid, start, end in _ranges(source.text, source.grids, inside)
        if (line := _line(source, start, end, grid)) is not None
    ]
    return _joined(source, lines)


def _ranges(text: str, grids: Sequence[Grid], inside: Mapping[int, int]) -> Iterator[tuple[int | None, int, int]]:
    """Number of the grid, start and end of each physical line outside of grids, and of each line of a cell."""
    cells = sorted((span.start, span.end) for grid in grids for span in grid.spans)
    position = 0
    for match in _LINE.finditer(text):
        held = False
        while position < len(cells) and cells[position][0] < match.end():
            held = True
            yield inside[cells[position][0]], *cells[position]
            position += 1
        if not held:
            yield None, match.start(), match.end()


def _line(source: Source, start: int, end: int, grid: int | None) -> Line | None:
    raw = source.text[start:end]
    stripped = raw.strip()
    if not stripped:
        return None
    indent = len(raw) - len(raw.lstrip())
    span = Span(start + indent, start + indent + len(stripped))
    return Line(stripped, (span,), indent, source.marks.get(span.start, _UNTOLD), grid)


def _joined(source: Source, lines: Sequence[Line]) -> list[Line]:
    """Lines that go on a paragraph are one with it, whatever note, frame or page break stands between."""
    furniture = {span.start for _, span in source.left_out}
    found: list[Line] = []
    under_way: dict[str, int] = {}  # by role: where the line stands that may go on
    for line in lines:
        before = under_way.get(line.mark.role)
        if line.mark.continues and line.grid is None and before is not None:
            found[before] = _one(source.text, found[before], line)
            continue
        if line.grid is None and line.start not in furniture:
            under_way[line.mark.role] = len(found)
        found.append(line)
    return found


def _one(text: str, before: Line, line: Line) -> Line:
    """Two lines as one; a blank between Latin words is kept where the archived text has one."""
    spans, last = before.spans, before.spans[-1]
    latin = _LATIN.match(line.text) and _LATIN.match(text[last.end - 1])
    if latin and text[last.end : last.end + 1] == " ":
        spans = (*spans[:-1], Span(last.start, last.end + 1))
    spans += line.spans
    return replace(before, text=quote(text, spans), spans=spans)


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


def spans_of(lines: Iterable[Line]) -> tuple[Span, ...]:
    """The spans of lines, in their order."""
    return tuple(span for line in lines for span in line.spans)


def framed(line: Line) -> Line:
    """The line as one that stands in the frame of a box."""
    return replace(line, mark=replace(line.mark, role="box"))
