"""How the body of a document is set: from where to where its lines go, and how far apart they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plangraph.reading.formats.pdf.printed import PrintedLine

_SAME_SIZE = 0.06
_LOOSE = 1.45  # times the usual distance of lines: a gap
_USUAL = 1.8  # sizes from line to line, where a document does not tell
_FEW = 12  # lines from which no measure is told
_LEFT, _RIGHT = 0.08, 0.05  # of the lines begin or end at the edge of the text
_COLUMNS = 0.5  # of the lines stand in columns: then those of a page with one column stand in one too
_PLACE = 4.0  # points within which columns are the same

_Measure = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Body:
    """How the text is set: its size, from where to where on a page, the usual distance of lines in each size."""

    size: float
    measures: Mapping[tuple[int, int], _Measure]  # by width of the page and parity of its number
    columns: Mapping[tuple[int, int], _Measure]  # by page and flow: where a column stands alone on a page
    leading: Mapping[float, float]
    widths: Sequence[float]  # of the pages

    def measure(self, line: PrintedLine) -> _Measure:
        """Where lines like this one are set from and to."""
        return line.measure or self.columns.get((line.page, line.flow)) or self.measures[_kind(line, self.widths)]

    def apart(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether there is a gap between two lines of one flow."""
        usual = self.leading.get(round(line.size), _USUAL)
        return line.base - before.base > _LOOSE * usual * line.size


def study(lines: Sequence[PrintedLine], widths: Sequence[float], size: float) -> Body:
    """How the lines of the body are set; `widths` are those of the pages, `size` that of the body."""
    groups: dict[tuple[int, int], list[PrintedLine]] = {}
    for line in lines:
        groups.setdefault(_kind(line, widths), []).append(line)
    plain = [line for line in lines if line.measure is None and line.size and _near(line.size, size)]
    everywhere = {width: _edges([x for x in plain if round(widths[x.page]) == width], size) for width, _ in groups}
    measures: dict[tuple[int, int], _Measure] = {}
    for kind, members in groups.items():
        found = _edges([line for line in plain if _kind(line, widths) == kind], size) or everywhere[kind[0]]
        measures[kind] = found or (min(x.x0 for x in members), max(x.x1 for x in members))
    return Body(size, measures, _lone_columns(lines), _leading(lines), widths)


def _kind(line: PrintedLine, widths: Sequence[float]) -> tuple[int, int]:
    return round(widths[line.page]), line.page % 2


def _edges(lines: Sequence[PrintedLine], size: float) -> _Measure | None:
    """The leftmost and rightmost place where a share of the lines begins and ends; None for few lines."""
    if len(lines) < _FEW:
        return None
    left = _common([line.x0 / size for line in lines], _LEFT)
    right = -_common([-line.x1 / size for line in lines], _RIGHT)
    return left * size, right * size


def _common(places: Iterable[float], share: float) -> float:
    """The first of the places, in em, near which this share of them lies."""
    ordered = sorted(places)
    fewest = max(2.0, share * len(ordered))
    near = (bisect_right(ordered, place + 0.5) - index for index, place in enumerate(ordered))
    return next((place for place, count in zip(ordered, near, strict=True) if count >= fewest), ordered[-1])


def _lone_columns(lines: Sequence[PrintedLine]) -> dict[tuple[int, int], _Measure]:
    """In a document set in columns: the flows that have nothing beside them, but stand where a column does."""
    body = [line for line in lines if not line.box]
    columns = [line.measure for line in body if line.measure]
    if len(columns) <= _COLUMNS * len(body):
        return {}
    usual = Counter((round(left / _PLACE), round(right / _PLACE)) for left, right in columns)
    known = [(left * _PLACE, right * _PLACE) for (left, right), count in sorted(usual.items()) if count >= _FEW]
    flows: dict[tuple[int, int], list[PrintedLine]] = {}
    for line in body:
        if not line.measure:
            flows.setdefault((line.page, line.flow), []).append(line)
    found: dict[tuple[int, int], _Measure] = {}
    for flow, members in flows.items():
        left, right = min(line.x0 for line in members), max(line.x1 for line in members)
        inside = [at for at in known if at[0] - 2 * _PLACE <= left and right <= at[1] + 2 * _PLACE]
        if inside:
            found[flow] = inside[0]
    return found


def _leading(lines: Sequence[PrintedLine]) -> dict[float, float]:
    """The usual distance of lines by their size, in sizes."""
    gaps: dict[float, list[float]] = {}
    for before, line in pairwise(lines):
        if same_flow(before, line) and line.size and same_size(before, line):
            gaps.setdefault(round(line.size), []).append((line.base - before.base) / line.size)
    return {size: Counter(round(gap, 1) for gap in found).most_common(1)[0][0] for size, found in gaps.items()}


def same_flow(before: PrintedLine, line: PrintedLine) -> bool:
    """Whether two lines stand one under the other with nothing between."""
    return (before.page, before.flow) == (line.page, line.flow)


def same_size(before: PrintedLine, line: PrintedLine) -> bool:
    """Whether two lines are set in the same size of type."""
    return _near(before.size, line.size)


def _near(size: float, other: float) -> bool:
    return abs(size - other) <= _SAME_SIZE * max(size, other)
