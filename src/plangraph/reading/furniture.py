"""What stands round the body: navigation, lists of contents, page numbers, title pages, signatures.

`roles` gives each line that is not plain body a role; left-out roles are the reasons that `Document.left_out`
names. The words are `rules/furniture.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from plangraph.errors import ResourceError
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Layout, Line
from plangraph.resources import rules_dir
from plangraph.text import fold, squeeze

NAVIGATION = "navigation"
CONTENTS = "list of contents"
PAGE_NUMBER = "page number"
RUNNING_HEAD = "running head"
LEFT_OUT = (NAVIGATION, CONTENTS, PAGE_NUMBER, RUNNING_HEAD)
TITLE, TITLE_GOES_ON, NOTE, SIGNATURE, BODY = "title", "title goes on", "note", "signature", "body"


@dataclass(frozen=True, slots=True)
class FurnitureRules:
    """`rules/furniture.toml`, with its patterns compiled."""

    patterns: dict[str, re.Pattern[str]]
    title_min: int
    title_lines: int
    body_min: int
    head_count: int
    link_count: int
    contents_max: int
    contents_min: int

    def fits(self, name: str, line: Line) -> bool:
        """Whether the whole line, folded and without blanks, is of this kind."""
        return bool(self.patterns[name].fullmatch(line.plain))


@dataclass(frozen=True, slots=True)
class Page:
    """A text to be looked through: its lines, those that tables hold, its layout and its title."""

    lines: Sequence[Line]
    taken: frozenset[int]
    layout: Layout
    title: str
    headings: HeadingRules
    rules: FurnitureRules
    told: Mapping[int, str] = field(default_factory=dict)  # roles that the format of the file tells

    def substantive(self, index: int) -> bool:
        """Whether a line is plainly of the body: a sentence of some length, or a full line of a wrapped text."""
        line = self.lines[index]
        if self.layout.wrapped:
            return line.width >= self.layout.width - 3
        sentence = any(stop in line.text for stop in "。！？")
        return len(line.text) >= self.rules.body_min and sentence and not self.rules.fits("navigation", line)


@cache
def furniture_rules() -> FurnitureRules:
    """The rules as shipped."""
    path = rules_dir() / "furniture.toml"
    try:
        return _rules(tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, re.error, tomllib.TOMLDecodeError) as error:
        raise ResourceError(f"not a usable rule: {error}", where=str(path)) from error


def _rules(data: dict[str, Any]) -> FurnitureRules:
    sources = {name: "|".join(data[name]) for name in ("navigation", "after_body")}
    sources["labels"] = "(?:" + "|".join(data["labels"]) + "):.*|" + "|".join(data["labels"])
    sources |= {
        n: data[n]
        for n in (
            "title",
            "title_begins",
            "title_years",
            "document_number",
            "date",
            "body",
            "bracketed",
            "subtitle",
            "addressee",
        )
    }
    sources["page_number"] = data["page_number"]["pattern"]
    sources["contents_title"] = data["contents"]["title"]
    sources["contents_entry"] = data["contents"]["entry"]
    return FurnitureRules(
        patterns={name: re.compile(source, re.DOTALL) for name, source in sources.items()},
        title_min=data["title_min"],
        title_lines=data["title_lines"],
        body_min=data["body_min"],
        head_count=data["running_head"]["min_count"],
        link_count=data["link_count"],
        contents_max=data["contents"]["max_length"],
        contents_min=data["contents"]["min_entries"],
    )


@dataclass(frozen=True, slots=True)
class _Zones:
    """Indexes of lines: the first of the body, its first heading, its last; and texts that pages repeat."""

    first: int
    heading: int
    last: int
    repeated: Collection[str]


def roles(page: Page) -> dict[int, str]:
    """The role of each line that is not plain body, by its index."""
    found = dict(page.told) | dict.fromkeys(contents(page), CONTENTS)
    free = [i for i in range(len(page.lines)) if i not in page.taken and i not in found]
    zones = _zones(page, found, free)
    for index in free:
        role = _role(page, index, zones)
        if role == SIGNATURE and index < zones.first and TITLE not in found.values():
            role = NAVIGATION  # the banner of a web page
        if role is not None:
            found[index] = role
    _continue_titles(page, found)
    body = [i for i in range(len(page.lines)) if i in page.taken or (i not in found and _opens(page, i))]
    _after(page, found, [i for i in free if i > max(body, default=zones.first)])
    return found


def _zones(page: Page, found: Collection[int], free: Sequence[int]) -> _Zones:
    opening = (i for i in range(len(page.lines)) if i not in found and _is_body_line(page, i))
    first = next(opening, len(page.lines))
    heading = next((i for i in free if i >= first and _opens(page, i)), first)
    last = max((i for i in range(len(page.lines)) if i in page.taken or page.substantive(i)), default=-1)
    return _Zones(first, heading, last, _running_heads(page, free))


def _role(page: Page, index: int, zones: _Zones) -> str | None:
    role = _everywhere(page, index, zones.repeated)
    if role is not None:
        return role
    if index < zones.first:
        return _front(page, index) or (None if page.lines[index].stopped else NAVIGATION)
    if index < zones.heading:
        return _front(page, index)
    return _front(page, index) or _tail(page, index) if index > zones.last else None


def _is_body_line(page: Page, index: int) -> bool:
    return index in page.taken or page.substantive(index) or _opens(page, index)


def _opens(page: Page, index: int) -> bool:
    marker = page.headings.heading(page.lines[index].text)
    return marker is not None and marker.rank <= page.headings.numbered_from and not marker.alone


def _everywhere(page: Page, index: int, repeated: Collection[str]) -> str | None:
    line, rules = page.lines[index], page.rules
    if rules.fits("navigation", line):
        return NAVIGATION
    if line.plain in repeated:
        return RUNNING_HEAD
    return PAGE_NUMBER if rules.fits("page_number", line) and _beside_text(page, index) else None


def _beside_text(page: Page, index: int) -> bool:
    """A number between other short lines may be a cell of a table."""
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(page.lines)]
    return any(i in page.taken or page.substantive(i) or _opens(page, i) for i in beside)


def _running_heads(page: Page, indexes: Iterable[int]) -> Collection[str]:
    """Short lines that a printed text repeats page after page."""
    if not page.layout.wrapped:
        return ()
    counts = Counter(page.lines[i].plain for i in indexes if not page.lines[i].ended and not page.substantive(i))
    return {text for text, count in counts.items() if count >= page.rules.head_count and len(text) > 5}


def _front(page: Page, index: int) -> str | None:
    line, rules = page.lines[index], page.rules
    if page.substantive(index) or page.headings.heading(line.text) is not None:
        return BODY
    if rules.fits("labels", line):
        return NAVIGATION
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        (NOTE, lambda: rules.fits("document_number", line)),
        (SIGNATURE, lambda: rules.fits("date", line)),
        (TITLE, lambda: _is_title(page, line)),
        (SIGNATURE, lambda: all(_is_body(page, part) for part in line.text.split())),
        (NOTE, lambda: rules.fits("bracketed", line) or rules.fits("subtitle", line)),
        (BODY, lambda: rules.fits("addressee", line)),
    )
    return next((role for role, test in tests if test()), None)


def _tail(page: Page, index: int) -> str | None:
    """Short lines behind the body of a web page."""
    return NAVIGATION if not page.layout.wrapped and _is_link(page, page.lines[index]) else None


def _is_body(page: Page, text: str) -> bool:
    return bool(page.rules.patterns["body"].fullmatch(squeeze(fold(text))))


def _is_title(page: Page, line: Line) -> bool:
    """Part of the title in the manifest, a title mark that the line does not close, or the name of a kind."""
    plain, title = line.plain, squeeze(fold(page.title))
    if len(plain) < page.rules.title_min or line.ended:
        return False
    known = plain in title or (bool(title) and title in plain)
    opened = plain.count("《") > plain.count("》") or page.rules.fits("title_begins", line)
    return known or opened or bool(page.rules.patterns["title"].fullmatch(plain))


def _complete(page: Page, plain: str) -> bool:
    """Whether a title ends here: its marks are closed and its last word names a kind of document."""
    return plain.count("《") == plain.count("》") and bool(page.rules.patterns["title"].fullmatch(plain))


def _continue_titles(page: Page, found: dict[int, str]) -> None:
    """Lines that a broken title goes on in get the role of its continuation."""
    for index in sorted(i for i, role in found.items() if role == TITLE):
        if found[index] != TITLE:
            continue
        text = page.lines[index].plain
        for after in range(index + 1, min(index + page.rules.title_lines, len(page.lines))):
            line = page.lines[after]
            if after in page.taken or found.get(after) in LEFT_OUT or line.stopped:
                break
            if _complete(page, text) and not page.rules.fits("title_years", line):
                break
            found[after] = TITLE_GOES_ON
            text += line.plain


def _after(page: Page, found: dict[int, str], indexes: Sequence[int]) -> None:
    """From the first line of a web page's foot on, all is navigation; links show as a run of short lines."""
    foot = False
    for position, index in enumerate(indexes):
        run = [page.lines[i] for i in indexes[position : position + page.rules.link_count]]
        links = len(run) == page.rules.link_count and all(_is_link(page, line) for line in run)
        foot = foot or page.rules.fits("after_body", page.lines[index]) or (links and not page.layout.wrapped)
        if foot:
            found[index] = NAVIGATION


def _is_link(page: Page, line: Line) -> bool:
    short = not line.ended and len(line.text) < page.rules.body_min and not page.rules.fits("date", line)
    return short and not any(comma in line.text for comma in "，,、；")


def contents(page: Page) -> list[int]:
    """The lines of a list of contents: its title and the entries that follow."""
    for index, line in enumerate(page.lines):
        if page.rules.fits("contents_title", line):
            entries = _entries(page, index + 1)
            if len(entries) >= page.rules.contents_min:
                return [index, *entries]
    return []


def _entries(page: Page, start: int) -> list[int]:
    """Entries end at the first line that is none, or at the heading that the list begins with."""
    first = ""
    found: list[int] = []
    for index in range(start, len(page.lines)):
        line = page.lines[index]
        numbered = bool(page.rules.patterns["contents_entry"].fullmatch(line.text))
        heading = page.headings.heading(line.text) is not None
        name = squeeze(line.text).rstrip("0123456789.·…")
        if name == first or not (numbered or heading) or len(line.text) > page.rules.contents_max:
            break
        first = first or name
        found.append(index)
    return found
