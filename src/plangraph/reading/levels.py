"""Headings, and what they tell of each other: which are none after all, and which stand above which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plangraph.reading.furniture import BODY, LEFT_OUT
from plangraph.reading.headings import Marker
from plangraph.reading.page import Page


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the lines that it takes, its rank, its marker and number if it has them.

    `told`: the format gives its level; `sentence`: it is written as one; `named`: it is a heading by what it
    says; `glossary`: it opens an explanation of words.
    """

    lines: tuple[int, ...]
    rank: int
    marker: Marker | None = None
    number: int = 0
    told: bool = False
    sentence: bool = False
    named: bool = False
    glossary: bool = False


def rank_of_levels(page: Page) -> dict[int, int]:
    """Outline level → rank: that of most headings of the level with a marker, else one below the level above."""
    found: dict[int, Counter[int]] = {}
    for line, marker in zip(page.lines, page.markers, strict=True):
        if line.mark.heading:
            found.setdefault(line.mark.heading, Counter()).update([marker.rank] if marker else [])
    ranks: dict[int, int] = {}
    for level in sorted(found):
        above = max(ranks.values(), default=0)
        ranks[level] = max(found[level].most_common(1)[0][0] if found[level] else level, above + 1)
    return ranks


def settled(page: Page, roles: Mapping[int, str], found: Sequence[Heading]) -> list[Heading]:
    """The headings that remain, with their ranks; `found` are those that lines seem to be by themselves."""
    return _ranked(page, _without_lists(page, roles, _without_points(page, roles, found)))


def _without_points(page: Page, roles: Mapping[int, str], found: Sequence[Heading]) -> list[Heading]:
    """Sentences are headings only where most lines numbered like them in their section are."""
    by_line = {heading.lines[0]: heading for heading in found}
    groups: dict[int, list[Heading | None]] = {}  # rank → what the numbered lines of that rank are
    dropped: set[int] = set()
    for index, line in enumerate(page.lines):
        heading = by_line.get(index)
        known = index in page.taken or roles.get(index, BODY) != BODY
        marker = heading.marker if heading else None if known else page.headings.marker(line.text)
        if marker is None:
            continue
        if heading is not None:
            for rank in [rank for rank in groups if rank > marker.rank]:
                dropped |= _points(groups.pop(rank))
        groups.setdefault(marker.rank, []).append(heading)
    for group in groups.values():
        dropped |= _points(group)
    return [heading for heading in found if heading.lines[0] not in dropped]


def _points(group: Sequence[Heading | None]) -> set[int]:
    """First lines of the sentences that are no headings."""
    sentences = {heading.lines[0] for heading in group if heading is not None and heading.sentence}
    return sentences if 2 * group.count(None) > len(group) else set()


def _without_lists(page: Page, roles: Mapping[int, str], found: Sequence[Heading]) -> list[Heading]:
    """Numbered lines with nothing between them are a list and no headings."""
    listed: set[int] = set()
    for position, (heading, after) in enumerate(pairwise(found)):
        marker = heading.marker
        if marker is None or heading.told or marker.rank < page.headings.listed_from:
            continue
        between = range(heading.lines[-1] + 1, after.lines[0])
        empty = all(roles.get(i) in LEFT_OUT for i in between) and not any(i in page.taken for i in between)
        if empty and after.marker is marker and after.number == heading.number + 1:
            listed.update((position, position + 1))
    return [heading for position, heading in enumerate(found) if position not in listed]


def _ranked(page: Page, found: Sequence[Heading]) -> list[Heading]:
    """Headings without a marker get their rank: names the outermost, others as the numbering around them tells.

    Where the numbers of headings begin anew, a heading without a marker between them stands above both.
    """
    ranks = [heading.rank for heading in found if heading.marker is not None and not heading.marker.behind]
    outermost = min(ranks, default=page.headings.unmarked.rank)
    found = [replace(h, rank=outermost) if h.named else h for h in found]
    above = _above_numbers(page, found)
    return [replace(h, rank=above[position]) if position in above else h for position, h in enumerate(found)]


def _above_numbers(page: Page, found: Sequence[Heading]) -> dict[int, int]:
    """Position → rank of headings without a marker that stand above numbers which begin anew."""
    raised: dict[int, int] = {}
    opening: dict[int, list[int]] = {}  # rank → headings without a marker before its first number
    bare: list[int] = []
    last: dict[int, int] = {}  # rank → number of the heading that is open in it
    for position, heading in enumerate(found):
        if heading.marker is None:
            if not (heading.told or heading.named or heading.glossary):
                bare.append(position)
            continue
        rank = heading.rank
        if heading.number == 1 and bare:
            if rank in last:
                raised |= dict.fromkeys((*opening.get(rank, ()), *bare), rank - 1)
            elif not last:
                opening[rank] = list(bare)
        last = {r: n for r, n in last.items() if r < rank} | {rank: heading.number}
        bare = []
    return raised
