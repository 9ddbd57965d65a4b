"""Word files (.docx, .docm, .dotx): what Word shows when all changes are accepted.

Paragraphs are lines, with their automatic numbers; tables are grids; text boxes and notes follow the block in
which they are anchored; headers and footers stand at the end and are left out. Deleted and hidden text, comments,
codes of fields and pronunciation marks are not shown and not read. Macros and files within the file are not
opened, and references out of it are not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.errors import InputError
from plangraph.reading.formats import Progress
from plangraph.reading.formats.docx.archive import Archive
from plangraph.reading.formats.docx.body import Body
from plangraph.reading.formats.docx.elements import child
from plangraph.reading.formats.docx.inline import AnchorKind
from plangraph.reading.formats.docx.numbering import Numbering
from plangraph.reading.formats.docx.package import ROOT, Relations, WordPackage
from plangraph.reading.formats.docx.styles import Styles, word_rules
from plangraph.reading.source import Source

_NOTES: tuple[tuple[AnchorKind, str], ...] = (("footnote", "footnotes"), ("endnote", "endnotes"))
_ISO_DAY, _DAY = re.compile(r"\d{4}-\d\d-\d\d"), len("2021-03-01")
_EARLIEST = "1990"  # a day before this year is a default value


def load(data: bytes, where: str, progress: Progress) -> Source:
    """The text of a Word file with what its format tells.

    Raises `InputError` for a file that cannot be read, is no Word file, or holds no text.
    """
    package = WordPackage(data, where)
    relations = package.relations(package.document)
    styles = Styles(_part(package, relations, "styles"))
    numbering = Numbering(_part(package, relations, "numbering"), styles)
    archive = Archive()
    body = Body(archive, styles, numbering, _notes(package, relations))
    content = child(package.root_of_document, "w:body")
    if content is not None:
        body.write(content, progress)
    if not archive.text:
        hint = "if its pages are pictures, use a file with text; otherwise save it anew as .docx in Word or WPS"
        raise InputError("the Word file holds no text", where=where, hint=hint)
    body.write_furniture(_furniture(package, relations))
    return Source(
        text=archive.text,
        format="docx",
        encoding="",
        marks=archive.marks,
        grids=tuple(archive.grids),
        left_out=tuple(archive.left_out),
        references=tuple(archive.references),
        metadata=_metadata(package),
    )


def _part(package: WordPackage, relations: Relations, kind: str) -> Element | None:
    part = relations.get(kind)
    return None if part is None else package.root(part)


def _notes(package: WordPackage, relations: Relations) -> dict[tuple[AnchorKind, str], Element]:
    found: dict[tuple[AnchorKind, str], Element] = {}
    for kind, name in _NOTES:
        root = _part(package, relations, name)
        for note in () if root is None else root.iterchildren(qn(f"w:{kind}")):
            found[kind, note.get(qn("w:id"), "")] = note
    return found


def _furniture(package: WordPackage, relations: Relations) -> Iterator[Element]:
    """The headers and footers that sections name, in their order."""
    parts = {relation.id: relation.part for relation in relations.all}
    for reference in package.root_of_document.iter(qn("w:headerReference"), qn("w:footerReference")):
        part = parts.pop(reference.get(qn("r:id"), ""), None)
        if part is not None:
            yield package.root(part)


def _metadata(package: WordPackage) -> dict[str, str]:
    """Title and day of creation, where they are more than what a program puts in by itself."""
    properties = _part(package, package.relations(ROOT), "core-properties")
    if properties is None:
        return {}
    rules = word_rules()
    title = " ".join(properties.findtext(qn("dc:title"), "").split())
    created = properties.findtext(qn("dcterms:created"), "").strip()[:_DAY]
    found = {} if rules.no_title.fullmatch(title) else {"title": title}
    if _ISO_DAY.fullmatch(created) and created > _EARLIEST and created not in rules.template_dates:
        found["created"] = created
    return found
