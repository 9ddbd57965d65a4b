"""Finds tables in a text and reads them as tables.

A table is known by its head: a line or several that hold nothing but heads of columns. What stands over the
head is its title and the unit of its amounts; the rows below are read by the kind of the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plangraph.model import Gap, Table, TableRow
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Line, spans_of
from plangraph.reading.source import Source
from plangraph.reading.tables.header import Header, read_header
from plangraph.reading.tables.indicators import IndicatorReader
from plangraph.reading.tables.projects import ListReader, ProjectReader
from plangraph.reading.tables.rules import TableRules, plain, table_rules

MIN_ROWS = 2


@dataclass(frozen=True, slots=True)
class FoundTables:
    """What looks like a table in a text; lines are given by index.

    `by_line`: each table, by its first line. `taken`: every line of a table. `framed`: lines of grids that only
    frame a text (a box). `unread`: lines of grids that could not be read, of which `gaps` gives place and reason.
    """

    by_line: Mapping[int, Table]
    taken: frozenset[int]
    framed: frozenset[int] = frozenset()
    unread: frozenset[int] = frozenset()
    gaps: tuple[Gap, ...] = ()


def find_tables(source: Source, lines: Sequence[Line], headings: HeadingRules) -> FoundTables:
    """The tables of a text. Their ids and sections are not known yet."""
    finder = _Finder(source.text, lines, headings, table_rules())
    found: dict[int, Table] = {}
    taken: set[int] = set()
    index = floor = 0
    while index < len(lines):
        table = finder.at(index, floor)
        if table is not None:
            found[table[1].start] = table[0]
            taken.update(table[1])
            floor = table[1].stop
        index = table[1].stop if table else index + 1
    return FoundTables(found, frozenset(taken))


@dataclass(frozen=True, slots=True)
class _Finder:
    archived: str
    lines: Sequence[Line]
    headings: HeadingRules
    rules: TableRules

    def at(self, index: int, floor: int) -> tuple[Table, range] | None:
        """The table whose head begins at this line, and its lines, none of them before `floor`."""
        header = read_header(self.lines, index, self.rules)
        if header is None:
            return None
        rows, end = self._rows(header)
        if len(rows) < MIN_ROWS:
            return None
        start, title, unit = self._above(index, floor)
        taken = range(start, end)
        table = Table(
            id="",
            kind=header.kind or "list",
            title=title,
            section=None,
            headings=(),
            unit=unit,
            rows=rows,
            spans=spans_of(self.lines[i] for i in taken),
        )
        return table, taken

    def _rows(self, header: Header) -> tuple[tuple[TableRow, ...], int]:
        if header.kind == "indicators":
            indicators = IndicatorReader(self.archived, self.lines, header, self.rules, self.headings)
            return indicators.rows(), indicators.end
        reader = (ProjectReader if header.kind == "projects" else ListReader)(
            self.archived, self.lines, header, self.rules
        )
        return reader.rows(), reader.end

    def _above(self, index: int, floor: int) -> tuple[int, str, str]:
        """First line of the table, its title and the unit of its amounts, from the lines over the head."""
        start, title, unit = index, "", ""
        if start > floor and (match := self.rules.above["unit"].fullmatch(plain(self.lines[start - 1].text))):
            start, unit = start - 1, match[1]
        if start > floor and self._is_title(self.lines[start - 1]):
            title = self.lines[start - 1].text
            if not self.headings.is_box(title) and not self._is_attachment(start - 2):
                start -= 1
        return start, title, unit

    def _is_title(self, line: Line) -> bool:
        return not line.ended and bool(self.rules.above["title"].fullmatch(plain(line.text)))

    def _is_attachment(self, index: int) -> bool:
        """Whether the line is a bare 附件: then the title belongs to its heading."""
        marker = self.headings.heading(self.lines[index].text) if index >= 0 else None
        return marker is not None and marker.alone
