"""Printed pages → `Source`: the archived text, and what is known of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from plangraph.model import Reference, Span
from plangraph.reading.formats.pdf.file import Bookmark
from plangraph.reading.formats.pdf.margins import find_margins
from plangraph.reading.formats.pdf.marks import find_marks
from plangraph.reading.formats.pdf.printed import Key, PrintedCell, PrintedGrid, PrintedLine, PrintedPage
from plangraph.reading.formats.pdf.rules import pdf_rules
from plangraph.reading.headings import heading_rules
from plangraph.reading.source import Grid, GridCell, LeftOutReason, Mark, Source

_ENDS_LATIN = re.compile(r"[A-Za-z0-9]$")


def archive(pages: Sequence[PrintedPage], bookmarks: Iterable[Bookmark], metadata: Mapping[str, str]) -> Source:
    """The pages as one text: a line of it is a printed line, and a form feed parts the pages."""
    rules, headings = pdf_rules(), heading_rules()
    margins = find_margins(pages, rules, headings)
    writer = _Writer(find_marks(pages, margins, bookmarks, rules, headings), margins.left_out)
    for page in pages:
        writer.page(page)
    return Source(
        text="".join(writer.parts),
        format="pdf",
        encoding="",
        marks=writer.marks,
        grids=tuple(writer.grids),
        left_out=tuple(writer.left_out),
        references=tuple(writer.references),
        metadata=metadata,
    )


@dataclass(slots=True)
class _Writer:
    """Writes the text and keeps where things stand in it."""

    known: Mapping[Key, Mark]
    reasons: Mapping[Key, LeftOutReason]
    parts: list[str] = field(default_factory=list)
    marks: dict[int, Mark] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    left_out: list[tuple[LeftOutReason, Span]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    _length: int = 0

    def _write(self, text: str) -> Span:
        self.parts.append(text)
        self._length += len(text)
        return Span(self._length - len(text), self._length)

    def page(self, page: PrintedPage) -> None:
        """A page; one without text has no place in the text that could be referred to."""
        if page.number:
            self._write("\f")
        if page.blocks:
            self.references.append(Reference(self._length, "page", page.number + 1))
        for block in page.blocks:
            if isinstance(block, PrintedGrid):
                self._grid(block)
            else:
                self._line(block)

    def _line(self, line: PrintedLine) -> None:
        span = self._write(line.text)
        if line.key in self.reasons:
            self.left_out.append((self.reasons[line.key], span))
        else:
            self.marks[span.start] = self.known[line.key]
        # A blank that may part two Latin words: the line after it tells whether it does.
        self._write(" \n" if _ENDS_LATIN.search(line.text) else "\n")

    def _grid(self, grid: PrintedGrid) -> None:
        cells: list[GridCell] = []
        for _, row in groupby(grid.cells, key=lambda cell: cell.row):
            filled = False
            for cell in row:
                if cell.lines and filled:
                    self._write("\t")
                cells.append(self._cell(cell))
                filled = filled or bool(cell.lines)
            if filled:
                self._write("\n")
        self.grids.append(Grid(tuple(cells)))

    def _cell(self, cell: PrintedCell) -> GridCell:
        spans: list[Span] = []
        for line in cell.lines:
            if spans:
                self._write("\n")
            spans.append(self._write(line))
        return GridCell(cell.row, cell.column, cell.rows, cell.columns, tuple(spans))
