"""Texts with grids, written as a reader of web pages, Word files or PDFs hands them over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from layouts.blocks import Cell, TableBlock
from plangraph.model import Span
from plangraph.reading.source import Grid, GridCell, LeftOutReason, Source

Rows = Sequence[Sequence[Cell]]


class Writer:
    """Writes lines and grids one after the other; `source()` is what came of it."""

    def __init__(self) -> None:
        self._text = ""
        self._grids: list[Grid] = []
        self._left_out: list[tuple[LeftOutReason, Span]] = []

    def line(self, text: str) -> None:
        self._text += text + "\n"

    def left_out(self, reason: LeftOutReason, text: str) -> None:
        """A line that the format leaves out."""
        self._left_out.append((reason, Span(len(self._text), len(self._text) + len(text))))
        self.line(text)

    def grid(self, rows: Rows) -> None:
        """Cells of a row parted by a tab, rows and lines within a cell by a line break; no text for empty ones."""
        cells: list[GridCell] = []
        for row, placed in enumerate(columns_of(rows)):
            written = 0
            for column, cell in placed:
                spans = tuple(self._lines(cell.text, "\t" if written else ""))
                written += len(spans)
                cells.append(GridCell(row, column, cell.rows, cell.columns, spans))
            self._text += "\n" if written else ""
        self._grids.append(Grid(tuple(cells)))

    def _lines(self, text: str, before: str) -> Iterator[Span]:
        for line in text.splitlines():
            self._text += before
            yield Span(len(self._text), len(self._text) + len(line))
            self._text += line
            before = "\n"

    def source(self) -> Source:
        left_out = tuple(self._left_out)
        return Source(self._text, "pdf", "", grids=tuple(self._grids), left_out=left_out)


def columns_of(rows: Rows) -> list[list[tuple[int, Cell]]]:
    """The cells of each row with their columns: places that a cell above or before covers have no cell."""
    covered: set[tuple[int, int]] = set()
    found: list[list[tuple[int, Cell]]] = []
    for row, cells in enumerate(rows):
        placed = []
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            covered |= {(row + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            placed.append((column, cell))
        found.append(placed)
    return found


def written(block: TableBlock) -> Source:
    """A table with its title and unit over it, as one grid."""
    return on_pages(block, block.rows)


def on_two_pages(block: TableBlock, first: int, *, repeated: bool) -> Source:
    """A table that a page number cuts behind its first rows (the head aside), its head repeated or not."""
    head, body = block.rows[: block.header], block.rows[block.header :]
    return on_pages(block, [*head, *body[:first]], [*(head if repeated else ()), *body[first:]])


def on_pages(block: TableBlock, *pages: Rows) -> Source:
    """A table with its title and unit over it, as one grid a page."""
    writer = Writer()
    _over(writer, block)
    for number, page in enumerate(pages):
        if number:
            writer.left_out("page number", f"— {number} —")
        writer.grid(page)
    return writer.source()


def _over(writer: Writer, block: TableBlock) -> None:
    if block.title:
        writer.line(block.title)
    if block.unit:
        writer.line(f"单位：{block.unit}")


def cut(rows: Rows, row: int, lengths: Sequence[int]) -> tuple[list[Sequence[Cell]], list[Sequence[Cell]]]:
    """The rows with one cut in two, each of its cells behind as many characters as `lengths` say."""
    upper = [replace(cell, text=cell.text[:n]) for cell, n in zip(rows[row], lengths, strict=True)]
    lower = [replace(cell, text=cell.text[n:]) for cell, n in zip(rows[row], lengths, strict=True)]
    return [*rows[:row], upper], [lower, *rows[row + 1 :]]
