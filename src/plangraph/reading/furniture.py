"""What stands round the body: navigation, lists of contents, page numbers, title pages, signatures.

`roles` gives each line that is not plain body a role; left-out roles are the reasons that `Document.left_out`
names. The words are `rules/furniture.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from plangraph.reading.contents import contents
from plangraph.reading.page import FurnitureRules, Page, furniture_rules
from plangraph.reading.zones import Zones, find_zones, is_body, is_link, names_bodies
from plangraph.text import fold, squeeze

__all__ = [
    "BODY",
    "CONTENTS",
    "GOES_ON",
    "LEFT_OUT",
    "NAVIGATION",
    "NOTE",
    "PAGE_NUMBER",
    "RUNNING_HEAD",
    "SIGNATURE",
    "TITLE",
    "FurnitureRules",
    "furniture_rules",
    "roles",
]

NAVIGATION = "navigation"
CONTENTS = "list of contents"
PAGE_NUMBER = "page number"
RUNNING_HEAD = "running head"
LEFT_OUT = frozenset((NAVIGATION, CONTENTS, PAGE_NUMBER, RUNNING_HEAD))
TITLE, NOTE, SIGNATURE, BODY = "title", "note", "signature", "body"
GOES_ON = "goes on"  # a line of the same title or note as the line before
_APART = frozenset((CONTENTS, PAGE_NUMBER, RUNNING_HEAD, NOTE, SIGNATURE))  # roles that end a title

# What a line that stands alone is by its words, in the order in which the kinds are tried; two that need more
# than the words of the line stand in for themselves.
_A_TITLE, _BODIES = "a title", "bodies"
_FIXED = (
    ("document_number", NOTE),
    ("letterhead", NOTE),
    ("date", SIGNATURE),
    (_A_TITLE, TITLE),
    ("speaker", SIGNATURE),
    (_BODIES, SIGNATURE),
    ("bracketed", NOTE),
    ("subtitle", NOTE),
)


def roles(page: Page) -> dict[int, str]:
    """The role of each line that is not plain body, by its index."""
    found = dict(page.told) | dict.fromkeys(contents(page), CONTENTS)
    zones = find_zones(page, found)
    free = [i for i in range(len(page.lines)) if i not in page.taken and i not in found]
    for index in free:
        role = _role(page, index, zones)
        if role is not None:
            found[index] = role
    _continue_titles(page, found, zones)
    _continue_notes(page, found, zones)
    _before_title(page, found, zones)
    _after(page, found, zones, [i for i in free if i > zones.last])
    return found


# ── roles of single lines ───────────────────────────────────────────────────────────────────────────────


def _role(page: Page, index: int, zones: Zones) -> str | None:
    role = _everywhere(page, index, zones)
    if role is not None:
        return role
    if index < zones.first:
        return _before(page, index, zones)
    if index < zones.heading or index in zones.notices:
        return _front(page, index, zones)
    return _behind(page, index, zones) if index > zones.last else None


def _everywhere(page: Page, index: int, zones: Zones) -> str | None:
    if index in zones.furniture and page.fits("navigation", index):
        return NAVIGATION
    if page.plains[index] in zones.repeated:
        return RUNNING_HEAD
    if not page.fits("page_number", index):
        return None
    return PAGE_NUMBER if page.fits("page_number_sure", index) or _beside_text(page, index) else None


def _beside_text(page: Page, index: int) -> bool:
    """A number between other short lines may be a cell of a table."""
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(page.lines)]
    layout = page.layout
    full = layout.wrapped and any(page.lines[i].full_width >= layout.width - 3 for i in beside)
    return full or any(is_body(page, i) for i in beside) or _ends_page(page, index)


def _ends_page(page: Page, index: int) -> bool:
    if index + 1 == len(page.lines):
        return page.layout.wrapped
    return page.lines[index + 1].opens_page


def _before(page: Page, index: int, zones: Zones) -> str | None:
    """Before the body of a web page, what is neither title nor of its kind is navigation."""
    if not zones.menus:
        return _front(page, index, zones)
    if index in zones.values or page.substantive(index) or page.fits("stamp", index):
        return NAVIGATION
    role = _front(page, index, zones)
    return NAVIGATION if role is None and not page.lines[index].stopped else role


def _front(page: Page, index: int, zones: Zones) -> str | None:
    if page.substantive(index) or page.markers[index] is not None:
        return BODY
    if index < zones.heading and page.fits("labels", index):
        return NAVIGATION
    role = _fixed(page, index, titled=True)
    return BODY if role is None and page.fits("addressee", index) else role


def _behind(page: Page, index: int, zones: Zones) -> str | None:
    """Behind the body: signatures and dates; other short lines of a web page are links, unless in an annex."""
    if page.markers[index] is not None or page.headings.is_glossary(page.lines[index].text):
        return None
    role = _fixed(page, index, titled=False)
    links = zones.web and index < zones.annex and not page.layout.wrapped and not _is_imprint(page, index)
    return NAVIGATION if role is None and links and is_link(page, index) else role


def _fixed(page: Page, index: int, *, titled: bool) -> str | None:
    """What a line is by what it says: a number, a date, a name, a note; a title where `titled`."""
    if not page.plains[index] or _is_imprint(page, index):
        return None
    for name, role in _FIXED:
        if name == _A_TITLE:
            fits = titled and _is_title(page, index)
        else:
            fits = names_bodies(page, index) if name == _BODIES else page.fits(name, index)
        if fits:
            return role
    return None


def _is_imprint(page: Page, index: int) -> bool:
    return page.headings.kind_matches("imprint", page.lines[index].text)


def _is_title(page: Page, index: int) -> bool:
    """Part of the title in the manifest, a title mark that the line does not close, or the name of a kind."""
    plain = _readable(page, index)
    if len(plain) < page.rules.title_min or page.lines[index].ended:
        return False
    title = squeeze(fold(page.title))
    known = plain in title or (bool(title) and title in plain)
    opened = plain.count("《") > plain.count("》") or page.fits("title_begins", index)
    return known or opened or bool(page.rules.patterns["title"].fullmatch(plain))


def _readable(page: Page, index: int) -> str:
    """The text without what is left of blanks in another encoding: 工??作."""
    return page.plains[index].replace("?", "")


# ── lines that belong together ──────────────────────────────────────────────────────────────────────────


def _complete(page: Page, plain: str) -> bool:
    """Whether a title ends here: its marks are closed and its last word names a kind of document."""
    return plain.count("《") == plain.count("》") and bool(page.rules.patterns["title"].fullmatch(plain))


def _continue_titles(page: Page, found: dict[int, str], zones: Zones) -> None:
    """Lines that a broken title goes on in get the role of its continuation, and so do lines that it began in."""
    for index in sorted(i for i, role in found.items() if role == TITLE):
        if found[index] != TITLE or index in page.told:
            continue
        if _begun_above(page, found, zones, index):
            found[index - 1], found[index] = TITLE, GOES_ON
        text = page.plains[index]
        for after in range(index + 1, min(index + page.rules.title_lines, len(page.lines))):
            years = page.fits("title_years", after)
            if after in page.taken or page.lines[after].stopped or after in zones.furniture:
                break
            if not years and (found.get(after) in _APART or _complete(page, text)):
                break
            found[after] = GOES_ON
            text += page.plains[after]


def _begun_above(page: Page, found: Mapping[int, str], zones: Zones, index: int) -> bool:
    """Whether the line above begins this title: both together stand elsewhere, or no menus stand around."""
    above = index - 1
    if above < 0 or above in page.taken or above in page.told:
        return False
    if found.get(above, BODY) not in (BODY, NAVIGATION):
        return False
    apart = page.markers[above] is not None or above in zones.values or above in zones.furniture
    if apart or not page.fits("title_opens", above) or page.fits("title_begins", index):
        return False
    if not zones.menus:
        return index < zones.first or above in zones.notices
    both = page.plains[above] + page.plains[index]
    titles = (_whole(page, found, i) for i, role in found.items() if role in (TITLE, NAVIGATION) and i != index)
    return both in squeeze(fold(page.title)) or any(both in title for title in titles)


def _continue_notes(page: Page, found: dict[int, str], zones: Zones) -> None:
    """A note in brackets before the body may take several lines."""
    for index in range(min(zones.heading, len(page.lines))):
        if found.get(index) in _APART or not page.fits("bracket_opens", index):
            continue
        following = range(index + 1, min(index + page.rules.title_lines, len(page.lines)))
        closing = next((i for i in following if ")" in page.plains[i]), None)
        if closing is not None and page.plains[closing].index(")") == len(page.plains[closing]) - 1:
            found[index] = NOTE
            found |= dict.fromkeys(range(index + 1, closing + 1), GOES_ON)


def _block(found: Mapping[int, str], index: int) -> range:
    """A title with the lines that it goes on in."""
    end = index + 1
    while found.get(end) == GOES_ON:
        end += 1
    return range(index, end)


def _whole(page: Page, found: Mapping[int, str], index: int) -> str:
    return "".join(_readable(page, i) for i in _block(found, index))


# ── what stands before and after ────────────────────────────────────────────────────────────────────────


def _before_title(page: Page, found: dict[int, str], zones: Zones) -> None:
    """On a web page, what stands before the title is navigation, and so are titles of other pages."""
    titles = sorted(i for i, role in found.items() if role == TITLE and i < zones.first)
    if not zones.menus or not titles:
        return
    last = _whole(page, found, titles[-1])
    kept = {titles[-1]: last}
    for index, after in reversed(list(pairwise(titles))):
        text = _whole(page, found, index)
        apart = sum(found.get(i) == NAVIGATION for i in range(index, after)) >= page.rules.title_apart
        if any(text in other for other in kept.values()) or (apart and last not in text):
            found |= dict.fromkeys(_block(found, index), NAVIGATION)
        else:
            kept[index] = text
    start = min(kept)
    while found.get(start - 1) == SIGNATURE and start - 1 not in zones.values:
        start -= 1  # who issues the document
    for index in range(start):
        if found.get(index) in (SIGNATURE, NOTE, BODY) and not page.fits("document_number", index):
            found[index] = NAVIGATION


def _after(page: Page, found: dict[int, str], zones: Zones, indexes: Sequence[int]) -> None:
    """From the first line of a web page's foot on, all is navigation; links show as a run of short lines."""
    foot = False
    run = 0  # links on end, this line the last of them
    for position, index in enumerate(indexes):
        run = run + 1 if index < zones.annex and not page.layout.wrapped and is_link(page, index) else 0
        words = page.fits("after_body", index) or (zones.parted and page.fits("navigation", index))
        if not foot and (words or run == page.rules.link_count):
            foot = True
            first = position - max(run - 1, 0)
            first -= first > 0 and page.is_annex(indexes[first - 1], bare=True)
            found |= dict.fromkeys(indexes[first:position], NAVIGATION)
        if foot:
            found[index] = NAVIGATION
