"""The tables of a page: which hold data and which only lay it out, and where the cells of the former stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangraph.reading.formats.html.page import Cell, PageLine, Table

# A cell with more is a part of the page: the widest cells of project tables hold a dozen short paragraphs.
_MOST_LINES = 30
_MOST_CHARACTERS = 3000
# Beyond these, a span or a table is a mistake of whoever made the page.
_WIDEST, _TALLEST, _MOST_ROWS = 100, 1000, 20_000


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its upper left corner and how many rows and columns it takes; its lines are `lines`."""

    row: int
    column: int
    rows: int
    columns: int
    lines: range


def holds_data(table: Table, lines: Sequence[PageLine]) -> bool:
    """Whether the table has columns: two rows with text, two cells with text beside each other, none too big."""
    filled = [cell for cell in table.cells if cell.first < cell.end]
    rows = [cell.row for cell in filled]
    beside = len(rows) > len(set(rows)) > 1
    usual = not table.layout and len(table.groups) <= _MOST_ROWS
    return beside and usual and not any(_big(cell, lines) for cell in filled)


def is_frame(table: Table) -> bool:
    """Whether the table is a box around a text: one column, without another table in it."""
    rows = [cell.row for cell in table.cells if cell.first < cell.end]
    return bool(rows) and not table.layout and len(rows) == len(set(rows))


def _big(cell: Cell, lines: Sequence[PageLine]) -> bool:
    count = cell.end - cell.first
    return count > _MOST_LINES or sum(len(line.text) for line in lines[cell.first : cell.end]) > _MOST_CHARACTERS


def placed_cells(table: Table) -> list[PlacedCell]:
    """The cells row by row, none over another; rows and columns in which no cell begins are dropped."""
    cells = list(_placed(table))
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    return [_compacted(cell, rows, columns) for cell in cells]


def _compacted(cell: PlacedCell, rows: Sequence[int], columns: Sequence[int]) -> PlacedCell:
    """The cell in a table that has only these rows and columns."""
    row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
    below, right = bisect_left(rows, cell.row + cell.rows), bisect_left(columns, cell.column + cell.columns)
    return PlacedCell(row, column, below - row, right - column, cell.lines)


def _placed(table: Table) -> Iterator[PlacedCell]:
    """Places each cell at the first free column of its row, as browsers do; what would overlap is clipped."""
    ends = _group_ends(table.groups)
    free: list[int] = []  # by column: the first row that no cell takes yet
    row = column = 0
    for cell in table.cells:
        if cell.row != row:
            row, column = cell.row, 0
        while column < len(free) and free[column] > row:
            column += 1
        rows = min(cell.rows or ends[row], ends[row] - row, _TALLEST)
        end = column + 1
        while end < column + min(cell.columns, _WIDEST) and (end >= len(free) or free[end] <= row):
            end += 1
        free[column:end] = [row + rows] * (end - column)
        yield PlacedCell(row, column, rows, end - column, range(cell.first, cell.end))
        column = end


def _group_ends(groups: Sequence[int]) -> list[int]:
    """For each row, the number of the row after the last of its row group."""
    ends = [len(groups)] * len(groups)
    for row in range(len(groups) - 2, -1, -1):
        ends[row] = ends[row + 1] if groups[row] == groups[row + 1] else row + 1
    return ends
