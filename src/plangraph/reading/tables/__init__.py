"""Finds tables in a text and reads them as tables.

    grids of the format ─► gridtables ─► columns (the head), pages (grids that go on), gridrows ─┐
    lines of plain text ─► texttables ─► header, indicators or projects (cells placed by cost) ──┴─► FoundTables

A table is known by its head, which holds nothing but heads of columns. What stands over the head is its title
and the unit of its amounts; the rows below are read by the kind of the table. Nothing is guessed: what looks
like a table and cannot be read as one stays text, and is named as a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Line
from plangraph.reading.source import Source
from plangraph.reading.tables.finds import Finds, FoundTables
from plangraph.reading.tables.gridtables import GridFinder
from plangraph.reading.tables.rules import table_rules
from plangraph.reading.tables.tabbed import tabbed_grids
from plangraph.reading.tables.texttables import TextFinder

__all__ = ["FoundTables", "find_tables", "tabbed_grids"]


def find_tables(source: Source, lines: Sequence[Line], headings: HeadingRules) -> FoundTables:
    """The tables of a text. Their ids and sections are not known yet."""
    left_out = {span.start for _, span in source.left_out}
    where = [index for index, line in enumerate(lines) if line.start not in left_out]
    kept = [lines[index] for index in where]
    rules, found = table_rules(), Finds()
    GridFinder(source, kept, rules, headings).read(found)
    for first, run in _runs(kept, {i for _, indexes in found.tables for i in indexes}):
        TextFinder(source.text, run, first, rules, headings).read(found)
    return found.result(where)


def _runs(lines: Sequence[Line], taken: set[int]) -> Iterator[tuple[int, Sequence[Line]]]:
    """Runs of lines between grids, each with the index of its first line."""
    free = (index in taken or line.grid is not None for index, line in enumerate(lines))
    for held, group in groupby(enumerate(free), lambda item: item[1]):
        indexes = [index for index, _ in group]
        if not held:
            yield indexes[0], lines[indexes[0] : indexes[-1] + 1]
