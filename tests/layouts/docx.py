"""Blocks laid out as a Word file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.text.paragraph import Paragraph as WordParagraph

from layouts.blocks import Block, Heading, Paragraph, TableBlock
from layouts.wordml import (
    DECLARED,
    begins,
    cell,
    definition,
    field_code,
    field_step,
    level,
    listing,
    paragraph,
    row,
    run,
    table,
    table_of,
    text_box,
)
from plangraph.text import chinese_number

Headings = Literal["styles", "numbered", "plain"]
Boxes = Literal["plain", "frames", "text boxes"]

# Headings whose numbers Word can give, by level of one list: pattern, text of the label, number format.
_LEVELS = (
    (re.compile(r"第([一二三四五六七八九十]+)章\s*"), "第%1章", "chineseCountingThousand"),
    (re.compile(r"第([一二三四五六七八九十]+)节\s*"), "第%2节", "chineseCounting"),
    (re.compile(r"([一二三四五六七八九十]+)、\s*"), "%3、", "japaneseCounting"),
    (re.compile(r"（([一二三四五六七八九十]+)）\s*"), "（%4）", "taiwaneseCounting"),
    (re.compile(r"(\d+)[.](?!\d)\s*"), "%5.", "decimal"),
    (re.compile(r"专栏\s*(\d+)\s*"), "专栏%6", "decimal"),
)
_GOES_THROUGH = 5  # the level that no level above it begins anew
_DEFINITION = 900


def render(
    blocks: Sequence[Block], *, headings: Headings = "styles", boxes: Boxes = "plain", contents: bool = False
) -> bytes:
    """The blocks as a Word file made with python-docx.

    `headings`: by the styles of Word, by those with automatic numbers in place of the written ones, or as plain
    paragraphs. `boxes`: paragraphs of boxes as they are, in a table of one cell, or in a text box. `contents`:
    with a list of contents, as Word makes it.
    """
    document = Document()
    if contents:
        _contents(document, [block for block in blocks if isinstance(block, Heading)])
    numbers = _Numbers(document) if headings == "numbered" else None
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            _heading(document, _untitled(block, blocks[index + 1 :]), headings, numbers)
        elif isinstance(block, TableBlock):
            _table(document, block, blocks[index - 1] if index else None)
        elif block.kind == "box" and boxes != "plain":
            if _kind(blocks, index - 1) != "box":
                _box(document, list(_box_texts(blocks, index)), boxes)
        else:
            document.add_paragraph(block.text, style="Title" if block.kind == "heading" else "Normal")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _kind(blocks: Sequence[Block], index: int) -> str:
    block = blocks[index] if index >= 0 else None
    return block.kind if isinstance(block, Paragraph) else ""


def _box_texts(blocks: Sequence[Block], start: int) -> Iterator[str]:
    for index in range(start, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Paragraph) or block.kind != "box":
            return
        yield block.text


def _untitled(heading: Heading, following: Sequence[Block]) -> Heading:
    """A heading without the title of the table below it, which stands on a line of its own (附件1)."""
    table = following[0] if following else None
    title = table.title if isinstance(table, TableBlock) else ""
    return replace(heading, text=heading.text.removesuffix(title).strip() or heading.text)


def _heading(document: WordDocument, block: Heading, headings: Headings, numbers: _Numbers | None) -> None:
    if headings == "plain":
        document.add_paragraph(block.text)
        return
    paragraph = document.add_paragraph(block.text, style=f"Heading {block.level}")
    if numbers is not None:
        numbers.number(paragraph, block.text)


class _Numbers:
    """Automatic numbers: one list, and a further one of the same definition wherever its numbers jump."""

    def __init__(self, document: WordDocument) -> None:
        self._numbering = document.part.numbering_part.element
        levels = (
            level(at, label, numbers, '<w:lvlRestart w:val="0"/>' if at == _GOES_THROUGH else "")
            for at, (_, label, numbers) in enumerate(_LEVELS)
        )
        self._numbering.insert(0, _parsed(definition(_DEFINITION, *levels)))
        self._lists = _DEFINITION
        self._counts: dict[int, int] = {}
        self._begin("")

    def _begin(self, override: str) -> None:
        self._lists += 1
        self._numbering.append(_parsed(listing(self._lists, _DEFINITION, override)))

    def number(self, heading: WordParagraph, text: str) -> None:
        """Takes the number out of the text of a heading and lets Word give it."""
        for at, (pattern, _, _) in enumerate(_LEVELS):
            match = pattern.match(text)
            if match is not None:
                self._count(at, int(match[1]) if match[1].isdigit() else chinese_number(match[1]) or 0)
                heading.text = text[match.end() :]
                _set_list(heading, self._lists, at)
                return

    def _count(self, at: int, number: int) -> None:
        if number != self._counts.get(at, 0) + 1:
            self._begin(begins(at, number))
        self._counts = {key: count for key, count in self._counts.items() if key < at or key == _GOES_THROUGH}
        self._counts[at] = number


def _set_list(heading: WordParagraph, identifier: int, at: int) -> None:
    numbered = heading._p.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_ilvl().val = at
    numbered.get_or_add_numId().val = identifier


def _contents(document: WordDocument, headings: Sequence[Heading]) -> None:
    """A list of contents: the field that makes it begins in the first entry and ends after the last."""
    document.add_paragraph("目录", style="TOC Heading")
    for index, heading in enumerate(headings):
        begin = field_step("begin") + field_code('TOC \\o "1-3" \\h \\z \\u') + field_step("separate")
        entry = f"{begin if not index else ''}{run(heading.text)}<w:r><w:tab/></w:r>{run(str(index + 1))}"
        _append(document, paragraph(entry))
    _append(document, paragraph(field_step("end")))


def _table(document: WordDocument, block: TableBlock, before: Block | None) -> None:
    if block.title and not (isinstance(before, Heading) and before.text == block.title):
        document.add_paragraph(block.title)
    if block.unit:
        document.add_paragraph(f"单位：{block.unit}")
    _append(document, table_of(block.rows))
    document.add_paragraph()


def _box(document: WordDocument, texts: Sequence[str], boxes: Boxes) -> None:
    content = "".join(paragraph(run(text)) for text in texts)
    if boxes == "frames":
        _append(document, table(row(cell(content))))
    else:
        _append(document, paragraph(text_box(content)))


def _append(document: WordDocument, xml: str) -> None:
    document.element.body.insert_element_before(_parsed(xml), "w:sectPr")


def _parsed(xml: str) -> Element:
    return parse_xml(xml.replace(">", f" {DECLARED}>", 1))
