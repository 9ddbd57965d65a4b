"""Lists of contents: by their title 目录, by leader dots, or by headings that all stand again further down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plangraph.reading.headings import Marker
from plangraph.reading.page import Page


def contents(page: Page) -> list[int]:
    """The lines of all lists of contents, their titles included, in order."""
    finder = _Finder(page, _last_places(page))
    found: list[int] = []
    index = 0
    while index < len(page.lines):
        entries = finder.titled(index)
        run = () if entries else finder.run(index)
        entries = entries or (list(run) if finder.is_list(run) else [])
        found += entries
        index += max(1, len(run)) if not entries else entries[-1] + 1 - index
    return found


def _last_places(page: Page) -> Mapping[str, int]:
    """Where the name of each heading stands for the last time."""
    return {_name(page, index): index for index, marker in enumerate(page.markers) if marker is not None}


def _name(page: Page, index: int) -> str:
    """A line without leader dots and page number."""
    return page.rules.patterns["contents_page"].sub("", page.plains[index], count=1)


@dataclass(frozen=True, slots=True)
class _First:
    """The first entry of a list: where it comes again, the body begins."""

    name: str
    marker: Marker | None
    number: int


@dataclass(frozen=True, slots=True)
class _Finder:
    page: Page
    last: Mapping[str, int]

    def titled(self, index: int) -> list[int]:
        """A title and its entries; nothing when no list begins here."""
        if not self.page.fits("contents_title", index):
            return []
        entries = self._entries(index + 1)
        return [index, *entries] if len(entries) >= self.page.rules.contents_min else []

    def _entries(self, start: int) -> list[int]:
        """Entries end at the first lines that are none, or where the list's first entry comes again."""
        rules = self.page.rules
        found: list[int] = []
        loose: list[int] = []  # lines that belong to the list if an entry follows
        doubtful = 0
        first: _First | None = None
        for index in range(start, len(self.page.lines)):
            if index in self.page.taken or len(_name(self.page, index)) > rules.contents_max:
                break
            repeats = len(found) >= rules.contents_min and self._again(index, start, first)
            if repeats and not self._has_leader(index):
                break
            if self._is_entry(index):
                if first is None or first.marker is None:
                    first = self._first(index)
                found += [*loose, index]
                loose, doubtful = [], 0
                continue
            loose.append(index)
            doubtful += not self.page.fits("page_number", index)
            if self.page.lines[index].stopped or doubtful > rules.contents_loose:
                break
        return found

    def _is_entry(self, index: int) -> bool:
        """With a page number or leader dots, or a heading by its marker."""
        line, rules = self.page.lines[index], self.page.rules
        if self._has_leader(index):
            return True
        if self.page.fits("page_number", index) or (self.page.layout.wrapped and self.page.substantive(index)):
            return False
        numbered = bool(rules.patterns["contents_entry"].fullmatch(line.text))
        return numbered or self.page.markers[index] is not None

    def _first(self, index: int) -> _First:
        return _First(_name(self.page, index), *self._numbered(index))

    def _again(self, index: int, start: int, first: _First | None) -> bool:
        """Whether a line is the first of the list, or its first entry, once more."""
        name = _name(self.page, index)
        if name and name in (_name(self.page, start), first.name if first else ""):
            return True
        if first is None or first.marker is None:
            return False
        return self._numbered(index) == (first.marker, first.number)

    def _numbered(self, index: int) -> tuple[Marker | None, int]:
        return self.page.headings.numbered(self.page.lines[index].text)

    def run(self, index: int) -> range:
        """Lines on end that are headings or have leader dots, up to where the first of them comes again."""
        end = index
        while end < len(self.page.lines) and self._belongs(end):
            repeats = end > index and _name(self.page, end) == _name(self.page, index)
            if repeats and not self._has_leader(end):
                break
            end += 1
        return range(index, end)

    def _belongs(self, index: int) -> bool:
        if index in self.page.taken:
            return False
        return self.page.markers[index] is not None or self._has_leader(index)

    def _has_leader(self, index: int) -> bool:
        return bool(self.page.rules.patterns["contents_leader"].fullmatch(self.page.lines[index].text))

    def is_list(self, run: Sequence[int]) -> bool:
        """Whether a run is a list of contents though no title says so."""
        rules = self.page.rules
        if len(run) < rules.untitled_min:
            return False
        if sum(map(self._has_leader, run)) >= rules.untitled_min:
            return True
        again = sum(self.last.get(_name(self.page, index), -1) > run[-1] for index in run)
        return again >= rules.untitled_share * len(run)
