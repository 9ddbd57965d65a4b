"""Reading order: one line under the other, and where text is set in columns, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from plangraph.reading.formats.pdf.rows import Segment

_FEWEST = 3  # lines that a column on a page has at least
_FEWEST_BOXED = 2  # in a box, where there are no tables that could be taken for columns
_NARROWEST = 7.0  # em: columns of a table are narrower, those of text are not
_FULL = 0.6  # of its column a line of running text fills mostly
_BESIDE = 0.5  # of the shorter column stands beside the other at least
_LEADING = 1.8  # sizes from one line to the next
_GUTTER = 0.6  # em left of where the right column begins, no line stands


@dataclass(frozen=True, slots=True)
class Piece:
    """What is put in order: a segment of a line, or a box or grid (`thing` is its number) as a whole.

    `y` is the baseline of a line, or the upper edge; `bottom` the same baseline, or the lower edge.
    """

    x0: float
    x1: float
    y: float
    bottom: float
    size: float
    segment: Segment | None = None
    thing: int = -1

    @property
    def lines(self) -> int:
        """As how many lines it counts."""
        return 1 + int((self.bottom - self.y) / (_LEADING * self.size))


Row = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows one under the other; `column` when they are set as one of several columns."""

    rows: tuple[Row, ...]
    column: bool = False


def stretches(rows: Sequence[Row], *, boxed: bool = False, inside: bool = False) -> Iterator[Stretch]:
    """The rows, given from top to bottom, in the order in which they are read; `inside` a column already."""
    edge = _edge(rows, _FEWEST_BOXED if boxed else _FEWEST)
    if edge is None:
        if rows:
            yield Stretch(tuple(rows), inside)
        return
    first, last, x = edge
    yield from stretches(rows[:first], boxed=boxed, inside=inside)
    beside = rows[first:last]
    for side in (_part(beside, x, left=True), _part(beside, x, left=False)):
        yield from stretches(side, boxed=boxed, inside=True)
    yield from stretches(rows[last:], boxed=boxed, inside=inside)


def _part(rows: Sequence[Row], x: float, *, left: bool) -> list[Row]:
    parts = (tuple(piece for piece in row if (piece.x1 <= x) is left) for row in rows)
    return [part for part in parts if part]


def _edge(rows: Sequence[Row], fewest: int) -> tuple[int, int, float] | None:
    """First and last (exclusive) row of the longest stretch in two columns, and an x between the columns."""
    best: tuple[int, int, float] | None = None
    for x in _candidates(rows, fewest):
        for first, last in _uncrossed(rows, x):
            longer = best is None or last - first > best[1] - best[0]
            if longer and _is_text(
                _part(rows[first:last], x, left=True), _part(rows[first:last], x, left=False), fewest
            ):
                best = first, last, x
    return best


def _candidates(rows: Sequence[Row], fewest: int) -> list[float]:
    """A little left of where several lines begin that are not at the left edge."""
    places: dict[int, list[Piece]] = {}
    for row in rows:
        for piece in row:
            places.setdefault(round(piece.x0 / 4), []).append(piece)
    return [
        min(piece.x0 - _GUTTER * piece.size for piece in pieces)
        for place, pieces in sorted(places.items())
        if place > min(places) and _lines([pieces]) >= fewest
    ]


def _lines(rows: Iterable[Iterable[Piece]]) -> int:
    return sum(piece.lines for row in rows for piece in row)


def _uncrossed(rows: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
    """Stretches of rows in which nothing stands across x, from the first to the last row right of it."""
    start = 0
    for index in range(len(rows) + 1):
        if index < len(rows) and not any(piece.x0 < x < piece.x1 for piece in rows[index]):
            continue
        right = [i for i in range(start, index) if any(piece.x0 >= x for piece in rows[i])]
        if right:
            yield _with_left(rows, start, index, right)
        start = index + 1


def _with_left(rows: Sequence[Row], start: int, end: int, right: Sequence[int]) -> tuple[int, int]:
    """The rows of the right column, and those of the left one that go on above or below it without a break."""
    first, last = right[0], right[-1] + 1
    while first > start and _near(rows[first - 1], rows[first]):
        first -= 1
    while last < end and _near(rows[last - 1], rows[last]):
        last += 1
    return first, last


def _near(above: Row, below: Row) -> bool:
    return below[0].y - above[0].bottom <= 2.2 * max(below[0].size, above[0].size)


def _is_text(left: Sequence[Row], right: Sequence[Row], fewest: int) -> bool:
    """Whether both sides are columns of running text that stand side by side."""
    if min(_lines(left), _lines(right)) < fewest:
        return False
    low, high = max(left[0][0].y, right[0][0].y), min(left[-1][-1].bottom, right[-1][-1].bottom)
    shorter = min(side[-1][-1].bottom - side[0][0].y for side in (left, right))
    return high - low >= _BESIDE * shorter and all(_running(side) for side in (left, right))


def _running(rows: Sequence[Row]) -> bool:
    """Whether lines go from edge to edge, as those of running text do, and are not cells beside each other."""
    x0, x1 = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    size = median(row[0].size for row in rows)
    whole = median(len(row) for row in rows) == 1
    full = median(row[-1].x1 - row[0].x0 for row in rows) >= _FULL * (x1 - x0)
    return whole and full and x1 - x0 >= _NARROWEST * size
