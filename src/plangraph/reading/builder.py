"""The walk through the lines of a text: sections open and close, paragraphs grow, boxes cut in.

Two paragraphs can be under way at once, one of the body and one of a box, because a box that stands beside or
inside a paragraph cuts it in two in the archived text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from plangraph.model import Passage, PassageKind, Section, Span, Table, quote
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Layout, Line, cut_all, run_on, spans_of
from plangraph.reading.paragraphs import goes_on
from plangraph.reading.setting import set_close
from plangraph.text import one_line, pieces

PIECE = 450  # a longer paragraph becomes several passages of whole sentences
IN_BOX = 100  # added to the rank of a section in a box: it closes before the sections around the box


@dataclass(slots=True)
class Place:
    """An open section; `filled` once a passage stands in it, `glossary` when it explains words."""

    section: Section
    rank: int
    path: tuple[str, ...]
    glossary: bool = False
    filled: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph under way, and the section in which it began."""

    lines: list[Line]
    place: Place | None
    kind: PassageKind


@dataclass(slots=True)
class Builder:
    """Takes the lines one after the other; the results are in `sections`, `tables`, `passages()`."""

    text: str
    layout: Layout
    rules: HeadingRules
    spacing: Sequence[re.Pattern[str]]  # how runs of spaced letters are set
    framed: bool = False  # boxes have frames: a line outside of one ends the box
    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    _stack: list[Place] = field(default_factory=list)
    _boxes: list[Place] = field(default_factory=list)
    _done: list[Paragraph] = field(default_factory=list)
    _body: Paragraph | None = None
    _box: Paragraph | None = None
    _cut: Paragraph | None = None  # a paragraph of the body that a box cuts in two
    _after_note: bool = False

    # ── sections ────────────────────────────────────────────────────────────────────────────────────────

    def heading(self, lines: Sequence[Line], rank: int, glossary: bool = False) -> None:
        """A heading opens a section and closes those of its rank and below; in a box it may stay inside."""
        inside = self._in_box() and not self._leaves_box(rank)
        self._body = self._box = None
        self._cut = self._cut if inside else None
        self._open(lines, rank + IN_BOX if inside else rank).glossary = glossary

    def box_title(self, line: Line) -> None:
        """A box opens a section of its own; a paragraph of the body that it cuts in two stays under way."""
        if self._body is not None and self._body.lines[-1].ended:
            self._body = None
        self._box = None
        if self.layout.told and self._body is not None:
            self._cut, self._body = self._body, None
        self._boxes.append(self._open([line], IN_BOX))

    def _open(self, lines: Sequence[Line], rank: int) -> Place:
        while self._stack and self._stack[-1].rank >= rank:
            self._stack.pop()
        parent = self._stack[-1] if self._stack else None
        marker = self.rules.marker(lines[0].text)
        apart = marker is not None and self.rules.lacks_title(lines[0].text, marker)
        title = one_line((" " if apart else "").join(line.text for line in lines))
        section = Section(
            id=f"s{len(self.sections) + 1:03}",
            title=title,
            level=len(self._stack) + 1,
            parent=parent.section.id if parent else None,
            spans=spans_of(lines),
        )
        self.sections.append(section)
        self._stack.append(Place(section, rank, (*(parent.path if parent else ()), title)))
        self._after_note = False
        return self._stack[-1]

    def _in_box(self) -> bool:
        return bool(self._stack) and self._stack[-1].rank >= IN_BOX

    def _leaves_box(self, rank: int) -> bool:
        """Chapters and sections end a box, and so does a heading of a rank that is open around it."""
        around = [place.rank for place in self._stack if place.rank < IN_BOX]
        return rank < self.rules.numbered_from or rank in around or (bool(around) and rank < max(around))

    def _close_before(self, text: str) -> None:
        """A paragraph numbered 3. ends the section with the heading 2. before it."""
        marker, number = self.rules.numbered(text)
        if marker is None:
            return
        for depth, place in enumerate(self._stack):
            same, before = self.rules.numbered(place.section.title)
            if same is marker and before < number:
                del self._stack[depth:]
                return

    def _close_box(self) -> None:
        self._box = None
        while self._in_box():
            self._stack.pop()

    # ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────

    def plain(self, line: Line, following: Line | None) -> None:
        """A line of running text: it goes on a paragraph under way or begins one."""
        if line.mark.role == "box" or self._belongs_to_box(line, following):
            if self._box and goes_on(self._box.lines[-1], line, self.layout, self.rules, box=True):
                self._box.lines.append(line)
            else:
                self._close_before(line.text)
                self._box = self._begin(line, self._box_place(), "box")
            return
        if self._goes_on_after_box(line):
            self._body, self._cut = self._cut, None
        if self._by_width or self.framed:
            self._close_box()
        if self._body and goes_on(self._body.lines[-1], line, self.layout, self.rules):
            self._body.lines.append(line)
        else:
            self._close_before(line.text)
            place = self._stack[-1] if self._stack else None
            self._body = self._begin(line, place, "box" if self._in_box() else "paragraph")

    @property
    def _by_width(self) -> bool:
        """Whether nothing but the widths of lines tells paragraphs and boxes."""
        return self.layout.wrapped and not self.layout.told

    def _goes_on_after_box(self, line: Line) -> bool:
        """Whether a line without indent, after a finished paragraph of a box, goes on what the box cut in two."""
        if self._cut is None or self.layout.begins(line):
            return False
        if self._body is not None and goes_on(self._body.lines[-1], line, self.layout, self.rules):
            return False
        self._close_box()
        return True

    def fixed(self, lines: Sequence[Line], kind: PassageKind) -> None:
        """A passage whose lines and kind are known: a title, a signature."""
        self._body = self._box = None
        self._done.append(Paragraph(list(lines), self._stack[-1] if self._stack else None, kind))

    def _begin(self, line: Line, place: Place | None, kind: PassageKind) -> Paragraph:
        found = self.rules.kind(line.text, after_note=self._after_note)
        self._after_note = found == "note" and not self.rules.is_caption(line.text)
        if found in ("paragraph", "list_item"):
            found = "glossary" if place is not None and place.glossary else kind if kind == "box" else found
        paragraph = Paragraph([line], place, found)
        if place is not None:
            place.filled = True
        self._done.append(paragraph)
        return paragraph

    def _belongs_to_box(self, line: Line, following: Line | None) -> bool:
        """In wrapped text the smaller type of a box shows in the width of its lines."""
        if not self._by_width:
            return False
        if self.layout.wide(line):
            return True
        if self._box and goes_on(self._box.lines[-1], line, self.layout, self.rules, box=True):
            return True
        if not self._in_box() or (self._body and not self._body.lines[-1].ended):
            return False
        if not line.ended:
            return line.width < self.layout.width - 4
        full = line.width >= self.layout.width - 2.5
        runs_on = following is not None and not following.ended and not self.layout.wide(following)
        return not (full and runs_on)

    def _box_place(self) -> Place | None:
        """The open box; lines of a box that come later than the text around its title go to an empty one."""
        if self._in_box():
            return self._stack[-1]
        if self._box is not None:
            return self._box.place
        while self._boxes and self._boxes[-1].filled:
            self._boxes.pop()
        return self._boxes[-1] if self._boxes else (self._stack[-1] if self._stack else None)

    # ── tables and results ──────────────────────────────────────────────────────────────────────────────

    def table(self, table: Table) -> None:
        """A table stands in the section that is open; one that cuts a paragraph leaves it under way."""
        if self._body is not None and self._body.lines[-1].ended:
            self._body = None
        self._box = None
        place = self._stack[-1] if self._stack else None
        if place is not None:
            place.filled = True
        self.tables.append(
            replace(
                table,
                id=f"t{len(self.tables) + 1:02}",
                section=place.section.id if place else None,
                headings=place.path if place else (),
            )
        )
        self._after_note = False

    def passages(self) -> tuple[Passage, ...]:
        """The passages in the order in which they begin."""
        ordered = sorted(self._done, key=lambda paragraph: paragraph.lines[0].start)
        numbered = enumerate(((p, *piece) for p in ordered for piece in self._pieces(p)), start=1)
        return tuple(_passage(n, p, text, spans, start > 0) for n, (p, start, text, spans) in numbered)

    def _pieces(self, paragraph: Paragraph) -> Iterator[tuple[int, str, tuple[Span, ...]]]:
        one = paragraph.lines[0] if len(paragraph.lines) == 1 else None
        spans = one.spans if one else run_on(self.text, set_close(paragraph.lines, self.spacing))
        text = one.text if one else quote(self.text, spans)  # a line's text is kept once
        cuts = pieces(text, PIECE)
        for (start, end), part in zip(cuts, cut_all(spans, cuts), strict=True):
            yield start, text[start:end], part


def _passage(number: int, paragraph: Paragraph, text: str, spans: tuple[Span, ...], continues: bool) -> Passage:
    place = paragraph.place
    return Passage(
        id=f"p{number:04}",
        kind=paragraph.kind,
        section=place.section.id if place else None,
        headings=place.path if place else (),
        text=text,
        spans=spans,
        continues=continues,
    )
