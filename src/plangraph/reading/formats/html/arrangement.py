"""The lines of a page → the archived text, with offsets, marks, grids and what is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from plangraph.model import Span
from plangraph.reading.formats.html.grids import PlacedCell, holds_data, is_frame, placed_cells
from plangraph.reading.formats.html.page import Page, PageLine, Table
from plangraph.reading.furniture import furniture_rules
from plangraph.reading.lines import measure, split_lines
from plangraph.reading.source import Grid, GridCell, Mark, Source
from plangraph.text import fold, squeeze

_INDENT = 2  # blanks at its beginning by which a line after <br> begins a paragraph
_FRAME_SHARE = 3  # a frame holds at most one third of the document; what holds more lays out the page
_WIDTH_VARIES = 3.0  # characters by which the full lines of a printed page differ
_FEWEST_LABELS = 3  # that make a table which describes the document (索引号, 发文字号, 发布机构 …)
_LABEL_SHARE = 4  # one label at least in so many of its lines


TableUse = Literal["data", "frame", "labels", "layout"]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A page, which of its lines are the document, and the title that its head tells (may be empty)."""

    page: Page
    article: range
    title: str

    def source(self, encoding: str, metadata: Mapping[str, str]) -> Source:
        """The archived text and all that is known of it."""
        size = _size(self.page.lines[index] for index in self.article)
        uses = [(table, self._use(table, size)) for table in self.page.tables]
        grids = [placed_cells(table) for table, use in uses if use == "data"]
        labels = _lines_of(table for table, use in uses if use == "labels")
        framed = _lines_of(table for table, use in uses if use == "frame")
        text, spans = _laid_out(self.page.lines, _after_tab(grids))
        in_grid = {i for grid in grids for cell in grid for i in cell.lines}
        title = self._title_line(labels | in_grid)
        outside = [i for i in range(len(spans)) if i not in self.article or i in labels]
        source = Source(
            text=text,
            format="html",
            encoding=encoding,
            grids=tuple(Grid(tuple(_grid_cell(cell, spans) for cell in grid)) for grid in grids),
            left_out=tuple(("navigation", spans[i]) for i in outside if i != title),
            metadata=metadata,
        )
        if _is_wrapped(source):  # then the widths of lines tell more than the markup
            return source
        told = [i for i in self.article if i not in labels and i not in in_grid]
        marks = {spans[i].start: self._mark(i, framed=i in framed) for i in told}
        if title is not None:
            marks[spans[title].start] = Mark(continues=False, role="title")
        return replace(source, marks=marks)

    def _use(self, table: Table, size: int) -> TableUse:
        """What a table is for in a document of this size; one that reaches out of it lays out the page."""
        inside = self.article.start <= table.first < table.end <= self.article.stop
        if not inside or table.layout:
            return "layout"
        lines = self.page.lines[table.first : table.end]
        if _are_labels(lines):
            return "labels"
        if holds_data(table, self.page.lines):
            return "data"
        return "frame" if is_frame(table) and _FRAME_SHARE * _size(lines) <= size else "layout"

    def _title_line(self, cells: Collection[int]) -> int | None:
        """The line that shows the title, no cell: the first of the document, or else the last one before it."""
        title = squeeze(self.title)
        lines = self.page.lines[: self.article.stop]
        shown = [i for i, line in enumerate(lines) if i not in cells and squeeze(line.text) == title]
        inside = [index for index in shown if index in self.article]
        return next(iter(inside[:1] or shown[-1:]), None)

    def _mark(self, index: int, *, framed: bool) -> Mark:
        line = self.page.lines[index]
        continues: bool | None = False
        if line.gap == "break" and line.blanks < _INDENT:
            same_heading = index > 0 and self.page.lines[index - 1].heading == line.heading > 0
            continues = True if same_heading else None
        return Mark(continues, line.heading, "box" if framed else "")


def _lines_of(tables: Iterable[Table]) -> set[int]:
    return {index for table in tables for index in range(table.first, table.end)}


def _size(lines: Iterable[PageLine]) -> int:
    return sum(len(line.text) for line in lines)


def _are_labels(lines: Sequence[PageLine]) -> bool:
    """Whether a table tells of the document what a page shows above it: its number, its office, its date."""
    labels = furniture_rules().patterns["labels"]
    count = sum(bool(labels.fullmatch(squeeze(fold(line.text)).rstrip(":"))) for line in lines)
    return count >= _FEWEST_LABELS and count * _LABEL_SHARE >= len(lines)


def _after_tab(grids: Iterable[Sequence[PlacedCell]]) -> set[int]:
    """The lines that a tab parts from the line before: the first ones of cells beside each other."""
    found: set[int] = set()
    for grid in grids:
        filled = [cell for cell in grid if cell.lines]
        for before, cell in pairwise(filled):
            if before.row == cell.row and before.lines.stop == cell.lines.start:
                found.add(cell.lines.start)
    return found


def _laid_out(lines: Sequence[PageLine], after_tab: Collection[int]) -> tuple[str, list[Span]]:
    """The text of the page, and where each line stands in it without the blanks around it."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for index, line in enumerate(lines):
        between = "\t" if index in after_tab else "\n\n" if line.gap == "blank" else "\n"
        piece = between + line.text if index else line.text
        pieces.append(piece)
        length += len(piece)
        spans.append(Span(length - len(line.text) + line.blanks, length))
    return "".join(pieces) + "\n", spans


def _grid_cell(cell: PlacedCell, spans: Sequence[Span]) -> GridCell:
    return GridCell(cell.row, cell.column, cell.rows, cell.columns, tuple(spans[i] for i in cell.lines))


def _is_wrapped(source: Source) -> bool:
    """Whether the lines of the document are those of a printed page, whatever elements hold them.

    Pages hold many short lines without a stop, so that most of the long ones must have one width, too.
    """
    outside = {span.start for _, span in source.left_out}
    lines = [line for line in split_lines(source) if line.grid is None and line.start not in outside]
    layout = measure(lines)
    long = [line.width for line in lines if line.width >= layout.width / 2]
    full = sum(abs(width - layout.width) <= _WIDTH_VARIES for width in long)
    return layout.wrapped and 2 * full >= len(long)
