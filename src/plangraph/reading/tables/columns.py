"""The head of a grid: its rows, and what stands in each column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plangraph.model import TableKind
from plangraph.reading.source import GridCell
from plangraph.reading.tables.grid import Sheet
from plangraph.reading.tables.header import MONEY, VALUES, Column, in_group, parts, resolved
from plangraph.reading.tables.rules import TableRules

MOST_ABOVE = 3  # rows over the head: title, unit
_MOST_ROWS = 4  # of a head
_UNKNOWN, _EMPTY = "unknown", ""  # roles of columns whose head is not known, and of those without one
_LISTED = ("number", "content", "years", "other")  # what makes a list of names


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a sheet: its rows, one `Column` for each column of the sheet, and which of those are the name.

    `names` is more than one column where names have labels before them that stand beside several rows.
    """

    rows: range
    columns: tuple[Column, ...]
    names: range
    kind: TableKind
    texts: tuple[tuple[str, ...], ...]  # row by row, to know it again on a further page
    unit: str = ""  # of money, where the heads name it

    @property
    def number(self) -> int | None:
        """Which column numbers the rows."""
        return next((i for i, column in enumerate(self.columns) if column.role == "number"), None)


def read_head(sheet: Sheet, rules: TableRules, plan: tuple[int, int] | None = None) -> Head | None:
    """The head of a sheet; None when its words are not those of a table. `plan` is as in `resolved`."""
    start = head_row(sheet, rules)
    stop = _stop(sheet, start, rules) if start is not None else 0
    if start is None or stop > min(sheet.height, start + _MOST_ROWS):
        return None
    heads = [_heads(sheet, range(start, stop), column) for column in range(sheet.width)]
    found = resolved([_column(sheet, cells, rules) for cells in heads], plan)
    names = _names(found, heads, rules)
    if names is None or _ambiguous(found, heads):
        return None
    columns = tuple(_settled(sheet, stop, found, names, rules))
    kind = _kind(columns)
    if kind is None:
        return None
    texts = tuple(sheet.texts(row) for row in range(start, stop))
    return Head(range(start, stop), columns, names, kind, texts, _money_unit(sheet, columns, heads, rules))


def head_row(sheet: Sheet, rules: TableRules) -> int | None:
    """The row below the title of a sheet and the unit of its amounts; None when there is no such row."""
    for row in range(min(sheet.height, MOST_ABOVE + 1)):
        if sheet.row(row) and not _above(sheet, row, rules):
            return row
    return None


def _above(sheet: Sheet, row: int, rules: TableRules) -> bool:
    patterns = [rules.above[name] for name in ("title", "unit", "again")]
    return sheet.banner(row) is not None or all(
        any(pattern.fullmatch(text) for pattern in patterns) for text in sheet.texts(row)
    )


def _stop(sheet: Sheet, start: int, rules: TableRules) -> int:
    """The row after the head: merged cells may make it several rows, and so may words of a head below."""
    stop = max(cell.row + cell.rows for cell in sheet.row(start))
    while stop < sheet.height and (_all_heads(sheet.texts(stop), rules) or _counts(sheet.texts(stop), sheet)):
        stop += 1
    return stop


def _all_heads(texts: Sequence[str], rules: TableRules) -> bool:
    """Whether a row names columns; the only cell of one may be the end of a name (增长（%）)."""
    return len(texts) > 1 and all(rules.is_head(text) for text in texts)


def _counts(texts: Sequence[str], sheet: Sheet) -> bool:
    """Whether a row only numbers the columns."""
    return len(texts) == sheet.width > 2 and all(text == str(i) for i, text in enumerate(texts, start=1))


def _heads(sheet: Sheet, rows: range, column: int) -> list[GridCell]:
    """The cells over a column, from the top; one that stands over several columns may lack the merge."""
    found: list[GridCell] = []
    for row in rows:
        cell = sheet.at(row, column) or _group_beside(sheet, row, rows.stop, column)
        if cell is not None and cell not in found and not _counts(sheet.texts(row), sheet):
            found.append(cell)
    return found


def _group_beside(sheet: Sheet, row: int, stop: int, column: int) -> GridCell | None:
    """The head to the left that stands over this column too: both have heads of their own below."""
    if not _own_below(sheet, row, stop, column):
        return None
    left = next((c for c in range(column - 1, -1, -1) if sheet.at(row, c)), None)
    return sheet.at(row, left) if left is not None and _own_below(sheet, row, stop, left) else None


def _own_below(sheet: Sheet, row: int, stop: int, column: int) -> bool:
    cells = (sheet.at(below, column) for below in range(row + 1, stop))
    return any(cell is not None and cell.row > row for cell in cells)


def _column(sheet: Sheet, cells: Sequence[GridCell], rules: TableRules) -> Column:
    printed = "".join(sheet.cell(cell).text for cell in cells)
    words = [_unit_and_rest(sheet.text(cell), rules)[1] for cell in cells]
    known = next((t for t in ("".join(words), *words[-1:]) if rules.is_head(t)), None)
    if known is None:
        return Column(_UNKNOWN if cells else _EMPTY, head=printed)
    return replace(_of_parts(known, rules), head=printed)


def _of_parts(text: str, rules: TableRules) -> Column:
    """One column of a head that may name the group over it too (“十三五”规划目标 2020年)."""
    found = parts(text, rules)
    groups = [column for part, column in found if part == "group"]
    columns = [column for part, column in found if part == "column"]
    if not columns:
        return groups[0] if groups else Column(_UNKNOWN)
    rates = [column for column in columns if column.role in ("growth", "cumulative")]
    column = (rates or columns)[-1]
    if column.year is None and not column.period:
        column = replace(column, year=next((c.year for c in columns if c.year is not None), None))
    return in_group(column, groups[0].role) if groups else column


def _names(columns: Sequence[Column], heads: Sequence[Sequence[GridCell]], rules: TableRules) -> range | None:
    """The columns of the name: those under one head, and those without a head to their right."""
    named = [i for i, column in enumerate(columns) if column.role == "name"]
    if not named:
        return None
    best = [i for i in named if rules.head["named"].search(columns[i].head)] or named
    last = best[-1]
    first = next(i for i in best if heads[i] == heads[last])
    stop = last + 1
    while stop < len(columns) - 1 and columns[stop].role == _EMPTY:
        stop += 1
    return range(first, stop)


def _ambiguous(columns: Sequence[Column], heads: Sequence[Sequence[GridCell]]) -> bool:
    """Whether two heads say the same of their columns (one for each of several places, say)."""
    told = {(tuple(cells), column) for column, cells in zip(columns, heads, strict=True)}
    counts = Counter(column for _, column in told if column.role in VALUES + MONEY)
    return any(count > 1 for count in counts.values())


def _settled(
    sheet: Sheet, body: int, columns: Sequence[Column], names: range, rules: TableRules
) -> Iterator[Column]:
    """Roles that the place of a column, or what stands in it, decides."""
    for i, column in enumerate(columns):
        beside = "category" if i < names.start else "other"
        role = column.role
        if i in names:
            role = "name"
        elif role in ("attribute", "category"):
            role = "attribute" if _attributes(sheet, body, i, rules) else beside
        elif role == "name" or (role == _EMPTY and i < names.start):
            role = beside
        yield replace(column, role=role)


def _attributes(sheet: Sheet, body: int, column: int, rules: TableRules) -> bool:
    """Whether most cells of a column say that a target is binding or expected."""
    cells = [
        cell for row in range(body, sheet.height) if (cell := sheet.at(row, column)) and cell.column == column
    ]
    fitting = sum(rules.is_row("attributes", sheet.text(cell)) for cell in cells)
    return 2 * fitting > len(cells)


def _kind(columns: Sequence[Column]) -> TableKind | None:
    roles = {column.role for column in columns}
    if roles & set(MONEY):
        return "projects"
    if roles & set(VALUES):
        return "indicators"
    return "list" if roles & set(_LISTED) else None


def _money_unit(
    sheet: Sheet, columns: Sequence[Column], heads: Sequence[Sequence[GridCell]], rules: TableRules
) -> str:
    """The unit that all heads over money name; empty when they name none, or several."""
    over = [cells[-1] for column, cells in zip(columns, heads, strict=True) if column.role in MONEY]
    found = {_unit_and_rest(sheet.text(cell), rules)[0] for cell in over}
    return found.pop() if len(found) == 1 else ""


def _unit_and_rest(text: str, rules: TableRules) -> tuple[str, str]:
    """The unit in the bracket that a head ends with, and the head without that."""
    match = rules.head["unit"].search(text)
    if match is None or not (match[1] or rules.unit.fullmatch(match[2])):
        return "", text
    return match[2], text[: match.start()]
