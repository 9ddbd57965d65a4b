"""Rulings → grids: which cells a set of lines encloses, and how many rows and columns each of them takes.

Lines that cross or touch belong to one drawing. Its lines cut the rectangle around it into elementary fields;
fields between which no line stands are one cell. So a merged cell is known by the lines that it lacks, and a
table open at its sides or made of thin bars is a grid like any other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.reading.formats.pdf.page import Box

SNAP = 3.0  # points: lines as near as this are one line, and ends as near as this meet
_SHORTEST = 6.0  # points: what is shorter is a dash, a bullet, a mark
_MOST = 1_500  # lines: a drawing with more is a map or a chart
_BORDERED = 0.6  # of its upper and its lower border a table has drawn at least


@dataclass(frozen=True, slots=True)
class Field:
    """A cell: the corner from 0, how many rows and columns it takes, and where it stands."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Lattice:
    """A grid of cells on a page, row by row."""

    box: Box
    fields: tuple[Field, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(field.column + field.columns for field in self.fields)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A line: `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float

    def spans(self, point: float) -> bool:
        return self.start - SNAP <= point <= self.end + SNAP


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines of a page, sorted out: grids, and the level lines that are part of none."""

    lattices: tuple[Lattice, ...]
    loose: tuple[Box, ...]


def find_rulings(lines: Sequence[Box]) -> Rulings:
    """Grids in reading order; level lines that meet no upright one are loose."""
    level = _merged([_Bar((b.y0 + b.y1) / 2, b.x0, b.x1) for b in lines if b.width >= max(b.height, _SHORTEST)])
    upright = _merged([_Bar((b.x0 + b.x1) / 2, b.y0, b.y1) for b in lines if b.height > max(b.width, _SHORTEST)])
    if len(level) + len(upright) > _MOST:
        return Rulings((), ())
    lattices, loose = [], []
    for levels, uprights in _drawings(level, upright):
        if not uprights:
            loose += [Box(bar.start, bar.at, bar.end, bar.at) for bar in levels]
        elif levels and (lattice := _lattice(levels, uprights)) is not None:
            lattices.append(lattice)
    lattices.sort(key=lambda lattice: (lattice.box.y0, lattice.box.x0))
    return Rulings(tuple(lattices), tuple(sorted(loose)))


def _merged(bars: list[_Bar]) -> list[_Bar]:
    """Pieces of one line as one: those nearly in line that touch or overlap."""
    found: list[_Bar] = []
    bars = sorted(bars, key=lambda bar: (bar.at, bar.start))
    while bars:
        near = [bar for bar in bars if bar.at - bars[0].at <= SNAP]
        bars = bars[len(near) :]
        at = sum(bar.at for bar in near) / len(near)
        near.sort(key=lambda bar: bar.start)
        start, end = near[0].start, near[0].end
        for bar in near[1:]:
            if bar.start > end + SNAP:
                found.append(_Bar(at, start, end))
                start, end = bar.start, bar.end
            end = max(end, bar.end)
        found.append(_Bar(at, start, end))
    return found


def _drawings(level: list[_Bar], upright: list[_Bar]) -> list[tuple[list[_Bar], list[_Bar]]]:
    """Lines that hang together: each drawing's level and upright ones."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, across in enumerate(level):
        for j, down in enumerate(upright, start=len(level)):
            if across.spans(down.at) and down.spans(across.at):
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[_Bar], list[_Bar]]] = {}
    for index, bar in enumerate([*level, *upright]):
        groups.setdefault(root(index), ([], []))[index >= len(level)].append(bar)
    return list(groups.values())


def _lattice(level: list[_Bar], upright: list[_Bar]) -> Lattice | None:
    """The grid that crossing lines make; None where they enclose nothing."""
    xs = _places([bar.at for bar in upright], [end for bar in level for end in (bar.start, bar.end)])
    ys = _places([bar.at for bar in level], [end for bar in upright for end in (bar.start, bar.end)])
    if len(xs) < 2 or len(ys) < 2 or not _bordered(level, upright, xs, ys):
        return None
    cells = _cells(level, upright, xs, ys)
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Lattice(box, _numbered(cells, xs, ys))


def _places(at: list[float], ends: list[float]) -> list[float]:
    """Where the lines of one direction stand, and where the others end beyond the outermost of them."""
    places: list[float] = []
    for place in sorted(at):
        if not places or place - places[-1] > SNAP:
            places.append(place)
    low, high = min(ends), max(ends)
    if places and low < places[0] - SNAP:
        places.insert(0, low)
    if places and high > places[-1] + SNAP:
        places.append(high)
    return places


def _bordered(level: list[_Bar], upright: list[_Bar], xs: list[float], ys: list[float]) -> bool:
    """Whether lines close it above and below, or its sides go on there, as where a page ends in a table.

    An axis with ticks or a bracket encloses nothing.
    """
    ends = (ys[0], ys[-1])
    return all(_closed(level, xs, y) or all(_drawn(upright, x, y) for x in (xs[0], xs[-1])) for y in ends)


def _closed(level: list[_Bar], xs: list[float], y: float) -> bool:
    drawn = sum(bar.end - bar.start for bar in level if abs(bar.at - y) <= SNAP)
    return drawn >= _BORDERED * (xs[-1] - xs[0])


_Range = tuple[int, int, int, int]  # first and last row, first and last column, of elementary fields


def _cells(level: list[_Bar], upright: list[_Bar], xs: list[float], ys: list[float]) -> list[_Range]:
    """The cells; where fields that hang together make no rectangle, each row of them is a cell."""
    height, width = len(ys) - 1, len(xs) - 1
    group = list(range(height * width))

    def root(index: int) -> int:
        while group[index] != index:
            index = group[index]
        return index

    for row in range(height):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(1, width):
            if not _drawn(upright, xs[column], middle):
                group[root(row * width + column)] = root(row * width + column - 1)
    for column in range(width):
        middle = (xs[column] + xs[column + 1]) / 2
        for row in range(1, height):
            if not _drawn(level, ys[row], middle):
                group[root(row * width + column)] = root((row - 1) * width + column)
    members: dict[int, list[tuple[int, int]]] = {}
    for index in range(height * width):
        members.setdefault(root(index), []).append(divmod(index, width))
    return [cell for fields in members.values() for cell in _rectangles(fields)]


def _drawn(bars: list[_Bar], at: float, point: float) -> bool:
    return any(abs(bar.at - at) <= SNAP and bar.spans(point) for bar in bars)


def _rectangles(fields: list[tuple[int, int]]) -> list[_Range]:
    rows, columns = [row for row, _ in fields], [column for _, column in fields]
    whole = (min(rows), max(rows), min(columns), max(columns))
    if (whole[1] - whole[0] + 1) * (whole[3] - whole[2] + 1) == len(fields):
        return [whole]
    found: list[_Range] = []
    for row, column in sorted(fields):
        if found and found[-1][1] == row and found[-1][3] == column - 1:
            found[-1] = (row, row, found[-1][2], column)
        else:
            found.append((row, row, column, column))
    return found


def _numbered(cells: list[_Range], xs: list[float], ys: list[float]) -> tuple[Field, ...]:
    """Rows and columns counted where cells begin: a place where none begins is only the end of a line."""
    rows, columns = sorted({cell[0] for cell in cells}), sorted({cell[2] for cell in cells})
    fields = []
    for top, bottom, left, right in sorted(cells, key=lambda cell: (cell[0], cell[2])):
        row, column = bisect_left(rows, top), bisect_left(columns, left)
        last_row, last_column = bisect_left(rows, bottom + 1), bisect_left(columns, right + 1)
        box = Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1])
        fields.append(Field(row, column, last_row - row, last_column - column, box))
    return tuple(fields)
