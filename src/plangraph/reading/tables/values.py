"""Cells that hold a value, in a column that is known."""

from __future__ import annotations

from collections.abc import Sequence

from plangraph.model import TableValue, cut, quote
from plangraph.reading.tables.cells import Cell
from plangraph.reading.tables.header import Column
from plangraph.reading.tables.rules import TableRules
from plangraph.text import compact

_REACHED = ("base", "actual")


def indicator_value(
    archived: str, item: Cell, column: Column, columns: Sequence[Column], rules: TableRules
) -> TableValue | None:
    """The value of an indicator in one of the value `columns`; None for a dash.

    What is bracketed is cumulated, and words in the column of growth of a whole table are a target (完成市下达
    任务). A value whose column names no year is for the last one.
    """
    shape = rules.shape(item.text)
    if shape == "dash":
        return None
    role, year = column.role, column.year
    if shape == "bracket":
        raw = quote(archived, item.spans)
        item = Cell(compact(raw[1:-1]), cut(item.spans, 1, len(raw) - 1))
        role = role if role in _REACHED else "cumulative"
    elif role == "growth" and shape == "phrase" and not column.group:
        role = "target"
    if role == "growth" and column.group:
        role = f"{column.group} growth"
    if year is None and role != "base":
        year = max((c.year for c in columns if c.year is not None), default=None)
    return TableValue(role=role, text=item.text, spans=item.spans, year=year)
