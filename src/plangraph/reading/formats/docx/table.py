"""Tables: where their cells lie, with those that are merged as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.reading.formats.docx.archive import Cell, Line
from plangraph.reading.formats.docx.elements import child, members, switched, value, whole

MAX_COLUMNS = 63  # what Word allows; a cell that says it takes more could make a table of any width


@dataclass(slots=True)
class _Place:
    """A cell of one row: the elements that are merged to it from left to right, and the columns they take."""

    elements: list[Element]
    column: int
    columns: int


def cells_of(table: Element, read: Callable[[Element], list[Line]]) -> list[Cell]:
    """The cells of a table, row by row; `read` gives the lines of a cell and is called in the order of the file.

    A cell that goes on the one above it adds to that one, with any text that it holds unseen.
    """
    found: list[Cell] = []
    above: dict[int, Cell] = {}  # by column: the cells that the next row may go on
    for number, row in enumerate(_rows(table)):
        here: dict[int, Cell] = {}
        for place in _places(row):
            lines = [line for element in place.elements for line in read(element)]
            cell = above.get(place.column)
            if cell is not None and cell.columns == place.columns and _goes_on(place.elements[0], "w:vMerge"):
                cell.rows += 1
                cell.lines += lines
            else:
                cell = Cell(number, place.column, place.columns, lines)
                found.append(cell)
            here[place.column] = cell
        above = here
    return found


def only_cell(table: Element) -> Element | None:
    """The cell of a table that has but one: a frame."""
    elements = [element for row in _rows(table) for place in _places(row) for element in place.elements]
    return elements[0] if len(elements) == 1 else None


def _rows(table: Element) -> list[Element]:
    """The rows that have cells, without those that were deleted or are hidden."""
    rows = (row for row in members(table, "w:tr") if child(row, "w:trPr", "w:del") is None)
    shown = (row for row in rows if not switched(row, "w:trPr", "w:hidden"))
    return [row for row in shown if next(members(row, "w:tc"), None) is not None]


def _places(row: Element) -> list[_Place]:
    found: list[_Place] = []
    column = _columns(row, "w:trPr", "w:gridBefore") or 0
    for element in members(row, "w:tc"):
        columns = _columns(element, "w:tcPr", "w:gridSpan") or 1
        if found and _goes_on(element, "w:hMerge"):
            found[-1].elements.append(element)
            found[-1].columns += columns
        else:
            found.append(_Place([element], column, columns))
        column += columns
    return found


def _columns(element: Element, *path: str) -> int | None:
    number = whole(value(element, *path))
    return None if number is None else min(number, MAX_COLUMNS)


def _goes_on(cell: Element, merge: str) -> bool:
    """Whether a cell is merged with the one before it; the first of those that are merged says so too."""
    found = child(cell, "w:tcPr", merge)
    return found is not None and found.get(qn("w:val"), "continue") != "restart"
