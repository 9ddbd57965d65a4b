"""A grid as rows and columns of text, whatever merged cells it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from plangraph.model import Span, quote
from plangraph.reading.source import GridCell
from plangraph.reading.tables.cells import Cell
from plangraph.reading.tables.rules import plain
from plangraph.text import compact


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a grid, or of several that are one table, by row and column (both from 0).

    Only rows and columns in which a cell begins count: a merged cell takes no more of them than there are.
    """

    archived: str
    cells: tuple[GridCell, ...]
    height: int
    width: int
    places: Mapping[tuple[int, int], GridCell]

    def at(self, row: int, column: int) -> GridCell | None:
        """The cell that takes this place; None when there is none, or nothing is printed in it."""
        cell = self.places.get((row, column))
        return cell if cell is not None and self.text(cell) else None

    def row(self, row: int) -> tuple[GridCell, ...]:
        """The cells that begin in a row and in which something is printed, from left to right."""
        cells = (self.at(row, column) for column in range(self.width))
        return tuple(
            cell for column, cell in enumerate(cells) if cell and (cell.row, cell.column) == (row, column)
        )

    def cell(self, cell: GridCell) -> Cell:
        """The cell with its text."""
        return Cell(compact(quote(self.archived, cell.spans)), cell.spans)

    def text(self, cell: GridCell) -> str:
        """The text of a cell, folded and without blanks."""
        return plain(quote(self.archived, cell.spans))

    def texts(self, row: int) -> tuple[str, ...]:
        """The texts that begin in a row."""
        return tuple(self.text(cell) for cell in self.row(row))

    def banner(self, row: int) -> GridCell | None:
        """The only cell with text in a row, when it takes all columns or nothing stands beside it."""
        cells = self.row(row)
        if len(cells) != 1 or any(self._covers(row, column) for column in range(self.width)):
            return None
        return cells[0]

    def _covers(self, row: int, column: int) -> bool:
        """Whether a cell with text that began above takes this place too."""
        cell = self.at(row, column)
        return cell is not None and cell.row < row


def sheet(archived: str, cells: Iterable[GridCell]) -> Sheet:
    """The sheet of these cells; where two take the same place, the one that stands there first keeps it."""
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    height = max((cell.row for cell in ordered), default=-1) + 1
    width = max((cell.column for cell in ordered), default=-1) + 1
    places: dict[tuple[int, int], GridCell] = {}
    for cell in ordered:
        for row in range(cell.row, min(cell.row + cell.rows, height)):
            for column in range(cell.column, min(cell.column + cell.columns, width)):
                places.setdefault((row, column), cell)
    return Sheet(archived, ordered, height, width, places)


def folded(grid: Sheet, start: int) -> bool:
    """Whether two parts of a long table were put side by side: the head (the row `start`) says the same twice."""
    half = grid.width // 2
    words = [grid.text(cell) if (cell := grid.at(start, column)) else "" for column in range(grid.width)]
    return grid.width % 2 == 0 and half > 1 and words[:half] == words[half:] and len(set(words)) > 1


def unfolded(grid: Sheet, start: int) -> Sheet:
    """The sheet with its right half, from the row `start` on, put under the left one.

    What stands over all columns stays where it is, between the rows.
    """
    return sheet(grid.archived, _stacked(grid, start, grid.width // 2))


def _stacked(grid: Sheet, start: int, half: int) -> Iterator[GridCell]:
    rows = 0
    for over_all, block in groupby(range(grid.height), lambda row: row < start or _over(grid, row, half)):
        indexes = list(block)
        for left in (0,) if over_all else (0, half):
            for cell in grid.cells:
                inside = left <= cell.column < left + half and cell.row in indexes
                if (over_all and cell.row in indexes) or inside:
                    yield replace(cell, row=rows + cell.row - indexes[0], column=cell.column - left)
            rows += len(indexes)


def _over(grid: Sheet, row: int, half: int) -> bool:
    """Whether a cell of the row stands in both halves."""
    return any(cell.column < half < cell.column + cell.columns for cell in grid.row(row))


def physical_lines(text: str) -> list[Span]:
    """The lines of a text without their breaks."""
    found: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        found.append(Span(start, start + len(line.splitlines()[0])))
        start += len(line)
    return found
