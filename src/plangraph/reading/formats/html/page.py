"""The tree of a web page → the lines that a browser shows, with what the markup tells of them.

One walk without recursion, so that the time is linear in the size of the page however deep its elements nest.
A block element begins and ends a line, inline elements break nothing, runs of whitespace are one blank; what a
browser does not show gives no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from plangraph.reading.lines import INVISIBLE

#: How a line is parted from the one before: by a block element, by one <br>, or by several.
Gap = Literal["block", "break", "blank"]

# fmt: off
_UNSEEN = frozenset({
    "head", "title", "meta", "link", "script", "style", "template", "noscript", "iframe", "object", "embed",
    "applet", "audio", "video", "canvas", "svg", "math", "select", "datalist", "textarea", "noframes", "xml",
})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p",
    "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
})
# fmt: on
_MENUS = frozenset({"nav", "ul", "ol", "menu", "aside"})
_MENU_ROLES = frozenset({"navigation", "menu", "menubar", "dialog"})
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})

_ROW_PARTS = _ROW_GROUPS | {"table", "tr", "td", "th"}

_DISPLAY = re.compile(r"(?:^|[;\s])(?:display\s*:\s*(none|block|table)|visibility\s*:\s*(hidden))", re.IGNORECASE)
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:break-spaces|pre)", re.IGNORECASE)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-9])", re.IGNORECASE)  # as Word exports it
_HEADING_CLASS = re.compile(r"\bMsoHeading([1-9])\b")

_WIDE = "⺀-鿿豈-﫿！-｠“”‘’—…"
# A line break in the source between two Chinese characters is no blank (CSS Text, section 4.1.3).
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\n\r\f]*(?=[{_WIDE}])")
_PREFORMATTED_TAGS = frozenset({"pre", "listing", "xmp"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_NUMBER = re.compile(r"\s*(\d{1,6})")
_MOST_COLUMNS = 1000  # limits of the HTML standard
_MOST_ROWS = 65_534
_NOT_SHOWN = str.maketrans(dict.fromkeys(INVISIBLE) | dict.fromkeys("\v\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "))


@dataclass(slots=True)
class Cell:
    """A cell that begins in row `row` of its table, over so many rows and columns.

    `first:end` are its lines. `rows` is 0 where the markup says: all rows to the end of the row group.
    """

    row: int
    rows: int
    columns: int
    first: int
    end: int = 0


@dataclass(slots=True)
class Table:
    """A <table>, whatever it is used for; `groups` gives the row group of each row, from 0."""

    first: int
    end: int = 0
    layout: bool = False  # says of itself that it only lays out, or holds another table
    group: int = 0
    groups: list[int] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    under_way: Cell | None = None

    def end_cell(self, end: int) -> None:
        """Ends the cell under way; a cell or row that begins inside of one ends it too."""
        if self.under_way is not None:
            self.under_way.end = end
            self.under_way = None


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line: its text without blanks at its end, its outline level, and how many characters are links."""

    text: str
    gap: Gap
    heading: int = 0
    linked: int = 0

    @property
    def blanks(self) -> int:
        """How many blanks the text begins with."""
        return len(self.text) - len(self.text.lstrip())


@dataclass(frozen=True, slots=True)
class Page:
    """The lines, the tables by their first lines, and the lines `(first, end)` of each block element."""

    lines: list[PageLine]
    tables: list[Table]
    blocks: list[tuple[int, int]]


def page_of(root: HtmlElement) -> Page:
    """What a browser shows of the page."""
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            walk.leave(element)
        elif not walk.enter(element):
            events.skip_subtree()
    return Page(walk.lines, walk.tables, walk.blocks)


@dataclass(slots=True)
class _Open:
    """What an open element has changed, to be undone at its end."""

    block: int | None = None  # how many lines there were at its beginning
    heading: bool = False
    preformatted: bool = False
    link: bool = False
    cell: Cell | None = None
    table: Table | None = None
    group: Table | None = None  # whose row group it is


@dataclass(slots=True)
class _Walk:
    lines: list[PageLine] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _around: list[Table] = field(default_factory=list)  # the tables around, the outermost first
    _headings: list[int] = field(default_factory=lambda: [0])
    _preformatted: int = 0  # how many elements around are
    _links: int = 0
    _pieces: list[str] = field(default_factory=list)  # of the line under way
    _linked: int = 0
    _gap: Gap = "block"

    def enter(self, element: HtmlElement) -> bool:
        """Begins an element; whether what it holds is shown."""
        tag, style = element.tag, element.get("style") or ""
        display = _DISPLAY.search(style) if style else None
        opened = _Open()
        self._open.append(opened)
        if tag in _UNSEEN or _hidden(element, display):
            return False
        if tag == "br":
            self._end_line("break")
        elif tag in _BLOCKS or display:
            self._end_line("block")
            opened.block = len(self.lines)
        if tag in _ROW_PARTS:
            self._enter_table(element, opened)
        opened.link = tag == "a"
        opened.preformatted = tag in _PREFORMATTED_TAGS or bool(style and _PREFORMATTED.search(style))
        opened.heading = self._enter_heading(element, style)
        self._links += opened.link
        self._preformatted += opened.preformatted
        self._add(element.text)
        return True

    def leave(self, element: HtmlElement) -> None:
        """Ends an element; the text behind it belongs to the element around."""
        opened = self._open.pop()
        if opened.block is not None:
            self._end_line("block")
            if opened.block < len(self.lines):
                self.blocks.append((opened.block, len(self.lines)))
        if opened.cell is not None and opened.cell is self._around[-1].under_way:
            self._around[-1].end_cell(len(self.lines))
        if opened.group is not None:
            opened.group.group += 1  # rows behind it make a group of their own
        if opened.table is not None:
            self._around.pop().end = len(self.lines)
        if opened.heading:
            self._headings.pop()
        self._links -= opened.link
        self._preformatted -= opened.preformatted
        self._add(element.tail)

    def _end_line(self, gap: Gap) -> None:
        """Ends the line under way; `gap` parts it from the next."""
        text = "".join(self._pieces).translate(_NOT_SHOWN)
        if not self._preformatted:
            text = _BLANKS.sub(" ", text).lstrip(" ")
        text = text.rstrip()
        if text:
            self.lines.append(PageLine(text, self._gap, self._headings[-1], self._linked))
            self._gap = gap
        elif gap == "block" or self._gap == "break":
            self._gap = "block" if gap == "block" else "blank"
        self._pieces, self._linked = [], 0

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            self._add_piece(_SOURCE_BREAK.sub("", text))
            return
        first, *others = text.split("\n")
        self._add_piece(first)
        for line in others:
            self._end_line("break")
            self._add_piece(line)

    def _add_piece(self, text: str) -> None:
        self._pieces.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _enter_heading(self, element: HtmlElement, style: str) -> bool:
        level = _HEADINGS.get(element.tag, 0)
        if not level and element.tag == "p":
            match = _OUTLINE.search(style) or _HEADING_CLASS.search(element.get("class") or "")
            level = int(match[1]) if match else 0
        if level:
            self._headings.append(level)
        return bool(level)

    def _enter_table(self, element: HtmlElement, opened: _Open) -> None:
        tag = element.tag
        if tag == "table":
            for table in self._around[-1:]:
                table.layout = True
            opened.table = Table(len(self.lines), layout=element.get("role") in {"presentation", "none"})
            self.tables.append(opened.table)
            self._around.append(opened.table)
            return
        if not self._around:
            return
        table = self._around[-1]
        if tag in _ROW_GROUPS:
            table.group += 1
            opened.group = table
        table.end_cell(len(self.lines))
        if tag == "tr" or (tag in {"td", "th"} and not table.groups):
            table.groups.append(table.group)
        if tag in {"td", "th"}:
            rows = _count(element.get("rowspan"), _MOST_ROWS)
            columns = _count(element.get("colspan"), _MOST_COLUMNS)
            opened.cell = Cell(len(table.groups) - 1, rows, max(columns, 1), len(self.lines))
            table.cells.append(opened.cell)
            table.under_way = opened.cell


def _hidden(element: HtmlElement, display: re.Match[str] | None) -> bool:
    """Whether a browser shows nothing of the element.

    `aria-hidden` hides from ears and not from eyes; it counts on menus, where it marks the closed ones.
    """
    if display is not None and (display[1] or display[2]).lower() in {"none", "hidden"}:
        return True
    if element.get("hidden") is not None:
        return True
    is_menu = element.tag in _MENUS or element.get("role") in _MENU_ROLES
    return is_menu and element.get("aria-hidden") == "true"


def _count(value: str | None, most: int) -> int:
    """A rowspan or colspan as browsers read it: 1 when it is missing or no number."""
    match = _NUMBER.match(value) if value else None
    return min(int(match[1]), most) if match else 1
