"""What a page shows, as values: glyphs, rulings and tinted areas, all upright.

Lengths are points (1/72 inch). x grows to the right and y downwards from the upper left corner of the page as
it is read, whatever its rotation and crop box are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

#: From here on a character is as wide as it is high: Chinese characters and their punctuation.
WIDE_FROM = 0x2E80

Point = tuple[float, float]
Blank = Literal["", "typed", "concluded"]


class Box(NamedTuple):
    """A rectangle; `y0` is its upper edge."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.y1 - self.y0

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def contains(self, other: Box, slack: float = 0.0) -> bool:
        """Whether another rectangle lies in it, but for `slack`."""
        corners = self.holds(other.x0 + slack, other.y0 + slack), self.holds(other.x1 - slack, other.y1 - slack)
        return all(corners)


class Glyph(NamedTuple):
    """One character: where it begins and ends, its baseline, the size of its type.

    `blank` tells of a blank before it: in the file, or concluded from a gap. `place` is its number in the file.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    blank: Blank
    place: int

    @property
    def wide(self) -> bool:
        """Whether it is set as wide as it is high."""
        return ord(self.text[0]) >= WIDE_FROM

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the character: baselines lie low in it."""
        return (self.x0 + self.x1) / 2, self.base - 0.35 * self.size


@dataclass(frozen=True, slots=True)
class Upright:
    """Turns a page so that its text is upright.

    `bounds` is what can be seen of it, in the coordinates of the file, where y grows upwards (so `y0` is the lower
    edge); `turn` counts the quarter turns, counter-clockwise, by which its text stands.
    """

    bounds: Box
    turn: int

    @property
    def sheet(self) -> Box:
        """The turned page."""
        width, height = self.bounds.width, self.bounds.height
        return Box(0, 0, height, width) if self.turn % 2 else Box(0, 0, width, height)

    def point(self, x: float, y: float) -> Point:
        """A place in the file as a place on the turned page."""
        left, bottom, right, top = self.bounds
        if self.turn == 0:
            return x - left, top - y
        if self.turn == 1:
            return y - bottom, x - left
        if self.turn == 2:
            return right - x, y - bottom
        return top - y, right - x

    def box(self, box: Box) -> Box:
        """A rectangle likewise."""
        (x0, y0), (x1, y1) = self.point(box.x0, box.y0), self.point(box.x1, box.y1)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page: its size, and what is printed on it.

    `rulings` are thin horizontal or vertical bars, `areas` larger tinted ones; `askew` are runs of text that
    stand at another angle than the rest of the page; `unmapped` counts glyphs of which the file does not tell
    the character; `image` says whether there is an image.
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    askew: Sequence[str] = ()
    rulings: Sequence[Box] = ()
    areas: Sequence[Box] = ()
    unmapped: int = 0
    image: bool = False
