"""Archived text → sections, passages, tables and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.model import Gap, Passage, PassageKind, Section, Span, Table
from plangraph.reading.builder import Builder
from plangraph.reading.furniture import (
    LEFT_OUT,
    NOTE,
    SIGNATURE,
    TITLE,
    TITLE_GOES_ON,
    Page,
    furniture_rules,
    roles,
)
from plangraph.reading.headings import heading_rules
from plangraph.reading.levels import rank_of_levels
from plangraph.reading.lines import Layout, Line, framed, measure, split_lines
from plangraph.reading.source import Source
from plangraph.reading.tables import FoundTables, find_tables

_FIXED: dict[str, PassageKind] = {TITLE: "heading", NOTE: "note", SIGNATURE: "signature"}


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
    lines = split_lines(source)
    layout = Layout(wrapped=False) if source.marks else measure(lines)
    rules = heading_rules()
    tables = find_tables(source, lines, rules)
    lines = [framed(line) if index in tables.framed else line for index, line in enumerate(lines)]
    known = _told_roles(source, lines)
    page = Page(lines, tables.taken | tables.unread, layout, title, rules, furniture_rules(), known)
    ranks = rank_of_levels(lines, rules)
    return _Walk(source.text, page, tables, roles(page), ranks).run()


def _told_roles(source: Source, lines: Sequence[Line]) -> dict[int, str]:
    """Roles that the format tells of: what it leaves out, titles and notes."""
    reasons = {span.start: reason for reason, span in source.left_out}
    told = {index: reasons[line.start] for index, line in enumerate(lines) if line.start in reasons}
    roles = {"title": TITLE, "note": NOTE}
    return told | {index: roles[line.mark.role] for index, line in enumerate(lines) if line.mark.role in roles}


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk through the lines; each line is handed to the builder as what it is."""

    text: str
    page: Page
    tables: FoundTables
    roles: dict[int, str]
    ranks: dict[int, int]  # outline level that the format tells → rank of the headings of that level

    def run(self) -> Structure:
        framed = any(line.mark.role == "box" for line in self.page.lines)
        builder = Builder(self.text, self.page.layout, self.page.headings, framed)
        index = 0
        while index < len(self.page.lines):
            index += self._step(builder, index)
        left_out = tuple(
            (role, span)
            for i, role in sorted(self.roles.items())
            if role in LEFT_OUT
            for span in self.page.lines[i].spans
        )
        return Structure(
            tuple(builder.sections), builder.passages(), tuple(builder.tables), left_out, self.tables.gaps
        )

    def _step(self, builder: Builder, index: int) -> int:
        """Hands over what begins at this line; how many lines that took."""
        line, role = self.page.lines[index], self.roles.get(index)
        if index in self.page.taken:
            self._taken(builder, index)
            return 1
        if role in LEFT_OUT:
            return 1
        if role in _FIXED:
            lines = self._title(index) if role == TITLE else [line]
            builder.fixed(lines, _FIXED[role])
            return len(lines)
        if self.page.headings.is_box(line.text):
            builder.box_title(line)
            return 1
        return self._heading(builder, index) or self._plain(builder, index)

    def _taken(self, builder: Builder, index: int) -> None:
        """A table stands where its first line is; a cell of one that could not be read is a passage."""
        if index in self.tables.by_line:
            builder.table(self.tables.by_line[index])
        elif index in self.tables.unread:
            line = self.page.lines[index]
            builder.fixed([line], "list_item" if line.stopped else "table")

    def _title(self, index: int) -> list[Line]:
        end = index + 1
        while self.roles.get(end) == TITLE_GOES_ON:
            end += 1
        return list(self.page.lines[index:end])

    def _plain(self, builder: Builder, index: int) -> int:
        builder.plain(self.page.lines[index], self._neighbour(index, 1))
        return 1

    def _heading(self, builder: Builder, index: int) -> int:
        line, rules = self.page.lines[index], self.page.headings
        marker = rules.heading(line.text)
        if marker is None:
            told = line.mark.heading if rules.unbroken(line.text) else 0
            if not told and not self._is_bare(index):
                return 0
            builder.heading([line], self.ranks[told] if told else rules.unmarked["rank"])
            return 1
        if self.page.layout.wrapped and not self._stands_alone(index, marker.rank):
            return 0
        lines = [line]
        following = self._neighbour(index, 1)
        if marker.alone and following is not None and self._titles_attachment(index + 1, following):
            lines.append(following)
        builder.heading(lines, marker.rank)
        return len(lines)

    def _titles_attachment(self, index: int, line: Line) -> bool:
        """Whether a line after a bare 附件 is its title."""
        rules = self.page.headings
        return rules.unbroken(line.text) and rules.marker(line.text) is None and index not in self.roles

    def _stands_alone(self, index: int, rank: int) -> bool:
        """In wrapped text: a line that begins with a marker but is part of a paragraph is no heading."""
        line, before = self.page.lines[index], self._neighbour(index, -1)
        if rank >= self.page.headings.numbered_from - 1 and line.width > self.page.layout.width - 4:
            return False
        if before is None or before.ended or before.width < self.page.layout.width - 6:
            return True
        return self.page.headings.heading(before.text) is not None or self.page.headings.is_box(before.text)

    def _is_bare(self, index: int) -> bool:
        """A short line without marker between a finished paragraph (or a heading) and a new one."""
        rules, line = self.page.headings, self.page.lines[index]
        before, following = self._neighbour(index, -1), self._neighbour(index, 1)
        if self.page.layout.wrapped or index in self.roles or not rules.bare(line.text):
            return False
        if rules.kind(line.text) != "paragraph" or following is None or before is None:
            return False
        ready = before.ended or rules.heading(before.text) is not None or index - 1 in self.page.taken
        opens = rules.heading(following.text) is not None or (
            following.stopped and len(following.text) > len(line.text)
        )
        return ready and opens

    def _neighbour(self, index: int, step: int) -> Line | None:
        """The nearest line before or after that is of the body; a table ends the search."""
        index += step
        while 0 <= index < len(self.page.lines) and self.roles.get(index) in LEFT_OUT:
            index += step
        if not 0 <= index < len(self.page.lines) or index in self.page.taken:
            return None
        return self.page.lines[index]
