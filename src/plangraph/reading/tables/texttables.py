"""Tables in plain text: known by a head, a line or several that hold nothing but heads of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.model import Gap, Table, TableRow
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Line, spans_of
from plangraph.reading.tables.finds import Finds, above
from plangraph.reading.tables.header import Header, plan_years, read_header
from plangraph.reading.tables.indicators import IndicatorReader
from plangraph.reading.tables.lists import ListReader
from plangraph.reading.tables.projects import ProjectReader
from plangraph.reading.tables.rules import TableRules

_FEWEST_ROWS = 2
_FEWEST_COLUMNS = 3  # of a head for which rows are missed


@dataclass(frozen=True, slots=True)
class TextFinder:
    """Reads the tables in a run of lines of which none is of a grid; `first` is the index of the first one."""

    archived: str
    lines: Sequence[Line]
    first: int
    rules: TableRules
    headings: HeadingRules

    def read(self, found: Finds) -> None:
        """Adds to `found` what the lines hold."""
        index = floor = 0
        missed: list[range] = []
        while index < len(self.lines):
            header = read_header(self.lines, index, self.rules)
            end = self._table(header, floor, found) if header is not None else None
            if header is not None and end is None and len(header.columns) >= _FEWEST_COLUMNS:
                missed.append(header.lines)
            index, floor = (index + 1, floor) if end is None else (end, end)
        self._gaps(missed, found)

    def _table(self, header: Header, floor: int, found: Finds) -> int | None:
        """Adds the table below a head; the index of the line after it, or None when there are no rows."""
        over = above(self.lines, header.lines.start, floor, self.rules, self.headings)
        plan = plan_years(over.title, self.rules)
        header = read_header(self.lines, header.lines.start, self.rules, plan) or header
        rows, end = self._rows(header)
        if len(rows) < _FEWEST_ROWS:
            return None
        table = Table(
            id="",
            kind=header.kind or "list",
            title=over.title,
            section=None,
            headings=(),
            unit=over.unit,
            rows=rows,
            spans=spans_of(self.lines[over.start : end]),
        )
        found.tables.append((table, list(range(self.first + over.start, self.first + end))))
        return end

    def _rows(self, header: Header) -> tuple[tuple[TableRow, ...], int]:
        if header.kind == "indicators":
            indicators = IndicatorReader(self.archived, self.lines, header, self.rules, self.headings)
            return indicators.rows(), indicators.end
        reader = (ProjectReader if header.kind == "projects" else ListReader)(
            self.archived, self.lines, header, self.rules
        )
        return reader.rows(), reader.end

    def _gaps(self, missed: Sequence[range], found: Finds) -> None:
        """Heads without rows, each line once, and none that lies in a table after all."""
        taken = {i for _, indexes in found.tables for i in indexes}
        for head in missed:
            lines = {self.first + i for i in head}
            if not lines & taken:
                found.gaps.append(Gap("no rows", spans_of(self.lines[head.start : head.stop])))
                taken |= lines
