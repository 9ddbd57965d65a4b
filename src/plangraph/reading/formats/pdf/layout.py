"""The content of a page → its printed lines and grids in reading order.

Rulings make grids. A grid of one column, a frame and a tinted area are boxes: their text is read by itself.
Everything else is text of the page. Each of these is put in order by `columns`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plangraph.reading.formats.pdf.columns import Piece, Row, Stretch, stretches
from plangraph.reading.formats.pdf.page import Box, Glyph, PageContent
from plangraph.reading.formats.pdf.printed import Block, PrintedCell, PrintedGrid, PrintedLine, PrintedPage
from plangraph.reading.formats.pdf.rows import Segment, is_tabbed, rows_of, text_of
from plangraph.reading.formats.pdf.rulings import Lattice, find_rulings

_PAGE_BORDER = (0.8, 0.85)  # of width and height of the page: a larger frame only adorns it
_FEWEST_LINES = 2  # in a tinted area: a tinted heading is no box
_USUAL_SIZE = 12.0  # points: a frame counts as many lines as it takes the place of
_PADDING = 1.0  # em between a frame and its text at most, where the text does not tell


def print_page(content: PageContent, number: int) -> PrintedPage:
    """The page with this number (from 0) in reading order."""
    rulings = find_rulings(content.rulings)
    frames = _frames(content, rulings.lattices)
    root = _nested(content, frames)
    printer = _Printer(number)
    blocks = [*printer.frame(root), *printer.askew(content)]
    return PrintedPage(number, content.width, content.height, blocks, rulings.loose)


@dataclass(slots=True)
class _Frame:
    """A part of the page that is read by itself: a grid, a box (no lattice), or the page (no lattice)."""

    box: Box
    lattice: Lattice | None = None
    glyphs: list[Glyph] = field(default_factory=list)
    inner: list[_Frame] = field(default_factory=list)


def _frames(content: PageContent, lattices: Sequence[Lattice]) -> list[_Frame]:
    """Grids and boxes, the larger before those in it."""
    width, height = _PAGE_BORDER
    sheet = Box(0, 0, content.width, content.height)
    frames = [_Frame(lattice.box, lattice if lattice.width > 1 else None) for lattice in lattices]
    for area in _joined(content.areas):
        if not any(_overlap(area, frame.box) for frame in frames):
            lines = rows_of([glyph for glyph in content.glyphs if area.holds(*glyph.middle)])
            frames += [_Frame(area)] * (len(lines) >= _FEWEST_LINES)
    frames = [
        frame
        for frame in frames
        if frame.box.width < width * sheet.width or frame.box.height < height * sheet.height
    ]
    return sorted(frames, key=lambda frame: (-frame.box.width * frame.box.height, frame.box))


def _joined(areas: Sequence[Box]) -> list[Box]:
    """Tinted areas as one where they stand one on the other: a title band and the text under it."""
    found: list[Box] = []
    for area in sorted(areas, key=lambda area: (area.y0, area.x0)):
        near = [other for other in found if _stacked(other, area)]
        found = [other for other in found if other not in near]
        found.append(_around([*near, area]))
    return found


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _stacked(above: Box, below: Box) -> bool:
    same = abs(above.x0 - below.x0) <= 3 and abs(above.x1 - below.x1) <= 3
    return (same and below.y0 - above.y1 <= 3) or above.contains(below, 1.0)


def _overlap(area: Box, other: Box) -> bool:
    """Whether the greater part of an area lies in a frame, or the frame in it: cells are tinted, and boxes."""
    width = min(area.x1, other.x1) - max(area.x0, other.x0)
    height = min(area.y1, other.y1) - max(area.y0, other.y0)
    if width <= 0 or height <= 0:
        return False
    return width * height > 0.5 * min(area.width * area.height, other.width * other.height)


def _nested(content: PageContent, frames: Sequence[_Frame]) -> _Frame:
    """Each glyph in the innermost frame around it; frames without text are nothing."""
    root = _Frame(Box(0, 0, content.width, content.height))
    for glyph in content.glyphs:
        x, y = glyph.middle
        holder = next((frame for frame in reversed(frames) if frame.box.holds(x, y)), root)
        holder.glyphs.append(glyph)
    filled = [frame for frame in frames if frame.glyphs]
    for index, frame in enumerate(filled):
        around = (f for f in reversed(filled[:index]) if f.lattice is None and f.box.contains(frame.box, 1.0))
        next(around, root).inner.append(frame)
    return root


@dataclass(slots=True)
class _Printer:
    """Prints the frames of a page; numbers the lines, flows and boxes on it."""

    page: int
    lines: int = 0
    flows: int = 0
    boxes: int = 0

    def frame(self, frame: _Frame, box: int = 0) -> Iterator[Block]:
        """The text of a frame (of box number `box`) and of the frames in it, in reading order."""
        pieces: list[Row] = [tuple(_piece(s) for s in row) for row in rows_of(frame.glyphs)]
        pieces += [(_whole(inner, number),) for number, inner in enumerate(frame.inner)]
        pieces.sort(key=lambda row: (row[0].y, row[0].x0))
        for stretch in stretches(pieces, boxed=box > 0):
            self.flows += 1
            yield from self._stretch(stretch, frame, box)

    def _stretch(self, stretch: Stretch, frame: _Frame, box: int) -> Iterator[Block]:
        known = stretch.column or box
        measure = _measure(stretch, frame.box if box and not stretch.column else None) if known else None
        for row in stretch.rows:
            segments = [piece.segment for piece in row if piece.segment is not None]
            if segments:
                yield self._line(segments, measure, box)
            for piece in row:
                if piece.segment is None:
                    yield from self._inner(frame.inner[piece.thing])

    def _inner(self, frame: _Frame) -> Iterator[Block]:
        if frame.lattice is None:
            self.boxes += 1
            yield from self.frame(frame, self.boxes)
        else:
            yield PrintedGrid(self.page, frame.box.y0, tuple(_cells(frame.lattice, frame.glyphs)))
        self.flows += 1

    def _line(self, row: Sequence[Segment], measure: tuple[float, float] | None, box: int) -> PrintedLine:
        longest = max(row, key=lambda segment: len(segment.glyphs))
        return PrintedLine(
            page=self.page,
            number=self._number(),
            text=text_of(row),
            x0=row[0].x0,
            x1=row[-1].x1,
            base=longest.base,
            size=longest.size,
            flow=self.flows,
            measure=measure,
            box=box,
            tabbed=is_tabbed(row),
        )

    def askew(self, content: PageContent) -> Iterator[PrintedLine]:
        """What stands at another angle comes last, each run a line of its own."""
        for text in content.askew:
            self.flows += 1
            yield PrintedLine(self.page, self._number(), text, 0, 0, content.height, 0, self.flows)

    def _number(self) -> int:
        self.lines += 1
        return self.lines


def _piece(segment: Segment) -> Piece:
    base = segment.base
    return Piece(segment.x0, segment.x1, base, base, segment.size, segment)


def _whole(frame: _Frame, number: int) -> Piece:
    """A frame among the lines: it stands where its first line does."""
    x0, y0, x1, y1 = frame.box
    return Piece(x0, x1, y0, y1, _USUAL_SIZE, None, number)


def _measure(stretch: Stretch, box: Box | None) -> tuple[float, float] | None:
    """Where lines begin and end; a frame tells more than few lines in it do."""
    pieces = [piece for row in stretch.rows for piece in row if piece.segment is not None]
    if not pieces:
        return None
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    if box is None:
        return left, right
    padding = min(left - box.x0, _PADDING * pieces[0].size)
    return left, max(right, box.x1 - padding)


def _cells(lattice: Lattice, glyphs: Sequence[Glyph]) -> Iterator[PrintedCell]:
    texts: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        x, y = glyph.middle
        number = next((n for n, cell in enumerate(lattice.fields) if cell.box.holds(x, y)), None)
        if number is not None:
            texts.setdefault(number, []).append(glyph)
    for number, cell in enumerate(lattice.fields):
        lines = tuple(text_of(row) for row in rows_of(texts.get(number, ())))
        yield PrintedCell(cell.row, cell.column, cell.rows, cell.columns, lines)
