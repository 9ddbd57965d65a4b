"""Grids that are one table: a PDF gives one grid a page, and a row may be cut by the end of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plangraph.reading.source import GridCell
from plangraph.reading.tables.columns import Head, head_row, read_head
from plangraph.reading.tables.grid import Sheet, sheet
from plangraph.reading.tables.header import MONEY, VALUES
from plangraph.reading.tables.rules import TableRules

_WHOLE = (*VALUES, *MONEY, "unit", "attribute", "years")  # columns of cells that stand in a row once


def continued(upper: Sheet, head: Head, lower: Sheet, rules: TableRules) -> Sheet | None:
    """The sheet with the rows of the next page below its own; None when the next page begins another table.

    The next page repeats the head, or has none; a row that the page break cuts is one row again.
    """
    own = read_head(lower, rules)
    if (own is not None and own.texts != head.texts) or _titled(upper, lower, own, rules):
        return None
    first = own.rows.stop if own else 0
    while first < lower.height and rules.printed_over(lower.texts(first)):
        first += 1
    if first < lower.height and _goes_on(upper, head, lower, first, rules):
        return _below(_filled(upper, lower.row(first)), lower, first + 1)
    return _below(upper, lower, first)


def _titled(upper: Sheet, lower: Sheet, own: Head | None, rules: TableRules) -> bool:
    """Whether the next page has a title of its own over the head."""
    start = own.rows.start if own else head_row(lower, rules) or 0
    over = {text for row in range(min(upper.height, start)) for text in upper.texts(row)}
    titles = (text for row in range(start) for text in lower.texts(row))
    if own is None:
        return any(rules.above["title"].fullmatch(text) for text in titles)
    return any(rules.above["again"].sub("", text) not in over for text in titles if not rules.printed_over([text]))


def _goes_on(upper: Sheet, head: Head, lower: Sheet, first: int, rules: TableRules) -> bool:
    """Whether the first row of a page goes on the last row of the page before.

    It has no number and is no heading of a group, and where a cell may not be broken in two, only one of the rows
    has it.
    """
    last = upper.height - 1
    wide = lower.banner(first)
    if len(upper.row(last)) < 2 or (wide is not None and wide.columns > 1 and wide.column == 0):
        return False
    if head.number is None or lower.at(first, head.number) is not None:
        return head.number is None and _open(upper, last, head)
    return all(
        _fits_below(upper.at(last, cell.column), cell, head, lower.text(cell), rules) for cell in lower.row(first)
    )


def _open(upper: Sheet, last: int, head: Head) -> bool:
    """Whether a name ends inside a bracket."""
    name = upper.at(last, head.names.stop - 1)
    text = upper.text(name) if name is not None else ""
    return text.count("(") > text.count(")")


def _fits_below(above: GridCell | None, cell: GridCell, head: Head, text: str, rules: TableRules) -> bool:
    if above is None:
        return True
    if cell.column in head.names and rules.row["marked"].match(text):
        return False
    same = (above.column, above.columns) == (cell.column, cell.columns)
    return same and head.columns[cell.column].role not in _WHOLE


def _filled(upper: Sheet, cells: Sequence[GridCell]) -> Sheet:
    """The sheet with the cells of a row added to those of its last row."""
    last, kept = upper.height - 1, list(upper.cells)
    for cell in cells:
        above = upper.at(last, cell.column)
        if above is None:
            kept = [c for c in kept if c.spans or (c.row, c.column) != (last, cell.column)]
            kept.append(replace(cell, row=last))
        else:
            rows = upper.height - above.row + cell.rows - 1
            kept[kept.index(above)] = replace(above, rows=rows, spans=above.spans + cell.spans)
    return sheet(upper.archived, kept)


def _below(upper: Sheet, lower: Sheet, first: int) -> Sheet:
    """The sheet with the rows of another, from `first` on, under its own."""
    shift = upper.height - first
    moved = (replace(cell, row=cell.row + shift) for cell in lower.cells if cell.row >= first)
    return sheet(upper.archived, (*upper.cells, *moved))
