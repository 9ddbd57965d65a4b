"""Lists of contents that Word made: which paragraphs are entries of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.reading.formats.docx.elements import value

_GALLERY = "Table of Contents"


@dataclass(slots=True)
class _Field:
    """A field that is open: its code, and the paragraphs whose text begins in it."""

    code: str = ""
    paragraphs: list[Element] = field(default_factory=list)

    @property
    def is_contents(self) -> bool:
        return self.code.upper().split()[:1] == ["TOC"]


def contents_paragraphs(body: Element) -> frozenset[Element]:
    """The paragraphs of lists of contents, by the control around them or the field that made them.

    A field must end to count, so that a damaged one does not take the rest of the file with it.
    """
    found: set[Element] = set()
    for control in body.iter(qn("w:sdt")):
        if value(control, "w:sdtPr", "w:docPartObj", "w:docPartGallery") == _GALLERY:
            found.update(control.iter(qn("w:p")))
    return frozenset(found | _in_fields(body))


def _in_fields(body: Element) -> set[Element]:
    found: set[Element] = set()
    begun: set[Element] = set()
    fields = [_Field()]  # the first stands for the text outside of fields
    for element in body.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        step = element.get(qn("w:fldCharType"))
        if step == "begin":
            fields.append(_Field())
        elif step == "end" and len(fields) > 1:
            ended = fields.pop()
            fields[-1].paragraphs += ended.paragraphs
            found.update(ended.paragraphs if ended.is_contents else ())
        elif element.tag == qn("w:instrText"):
            fields[-1].code += element.text or ""
        elif element.tag == qn("w:t"):
            paragraph = next(element.iterancestors(qn("w:p")), None)
            if paragraph is not None and paragraph not in begun:
                begun.add(paragraph)
                fields[-1].paragraphs.append(paragraph)
    return found
