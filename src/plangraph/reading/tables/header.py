"""The head of a table: where it stands and which columns it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plangraph.model import TableKind
from plangraph.reading.lines import Line
from plangraph.reading.tables.rules import ColumnPattern, TableRules, plain
from plangraph.text import chinese_number

MONEY = ("total", "done", "planned")
VALUES = ("base", "target", "actual", "growth")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its cells are, and the year or period they are for. `group` is the head over it."""

    role: str
    year: int | None = None
    period: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table and the lines that name them; `split` when a line holds more than one cell."""

    columns: tuple[Column, ...]
    lines: range
    split: bool

    def of(self, *roles: str) -> tuple[Column, ...]:
        """The columns with one of these roles."""
        return tuple(column for column in self.columns if column.role in roles)

    @property
    def kind(self) -> TableKind | None:
        """What kind of table it is; None when the columns make no table."""
        if not self.of("name"):
            return None
        if self.of(*MONEY):
            return "projects"
        if self.of(*VALUES):
            return "indicators"
        return "list" if self.of("number") and len(self.columns) > 1 else None


def five_years(number: int) -> tuple[int, int]:
    """First and last year of a five-year plan.

    >>> five_years(14)
    (2021, 2025)
    """
    return 2021 + 5 * (number - 14), 2025 + 5 * (number - 14)


def read_header(lines: Sequence[Line], start: int, rules: TableRules) -> Header | None:
    """The head that begins at this line; None when there is none."""
    end = start
    while end < len(lines) and rules.header_line.fullmatch(plain(lines[end].text)):
        end += 1
    if end == start:
        return None
    columns = _columns("".join(plain(line.text) for line in lines[start:end]), rules)
    split = any(len(_found(plain(line.text), rules)) > 1 for line in lines[start:end])
    header = Header(_resolved(columns), range(start, end), split)
    return header if header.kind is not None else None


def _found(text: str, rules: TableRules) -> list[tuple[ColumnPattern, re.Match[str]]]:
    found = []
    position = 0
    while position < len(text):
        hits = ((pattern, pattern.pattern.match(text, position)) for pattern in rules.columns)
        hit = next(((pattern, match) for pattern, match in hits if match), None)
        if hit is None:
            position += 1
        else:
            found.append(hit)
            position = hit[1].end()
    return found


def _columns(text: str, rules: TableRules) -> list[tuple[Column, bool]]:
    return [(_column(pattern.role, match), pattern.group) for pattern, match in _found(text, rules)]


def _column(role: str, match: re.Match[str]) -> Column:
    mark = next((group for group in match.groups() if group), "")
    if mark.isdigit():
        return Column(role, year=int(mark))
    number = chinese_number(mark)
    return Column(role, period="{}-{}".format(*five_years(number))) if number else Column(role)


def _resolved(found: list[tuple[Column, bool]]) -> tuple[Column, ...]:
    """Years get their role: by the group over them, else the first is the base and the others are targets."""
    groups = [column.role for column, is_group in found if is_group]
    columns = [column for column, is_group in found if not is_group]
    inner = [i for i, column in enumerate(columns) if column.role in ("year", "growth")]
    if groups and inner and len(inner) % len(groups) == 0:
        share = len(inner) // len(groups)
        for position, i in enumerate(inner):
            columns[i] = _in_group(columns[i], groups[position // share])
    years = [i for i, column in enumerate(columns) if column.role == "year"]
    has_base = any(column.role == "base" for column in columns)
    for position, i in enumerate(years):
        columns[i] = replace(
            columns[i], role="base" if position == 0 and len(years) > 1 and not has_base else "target"
        )
    return tuple(_years_of_growth(columns))


def _in_group(column: Column, group: str) -> Column:
    return replace(column, role=group if column.role == "year" else column.role, group=group)


def _years_of_growth(columns: list[Column]) -> list[Column]:
    """Growth is for the last year of its group, or of the table."""
    return [c if c.role != "growth" or c.year else replace(c, year=_last_year(columns, c.group)) for c in columns]


def _last_year(columns: list[Column], group: str) -> int | None:
    years = (c.year for c in columns if c.year is not None and c.group == group and c.role != "base")
    return max(years, default=None)
