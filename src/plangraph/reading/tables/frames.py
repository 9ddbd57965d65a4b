"""Grids that are no tables: frames around a text, and columns of running text."""

from __future__ import annotations

from plangraph.reading.headings import HeadingRules
from plangraph.reading.tables.grid import Sheet
from plangraph.reading.tables.rules import TableRules

_LONG = 30  # characters of a cell of running text
_STOPS = "。；！？"


def is_frame(sheet: Sheet, rules: TableRules, headings: HeadingRules) -> bool:
    """Whether a sheet without a known head holds text: one column, the title of a box, or mostly long cells."""
    rows = [sheet.row(row) for row in range(sheet.height)]
    cells = [cell for row in rows for cell in row]
    if all(len(row) <= 1 for row in rows):
        return True
    boxed = headings.is_box(sheet.cell(cells[0]).text)
    texts = [sheet.text(cell) for cell in (cells[1:] if boxed else cells)]
    running = sum(len(text) for text in texts if len(text) >= _LONG or text[-1] in _STOPS)
    values = sum(rules.shape(text) != "phrase" for text in texts)
    return 2 * running >= sum(map(len, texts)) or (boxed and 5 * values < len(texts))
