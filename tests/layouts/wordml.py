"""Word files put together from pieces of XML, for what python-docx does not write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from layouts.blocks import Cell

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": RELATIONS,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
DECLARED = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
_ROOTS = {"header": "hdr", "footer": "ftr"}

# ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────────────

BREAK = "<w:r><w:br/></w:r>"


def run(text: str, properties: str = "") -> str:
    """Characters."""
    return f'<w:r>{_properties("rPr", properties)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p>{_properties('pPr', properties)}{content}</w:p>"


def styled(text: str, style: str, properties: str = "") -> str:
    """A paragraph with a style."""
    return paragraph(run(text), f'<w:pStyle w:val="{style}"/>{properties}')


def item(text: str, of: int = 1, at: int = 0, properties: str = "") -> str:
    """A paragraph of a list, at a level of it; without text where that is empty."""
    numbered = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>'
    return paragraph(run(text) if text else "", numbered + properties)


def field(code: str, result: str) -> str:
    """A field with its code and its result."""
    return field_step("begin") + field_code(code) + field_step("separate") + result + field_step("end")


def field_step(step: Literal["begin", "separate", "end"]) -> str:
    """A step of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>'


def field_code(code: str) -> str:
    """The code of a field."""
    return f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'


def text_box(content: str) -> str:
    """A text box as Word writes it: once for itself and once for its forerunners."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def _properties(name: str, content: str) -> str:
    return f"<w:{name}>{content}</w:{name}>" if content else ""


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row of a table."""
    return f"<w:tr>{_properties('trPr', properties)}{''.join(cells)}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    """A cell with paragraphs or tables; one at least is in each."""
    return f"<w:tc>{_properties('tcPr', properties)}{content or paragraph('')}</w:tc>"


def table_of(rows: Sequence[Sequence[Cell]]) -> str:
    """A table; a cell over several rows leaves an empty one in each of them, as in Word."""
    above: dict[int, Cell] = {}  # by column: the cells that take further rows
    out = []
    for cells in rows:
        below: dict[int, Cell] = {}
        written, column, waiting = [], 0, list(cells)
        while waiting or column in above:
            goes_on = column in above
            place = above[column] if goes_on else waiting.pop(0)
            written.append(_merged(place, goes_on))
            if place.rows > 1:
                below[column] = replace(place, rows=place.rows - 1)
            column += place.columns
        above = below
        out.append(row(*written))
    return table(*out)


def _merged(place: Cell, goes_on: bool) -> str:
    span = f'<w:gridSpan w:val="{place.columns}"/>' if place.columns > 1 else ""
    begins = '<w:vMerge w:val="restart"/>' if place.rows > 1 else ""
    return cell(paragraph("" if goes_on else run(place.text)), span + ("<w:vMerge/>" if goes_on else begins))


# ── styles and lists ────────────────────────────────────────────────────────────────────────────────────────


def style(identifier: str, name: str, properties: str = "", *, based_on: str = "", usual: bool = False) -> str:
    """A style of paragraphs; `usual`: of those that name none."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    default = ' w:default="1"' if usual else ""
    names = f'w:styleId="{identifier}"{default}><w:name w:val="{name}"/>'
    return f'<w:style w:type="paragraph" {names}{base}{properties}</w:style>'


def level(at: int, label: str, number_format: str = "decimal", further: str = "") -> str:
    """A level of a list."""
    start = f'<w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
    return f'<w:lvl w:ilvl="{at}">{start}{further}<w:lvlText w:val="{label}"/></w:lvl>'


def definition(identifier: int, *levels: str) -> str:
    """What lists have in common."""
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def listing(identifier: int, of: int, further: str = "") -> str:
    """A list of a definition."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{further}</w:num>'


def begins(at: int, start: int) -> str:
    """That a level of a list begins anew, with this number."""
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


# ── whole files ─────────────────────────────────────────────────────────────────────────────────────────────


def word_file(body: str, parts: Mapping[str, str] | None = None, *, main: str = "word/document.xml") -> bytes:
    """A Word file with this body; `parts`: what is in further parts, by kind (`styles`, `footnotes`, `header`).

    The reference to a part has its kind for an id.
    """
    return zipped(word_members(body, parts, main=main))


def word_members(
    body: str, parts: Mapping[str, str] | None = None, *, main: str = "word/document.xml"
) -> dict[str, bytes]:
    """The members of the zip of `word_file`."""
    parts = parts or {}
    folder, _, name = main.rpartition("/")
    members = {
        "_rels/.rels": relations(relation("rId1", "officeDocument", main)),
        main: part("document", f"<w:body>{body}</w:body>"),
        f"{folder}/_rels/{name}.rels": relations(*(relation(kind, kind, f"{kind}.xml") for kind in parts)),
    }
    return members | {f"{folder}/{kind}.xml": part(_ROOTS.get(kind, kind), parts[kind]) for kind in parts}


def relation(identifier: str, kind: str, target: str, mode: str = "Internal") -> str:
    """A reference of one part to another."""
    return f'<Relationship Id="{identifier}" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def relations(*references: str) -> bytes:
    """The part with what another part refers to."""
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{name}">{"".join(references)}</Relationships>'.encode()


def part(root: str, content: str, encoding: str = "utf-8", before: str = "") -> bytes:
    """A part with this root and content; `before`: what stands between the declaration and the root."""
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>{before}'
    return f"{declaration}<w:{root} {DECLARED}>{content}</w:{root}>".encode(encoding)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
