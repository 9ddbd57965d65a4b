"""The archived text under way, with what is told of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from plangraph.model import Reference, Span
from plangraph.reading.source import Grid, GridCell, LeftOutReason, Mark


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; `number` is that of its paragraph in the original."""

    text: str
    number: int
    mark: Mark


@dataclass(slots=True)
class Cell:
    """A cell with the lines in it; places as in `GridCell`."""

    row: int
    column: int
    columns: int
    lines: list[Line]
    rows: int = 1


def lines_of(text: str, number: int, mark: Mark) -> list[Line]:
    """The lines of a paragraph; of the second and those after it, it is not told whether they go on."""
    texts = [line for line in text.split("\n") if line.strip()]
    return [
        Line(t, number, replace(mark, continues=None) if position else mark) for position, t in enumerate(texts)
    ]


@dataclass(slots=True)
class Archive:
    """The text as it grows, line by line, and what goes into `Source` with it."""

    marks: dict[int, Mark] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    left_out: list[tuple[LeftOutReason, Span]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._texts)

    def lines(self, lines: Sequence[Line], left_out: LeftOutReason | None = None) -> None:
        """Lines outside of tables, and for which reason they are no part of the document proper."""
        for line in lines:
            span = self._write(line, "\n")
            if left_out is not None:
                self.left_out.append((left_out, span))

    def grid(self, cells: Sequence[Cell]) -> None:
        """A table, its cells from left to right and row by row; one without any text is passed over."""
        filled = [cell for cell in cells if cell.lines]
        spans: dict[tuple[int, int], tuple[Span, ...]] = {}
        for cell, following in zip_longest(filled, filled[1:]):
            end = "\t" if following is not None and following.row == cell.row else "\n"
            written = [self._write(line, "\n") for line in cell.lines[:-1]]
            spans[cell.row, cell.column] = (*written, self._write(cell.lines[-1], end))
        if filled:
            places = ((c, spans.get((c.row, c.column), ())) for c in cells)
            self.grids.append(Grid(tuple(GridCell(c.row, c.column, c.rows, c.columns, s) for c, s in places)))

    def _write(self, line: Line, end: str) -> Span:
        start = self._length + len(line.text) - len(line.text.lstrip())
        span = Span(start, start + len(line.text.strip()))
        self._texts += (line.text, end)
        self._length += len(line.text) + len(end)
        if line.mark != Mark():
            self.marks[start] = line.mark
        if line.number and (not self.references or self.references[-1].number != line.number):
            self.references.append(Reference(start, "paragraph", line.number))
        return span
