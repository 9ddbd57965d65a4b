"""A file as text, and what its format tells of the text beyond its characters.

    bytes ─► formats.load ─► Source ─► structure

The text of a `Source` is the archived text that every offset refers to. A text file tells nothing more. A web
page, a Word file or a PDF also tells which lines make one paragraph, where cells of tables begin and end, how
headings are ranked, what is furniture of the page, and on which page or in which paragraph of the original a
passage stands; those are `marks`, `grids`, `left_out` and `references`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from plangraph.model import Reference, SourceFormat, Span

#: What a line is, as far as its format tells: a note stands aside of the text (a footnote), a box line in a frame.
LineRole = Literal["", "title", "note", "box"]

#: Reasons for which a format leaves text out; the structure adds those that it finds by itself.
LeftOutReason = Literal["navigation", "list of contents", "page number", "running head"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the format tells of one line.

    `continues`: whether the line goes on the paragraph of the body line before it (None: not told).
    `heading`: the outline level of a heading, 1 the outermost (0: not told, which is not “no heading”).
    """

    continues: bool | None = None
    heading: int = 0
    role: LineRole = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its upper left corner (from 0), how many rows and columns it takes, and its text.

    A cell has one span a line of its text; an empty cell has none.
    """

    row: int
    column: int
    rows: int
    columns: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the format: cells row by row, none over another; a PDF gives one grid a page.

    In the archived text a grid takes whole lines: cells of a row are parted by a tab, rows by a line break, and
    lines within a cell by a line break too. Empty cells leave no text.
    """

    cells: tuple[GridCell, ...]

    @property
    def height(self) -> int:
        """How many rows there are."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Everything printed in it, in the order of the archived text."""
        return tuple(sorted(span for cell in self.cells for span in cell.spans))


@dataclass(frozen=True, slots=True)
class Source:
    """A file as text. `marks` are by the offset of the first character of a line that is no blank."""

    text: str
    format: SourceFormat
    encoding: str  # of a text file or web page: utf-8, utf-8-sig, gb18030, utf-16-le …; else empty
    marks: Mapping[int, Mark] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()
    left_out: tuple[tuple[LeftOutReason, Span], ...] = ()
    references: tuple[Reference, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)  # title, date, issuer, number … as the file says
