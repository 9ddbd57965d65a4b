"""An archived text as lines with offsets, and how it is laid out.

A line ends where `str.splitlines` ends one: at LF, CR, VT (the soft break of word processors), FF (a page
break), NEL, LS and PS, and at the separators of ASCII. Characters without width (byte order marks, marks of
direction, controls) are blanks at both ends of a line.

Two layouts occur: text with one paragraph a line (web pages, word processors), and text whose lines are
broken at the width of a printed page (copied from a PDF, or typed for print). The second kind shows in the
widths of lines, or in paragraphs that begin with an indent or after a blank line. Where the format of the file
tells which lines make a paragraph, those are joined to one line here.
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

#: Characters that no reader sees: zero width, marks of direction, soft hyphens, controls that break no line.
INVISIBLE = "".join(
    chr(code)
    for first, last in (
        (0x00, 0x08),
        (0x0E, 0x1B),
        (0x7F, 0x84),
        (0x86, 0x9F),
        (0xAD, 0xAD),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)
_SPACES = " \t\x1f\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BLANKS = _SPACES + INVISIBLE
_ENDED = re.compile(r"[。！？；!?;：:…][”’」』）)》〉】\]\"']*$")
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\x85\u2028\u2029]")
_STOPPED = re.compile(r"[。！？!?][”’」』）)》〉】\]\"']*$")
_LATIN = re.compile(r"[A-Za-z0-9]")
_UNTOLD = Mark()
_TAIL = 12  # characters at the end of a line that tell how it ends

_FEWEST = 8  # long lines that it takes to tell the layout
_LONG = 15.0  # a line this wide may be broken at the width of the page
_WIDEST = 60.0  # no page is set wider
_INDENT = 2  # half characters that begin a paragraph; a single blank only tells of a page break
_CENTRED = 8  # half characters before a line that stands in the middle of the page


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` without the blanks around it, the join of `spans` of the archived text.

    A line has one span, or several where the format joins printed lines to a paragraph, or where blanks drop
    out that only the layout put in. `indent` is the width of the blanks before it, in half characters;
    `after_blank` tells whether a blank line stands before it, `opens_page` whether a page break does.
    """

    text: str
    spans: tuple[Span, ...]
    indent: int = 0
    after_blank: bool = False
    opens_page: bool = False
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
    def full_width(self) -> float:
        """How wide it is where all characters and blanks take the same room; never less than its width."""
        return max(self.width, self.spans[-1].end - self.start)

    @property
    def plain(self) -> str:
        """The text folded and without blanks: what patterns are matched against."""
        return squeeze(fold(self.text))

    @property
    def ended(self) -> bool:
        """Whether the line ends like a sentence or a part of one that may end a paragraph."""
        return bool(_ENDED.search(self.text[-_TAIL:]))

    @property
    def stopped(self) -> bool:
        """Whether the line ends a sentence."""
        return bool(_STOPPED.search(self.text[-_TAIL:]))


@dataclass(frozen=True, slots=True)
class Layout:
    """Whether lines are broken at a page's width, and what tells where a paragraph begins.

    `width` and `box_width` are those of the body and of a box beside it, in characters; `margin` is the indent
    of lines that go on, in half characters. `indented`: paragraphs begin with an indent; `spaced`: they begin
    after a blank line.
    """

    wrapped: bool
    width: float = 0.0
    box_width: float = 0.0
    margin: int = 0
    indented: bool = False
    spaced: bool = False

    def wide(self, line: Line) -> bool:
        """Whether a line is set wider than the body: smaller type, as in boxes and notes."""
        return self.wrapped and line.width > self.width + 3.0

    @property
    def told(self) -> bool:
        """Whether indents or blank lines tell where paragraphs begin."""
        return self.indented or self.spaced

    def begins(self, line: Line) -> bool:
        """Whether an indent or a blank line begins a paragraph with this line."""
        if self.indented:
            return line.indent - self.margin >= _INDENT
        return self.spaced and line.after_blank

    def centred(self, line: Line) -> bool:
        """Whether the line stands in the middle of a printed page: much blank on both sides of it."""
        left = line.indent - self.margin
        right = 2 * (self.width - line.width) - left
        return self.wrapped and left >= _CENTRED and right >= _CENTRED / 2 and right >= left / 2


def split_lines(source: Source) -> list[Line]:
    """The lines that are not blank; a cell of a grid ends a line too."""
    inside = {span.start: number for number, grid in enumerate(source.grids) for span in grid.spans}
    lines: list[Line] = []
    end = 0
    for grid, start, stop in _ranges(source.text, source.grids, inside):
        line = _line(source, start, stop, grid)
        if line is not None:
            blank = bool(lines) and _blank_between(source.text, end, line.start)
            opens = "\f" in source.text[end : line.start]
            lines.append(replace(line, after_blank=blank, opens_page=opens) if blank or opens else line)
            end = line.spans[-1].end
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
    text = raw.strip(_BLANKS)
    if not text:
        return None
    before = len(raw) - len(raw.lstrip(_BLANKS))
    span = Span(start + before, start + before + len(text))
    mark = source.marks.get(span.start, _UNTOLD)
    return Line(text, (span,), _indent(raw[:before]), mark=mark, grid=grid)


def _indent(blanks: str) -> int:
    """The width of blanks in half characters; a tab counts as two characters."""
    return len(blanks) + blanks.count("\u3000") + 3 * blanks.count("\t")


def _blank_between(text: str, end: int, start: int) -> bool:
    breaks = _BREAK.finditer(text, end, start)
    return next(breaks, None) is not None and next(breaks, None) is not None


def _joined(source: Source, lines: Sequence[Line]) -> list[Line]:
    """Lines that go on a paragraph are one with it, whatever note, frame or page break stands between."""
    furniture = {span.start for _, span in source.left_out}
    found: list[list[Line]] = []
    under_way: dict[str, list[Line]] = {}  # by role: the lines of the paragraph that may go on
    for line in lines:
        before = under_way.get(line.mark.role)
        if line.mark.continues and line.grid is None and before is not None:
            before.append(line)
            continue
        found.append([line])
        if line.grid is None and line.start not in furniture:
            under_way[line.mark.role] = found[-1]
    return [group[0] if len(group) == 1 else _one(source.text, group) for group in found]


def _one(text: str, lines: Sequence[Line]) -> Line:
    spans = run_on(text, lines)
    return replace(lines[0], text=quote(text, spans), spans=spans)


def _parted_words(before: str, after: str) -> bool:
    """Whether a blank between these characters parts words; between two digits it parts a number."""
    return bool(_LATIN.match(before) and _LATIN.match(after)) and not (before.isdigit() and after.isdigit())


def run_on(text: str, lines: Iterable[Line]) -> tuple[Span, ...]:
    """The spans of lines that make one paragraph; a blank between Latin words stays where the text has one."""
    spans: list[Span] = []
    for line in lines:
        last = spans[-1] if spans else None
        kept = last is not None and text[last.end : last.end + 1] == " "
        if last is not None and kept and _parted_words(text[last.end - 1], line.text[0]):
            spans[-1] = Span(last.start, last.end + 1)
        spans += line.spans
    return tuple(spans)


def cut_all(spans: Sequence[Span], ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[Span, ...]]:
    """The spans of each range of the text that `spans` join to; ranges are in order and do not overlap."""
    position = begin = 0  # the span under way, and where it begins in the text
    for start, end in ranges:
        part: list[Span] = []
        while position < len(spans) and begin < end:
            span = spans[position]
            length = span.end - span.start
            low, high = max(start - begin, 0), min(end - begin, length)
            if low < high:
                part.append(Span(span.start + low, span.start + high))
            if begin + length > end:
                break
            position, begin = position + 1, begin + length
        yield tuple(part)


def without(line: Line, runs: Iterable[tuple[int, int]]) -> Line:
    """The line without these runs of its text."""
    kept: list[tuple[int, int]] = []
    position = 0
    for start, end in (*runs, (len(line.text), len(line.text))):
        if position < start:
            kept.append((position, start))
        position = end
    spans = tuple(span for part in cut_all(line.spans, kept) for span in part)
    return replace(line, text="".join(line.text[start:end] for start, end in kept), spans=spans)


def measure(lines: Sequence[Line]) -> Layout:
    """The layout: wrapped when the widths of lines or the beginnings of paragraphs tell so."""
    pairs = list(pairwise(lines))
    every, pairs = pairs, [(before, line) for before, line in pairs if before.width >= _LONG]
    long = [before for before, _ in pairs] + [line for line in lines[-1:] if line.width >= _LONG]
    if len(long) < _FEWEST:
        return Layout(wrapped=False)
    full = _common_width(long) or _broken_width(pairs, len(long))
    if not full:
        return Layout(wrapped=False)
    body = _beginnings(Layout(wrapped=True, width=full, box_width=full), every)
    if body.told:
        return body
    wide = Counter(
        round(line.width) for before, line in pairs if body.wide(before) and not before.ended and body.wide(line)
    )
    return replace(body, box_width=float(wide.most_common(1)[0][0])) if wide else body


def _common_width(long: Sequence[Line]) -> float:
    """The width that most long lines have and most of these end at inside of a sentence; 0 when there is none."""
    widths = Counter(round(line.width) for line in long)
    common = min(widths, key=lambda value: (-widths[value], value))
    near = [line for line in long if abs(line.width - common) <= 2]
    inside = sum(not line.ended for line in near)
    return float(common) if len(near) >= 0.5 * len(long) and inside >= 0.5 * len(near) else 0.0


def _broken_width(pairs: Sequence[tuple[Line, Line]], long: int) -> float:
    """The width at which lines are broken, where many go on in a line without indent; 0 when they do not.

    A web page holds many short lines without a stop too, but its paragraphs are wider than any page.
    """
    margin = _margin(pairs)
    broken = [
        before.width
        for before, line in pairs
        if not before.ended and not line.after_blank and line.indent - margin < _INDENT
    ]
    wide = sum(before.width > _WIDEST for before, _ in pairs)
    if len(broken) < _FEWEST or len(broken) < 0.4 * long or wide > 0.05 * long:
        return 0.0
    return sorted(broken)[9 * len(broken) // 10]


def _margin(pairs: Sequence[tuple[Line, Line]]) -> int:
    """The indent of most lines that go on a sentence."""
    indents = Counter(line.indent for before, line in pairs if not before.ended)
    return min(indents, key=lambda value: (-indents[value], value), default=0)


def _beginnings(layout: Layout, pairs: Sequence[tuple[Line, Line]]) -> Layout:
    """Whether indents, or blank lines, stand before lines that begin and not before lines that go on."""
    margin = _margin(pairs)
    inner = [line for before, line in pairs if before.width >= layout.width - 6 and not before.ended]
    first = [line for before, line in pairs if before.stopped and before.width < layout.width - 2]
    for name in ("indented", "spaced"):
        told = replace(layout, margin=margin, indented=name == "indented", spaced=name == "spaced")
        begun = sum(map(told.begins, first))
        if begun >= 3 and begun >= 0.6 * len(first) and sum(map(told.begins, inner)) <= 0.2 * len(inner):
            return told
    return layout


def spans_of(lines: Iterable[Line]) -> tuple[Span, ...]:
    """The spans of lines, in their order."""
    return tuple(span for line in lines for span in line.spans)


def framed(line: Line) -> Line:
    """The line as one that stands in the frame of a box."""
    return replace(line, mark=replace(line.mark, role="box"))
