"""The blocks of a Word file, paragraphs and tables, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.reading.formats import Progress
from plangraph.reading.formats.docx.archive import Archive, Cell, Line, lines_of
from plangraph.reading.formats.docx.contents import contents_paragraphs
from plangraph.reading.formats.docx.elements import child, members, switched
from plangraph.reading.formats.docx.inline import Anchor, AnchorKind, InlineReader
from plangraph.reading.formats.docx.numbering import Numbering
from plangraph.reading.formats.docx.styles import Look, Styles
from plangraph.reading.formats.docx.table import cells_of, only_cell
from plangraph.reading.source import LineRole, Mark

_STEP = 200  # blocks after which progress is told
_BLOCKS = ("w:p", "w:tbl")
_TABLE = qn("w:tbl")
_BOX = qn("w:txbxContent")
_PARAGRAPH = Mark(continues=False)


@dataclass(frozen=True, slots=True)
class _Story:
    """What blocks belong to: the body, or a text box or note anchored in the paragraph of that number."""

    role: LineRole = ""
    number: int = 0


class Body:
    """Writes the blocks of a file to an archive.

    Paragraphs are numbered from 1 as they stand in the file: every `w:p` of the body counts, also an empty one
    and one in a cell of a table. What stands in text boxes and notes has the number of the paragraph in which it
    is anchored.
    """

    def __init__(
        self,
        archive: Archive,
        styles: Styles,
        numbering: Numbering,
        notes: Mapping[tuple[AnchorKind, str], Element],
    ) -> None:
        self._archive = archive
        self._styles = styles
        self._numbering = numbering
        self._notes = dict(notes)
        self._inline = InlineReader(styles)
        self._numbers: dict[Element, int] = {}
        self._contents: frozenset[Element] = frozenset()
        self._held: list[str | Anchor] = []  # of paragraphs that go on in the next one, their mark being deleted
        self._anchored: list[tuple[Anchor, int]] = []  # what follows the block under way
        self._begun = False  # whether a heading came: a title style after it marks some other kind of heading

    def write(self, body: Element, progress: Progress) -> None:
        """The whole body."""
        paragraphs = (p for p in body.iter(qn("w:p")) if next(p.iterancestors(_BOX), None) is None)
        self._numbers = {paragraph: number for number, paragraph in enumerate(paragraphs, start=1)}
        self._contents = contents_paragraphs(body)
        blocks = list(members(body, *_BLOCKS))
        for done, block in enumerate(blocks):
            if done % _STEP == 0:
                progress("blocks", done, len(blocks))
            self._block(block, _Story())
        self._end(_Story())
        progress("blocks", len(blocks), len(blocks))

    def write_furniture(self, parts: Iterable[Element]) -> None:
        """Headers and footers, each text once."""
        seen: set[str] = set()
        for paragraph in (paragraph for part in parts for paragraph in part.iter(qn("w:p"))):
            text = _text(self._inline.read(paragraph, self._styles.look(paragraph)))
            if text not in seen:
                seen.add(text)
                self._archive.lines(lines_of(text, 0, _PARAGRAPH), "running head")

    # ── blocks ──────────────────────────────────────────────────────────────────────────────────────────

    def _story(self, container: Element, story: _Story) -> None:
        for block in members(container, *_BLOCKS):
            self._block(block, story)
        self._end(story)

    def _block(self, block: Element, story: _Story) -> None:
        if block.tag == _TABLE:
            self._end(story)
            self._table(block)
        else:
            self._paragraph(block, story)
        self._write_anchored()

    def _end(self, story: _Story) -> None:
        """What was held back for a next paragraph that does not come."""
        self._archive.lines(self._rest(Mark(continues=False, role=story.role), story.number))
        self._write_anchored()

    def _write_anchored(self) -> None:
        anchored, self._anchored = self._anchored, []
        for anchor, number in anchored:
            if anchor.content is not None:
                self._story(anchor.content, _Story("box", number))
            elif (note := self._notes.pop((anchor.kind, anchor.id), None)) is not None:
                self._story(note, _Story("note", number))

    def _table(self, table: Element) -> None:
        """A table as a grid; one that frames other tables gives those, and a grid for the text between them."""
        frame = only_cell(table)
        if frame is None or next(members(frame, "w:tbl"), None) is None:
            self._archive.grid(cells_of(table, self._cell))
            return
        for is_table, blocks in groupby(members(frame, *_BLOCKS), key=lambda block: block.tag == _TABLE):
            if is_table:
                for block in blocks:
                    self._table(block)
            else:
                self._archive.grid([Cell(0, 0, 1, self._cell_lines(blocks))])

    def _cell(self, cell: Element) -> list[Line]:
        return self._cell_lines(members(cell, *_BLOCKS))

    def _cell_lines(self, blocks: Iterable[Element]) -> list[Line]:
        """The lines of a cell; a table in it gives the lines of its cells."""
        found: list[Line] = []
        for block in blocks:
            if block.tag == _TABLE:
                found += self._rest(_PARAGRAPH, 0)
                found += (line for inner in cells_of(block, self._cell) for line in inner.lines)
            else:
                number, look = self._numbers.get(block, 0), self._styles.look(block)
                found += lines_of("".join(self._labelled(block, look, number)), number, _PARAGRAPH)
        return found + self._rest(_PARAGRAPH, 0)

    # ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────

    def _paragraph(self, paragraph: Element, story: _Story) -> None:
        number, look = self._numbers.get(paragraph, story.number), self._styles.look(paragraph)
        label, text = self._labelled(paragraph, look, number)
        if not text.strip():
            return
        if not story.role and (look.contents or paragraph in self._contents):
            self._archive.lines(lines_of(text, number, _PARAGRAPH), "list of contents")
            return
        mark = self._mark(look, story)
        if mark.heading:
            text = text.replace("\n", " ")  # a heading that is broken by hand is one heading
        self._archive.lines(lines_of(label + text, number, mark))

    def _mark(self, look: Look, story: _Story) -> Mark:
        if story.role:
            return Mark(continues=False, role=story.role)
        self._begun = self._begun or look.heading > 0
        is_title = look.title and not self._begun
        return Mark(continues=False, heading=look.heading, role="title" if is_title else "")

    def _labelled(self, paragraph: Element, look: Look, number: int) -> tuple[str, str]:
        """The automatic number of a paragraph and its text, with that of the paragraphs that go on in it."""
        self._held += self._inline.read(paragraph, look)
        if look.hidden or _is_joined(paragraph):
            return "", ""
        parts, self._held = self._held, []
        self._anchored += ((part, number) for part in parts if isinstance(part, Anchor))
        return self._numbering.label(look), _text(parts)

    def _rest(self, mark: Mark, number: int) -> list[Line]:
        parts, self._held = self._held, []
        self._anchored += ((part, number) for part in parts if isinstance(part, Anchor))
        return lines_of(_text(parts), number, mark)


def _text(parts: Iterable[str | Anchor]) -> str:
    return "".join(part for part in parts if isinstance(part, str))


def _is_joined(paragraph: Element) -> bool:
    """Whether the mark at the end of a paragraph was deleted or is hidden, so that the next one goes on in it."""
    deleted = child(paragraph, "w:pPr", "w:rPr", "w:del") is not None
    return deleted or bool(switched(paragraph, "w:pPr", "w:rPr", "w:vanish"))
