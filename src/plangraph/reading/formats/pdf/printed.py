"""What the pages show in reading order: printed lines, and grids of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.reading.formats.pdf.page import Box

#: Page from 0, and number of the line on it.
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text: `base` is its baseline, `size` that of most of its type (0 for text at an angle).

    `flow` numbers the stretches of lines on a page that stand one under the other: the text over a table and
    that under it are two. `measure` is where a column or box sets its lines from and to (None: the body).
    `tabbed` tells of a wide blank inside, as before the page number in a list of contents.
    """

    page: int
    number: int  # on its page, in reading order
    text: str
    x0: float
    x1: float
    base: float
    size: float
    flow: int
    measure: tuple[float, float] | None = None
    box: int = 0  # which box on the page it stands in
    tabbed: bool = False

    @property
    def key(self) -> Key:
        """What the line is known by."""
        return self.page, self.number


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a grid and its printed lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedGrid:
    """A grid on a page; at least one of its cells holds text. `top` is its upper edge."""

    page: int
    top: float
    cells: tuple[PrintedCell, ...]


Block = PrintedLine | PrintedGrid


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page in reading order, with the level lines that stand alone on it (over footnotes, under heads)."""

    number: int  # from 0
    width: float
    height: float
    blocks: Sequence[Block]
    loose: Sequence[Box] = ()

    @property
    def lines(self) -> list[PrintedLine]:
        """The lines that are in no grid."""
        return [block for block in self.blocks if isinstance(block, PrintedLine)]
