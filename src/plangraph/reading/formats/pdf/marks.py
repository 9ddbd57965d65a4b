"""Printed lines → marks: role, outline level, and whether a line goes on the paragraph before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plangraph.reading.formats.pdf.file import Bookmark
from plangraph.reading.formats.pdf.margins import Margins
from plangraph.reading.formats.pdf.measures import study
from plangraph.reading.formats.pdf.paragraphs import Joiner
from plangraph.reading.formats.pdf.printed import Key, PrintedLine, PrintedPage
from plangraph.reading.formats.pdf.rules import PdfRules, plain
from plangraph.reading.headings import HeadingRules
from plangraph.reading.source import LineRole, Mark

_HEADING_LINES = 4  # that an entry of the outline may run over


def find_marks(
    pages: Sequence[PrintedPage],
    margins: Margins,
    bookmarks: Iterable[Bookmark],
    rules: PdfRules,
    headings: HeadingRules,
) -> dict[Key, Mark]:
    """The marks of all lines that are not left out."""
    lines = [line for page in pages for line in page.lines if line.key not in margins.left_out]
    roles = {line.key: margins.roles.get(line.key, _role(line)) for line in lines}
    body = study([line for line in lines if not roles[line.key]], [page.width for page in pages], margins.size)
    joiner = Joiner(body, rules, headings)
    told = _told(lines, roles, bookmarks, headings)
    marks: dict[Key, Mark] = {}
    before: dict[LineRole, PrintedLine] = {}
    for line in lines:
        role = roles[line.key]
        last = before.get(role)
        continues = last is not None and _continues(joiner, role, last, line, marks[last.key].continues is True)
        level, first = told.get(line.key, (0, True))
        if level:
            continues = not first
        elif last is not None and last.key in told:
            continues = False
        marks[line.key] = Mark(continues=continues, heading=level if first else 0, role=role)
        before[role] = line
    return marks


def _role(line: PrintedLine) -> LineRole:
    return "box" if line.box else ""


def _continues(joiner: Joiner, role: LineRole, before: PrintedLine, line: PrintedLine, went_on: bool) -> bool:
    if role == "title":
        return joiner.same_title(before, line)
    if role == "note" and joiner.rules.begins_note(line.text):
        return False
    if role == "box" and before.page == line.page and before.box != line.box:
        return False
    return joiner.goes_on(before, line, went_on=went_on)


def _told(
    lines: Sequence[PrintedLine],
    roles: Mapping[Key, LineRole],
    bookmarks: Iterable[Bookmark],
    headings: HeadingRules,
) -> dict[Key, tuple[int, bool]]:
    """Level of the lines that an entry of the outline names, and whether it is the first line of its heading."""
    by_page: dict[int, list[PrintedLine]] = {}
    for line in lines:
        if roles[line.key] in ("", "box"):
            by_page.setdefault(line.page, []).append(line)
    found: dict[Key, tuple[int, bool]] = {}
    for bookmark in bookmarks:
        free = [line for line in by_page.get(bookmark.page, ()) if line.key not in found]
        for index, line in enumerate(_heading(free, plain(bookmark.title), headings)):
            found[line.key] = (bookmark.level, index == 0)
    return found


def _heading(lines: Sequence[PrintedLine], title: str, headings: HeadingRules) -> Sequence[PrintedLine]:
    """The first lines that make up a title, with or without the number of the heading."""
    for start in range(len(lines)):
        for end in range(start + 1, min(start + _HEADING_LINES, len(lines)) + 1):
            text = "".join(line.text for line in lines[start:end])
            marker = headings.marker(text)
            match = marker.pattern.match(text) if marker else None
            if title and title in (plain(text), plain(text[match.end() :]) if match else ""):
                return lines[start:end]
    return ()
