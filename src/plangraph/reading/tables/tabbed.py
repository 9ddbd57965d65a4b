"""Tables in plain text whose cells are parted by tabs or bars, as they are copied from pages and spreadsheets.

text ─► rows (a quoted cell may run over lines) ─► runs of rows ─► broken rows joined ─► grids
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plangraph.model import Span
from plangraph.reading.headings import HeadingRules, heading_rules
from plangraph.reading.source import Grid, GridCell
from plangraph.reading.tables.columns import read_head
from plangraph.reading.tables.grid import physical_lines, sheet
from plangraph.reading.tables.gridrows import GridReader
from plangraph.reading.tables.header import parts
from plangraph.reading.tables.rules import TableRules, plain, table_rules

_TAB = re.compile(r"\t")
_BAR = re.compile(r"[|｜│]")
_QUOTED = re.compile(r' *"([^"\t]{1,600})"(?=\t|\r|\n|\Z)')
_BETWEEN = 3  # lines without a tab between rows
_BROKEN = 6  # lines that a row may be broken over
_FEWEST = 3  # rows, and cells in each, of a table whose head is not known

_Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one line, or of several where one is quoted; `bare` when nothing but tabs parts them."""

    cells: tuple[_Cell, ...]
    bare: bool

    @property
    def filled(self) -> int:
        """In how many cells something is printed."""
        return sum(bool(spans) for spans in self.cells)


def tabbed_grids(text: str) -> tuple[Grid, ...]:
    """The tables in a plain text as grids, in their order.

    Bars and quotation marks belong to no cell: what they part is a grid only where it can be read as a table.
    """
    finder = _Finder(text, table_rules(), heading_rules())
    found = finder.grids(_tabbed(text)) if "\t" in text else []
    held = sorted(span for grid in found for span in grid.spans)
    if _BAR.search(text):
        found += finder.grids(_barred(text, held))
    return tuple(sorted(found, key=lambda grid: grid.spans))


# ── lines → rows of cells ───────────────────────────────────────────────────────────────────────────────


def _tabbed(text: str) -> Iterator[_Row]:
    lines = [line for line in physical_lines(text) if not text[line.start : line.end].isspace()]
    index = 0
    while index < len(lines):
        cells: list[_Cell] = []
        position, bare = lines[index].start, True
        while position <= lines[index].end:
            match = _QUOTED.match(text, position)
            start, end = match.span(1) if match else (position, _next(_TAB, text, position, lines[index].end))
            cells.append(_printed(text, start, end))
            position, bare = (match.end() if match else end) + 1, bare and match is None
            while lines[index].end < position - 1:
                index += 1
        yield _Row(tuple(cells), bare)
        index += 1


def _barred(text: str, held: Sequence[Span]) -> Iterator[_Row]:
    """Rows of the lines that no table with tabs holds, without cells for a blank line, which ends a table."""
    starts = {span.start for span in held}
    for line in physical_lines(text):
        printed = _printed(text, line.start, line.end)
        if not printed or any(start in starts for start in range(line.start, line.end)):
            yield _Row((), bare=False)
            continue
        ends = [match.start() for match in _BAR.finditer(text, *_ends(printed))]
        bounds = [printed[0].start - 1, *ends, printed[0].end]
        cells = [_printed(text, start + 1, end) for start, end in pairwise(bounds)]
        first = 1 if ends and ends[0] == printed[0].start else 0
        last = len(cells) - 1 if len(ends) > 1 and ends[-1] == printed[0].end - 1 else len(cells)
        yield _Row(tuple(cells[first:last]), bare=False)


def _ends(printed: _Cell) -> tuple[int, int]:
    return printed[0].start, printed[0].end


def _next(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.search(text, start, end)
    return match.start() if match else end


def _printed(text: str, start: int, end: int) -> _Cell:
    """What is printed between two places, line by line and without blanks around it."""
    found = []
    for line in physical_lines(text[start:end]):
        raw = text[start + line.start : start + line.end]
        if raw.strip():
            first = start + line.start + len(raw) - len(raw.lstrip())
            found.append(Span(first, first + len(raw.strip())))
    return tuple(found)


# ── rows → grids ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Finder:
    text: str
    rules: TableRules
    headings: HeadingRules

    def grids(self, rows: Iterator[_Row]) -> list[Grid]:
        """The runs of rows that are tables, or look so much like one that a gap should be reported."""
        found = []
        for run in self._runs(rows):
            grid = _grid(self._unbroken(run))
            if self._is_table(grid) or self._looks_like_table(run):
                found.append(grid)
        return found

    def _runs(self, rows: Iterator[_Row]) -> Iterator[list[_Row]]:
        """Rows that follow each other; a few lines without a tab may stand between them."""
        run: list[_Row] = []
        between: list[_Row] = []
        for row in rows:
            ends = self._ends_table(run, row)
            parted = len(row.cells) > 1 and not ends
            if run and (ends or len(between) > _BETWEEN or self._is_other(run, between, row)):
                yield run
                run = []
            if not run:
                run = [row] if parted and row.filled > 1 else []
                between = []
            elif parted:
                run += [*between, row]
                between = []
            else:
                between.append(row)
        if run:
            yield run

    def _ends_table(self, run: Sequence[_Row], row: _Row) -> bool:
        """A blank line, or a sentence, a note, the title of a box, a chapter's heading, alone in its line."""
        if row.filled != 1:
            return not row.cells
        line = next(self.text[spans[0].start : spans[-1].end] for spans in row.cells if spans)
        marker = self.headings.heading(line)
        return (
            (line[-1] in self.headings.breaks and not _may_go_on(run, row))
            or self.headings.kind_matches("note", line)
            or self.headings.is_box(line)
            or (marker is not None and marker.rank < self.headings.numbered_from - 1)
        )

    def _is_other(self, run: Sequence[_Row], between: Sequence[_Row], row: _Row) -> bool:
        """Whether a row is the head of a further table, or has words where those of the run have numbers."""
        if row.filled < 2:
            return False
        if not self._is_head(row):
            numbered = bool(run[0].cells[0]) and self._names_numbers(self._texts(run[0])[0])
            begins = not row.cells[0] or self._begins_row(row)
            return numbered and not begins and not _may_go_on(run, row)
        over = [text for line in between for text in self._texts(line)]
        titled = any(self.rules.above["title"].fullmatch(text) for text in over)
        again = self._texts(row) in (self._texts(r) for r in run)
        return titled or (not again and (bool(between) or not self._is_head(run[-1])))

    def _names_numbers(self, text: str) -> bool:
        """Whether a head is that of a column that numbers the rows."""
        return any(column.role == "number" for _, column in parts(text, self.rules))

    def _is_head(self, row: _Row) -> bool:
        return all(self.rules.is_head(text) for text in self._texts(row))

    def _texts(self, row: _Row) -> list[str]:
        """What is printed in the cells of a row."""
        return [plain("".join(self.text[s.start : s.end] for s in spans)) for spans in row.cells if spans]

    def _unbroken(self, run: Sequence[_Row]) -> list[tuple[_Cell, ...]]:
        """The cells of each row, with those joined that a line break cut in two."""
        width = max(len(row.cells) for row in run)
        found = []
        index = 0
        while index < len(run):
            count = self._broken_over(run[index : index + _BROKEN], width)
            cells = list(run[index].cells)
            for row in run[index + 1 : index + count]:
                cells[-1:] = [cells[-1] + row.cells[0], *row.cells[1:]]
            found.append(tuple(cells))
            index += count
        return found

    def _broken_over(self, rows: Sequence[_Row], width: int) -> int:
        """How many lines the first of these rows takes: together they have all columns, and none does alone."""
        cells = len(rows[0].cells)
        if cells in (1, width):
            return 1
        for count, row in enumerate(rows[1:], start=2):
            cells += len(row.cells) - 1
            if cells > width or len(row.cells) == width or not row.cells[0] or self._begins_row(row):
                return 1
            if cells == width:
                return count
        return 1

    def _begins_row(self, row: _Row) -> bool:
        first = self._texts(row)[0]
        whole = any(self.rules.is_row(kind, first) for kind in ("total", "numeral", "rule", "number"))
        return whole or self.rules.shape(first) == "number" or bool(self.rules.row["marked"].match(first))

    def _is_table(self, grid: Grid) -> bool:
        """Whether all of a grid is read as a table."""
        whole = sheet(self.text, grid.cells)
        head = read_head(whole, self.rules)
        if head is None or head.rows.start > 0:
            return False
        reader = GridReader(whole, head, self.rules, self.headings)
        return bool(reader.rows()) and reader.fits() and not reader.notes

    def _looks_like_table(self, run: Sequence[_Row]) -> bool:
        """Several rows with as many cells each, and most of what stands beside the first is a value."""
        texts = [self._texts(row) for row in run]
        beside = [text for row in texts for text in row[1:]]
        values = sum(self.rules.shape(text) == "number" for text in beside)
        same = len({len(row) for row in texts}) == 1 and min(len(run), len(texts[0])) >= _FEWEST
        return same and all(row.bare for row in run) and 2 * values > len(beside)


def _may_go_on(run: Sequence[_Row], row: _Row) -> bool:
    """Whether a row may hold the rest of the row before it, as far as the number of their cells tells."""
    width = len(run[0].cells) if run else 0
    return bool(run) and 1 < len(run[-1].cells) < width and len(run[-1].cells) + len(row.cells) - 1 <= width


def _grid(rows: Sequence[tuple[_Cell, ...]]) -> Grid:
    return Grid(
        tuple(
            GridCell(row, column, 1, 1, spans)
            for row, cells in enumerate(rows)
            for column, spans in enumerate(cells)
        )
    )
