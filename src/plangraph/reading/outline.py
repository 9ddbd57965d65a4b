"""Which lines are headings, how many lines each takes, and its rank.

A heading is told by its marker (第一章, 一、), by the outline level that the format gives, by what it says (前言,
名词解释), or by how it stands: a short line between paragraphs, or in the middle of a printed page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from plangraph.reading.furniture import BODY, LEFT_OUT, SIGNATURE
from plangraph.reading.headings import Marker
from plangraph.reading.levels import Heading, settled
from plangraph.reading.lines import Line
from plangraph.reading.page import Page
from plangraph.reading.paragraphs import goes_on


def find_headings(page: Page, roles: Mapping[int, str], ranks: Mapping[int, int]) -> dict[int, Heading]:
    """The headings by their first line; `ranks` are those of the outline levels that the format tells."""
    finder = _Finder(page, roles, ranks, _attachments(page), _notes(page))
    found: list[Heading] = []
    index = 0
    while index < len(page.lines):
        heading = finder.at(index, found[-1] if found else None)
        if heading is not None:
            found.append(heading)
        index = heading.lines[-1] + 1 if heading else index + 1
    return {heading.lines[0]: heading for heading in settled(page, roles, found)}


def _attachments(page: Page) -> Set[int]:
    """Numbered lines that are names in a list of attachments: 附件：1.甲规划."""
    found: set[int] = set()
    inside = False
    for index, line in enumerate(page.lines):
        if page.headings.attachments.match(line.text):
            inside = True
        elif inside:
            marker = page.headings.marker(line.text)
            inside = marker is not None and marker.rank >= page.headings.listed_from
            if inside:
                found.add(index)
    return found


def _notes(page: Page) -> Set[int]:
    """Numbered lines that go on a note: 注：1.…"""
    found: set[int] = set()
    inside = False
    for index, line in enumerate(page.lines):
        note = page.headings.kind_matches("note", line.text)
        inside = note or (inside and page.headings.kind_matches("note_item", line.text))
        if inside and not note:
            found.add(index)
    return found


@dataclass(frozen=True, slots=True)
class _Finder:
    page: Page
    roles: Mapping[int, str]
    ranks: Mapping[int, int]
    attachments: Set[int]
    notes: Set[int]

    def at(self, index: int, last: Heading | None) -> Heading | None:
        """The heading that begins at this line; `last` is the one before it."""
        line, rules = self.page.lines[index], self.page.headings
        known = self.roles.get(index, BODY) != BODY or index in self.page.taken or index in self.attachments
        if known or rules.is_box(line.text):
            return None
        marker = self.page.markers[index] or self._begun(line)
        if last is not None and last.glossary and not self._ends_glossary(line, marker):
            return None
        if marker is not None:
            return self._marked(index, marker)
        if line.mark.heading:
            return self._told(index)
        return self._glossary(index) or self._sentence(index) or self._bare(index)

    def _ends_glossary(self, line: Line, marker: Marker | None) -> bool:
        """Whether a heading may follow an explanation of words, where numbered lines are no headings."""
        if marker is None:
            return bool(line.mark.heading) or self.page.headings.is_glossary(line.text)
        return marker.behind or marker.rank < self.page.headings.numbered_from - 1

    # ── by the marker ───────────────────────────────────────────────────────────────────────────────────

    def _begun(self, line: Line) -> Marker | None:
        """The marker of a heading that goes on in the next line: 第三章 加快发展，."""
        rules, layout = self.page.headings, self.page.layout
        if rules.unbroken(line.text) or not rules.unbroken(line.text[:-1]) or len(line.text) > rules.max_length:
            return None
        marker = rules.marker(line.text)
        if marker is None or line.text[-1] not in rules.goes_on:
            return None
        short = not layout.wrapped or line.full_width <= layout.width - 4
        outer = layout.told or marker.rank < rules.numbered_from - 1
        return marker if layout.centred(line) or (short and outer) else None

    def _marked(self, index: int, marker: Marker) -> Heading | None:
        lines = self._lines(index, marker)
        if not lines or (marker.behind and self._lists_annexes(lines)):
            return None
        text = "".join(self.page.lines[i].text for i in lines)
        number = self.page.headings.numbered(text)[1]
        glossary = self.page.headings.is_glossary(text)
        return Heading(lines, marker.rank, marker, number, glossary=glossary)

    def _lists_annexes(self, lines: Sequence[int]) -> bool:
        """Whether 附件1：… is a line of a list: another one or a signature comes next."""
        if not any(colon in self.page.lines[lines[0]].text for colon in ":："):
            return False
        after = next((i for i in range(lines[-1] + 1, len(self.page.lines)) if not self._left_out(i)), None)
        return after is None or self.page.is_annex(after) or self.roles.get(after) == SIGNATURE

    def _lines(self, index: int, marker: Marker) -> tuple[int, ...]:
        """The lines of the heading that begins here; none when the line is part of a paragraph."""
        layout, rules = self.page.layout, self.page.headings
        before = self.neighbour(index, -1)
        if layout.told:
            if before is not None and goes_on(before, self.page.lines[index], layout, rules):
                return ()
        elif layout.wrapped and not self._stands_alone(index, marker.rank):
            return ()
        lines = [index]
        while len(lines) <= rules.max_lines:
            after = next((i for i in range(lines[-1] + 1, len(self.page.lines)) if not self._left_out(i)), None)
            if after is None or not self._heading_goes_on(lines, after, marker):
                break
            lines.append(after)
        text = "".join(self.page.lines[i].text for i in lines)
        short = len(lines) <= rules.max_lines and len(text) <= rules.max_length and rules.unbroken(text)
        return tuple(lines) if short else ()

    def _left_out(self, index: int) -> bool:
        return self.roles.get(index) in LEFT_OUT

    def _heading_goes_on(self, lines: Sequence[int], index: int, marker: Marker) -> bool:
        layout, rules = self.page.layout, self.page.headings
        before, line = self.page.lines[lines[-1]], self.page.lines[index]
        if index in self.page.taken or self._is_item(index):
            return False
        if rules.lacks_title(before.text, marker) and len(lines) == 1:
            return marker.alone and index not in self.roles and self._is_title(line)
        if not rules.unbroken(before.text):
            return index not in self.roles and self._is_title(line)
        if not layout.told or self.roles.get(index, BODY) != BODY:
            return False
        centred = layout.centred(before) and layout.centred(line) and not line.ended
        return centred or goes_on(before, line, layout, rules)

    def _is_item(self, index: int) -> bool:
        text, rules = self.page.lines[index].text, self.page.headings
        return self.page.markers[index] is not None or rules.is_box(text) or rules.marker(text) is not None

    def _is_title(self, line: Line) -> bool:
        """Whether a line may be the title, or the rest of it, of a heading that is begun."""
        rules = self.page.headings
        return len(line.text) <= rules.max_length and rules.unbroken(line.text)

    def _stands_alone(self, index: int, rank: int) -> bool:
        """In wrapped text: a line that begins with a marker but is part of a paragraph is no heading."""
        line, before = self.page.lines[index], self.neighbour(index, -1)
        if rank >= self.page.headings.numbered_from - 1 and line.width > self.page.layout.width - 4:
            return False
        if before is None or before.ended or before.width < self.page.layout.width - 6:
            return True
        return self.page.headings.heading(before.text) is not None or self.page.headings.is_box(before.text)

    # ── without a marker ────────────────────────────────────────────────────────────────────────────────

    def _told(self, index: int) -> Heading | None:
        line, rules = self.page.lines[index], self.page.headings
        text = line.text[:-1] if line.text[-1:] in rules.sentence.ends else line.text
        if not text or not rules.unbroken(text):
            return None
        glossary = rules.is_glossary(line.text)
        return Heading((index,), self.ranks[line.mark.heading], told=True, glossary=glossary)

    def _glossary(self, index: int) -> Heading | None:
        rules = self.page.headings
        if not rules.is_glossary(self.page.lines[index].text) or not self._stands_out(index):
            return None
        return Heading((index,), rules.glossary_rank, glossary=True)

    def _sentence(self, index: int) -> Heading | None:
        """A marker and a short sentence on a line of its own, with its text below."""
        line, rules = self.page.lines[index], self.page.headings
        marker, following = rules.sentence_heading(line.text), self.neighbour(index, 1)
        if marker is None or following is None or index in self.notes or not self._stands_out(index):
            return None
        below = rules.marker(following.text)
        text = self.page.layout.wrapped or len(following.text) > len(line.text)
        if (below.rank <= marker.rank) if below is not None else not text:
            return None
        return Heading((index,), marker.rank, marker, rules.numbered(line.text)[1], sentence=True)

    def _bare(self, index: int) -> Heading | None:
        rules, line = self.page.headings, self.page.lines[index]
        named = rules.is_name(line.text) and self._stands_out(index)
        if not named and not self._is_bare(index):
            return None
        return Heading((index,), rules.unmarked.rank, named=named)

    def _is_bare(self, index: int) -> bool:
        """A short line without marker between a finished paragraph (or a heading) and a new one."""
        rules, line = self.page.headings, self.page.lines[index]
        before, following = self.neighbour(index, -1), self.neighbour(index, 1)
        layout = self.page.layout
        if layout.wrapped and not layout.centred(line):
            return False
        if index in self.roles or not rules.bare(line.text) or rules.kind(line.text) != "paragraph":
            return False
        if following is None or before is None:
            return False
        apart = index - 1 in self.page.taken or index - 1 in self.roles
        ready = before.ended or rules.heading(before.text) is not None or apart
        if layout.wrapped:
            return ready and layout.begins(following)
        longer = following.stopped and len(following.text) > len(line.text)
        return ready and (rules.heading(following.text) is not None or longer)

    def _stands_out(self, index: int) -> bool:
        """Whether the line is a paragraph of its own."""
        layout, rules, line = self.page.layout, self.page.headings, self.page.lines[index]
        if not layout.wrapped:
            return True
        before, following = self.neighbour(index, -1), self.neighbour(index, 1)
        if before is not None and goes_on(before, line, layout, rules):
            return False
        return following is None or not goes_on(line, following, layout, rules)

    def neighbour(self, index: int, step: int) -> Line | None:
        """The nearest line before or after that is of the body; a table ends the search."""
        return neighbour(self.page, self.roles, index, step)


def neighbour(page: Page, roles: Mapping[int, str], index: int, step: int) -> Line | None:
    """The nearest line before (-1) or after (1) that is of the body; a table ends the search."""
    index += step
    while 0 <= index < len(page.lines) and roles.get(index) in LEFT_OUT:
        index += step
    if not 0 <= index < len(page.lines) or index in page.taken:
        return None
    return page.lines[index]
