"""What stands in a paragraph: the characters that Word shows, and what is anchored at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.reading.formats.docx.elements import ALTERNATIVES, chosen, shown
from plangraph.reading.formats.docx.styles import Look, Styles
from plangraph.reading.formats.docx.symbols import symbol

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_PLAIN = {
    qn("w:tab"): " ",  # a tab would part the cells of a table
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
# Properties, what was deleted or moved away, codes of fields, the letters beside characters, marks of notes.
_PASSED = frozenset(
    qn(name)
    for name in (
        "w:pPr",
        "w:rPr",
        "w:sdtPr",
        "w:sdtEndPr",
        "w:customXmlPr",
        "w:smartTagPr",
        "w:del",
        "w:moveFrom",
        "w:delText",
        "w:instrText",
        "w:delInstrText",
        "w:rt",
        "w:softHyphen",
    )
)
_SURROGATES = range(0xD800, 0xE000)

AnchorKind = Literal["box", "footnote", "endnote"]
_NOTES: dict[str, AnchorKind] = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stands aside of a paragraph: the content of a text box, or the id of a note."""

    kind: AnchorKind
    content: Element | None = None
    id: str = ""


class InlineReader:
    """Reads paragraphs in the order in which they stand; a field may begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[bool] = []  # of each field that is open: whether its result has begun

    def read(self, paragraph: Element, look: Look) -> list[str | Anchor]:
        """What a paragraph holds: pieces of text, with "\\n" where a line is broken by hand, and anchors."""
        found = list(self._parts(paragraph, look))
        # A code that runs on in the next paragraph is known by its elements; a field without end hides nothing.
        self._fields = [True] * len(self._fields)
        return found

    def _parts(self, element: Element, look: Look) -> Iterator[str | Anchor]:
        for item in element.iterchildren("{*}*"):
            tag = item.tag
            if tag == qn("w:fldChar"):
                self._field(item.get(qn("w:fldCharType"), ""))
            elif tag in _PASSED or (tag == qn("w:r") and self._styles.hides(item, look)):
                continue
            elif tag == ALTERNATIVES:
                yield from self._parts(chosen(item), look)
            elif (part := _part(item)) is None:
                yield from self._parts(item, look)
            elif all(self._fields):
                yield part

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(False)
        elif self._fields and step == "separate":
            self._fields[-1] = True
        elif self._fields and step == "end":
            self._fields.pop()


def _part(element: Element) -> str | Anchor | None:
    """What an element shows by itself; None for one that may hold further elements."""
    tag = element.tag
    if tag in (qn("w:t"), _MATH):
        return shown(element.text or "")
    if tag in _PLAIN:
        return _PLAIN[tag]
    if tag == qn("w:sym"):
        return _symbol(element)
    if tag == qn("w:txbxContent"):
        return Anchor("box", element)
    return Anchor(_NOTES[tag], id=element.get(qn("w:id"), "")) if tag in _NOTES else None


def _symbol(element: Element) -> str:
    try:
        code = int(element.get(qn("w:char"), ""), 16)
    except ValueError:
        return ""
    is_character = 0 <= code <= sys.maxunicode and code not in _SURROGATES
    return shown(symbol(code, element.get(qn("w:font"), ""))) if is_character else ""
