"""The head of a table: where it stands in a text and which columns it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from plangraph.model import TableKind
from plangraph.reading.lines import Line
from plangraph.reading.tables.rules import ColumnPattern, TableRules, plain
from plangraph.text import chinese_number

MONEY = ("total", "done", "planned")
VALUES = ("base", "target", "actual", "growth", "cumulative")
_OF_PLAN = ("target", "actual")

Part = Literal["column", "group"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its cells are, and the year or period they are for. `group` is the head over it."""

    role: str
    year: int | None = None
    period: str = ""
    group: str = ""
    head: str = field(default="", compare=False)  # as printed


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table and the lines that name them; `split` when a line holds more than one cell."""

    columns: tuple[Column, ...]
    lines: range
    split: bool
    text: str = ""  # folded and without blanks

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

    def again(self, lines: Sequence[Line], index: int, rules: TableRules) -> int:
        """Index of the line after the same head at this line, as a further page repeats it; 0 when none is."""
        other = read_header(lines, index, rules)
        return other.lines.stop if other is not None and other.text == self.text else 0


def five_years(number: int) -> tuple[int, int]:
    """First and last year of a five-year plan.

    >>> five_years(14)
    (2021, 2025)
    """
    return 2021 + 5 * (number - 14), 2025 + 5 * (number - 14)


def plan_years(title: str, rules: TableRules) -> tuple[int, int] | None:
    """First and last year of the five-year plan that a title names; None when it names none, or several."""
    numbers = {chinese_number(match[1]) for match in rules.above["plan"].finditer(plain(title))}
    number = numbers.pop() if len(numbers) == 1 else None
    return five_years(number) if number else None


def read_header(
    lines: Sequence[Line], start: int, rules: TableRules, plan: tuple[int, int] | None = None
) -> Header | None:
    """The head that begins at this line; None when there is none. `plan` is as in `resolved`."""
    end = start
    while end < len(lines) and rules.is_head(plain(lines[end].text)):
        end += 1
    if end == start:
        return None
    text = "".join(plain(line.text) for line in lines[start:end])
    split = any(len(_found(plain(line.text), rules)) > 1 for line in lines[start:end])
    header = Header(tuple(resolved(_in_groups(parts(text, rules)), plan)), range(start, end), split, text)
    return header if header.kind is not None else None


def parts(text: str, rules: TableRules) -> list[tuple[Part, Column]]:
    """The heads of columns, and of groups of columns, that a folded text without blanks is made of."""
    return [
        ("group" if pattern.group else "column", _column(pattern.role, match))
        for pattern, match in _found(text, rules)
    ]


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


def _column(role: str, match: re.Match[str]) -> Column:
    marks = [group for group in match.groups() if group]
    if len(marks) > 1 and all(mark.isdigit() for mark in marks):
        return Column(role, period=f"{marks[0]}-{marks[-1]}", head=match[0])
    if marks and marks[0].isdigit():
        return Column(role, year=int(marks[0]), head=match[0])
    number = chinese_number(marks[0]) if marks else None
    if number is None:
        return Column(role, head=match[0])
    first, last = five_years(number)
    if role in VALUES:
        return Column(role, year=last, head=match[0])
    return Column(role, period=f"{first}-{last}", head=match[0])


def _in_groups(found: Sequence[tuple[Part, Column]]) -> list[Column]:
    """The columns in the order in which a text names them; groups come before the years that they stand over."""
    opened = next((i for i, (part, _) in enumerate(found) if part == "group"), len(found))
    columns = [column for part, column in found if part == "column"]
    groups = [column.role for part, column in found if part == "group"]
    inner = [i for i in range(opened, len(columns)) if columns[i].role in ("year", "growth")]
    if groups and not inner:
        return [column for _, column in found]
    if groups and len(inner) % len(groups) == 0:
        share = len(inner) // len(groups)
        for position, i in enumerate(inner):
            columns[i] = in_group(columns[i], groups[position // share])
    return columns


def in_group(column: Column, group: str) -> Column:
    """The column as one under a group of this role: a year is a target or what was reached in it."""
    reached = column.role == "cumulative" and group == "actual"
    return replace(column, role=group if column.role == "year" or reached else column.role, group=group)


def resolved(columns: Sequence[Column], plan: tuple[int, int] | None = None) -> list[Column]:
    """Columns of years with their roles: targets, but for the year that the others start from.

    That is one before the `plan` (its first and last year); where that is not known, the first of several,
    unless another column says that it is the base. What a table gives beside the target of a year is what was
    reached. Targets and growth without a year are for the end of the plan.
    """
    found = list(columns)
    based = any(column.role == "base" for column in found)
    years = [i for i, column in enumerate(found) if column.role == "year"]
    grouped = any(column.group for column in found)
    for position, i in enumerate(years):
        year = found[i].year or 0
        first = not based and position == 0 and (len(years) > 1 or grouped)
        found[i] = replace(found[i], role="base" if (year < plan[0] if plan else first) else "target")
    if plan is not None:
        found = [replace(c, year=plan[1]) if c.role in _OF_PLAN and not c.year else c for c in found]
    aims = {column.year for column in found if column.role == "target" and column.year}
    found = [replace(c, role="actual") if c.role == "base" and c.year in aims else c for c in found]
    over_years = [i for i, c in enumerate(found) if c.role in ("growth", "cumulative") and not c.year]
    for i in over_years:
        last = plan[1] if plan and not found[i].group else _last_year(found, found[i].group)
        found[i] = replace(found[i], year=last)
    return found


def _last_year(columns: Sequence[Column], group: str) -> int | None:
    """The last year that a group of columns, or the table, is for."""
    years = (c.year for c in columns if c.year is not None and c.group == group and c.role != "base")
    return max(years, default=None)
