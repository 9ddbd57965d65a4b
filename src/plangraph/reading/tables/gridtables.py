"""Grids → tables, frames, and gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plangraph.model import Gap, GapReason, Span, Table, quote
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Line
from plangraph.reading.page import furniture_rules
from plangraph.reading.source import Source
from plangraph.reading.tables.columns import Head, head_row, read_head
from plangraph.reading.tables.finds import Above, Finds, above
from plangraph.reading.tables.frames import is_frame
from plangraph.reading.tables.grid import Sheet, folded, physical_lines, sheet, unfolded
from plangraph.reading.tables.gridrows import GridReader
from plangraph.reading.tables.header import plan_years
from plangraph.reading.tables.pages import continued
from plangraph.reading.tables.rules import TableRules
from plangraph.text import one_line


@dataclass(frozen=True, slots=True)
class _Page:
    """A grid in which something is printed: its number and the indexes of its lines."""

    grid: int
    indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Over:
    """What the rows over the head of a sheet hold; `headed` are those that are headings of the text."""

    title: str = ""
    unit: str = ""
    headed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GridFinder:
    """Reads the grids of a source; `lines` are its lines without those that the format leaves out."""

    source: Source
    lines: Sequence[Line]
    rules: TableRules
    headings: HeadingRules

    def read(self, found: Finds) -> None:
        """Adds to `found` what the grids hold."""
        pages = self._pages()
        position = floor = 0
        while position < len(pages):
            position += self._read(pages[position:], floor, found)
            floor = pages[position - 1].indexes[-1] + 1

    def _pages(self) -> list[_Page]:
        members: dict[int, list[int]] = {}
        for index, line in enumerate(self.lines):
            if line.grid is not None:
                members.setdefault(line.grid, []).append(index)
        return [_Page(grid, tuple(indexes)) for grid, indexes in members.items()]

    def _read(self, pages: Sequence[_Page], floor: int, found: Finds) -> int:
        """Reads what begins with the first of these grids, and tells how many of them that takes."""
        first = sheet(self.source.text, self.source.grids[pages[0].grid].cells)
        start = head_row(first, self.rules) or 0
        twice = folded(first, start)
        whole = unfolded(first, start) if twice else first
        over = above(self.lines, pages[0].indexes[0], floor, self.rules, self.headings)
        inside = self._over(whole, start)
        plan = plan_years(inside.title or over.title, self.rules)
        head = read_head(whole, self.rules, plan)
        if head is None:
            self._without_head(pages[0], first, found)
            return 1
        count = 1
        while count < len(pages) and self._follows(pages[count - 1], pages[count]):
            joined = continued(whole, head, self._further(pages[count], twice=twice), self.rules)
            if joined is None:
                break
            whole, count = joined, count + 1
        head = read_head(whole, self.rules, plan) or head  # what stands in a column shows on all pages together
        self._with_head(pages[:count], whole, head, over, inside, found)
        return count

    def _over(self, whole: Sheet, start: int) -> _Over:
        title, unit, headed = "", "", []
        for row in range(start):
            for cell in whole.row(row):
                match = self.rules.above["unit"].fullmatch(whole.text(cell))
                text = one_line(quote(whole.archived, cell.spans))
                title, unit = (title, match[1]) if match else (title or text, unit)
                if self.headings.is_box(text) or self.headings.heading(text) is not None:
                    headed.append(row)
        return _Over(title, unit, tuple(headed))

    def _follows(self, before: _Page, page: _Page) -> bool:
        """Whether nothing but page numbers stands between two grids with the same number of columns."""
        between = self.lines[before.indexes[-1] + 1 : page.indexes[0]]
        same = self.source.grids[before.grid].width == self.source.grids[page.grid].width
        return same and all(furniture_rules().fits("page_number", line) for line in between)

    def _further(self, page: _Page, *, twice: bool) -> Sheet:
        lower = sheet(self.source.text, self.source.grids[page.grid].cells)
        return unfolded(lower, head_row(lower, self.rules) or 0) if twice else lower

    # ── tables and what is none ─────────────────────────────────────────────────────────────────────────

    def _with_head(
        self, pages: Sequence[_Page], whole: Sheet, head: Head, over: Above, inside: _Over, found: Finds
    ) -> None:
        reader = GridReader(whole, head, self.rules, self.headings)
        rows = reader.rows()
        if not rows or not reader.fits():
            self._gap(pages, "columns do not fit" if rows else "no rows", found)
            return
        apart = _spans(whole, (*inside.headed, *reader.notes))
        all_indexes = [i for page in pages for i in page.indexes]
        indexes = [i for i in all_indexes if not self._lies_in(i, apart)]
        if inside.headed:  # the grid is the frame of a box, which ends with it
            found.framed.update(i for i in all_indexes if i not in indexes)
        indexes = [*range(over.start, pages[0].indexes[0]), *indexes]
        table = Table(
            id="",
            kind=head.kind,
            title=inside.title or over.title,
            section=None,
            headings=(),
            unit=inside.unit or over.unit or head.unit,
            rows=rows,
            spans=self._whole_lines(span for i in indexes for span in self.lines[i].spans),
        )
        found.tables.append((table, indexes))

    def _without_head(self, page: _Page, whole: Sheet, found: Finds) -> None:
        if is_frame(whole, self.rules, self.headings):
            found.framed.update(page.indexes)
        else:
            self._gap([page], "no known head", found)

    def _gap(self, pages: Sequence[_Page], reason: GapReason, found: Finds) -> None:
        """The lines stay text; a title of a box among them stays one."""
        indexes = [i for page in pages for i in page.indexes]
        spans = self._whole_lines(span for i in indexes for span in self.lines[i].spans)
        found.unread.update(i for i in indexes if not self.headings.is_box(self.lines[i].text))
        found.gaps.append(Gap(reason, spans))

    def _whole_lines(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The lines of the text that these spans lie in, from the first to the last character printed there."""
        starts = sorted({span.start for span in spans})
        found = []
        for line in physical_lines(self.source.text):
            if bisect_left(starts, line.start) < bisect_left(starts, line.end):
                raw = self.source.text[line.start : line.end]
                found.append(Span(line.start + len(raw) - len(raw.lstrip()), line.start + len(raw.rstrip())))
        return tuple(found)

    def _lies_in(self, index: int, spans: Sequence[Span]) -> bool:
        return any(span.start <= self.lines[index].start < span.end for span in spans)


def _spans(whole: Sheet, rows: Sequence[int]) -> list[Span]:
    return [span for row in rows for cell in whole.row(row) for span in cell.spans]
