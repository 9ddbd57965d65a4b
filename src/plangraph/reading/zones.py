"""Where the body of a text lies between what stands before, behind and beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from plangraph.reading.page import Page

_NOTICE = 10  # lines after the date of a notice in which the title of what it brings may stand
_FURNITURE = ("navigation", "labels", "after_body")


@dataclass(frozen=True, slots=True)
class Zones:
    """Where the body lies: its first line, its first heading, its last line, and the first annex behind it.

    `menus`: words of a web page stand before it; `web`: they stand around it; `parted`: other sentences stand
    behind a menu. `furniture` are the lines with such words, `values` those that a label before them explains,
    `notices` those around the dates of notices; `repeated` are texts that every page repeats.
    """

    first: int
    heading: int
    last: int
    annex: int
    menus: bool
    web: bool
    parted: bool
    furniture: Set[int]
    values: Set[int]
    notices: Set[int]
    repeated: Collection[str]


def find_zones(page: Page, found: Collection[int]) -> Zones:
    """The zones of a text; `found` are lines that have a role already."""
    free = [i for i in range(len(page.lines)) if i not in page.taken and i not in found]
    words = {i for i in free if any(page.fits(name, i) for name in _FURNITURE)}
    values = _values(page, free, words)
    anchors = _anchors(page, [i for i in range(len(page.lines)) if i not in found and i not in values])
    first, last = _main(page, anchors, words)
    return Zones(
        first=first,
        heading=next((i for i in free if i >= first and page.opens(i)), first),
        last=last,
        annex=next((i for i in free if i > last and page.is_annex(i)), len(page.lines)),
        menus=any(i < first for i in words),
        web=any(not first <= i <= last for i in words),
        parted=bool(anchors) and anchors[-1] > last,
        furniture=words,
        values=values,
        notices=_notices(page, free, set(anchors)),
        repeated=_running_heads(page, free),
    )


def _anchors(page: Page, candidates: Sequence[int]) -> list[int]:
    """Lines that plainly belong to the body; whole sentences where no line does so more plainly."""
    plainly = [i for i in candidates if is_body(page, i)]
    return plainly or [i for i in candidates if page.lines[i].stopped and not page.fits("navigation", i)]


def is_body(page: Page, index: int) -> bool:
    """Whether a line plainly belongs to the body: of a table, a heading, a sentence."""
    return index in page.taken or page.opens(index) or page.substantive(index)


def is_link(page: Page, index: int) -> bool:
    """Whether a line is short, without a stop or a comma, and no date: as links of a web page are."""
    line = page.lines[index]
    short = len(line.text) < page.rules.body_min and not line.ended and not page.fits("date", index)
    return short and not any(comma in line.text for comma in "，,、；")


def names_bodies(page: Page, index: int) -> bool:
    """Whether a line holds nothing but names of public bodies."""
    text = page.lines[index].text
    pattern = page.rules.patterns["body"]
    return len(text) <= page.rules.longest and all(pattern.fullmatch(part) for part in text.split())


def _values(page: Page, free: Sequence[int], words: Set[int]) -> Set[int]:
    """Lines after a label that ends with a colon, or has one on a line of its own: the values of these labels."""
    found: set[int] = set()
    for position, index in enumerate(free[:-1]):
        if index not in words or not page.fits("labels", index) or page.fits("no_value", index):
            continue
        after = free[position + 1]
        if page.plains[after] == ":" and position + 2 < len(free):
            found.update((after, free[position + 2]))
        elif page.plains[index].endswith(":"):
            found.add(after)
    return found


def _main(page: Page, anchors: Sequence[int], words: Set[int]) -> tuple[int, int]:
    """First and last line of the part with most text, where menus part the sentences of a web page."""
    if not anchors:
        return 0, len(page.lines) - 1
    if page.layout.wrapped:
        return anchors[0], anchors[-1]
    blocks = [[anchors[0]]]
    menus: list[range] = []  # between the first and the last word of a web page that part two blocks
    for before, anchor in pairwise(anchors):
        inner = [i for i in range(before + 1, anchor) if i in words]
        if _is_menu(page, range(before + 1, anchor), len(inner)):
            menus.append(range(inner[0], inner[-1] + 1))
            blocks.append([])
        blocks[-1].append(anchor)
    starts = [0, *(menu.stop for menu in menus)]
    ends = [*(menu.start for menu in menus), len(page.lines)]
    weights = [_weight(page, range(start, end)) for start, end in zip(starts, ends, strict=True)]
    main = blocks[weights.index(max(weights))]
    return main[0], main[-1]


def _weight(page: Page, lines: range) -> int:
    """How much text there is in lines that are no links; very long lines are those of summaries."""
    return sum(min(len(page.lines[i].text), page.rules.longest) for i in lines if not is_link(page, i))


def _is_menu(page: Page, between: range, words: int) -> bool:
    if len(between) < page.rules.menu_lines or words < page.rules.menu_words:
        return False
    return sum(is_link(page, i) for i in between) >= page.rules.menu_lines


def _notices(page: Page, free: Sequence[int], anchors: Set[int]) -> Set[int]:
    """The dates of notices, the names over them, and what follows up to the body of what the notice brings."""
    found: set[int] = set()
    for position, index in enumerate(free):
        if page.lines[index].grid is not None or not (page.fits("date", index) and page.fits("day", index)):
            continue
        over = (i for i in reversed(free[max(position - 3, 0) : position]) if not page.fits("page_number", i))
        name = next(over, index)
        if names_bodies(page, name):
            found.add(name)
        found.add(index)
        for after in free[position + 1 : position + 1 + _NOTICE]:
            if after in anchors:
                break
            found.add(after)
    return found


def _running_heads(page: Page, free: Sequence[int]) -> Collection[str]:
    """Short lines that a printed text repeats page after page; twice is enough for the first line of a page."""
    if not page.layout.wrapped:
        return ()
    rules = page.rules
    short = [i for i in free if page.markers[i] is None and not page.substantive(i) and not page.lines[i].ended]
    counts = Counter(page.plains[i] for i in short)
    tops = Counter(page.plains[i] for i in short if page.lines[i].opens_page)
    repeated = {text for text, count in counts.items() if count >= rules.head_count}
    repeated |= {text for text, count in tops.items() if count >= rules.head_top}
    return {text for text in repeated if len(text) >= rules.head_min}
