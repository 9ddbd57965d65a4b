"""Blocks set as a PDF the way that plans are printed: justified lines, running heads, boxes, ruled tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from layouts.blocks import Block, Cell, Heading, Paragraph, TableBlock

FONT = "STSong-Light"  # every reader of PDFs knows it, so it is not embedded
WIDTH, HEIGHT = 595.0, 842.0  # A4
LEFT, RIGHT, TOP, BOTTOM = 80.0, 515.0, 80.0, 770.0  # where text stands, from the upper left corner
BODY, LEADING = 12.0, 1.6
SMALL = 9.0
CROP = 20.0  # of the margin
PAD = 4.0  # between the frame of a cell and its text
_TOKEN = re.compile(r"[A-Za-z0-9.,%+\-/]+ ?|.", re.DOTALL)
_NO_START = "，。、；：！？）》〉】〕”’」』,.;:!?)%％…"
_NO_END = "（《〈【〔“‘「『("


@dataclass(frozen=True)
class Box:
    """A framed text beside the body, its title above, set in one column or two."""

    title: str
    paragraphs: tuple[str, ...]
    columns: int = 1
    frame: str = "lines"  # or "tint", "table": a row for the title and one for the text


@dataclass(frozen=True)
class Cut:
    """A paragraph in whose middle a box or a table stands."""

    text: str
    inside: Box | TableBlock


@dataclass(frozen=True)
class Noted:
    """A paragraph with a raised mark behind its first sentence, and the footnote of that mark."""

    text: str
    mark: str
    note: str


@dataclass(frozen=True)
class Contents:
    """A list of contents: its entries with their pages."""

    entries: tuple[tuple[str, int], ...]


Printable = Block | Box | Cut | Noted | Contents


@dataclass(frozen=True)
class Design:
    """How the pages look."""

    running_head: str = ""
    numbers: str = "— {} —"  # of pages; empty for none
    repeat_head: bool = True  # of a table on each page that it goes on on
    columns: int = 1
    outline: bool = False  # headings as bookmarks
    rotated: bool = False  # pages lie on their side in the file
    cropped: bool = False  # the margin of the page is not shown, and what stands in it
    watermark: str = ""


def render(
    blocks: Iterable[Printable], design: Design | None = None, *, title: str = "", password: str | None = None
) -> bytes:
    """The blocks as a PDF; the same blocks give the same bytes (but for those with a password)."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True, encrypt=password)
    canvas.setTitle(title)
    press = _Press(canvas, design or Design())
    for block in boxed(list(blocks)):
        press.put(block)
    press.finish()
    canvas.save()
    return data.getvalue()


def boxed(blocks: Sequence[Printable]) -> Iterator[Printable]:
    """The heading of a box with the paragraphs and headings in it as one box."""
    index = 0
    while index < len(blocks):
        block, end = blocks[index], index + 1
        if isinstance(block, Heading) and block.text.startswith("专栏"):
            end = _end_of_box(blocks, end)
        inside = [inner.text for inner in blocks[index + 1 : end] if isinstance(inner, Heading | Paragraph)]
        yield Box(block.text, tuple(inside)) if inside and isinstance(block, Heading) else block
        index = end


def _end_of_box(blocks: Sequence[Printable], start: int) -> int:
    """Behind the last paragraph of the box; headings belong to it when such a paragraph follows."""
    end = start
    for index in range(start, len(blocks)):
        block = blocks[index]
        if isinstance(block, Paragraph) and block.kind == "box":
            end = index + 1
        elif not isinstance(block, Heading):
            break
    return end


def lines_of(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """The text broken into lines as wide as there is room; the first is set in."""
    lines, room, line = [], width - indent, ""
    for token in _unbreakable(text):
        if line and pdfmetrics.stringWidth((line + token).rstrip(), FONT, size) > room:
            lines.append(line.rstrip())
            line, room = "", width
        rest = token
        while pdfmetrics.stringWidth(rest, FONT, size) > room:  # wider than a whole line
            fits = [n for n in range(1, len(rest)) if pdfmetrics.stringWidth(rest[:n], FONT, size) <= room][-1]
            lines.append(rest[:fits])
            rest = rest[fits:]
        line += rest
    return [*lines, line.rstrip()]


def _unbreakable(text: str) -> list[str]:
    """Words and characters, with the punctuation that does not leave them."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        if tokens and (token[0] in _NO_START or tokens[-1][-1] in _NO_END) and len(tokens[-1]) < 40:
            tokens[-1] += token
        else:
            tokens.append(token)
    return tokens


@dataclass
class _Press:
    """Sets blocks one under the other; `y` grows downwards."""

    canvas: Canvas
    design: Design
    page: int = 1
    column: int = 0
    y: float = TOP
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open()

    # ── the page ──

    @property
    def left(self) -> float:
        return LEFT + self.column * (self.measure + 2 * BODY)

    @property
    def measure(self) -> float:
        gaps = (self.design.columns - 1) * 2 * BODY
        return (RIGHT - LEFT - gaps) / self.design.columns

    @property
    def bottom(self) -> float:
        return BOTTOM - sum(self._note_height(note) for note in self.notes)

    def _note_height(self, note: str) -> float:
        return SMALL * 1.5 * len(lines_of(note, RIGHT - LEFT, SMALL)) + 8

    def room(self, height: float) -> None:
        """Goes to the next column or page when there is no room for so much."""
        if self.y + height > self.bottom and self.y > TOP:
            self.column += 1
            if self.column == self.design.columns:
                self._close()
                self.page, self.column, self.notes = self.page + 1, 0, []
            self.y = TOP

    def _close(self) -> None:
        canvas, design = self.canvas, self.design
        middle = (LEFT + RIGHT) / 2
        if design.running_head:
            self._centred(design.running_head, middle, 48, SMALL)
            self.rule(LEFT, 54, RIGHT, 54)
        if design.numbers:
            self._centred(design.numbers.format(self.page), middle, 806, BODY)
        if design.watermark:
            canvas.saveState()
            canvas.translate(WIDTH / 2, HEIGHT / 2)
            canvas.rotate(40)
            canvas.setFont(FONT, 60)
            canvas.drawString(-100, 0, design.watermark)
            canvas.restoreState()
        self._footnotes()
        canvas.showPage()
        self._open()

    def _open(self) -> None:
        """A page that lies on its side in the file is turned when it is shown."""
        if self.design.rotated:
            self.canvas.setPageRotation(90)
            self.canvas.translate(HEIGHT, 0)
            self.canvas.rotate(90)
        if self.design.cropped:
            self.canvas.setCropBox((CROP, CROP, WIDTH - CROP, HEIGHT - CROP))
            self.text("印刷标记", 2, 12, SMALL)

    def finish(self) -> None:
        self._close()

    def _footnotes(self) -> None:
        if not self.notes:
            return
        y = self.bottom + 6
        self.rule(LEFT, y, LEFT + 140, y)
        for note in self.notes:
            for line in lines_of(note, RIGHT - LEFT, SMALL):
                y += SMALL * 1.5
                self.text(line, LEFT, y, SMALL)

    # ── marks on paper ──

    def text(self, line: str, x: float, y: float, size: float, width: float = 0.0) -> None:
        """A line with its baseline at y, spaced out to a width."""
        natural = pdfmetrics.stringWidth(line, FONT, size)
        space = (width - natural) / (len(line) - 1) if width and len(line) > 1 else 0.0
        text = self.canvas.beginText(x, HEIGHT - y)
        text.setFont(FONT, size)
        text.setCharSpace(space)
        text.textOut(line)
        self.canvas.drawText(text)

    def _centred(self, line: str, middle: float, y: float, size: float) -> None:
        self.text(line, middle - pdfmetrics.stringWidth(line, FONT, size) / 2, y, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def frame(self, x0: float, y0: float, x1: float, y1: float, *, tint: bool = False) -> None:
        if tint:
            self.canvas.setFillColorRGB(0.9, 0.93, 0.97)
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=not tint, fill=tint)
        self.canvas.setFillColorRGB(0, 0, 0)

    # ── blocks ──

    def put(self, block: Printable) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, TableBlock):
            self._table(block)
        elif isinstance(block, Box):
            self._box(block)
        elif isinstance(block, Cut):
            self._cut(block)
        elif isinstance(block, Noted):
            self._noted(block)
        else:
            self._contents(block)

    def _heading(self, block: Heading) -> None:
        size = {1: 16.0, 2: 14.0}.get(block.level, BODY)
        self.room(4 * size * LEADING)
        if self.design.outline:
            key = f"{self.page}-{self.y}"
            self.canvas.bookmarkPage(key)
            self.canvas.addOutlineEntry(block.text, key, min(block.level - 1, self._deepest()))
            self._depth = min(block.level - 1, self._deepest())
        if size > BODY:
            self.y += 0.6 * size
            self._in_the_middle(block.text, size)
            self.y += 0.6 * size
        else:
            self._set(lines_of(block.text, self.measure, size, 2 * size), size, indent=2 * size, justified=False)

    _depth: int = -1

    def _deepest(self) -> int:
        return self._depth + 1

    def _in_the_middle(self, text: str, size: float) -> None:
        for line in lines_of(text, self.measure, size):
            self.room(size * LEADING)
            self.y += size * LEADING
            self._centred(line, self.left + self.measure / 2, self.y, size)

    def _paragraph(self, block: Paragraph) -> None:
        if block.kind == "heading":
            self._in_the_middle(block.text, 22.0)
        elif block.kind == "signature":
            self.room(BODY * LEADING)
            self.y += BODY * LEADING
            width = pdfmetrics.stringWidth(block.text, FONT, BODY)
            self.text(block.text, self.left + self.measure - width - 2 * BODY, self.y, BODY)
        else:
            self._set(lines_of(block.text, self.measure, BODY, 2 * BODY), BODY, indent=2 * BODY)

    def _set(self, lines: Sequence[str], size: float, *, indent: float = 0.0, justified: bool = True) -> None:
        """Lines of one paragraph; the last keeps its width."""
        for index, line in enumerate(lines):
            self.room(size * LEADING)
            self.y += size * LEADING
            inset = 0.0 if index else indent
            full = justified and index < len(lines) - 1
            self.text(line, self.left + inset, self.y, size, self.measure - inset if full else 0.0)

    def _cut(self, block: Cut) -> None:
        lines = lines_of(block.text, self.measure, BODY, 2 * BODY)
        half = len(lines) // 2
        self._set([*lines[:half], ""], BODY, indent=2 * BODY)
        self.y -= BODY
        self.put(block.inside)
        for index, line in enumerate(lines[half:], start=half + 1):
            self.room(BODY * LEADING)
            self.y += BODY * LEADING
            self.text(line, self.left, self.y, BODY, self.measure if index < len(lines) else 0.0)

    def _noted(self, block: Noted) -> None:
        self.room(BODY * LEADING * 3 + self._note_height(block.note))
        self.notes.append(f"{block.mark}{block.note}")
        end = block.text.index("。") + 1
        x = self.left + 2 * BODY
        self.y += BODY * LEADING
        self.text(block.text[:end], x, self.y, BODY)
        x += pdfmetrics.stringWidth(block.text[:end], FONT, BODY)
        self.text(block.mark, x, self.y - 4, 0.6 * BODY)
        x += pdfmetrics.stringWidth(block.mark, FONT, 0.6 * BODY)
        first, *rest = lines_of(block.text[end:], self.measure, BODY, x - self.left)
        self.text(first, x, self.y, BODY, self.left + self.measure - x if rest else 0.0)
        self._set(rest, BODY)

    def _contents(self, block: Contents) -> None:
        self._in_the_middle("目 录", 16.0)
        for title, page in block.entries:
            self.room(BODY * LEADING)
            self.y += BODY * LEADING
            taken = pdfmetrics.stringWidth(f"{title}{page}", FONT, BODY)
            dots = int((self.measure - taken) / pdfmetrics.stringWidth(".", FONT, BODY)) - 1
            self.text(f"{title}{'.' * dots}{page}", self.left, self.y, BODY, self.measure)
        self.y = BOTTOM

    def _box(self, block: Box) -> None:
        """A box that has no room on the page goes on on the next, in a frame of its own."""
        size, gap = 10.5, 12.0
        inner = self.measure - 4 * PAD
        width = (inner - (block.columns - 1) * 2 * size) / block.columns
        lines = [
            (line, 2 * size * (number == 0), number < len(broken) - 1)
            for broken in (lines_of(text, width, size, 2 * size) for text in block.paragraphs)
            for number, line in enumerate(broken)
        ]
        leading = size * 1.5
        self.room(4 * leading)
        self.y += gap
        title = leading * bool(block.title)
        while lines:
            rows = max(1, int((self.bottom - self.y - title - 3 * PAD) / leading))
            taken, lines = lines[: rows * block.columns], lines[rows * block.columns :]
            rows = min(rows, -(-len(taken) // block.columns))
            height = rows * leading + title + 3 * PAD
            self._frames(block, height, title)
            if title:
                self._centred(block.title, self.left + self.measure / 2, self.y + leading, size)
            for index, (line, inset, full) in enumerate(taken):
                column, row = divmod(index, rows)
                x = self.left + 2 * PAD + column * (width + 2 * size) + inset
                y = self.y + title + PAD + (row + 1) * leading - 2
                self.text(line, x, y, size, width - inset if full else 0.0)
            self.y += height
            if lines:
                self.y, title = BOTTOM, 0.0
                self.room(leading)
        self.y += gap

    def _frames(self, block: Box, height: float, title: float) -> None:
        x0, x1 = self.left, self.left + self.measure
        self.frame(x0, self.y, x1, self.y + height, tint=block.frame == "tint")
        if block.frame == "table" and title:
            self.rule(x0, self.y + title + PAD, x1, self.y + title + PAD)

    # ── tables ──

    def _table(self, block: TableBlock) -> None:
        self.room(8 * BODY * LEADING)
        if block.title:
            self._in_the_middle(block.title, BODY)
        if block.unit:
            self.y += BODY * LEADING
            unit = f"单位：{block.unit}"
            end = self.left + self.measure
            self.text(unit, end - pdfmetrics.stringWidth(unit, FONT, BODY), self.y, BODY)
        self.y += PAD
        table = _Table(block, self.measure)
        head = range(block.header)
        first = 0
        while first < len(table.heights):
            last = table.fit(first, self.bottom - self.y)
            if last == first and self.y > TOP:
                self.y = BOTTOM
                self.room(BODY)
                if self.design.repeat_head and first >= block.header:
                    self._rows(table, head)
                continue
            self._rows(table, range(first, max(last, first + 1)))
            first = max(last, first + 1)
        self.y += BODY

    def _rows(self, table: _Table, rows: range) -> None:
        for row, column, cell in table.cells:
            if row not in rows:
                continue
            x0, x1 = (self.left + table.edges[end] for end in (column, column + cell.columns))
            y0 = self.y + sum(table.heights[rows.start : row])
            y1 = y0 + sum(table.heights[row : row + cell.rows])
            self.frame(x0, y0, x1, y1)
            lines = table.lines(cell, column)
            y = (y0 + y1 - len(lines) * SMALL * 1.4) / 2
            for number, line in enumerate(lines, start=1):
                self.text(line, x0 + PAD, y + number * SMALL * 1.4 - 3, SMALL)
        self.y += sum(table.heights[rows.start : rows.stop])


class _Table:
    """The places of cells, and how high rows are."""

    def __init__(self, block: TableBlock, measure: float) -> None:
        self.cells = list(_placed(block.rows))
        columns = max(column + cell.columns for _, column, cell in self.cells)
        longest = [3.0] * columns
        for _, column, cell in self.cells:
            if cell.columns == 1:
                longest[column] = min(max(longest[column], float(len(cell.text))), 14.0)
        total = sum(longest)
        self.edges = [measure * sum(longest[:n]) / total for n in range(columns + 1)]
        self.heights = [SMALL * 1.4 + 2 * PAD] * len(block.rows)
        for row, column, cell in self.cells:
            needed = len(self.lines(cell, column)) * SMALL * 1.4 + 2 * PAD
            missing = needed - sum(self.heights[row : row + cell.rows])
            self.heights[row + cell.rows - 1] += max(missing, 0.0)
        self._ends = {end for end in range(len(block.rows) + 1) if not self._inside(end)}

    def _inside(self, end: int) -> bool:
        return any(row < end < row + cell.rows for row, _, cell in self.cells)

    def lines(self, cell: Cell, column: int) -> list[str]:
        """The text of a cell broken at its width."""
        width = self.edges[column + cell.columns] - self.edges[column] - 2 * PAD
        return lines_of(cell.text, width, SMALL) if cell.text else []

    def fit(self, first: int, room: float) -> int:
        """The row before which the page ends; no merged cell is cut."""
        ends = [end for end in self._ends if end >= first and sum(self.heights[first:end]) <= room]
        return max(ends)


def _placed(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and cell: cells from left to right where no other cell reaches."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            taken |= {(r, c) for r in range(row, row + cell.rows) for c in range(column, column + cell.columns)}
            yield row, column, cell
            column += cell.columns
