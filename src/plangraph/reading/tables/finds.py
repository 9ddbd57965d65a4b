"""What was found while looking for tables, by the indexes of lines, and what stands over a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plangraph.model import Gap, Table
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Line
from plangraph.reading.tables.rules import TableRules, plain


@dataclass(frozen=True, slots=True)
class FoundTables:
    """What looks like a table in a text; lines are given by index.

    `by_line`: each table, by its first line. `taken`: every line of a table. `framed`: lines of grids that only
    frame a text (a box), and title and notes of a box whose grid is a table besides. `unread`: lines of grids
    that could not be read, of which `gaps` gives place and reason.
    """

    by_line: Mapping[int, Table]
    taken: frozenset[int]
    framed: frozenset[int] = frozenset()
    unread: frozenset[int] = frozenset()
    gaps: tuple[Gap, ...] = ()


@dataclass(slots=True)
class Finds:
    """Tables, with their lines, and the other grids and gaps that were found so far."""

    tables: list[tuple[Table, list[int]]] = field(default_factory=list)
    framed: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)

    def result(self, where: Sequence[int]) -> FoundTables:
        """The same, by the indexes that the lines have in the whole text."""
        return FoundTables(
            by_line={where[min(indexes)]: table for table, indexes in self.tables},
            taken=frozenset(where[i] for _, indexes in self.tables for i in indexes),
            framed=frozenset(where[i] for i in self.framed),
            unread=frozenset(where[i] for i in self.unread),
            gaps=tuple(sorted(self.gaps, key=lambda gap: gap.spans)),
        )


@dataclass(frozen=True, slots=True)
class Above:
    """Title and unit that stand over a table, and the first line that belongs to it for that."""

    start: int
    title: str = ""
    unit: str = ""


def above(lines: Sequence[Line], index: int, floor: int, rules: TableRules, headings: HeadingRules) -> Above:
    """What stands over the table whose first line is at `index`, not before the line `floor`.

    A heading or the title of a box stays one, and so does the title of an attachment.
    """
    start, title, unit = index, "", ""
    if start > floor and (match := rules.above["unit"].fullmatch(plain(lines[start - 1].text))):
        start, unit = start - 1, match[1]
    if start > floor and _is_title(lines[start - 1], rules):
        title = lines[start - 1].text
        if not is_heading(lines[start - 1], headings) and not _is_attachment(lines, start - 2, headings):
            start -= 1
    return Above(start, title, unit)


def _is_title(line: Line, rules: TableRules) -> bool:
    return line.grid is None and not line.ended and bool(rules.above["title"].fullmatch(plain(line.text)))


def is_heading(line: Line, headings: HeadingRules) -> bool:
    """Whether a line opens a section: by its marker, as the title of a box, or because the format says so."""
    told = line.mark.heading > 0 or line.mark.role == "title"
    return told or headings.is_box(line.text) or headings.heading(line.text) is not None


def _is_attachment(lines: Sequence[Line], index: int, headings: HeadingRules) -> bool:
    """Whether the line is a bare 附件: then the title belongs to its heading."""
    marker = headings.heading(lines[index].text) if index >= 0 else None
    return marker is not None and marker.alone
