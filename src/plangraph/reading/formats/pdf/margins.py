"""What stands round the body of printed pages: running heads, page numbers, footnotes, the title.

Running heads and page numbers are known by their place, which is the same on many pages, and by their text,
which is the same but for the digits. Footnotes are in smaller type at the foot of a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangraph.reading.formats.pdf.printed import Key, PrintedGrid, PrintedLine, PrintedPage
from plangraph.reading.formats.pdf.rules import PdfRules, plain
from plangraph.reading.headings import HeadingRules
from plangraph.reading.source import LeftOutReason, LineRole

_MARGIN = 0.15  # of the height of the page: running heads stand within it
_OUTERMOST = 2  # lines above and below that may be running heads
_SAME_PLACE = 3.0  # points
_PAGES = 3  # on so many a running head stands; in a document of fewer pages on all
_REPEATED = 0.5  # of the lines in a place at least
_APART = 1.5  # sizes: a page number that stands on one page only is so far from the text

_SMALL = 0.93  # of the size of the body
_RULE = (0.08, 0.5)  # of the width of the page: the rule over footnotes
_FOOT = 0.4  # of the height of the page: footnotes stand below it
_LARGE = 1.2  # times the size of the body
_TITLE_LINES = 6


@dataclass(frozen=True, slots=True)
class Margins:
    """What is left out and why, the roles of other lines, and the size of the type of the body."""

    left_out: Mapping[Key, LeftOutReason]
    roles: Mapping[Key, LineRole]
    size: float


def find_margins(pages: Sequence[PrintedPage], rules: PdfRules, headings: HeadingRules) -> Margins:
    """The furniture, footnotes and title of a document."""
    left_out = _furniture(pages, rules)
    size = body_size([line for page in pages for line in page.lines if line.key not in left_out])
    roles: dict[Key, LineRole] = {}
    for page in pages:
        free = [line for line in page.lines if line.key not in left_out and not line.box]
        roles |= {line.key: "note" for line in _notes(page, free, size, rules)}
    free = [line for page in pages for line in page.lines if line.key not in left_out and line.key not in roles]
    roles |= {line.key: "title" for line in _title(free, size, headings)}
    return Margins(left_out, roles, size)


def body_size(lines: Sequence[PrintedLine]) -> float:
    """The size in which most of the text is set, to half a point."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


# ── running heads and page numbers ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Outer:
    """A line at the edge of a page: how far from the edge, and whether it stands off the text."""

    line: PrintedLine
    distance: float
    apart: bool


def _furniture(pages: Sequence[PrintedPage], rules: PdfRules) -> dict[Key, LeftOutReason]:
    found = _askew(pages)
    for lower in (False, True):
        outer = sorted(
            (item for page in pages for item in _outermost(page, lower=lower)),
            key=lambda item: (item.distance, item.line.page),
        )
        for place in _places(outer):
            found |= _at_place(place, len(pages), rules)
    return found


def _outermost(page: PrintedPage, *, lower: bool) -> Iterator[_Outer]:
    lines = sorted((line for line in page.lines if line.size and not line.box), key=lambda line: line.base)
    if lower:
        lines.reverse()
    for index, line in enumerate(lines[:_OUTERMOST]):
        distance = page.height - line.base if lower else line.base
        if distance <= _MARGIN * page.height and not _over_grid(page, line):
            following = lines[index + 1 : index + 2]
            yield _Outer(line, distance, all(abs(f.base - line.base) > _APART * line.size for f in following))


def _over_grid(page: PrintedPage, line: PrintedLine) -> bool:
    """Whether a line is the caption of a grid, or the unit of its amounts, which pages may repeat."""
    tops = (block.top for block in page.blocks if isinstance(block, PrintedGrid))
    return any(0 <= top - line.base <= _APART * line.size for top in tops)


def _places(outer: Sequence[_Outer]) -> Iterator[list[_Outer]]:
    place: list[_Outer] = []
    for item in outer:
        if place and item.distance - place[0].distance > _SAME_PLACE:
            yield place
            place = []
        place.append(item)
    if place:
        yield place


def _at_place(place: Sequence[_Outer], pages: int, rules: PdfRules) -> dict[Key, LeftOutReason]:
    """The lines in one place of many pages, where they are furniture."""
    texts = Counter(_without_digits(item.line.text) for item in place)
    repeated = [item for item in place if texts[_without_digits(item.line.text)] > 1]
    settled = len(repeated) >= min(_PAGES, max(pages, 2)) and len(repeated) >= _REPEATED * len(place)
    found: dict[Key, LeftOutReason] = {}
    for item in place:
        number = rules.fits("page_number", item.line.text)
        if settled or (number and item.apart):
            found[item.line.key] = "page number" if number else "running head"
    return found


def _without_digits(text: str) -> str:
    return "".join("#" if char.isdigit() else char for char in plain(text))


def _askew(pages: Sequence[PrintedPage]) -> dict[Key, LeftOutReason]:
    """Text at an angle that several pages repeat: a watermark."""
    lines = [line for page in pages for line in page.lines if not line.size]
    counts = Counter(line.text for line in lines)
    return {line.key: "running head" for line in lines if counts[line.text] > 1}


# ── footnotes and title ─────────────────────────────────────────────────────────────────────────────────


def _notes(page: PrintedPage, lines: Sequence[PrintedLine], size: float, rules: PdfRules) -> list[PrintedLine]:
    """Small type under a short rule, or at the end of a page if it begins with the mark of a note."""
    foot = [line for line in lines if line.size and line.base > _FOOT * page.height]
    low, high = _RULE
    for rule in page.loose:
        if low * page.width <= rule.width <= high * page.width:
            under = [line for line in foot if line.base > rule.y0]
            if under and all(line.size <= _SMALL * size for line in under):
                return under
    small: list[PrintedLine] = []
    for line in sorted(foot, key=lambda line: -line.base):
        if line.size > _SMALL * size:
            break
        small.insert(0, line)
    return small if small and rules.begins_note(small[0].text) else []


def _title(lines: Sequence[PrintedLine], size: float, headings: HeadingRules) -> list[PrintedLine]:
    """The lines in the largest type of the first page, if they stand together and no other page has such type.

    Where other lines are as large it is the type of headings, with or without a marker.
    """
    largest = max((line.size for line in lines if line.page == lines[0].page), default=0.0)
    found = [line for line in lines if line.size >= 0.95 * largest]
    if (
        not largest
        or largest < _LARGE * size
        or len(found) > _TITLE_LINES
        or any(headings.marker(line.text) for line in found)
    ):
        return []
    start = lines.index(found[0])
    return found if list(lines[start : start + len(found)]) == found else []
