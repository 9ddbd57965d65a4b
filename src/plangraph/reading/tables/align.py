"""Which column each value cell of an indicator row stands in.

Archived tables lose empty cells and cells that run over two columns, so a row may have fewer cells than the
table has columns. The cells are placed in order so that the sum of costs (`[cost]` in the rules) is least.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from plangraph.reading.tables.cells import Cell
from plangraph.reading.tables.header import Column
from plangraph.reading.tables.rules import TableRules


def align(
    cells: Sequence[Cell], columns: Sequence[Column], rules: TableRules, *, rate: bool
) -> list[Column | None]:
    """The column of each cell (the first one, when a cell fills a pair); None for cells beyond the columns."""
    shapes = [rules.shape(cell.text) for cell in cells[: len(columns)]]
    shapes = ["rate" if rate and shape == "number" else shape for shape in shapes]
    places = _best(tuple(shapes), tuple(columns), rules)
    return [columns[place] for place in places] + [None] * (len(cells) - len(shapes))


def _best(shapes: tuple[str, ...], columns: tuple[Column, ...], rules: TableRules) -> tuple[int, ...]:
    @cache
    def best(cell: int, column: int) -> tuple[float, tuple[int, ...]]:
        """Least cost of placing the cells from `cell` on into the columns from `column` on."""
        if column == len(columns):
            return (0.0, ()) if cell == len(shapes) else (float("inf"), ())
        empty, places = best(cell, column + 1)
        options = [(empty + rules.cost["empty"][_kind(columns[column])], places)]
        if cell < len(shapes):
            cost, places = best(cell + 1, column + 1)
            options.append((cost + rules.cost[shapes[cell]][_kind(columns[column])], (column, *places)))
            if _is_pair(columns, column):
                cost, places = best(cell + 1, column + 2)
                options.append((cost + rules.cost[shapes[cell]]["pair"], (column, *places)))
        return min(options, key=lambda option: option[0])

    return best(0, 0)[1]


def _kind(column: Column) -> str:
    return column.role if column.role in ("base", "growth") else "level"


def _is_pair(columns: tuple[Column, ...], index: int) -> bool:
    """A column of values with the column of growth beside it, under one head."""
    if index + 1 >= len(columns) or _kind(columns[index]) != "level":
        return False
    return columns[index + 1].role == "growth" and columns[index].group == columns[index + 1].group
