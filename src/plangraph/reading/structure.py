"""Archived text → sections, passages, tables and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plangraph.model import Gap, Passage, PassageKind, Section, Span, Table
from plangraph.reading.builder import Builder
from plangraph.reading.furniture import (
    GOES_ON,
    LEFT_OUT,
    NOTE,
    PAGE_NUMBER,
    RUNNING_HEAD,
    SIGNATURE,
    TITLE,
    roles,
)
from plangraph.reading.headings import heading_rules
from plangraph.reading.levels import Heading, rank_of_levels
from plangraph.reading.lines import Layout, Line, framed, measure, split_lines
from plangraph.reading.outline import find_headings, neighbour
from plangraph.reading.page import Page, furniture_rules
from plangraph.reading.setting import seen, set_close
from plangraph.reading.source import Source
from plangraph.reading.tables import FoundTables, find_tables, tabbed_grids

_OF_PAGES = (PAGE_NUMBER, RUNNING_HEAD)
_FIXED: Mapping[str, PassageKind] = {TITLE: "heading", NOTE: "note", SIGNATURE: "signature"}


@dataclass(frozen=True, slots=True)
class Structure:
    """What was found in a text, in reading order."""

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    left_out: tuple[tuple[str, Span], ...]
    gaps: tuple[Gap, ...] = ()


def read_structure(source: Source, title: str = "") -> Structure:
    """The structure of a text; `title` is what the manifest calls it."""
    if source.format == "text":
        source = replace(source, grids=tabbed_grids(source.text))
    lines = split_lines(source)
    layout = Layout(wrapped=False) if source.marks else measure(lines)
    tables = find_tables(source, lines, heading_rules())
    page = _page(source, lines, tables, layout, title)
    found = roles(page)
    page = _across_pages(page, found)
    return _Walk(source.text, page, tables, found, find_headings(page, found, rank_of_levels(page))).run()


def _page(source: Source, lines: Sequence[Line], tables: FoundTables, layout: Layout, title: str) -> Page:
    rules, furniture = heading_rules(), furniture_rules()
    taken = tables.taken | tables.unread
    spacing = furniture.letter_spacing
    lines = [line if index in taken else set_close([seen(line)], spacing)[0] for index, line in enumerate(lines)]
    lines = [framed(line) if index in tables.framed else line for index, line in enumerate(lines)]
    plains = [_plain(line) if len(line.text) <= furniture.longest else "" for line in lines]
    markers = [rules.heading(line.text) for line in lines]
    return Page(lines, plains, markers, taken, layout, title, rules, furniture, _told_roles(source, lines))


def _plain(line: Line) -> str:
    plain = line.plain
    return line.text if plain == line.text else plain  # most are the same: kept once


def _told_roles(source: Source, lines: Sequence[Line]) -> dict[int, str]:
    """Roles that the format tells of: what it leaves out, titles and notes."""
    reasons = {span.start: reason for reason, span in source.left_out}
    told: dict[int, str] = {i: reasons[line.start] for i, line in enumerate(lines) if line.start in reasons}
    roles = {"title": TITLE, "note": NOTE}
    return told | {index: roles[line.mark.role] for index, line in enumerate(lines) if line.mark.role in roles}


def _across_pages(page: Page, roles: Mapping[int, str]) -> Page:
    """The blank lines around a page break tell of a new paragraph only where a sentence has ended before it."""
    if not page.layout.spaced:
        return page
    lines = list(page.lines)
    before: Line | None = None
    for index, line in enumerate(lines):
        if roles.get(index) in LEFT_OUT:
            continue
        if before is not None and roles.get(index - 1) in _OF_PAGES:
            lines[index] = replace(line, after_blank=before.ended)
        before = line
    return replace(page, lines=lines)


def _closed(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans with those joined that only blanks of one line part."""
    found: list[Span] = []
    for span in spans:
        gap = text[found[-1].end : span.start] if found else ""
        if gap and not gap.strip(" 　\xa0"):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk through the lines; each line is handed to the builder as what it is."""

    text: str
    page: Page
    tables: FoundTables
    roles: Mapping[int, str]
    headings: Mapping[int, Heading]  # by first line

    def run(self) -> Structure:
        framed = any(line.mark.role == "box" for line in self.page.lines)
        spacing = self.page.rules.letter_spacing
        builder = Builder(self.text, self.page.layout, self.page.headings, spacing, framed)
        index = 0
        while index < len(self.page.lines):
            index += self._step(builder, index)
        left_out = tuple(
            (role, span)
            for i, role in sorted(self.roles.items())
            if role in LEFT_OUT
            for span in _closed(self.text, self.page.lines[i].spans)
        )
        return Structure(
            tuple(builder.sections), builder.passages(), tuple(builder.tables), left_out, self.tables.gaps
        )

    def _step(self, builder: Builder, index: int) -> int:
        """Hands over what begins at this line; how many lines that took."""
        line, role = self.page.lines[index], self.roles.get(index)
        if index in self.page.taken:
            self._taken(builder, index)
        elif role is not None and role in _FIXED:
            lines = self._whole(index)
            builder.fixed(lines, _FIXED[role])
            return len(lines)
        elif index in self.headings:
            heading = self.headings[index]
            builder.heading([self.page.lines[i] for i in heading.lines], heading.rank, heading.glossary)
            return heading.lines[-1] + 1 - index
        elif role not in LEFT_OUT:
            if self.page.headings.is_box(line.text):
                builder.box_title(line)
            else:
                builder.plain(line, neighbour(self.page, self.roles, index, 1))
        return 1

    def _taken(self, builder: Builder, index: int) -> None:
        """A table stands where its first line is; a cell of one that could not be read is a passage."""
        if index in self.tables.by_line:
            builder.table(self.tables.by_line[index])
        elif index in self.tables.unread:
            line = self.page.lines[index]
            builder.fixed([line], "list_item" if line.stopped else "table")

    def _whole(self, index: int) -> list[Line]:
        """A title or a note with the lines that it goes on in."""
        end = index + 1
        while self.roles.get(end) == GOES_ON:
            end += 1
        return list(self.page.lines[index:end])
