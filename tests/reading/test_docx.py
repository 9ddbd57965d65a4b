"""Word files: documents laid out as such and read back, and files that are damaged or do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import serialize_for_reading
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.blocks import Cell, TableBlock, blocks_of, grid_rows, outline, paragraphs
from layouts.docx import render
from layouts.wordml import (
    begins,
    cell,
    definition,
    field,
    field_code,
    field_step,
    item,
    level,
    listing,
    part,
    relation,
    relations,
    row,
    style,
    styled,
    table,
    table_of,
    text_box,
    word_file,
    word_members,
    zipped,
)
from layouts.wordml import paragraph as p
from layouts.wordml import run as r
from plangraph.errors import InputError
from plangraph.model import Document
from plangraph.reading import read_document, read_manifest, structured
from plangraph.reading.formats import load
from plangraph.reading.formats.docx import package
from plangraph.reading.source import Grid, Source
from plangraph.reading.structure import read_structure
from plangraph.resources import corpus_dir
from plangraph.text import squeeze
from reading.test_documents import check

INFOS = {info.id: info for info in read_manifest(corpus_dir())}
TEXT = "推动经济社会高质量发展取得新的成效。"


# ── documents laid out ──────────────────────────────────────────────────────────────────────────────────────


@cache
def original(key: str) -> Document:
    return read_document(INFOS[key], corpus_dir())


def tables_of(found: Source) -> list[Grid]:
    """The grids that are no frames."""
    return [grid for grid in found.grids if grid.width > 1]


LAYOUTS: list[dict[str, Any]] = [
    {"headings": "styles"},
    {"headings": "numbered"},
    {"headings": "plain"},
    {"boxes": "frames"},
    {"boxes": "text boxes"},
    {"contents": True},
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("key", INFOS)
def test_documents_are_read_back(key: str, layout: dict[str, Any]) -> None:
    blocks = blocks_of(original(key))
    found = load(render(blocks, **layout), f"{key}.docx")
    document = structured(INFOS[key], found)
    check(found.text, document)
    inside = {span.start for grid in tables_of(found) for span in grid.spans}
    outside = tuple(p for p in document.passages if p.spans[0].start not in inside)
    assert outline(document) == outline(original(key))
    assert paragraphs(replace(document, passages=outside)) == paragraphs(original(key))
    expected = [block.rows for block in blocks if isinstance(block, TableBlock)]
    assert [grid_rows(found.text, grid) for grid in tables_of(found)] == [
        [[squeeze(cell.text) for cell in row] for row in rows] for rows in expected
    ]


def test_numbers_are_not_in_the_text_of_numbered_headings() -> None:
    """Else the layout would not test what it is for."""
    data = render(blocks_of(original("heshan-outline")), headings="numbered")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "第一章" not in archive.read("word/document.xml").decode()
    assert "第一章 发展基础" in load(data, "a.docx").text


def test_the_same_file_gives_the_same_text() -> None:
    data = render(blocks_of(original("jianghai-proposal")))
    assert load(data, "a.docx") == load(data, "a.docx")


# ── what the file says of itself ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "created", "expected"),
    [
        (
            "清溪县 “十四五” 规划",
            "2021-03-01T08:00:00Z",
            {"title": "清溪县 “十四五” 规划", "created": "2021-03-01"},
        ),
        ("Microsoft Word - 规划.doc", "1601-01-01T00:00:00Z", {}),
        ("Word 文档", "when", {}),
        ("文档1", "2013-12-23T23:15:00Z", {}),
        ("", "", {}),
    ],
)
def test_metadata(title: str, created: str, expected: dict[str, str]) -> None:
    properties = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dcterms:created>{created}</dcterms:created></cp:coreProperties>"
    )
    members = word_members(p(r(TEXT)))
    members["_rels/.rels"] = relations(
        relation("rId1", "officeDocument", "word/document.xml"), relation("rId2", "core-properties", "core.xml")
    )
    assert load(zipped({**members, "core.xml": properties.encode()}), "a.docx").metadata == expected


def test_a_file_made_with_python_docx_tells_nothing_of_itself() -> None:
    assert load(render(blocks_of(original("jianghai-proposal"))), "a.docx").metadata == {}


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    load(word_file(p(r("甲")) * 450), "a.docx", lambda *step: told.append(step))
    assert told == [("blocks", 0, 450), ("blocks", 200, 450), ("blocks", 400, 450), ("blocks", 450, 450)]


# ── files that are no Word files, are damaged, or do harm ───────────────────────────────────────────────────

GOOD = word_members(p(r(TEXT)))
PLAN = word_file(p(r(TEXT)))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def changed(name: str, data: bytes | None) -> bytes:
    """The zip of a Word file with one member exchanged, added or left out."""
    members = {key: value for key, value in GOOD.items() if key != name}
    return zipped(members if data is None else {**members, name: data})


def document(content: str, encoding: str = "utf-8") -> bytes:
    return part("document", f"<w:body>{content}</w:body>", encoding)


def with_entity(encoding: str) -> bytes:
    body = f"<w:body>{p('<w:r><w:t>&a;</w:t></w:r>')}</w:body>"
    return part("document", body, encoding, '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>')


def patched(at: int, value: bytes) -> bytes:
    """The zip with bytes changed in the entry of the document in the list of members."""
    data = bytearray(PLAN)
    entry = data.rindex(b"word/document.xml") - 46
    data[entry + at : entry + at + len(value)] = value
    return bytes(data)


BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "old Word file": (lambda: OLE + "WordDocument".encode("utf-16-le"), "old kind (.doc)", "save it as .docx"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password", "without a password"),
    "other old file": (lambda: OLE, "Office file of the old kind", "save it as .docx"),
    "zip": (lambda: zipped({"a.txt": b"a"}), "a zip archive, not a Word file", "unpack it"),
    "Excel": (lambda: zipped({"xl/workbook.xml": b"<a/>"}), "an Excel workbook", ".docx"),
    "PowerPoint": (lambda: zipped({"ppt/presentation.xml": b"<a/>"}), "a PowerPoint presentation", ".docx"),
    "OpenDocument": (lambda: zipped({"content.xml": b"<a/>"}), "an OpenDocument file", ".docx"),
    "OFD": (lambda: zipped({"OFD.xml": b"<a/>"}), "an OFD file", ".docx"),
    "truncated": (lambda: PLAN[: len(PLAN) // 2], "broken or truncated", "fetch it again"),
    "only the beginning": (lambda: PLAN[:4], "broken or truncated", "fetch it again"),
    "no document": (lambda: changed("word/document.xml", None), "without its document part", "repaired"),
    "no relations": (lambda: changed("_rels/.rels", None), "without its document part", "repaired"),
    "other root": (lambda: changed("word/document.xml", b"<a/>"), "without its document part", "repaired"),
    "not XML": (
        lambda: changed("word/document.xml", b"<w:document>"),
        "/word/document.xml is damaged",
        "repaired",
    ),
    "empty part": (lambda: changed("word/document.xml", b""), "/word/document.xml is damaged", "repaired"),
    "damaged styles": (
        lambda: word_file(p(r("a")), {"styles": "<w:style>"}),
        "/word/styles.xml is damaged",
        "repaired",
    ),
    "no text": (lambda: word_file(p("")), "holds no text", "pictures"),
    "no body": (
        lambda: changed("word/document.xml", part("document", "")),
        "holds no text",
        "pictures",
    ),
    "only a header": (lambda: word_file(p(""), {"header": p(r("a"))}), "holds no text", "pictures"),
    "entity": (lambda: changed("word/document.xml", with_entity("utf-8")), "defines entities", "save it as .docx"),
    "entity in UTF-16": (lambda: changed("word/document.xml", with_entity("utf-16")), "defines entities", ".docx"),
    "deep": (
        lambda: word_file("<w:sdt>" * 200 + "</w:sdt>" * 200),
        "nests elements more than 150 deep",
        "repaired",
    ),
    "deeper than the parser goes": (lambda: word_file("<w:p>" * 5000 + "</w:p>" * 5000), "is damaged", "repaired"),
    "bomb": (lambda: word_file(" " * (20 * 2**20)), "more than 300 times its size", "if you trust it"),
    "large part": (lambda: word_file(" " * (package.MAX_PART + 1)), "more than 50,331,648", "split it"),
    "many members": (lambda: PLAN + b"PK\x01\x02" * 20_001, "a zip of 20,004 files", "save it as .docx"),
    "encrypted member": (lambda: patched(8, b"\x01"), "password", "without a password"),
    "unknown packing": (
        lambda: patched(10, b"\x0c"),
        "packed in a way that Word does not use",
        "save it as .docx",
    ),
    "wrong checksum": (lambda: patched(16, b"\x00\x00"), "/word/document.xml is damaged", "fetch it again"),
    "list of members elsewhere": (
        lambda: PLAN[:-6] + b"\xff\xff\xff\x00" + PLAN[-2:],
        "is damaged",
        "fetch it again",
    ),
    "larger than declared": (lambda: patched(24, b"\x10\x00\x00\x00"), "is damaged", "fetch it again"),
    "larger than declared by far": (
        lambda: patched(24, b"\xff\xff\xff\x7f"),
        "more than 50,331,648",
        "split it",
    ),
    "target outside": (
        lambda: changed("_rels/.rels", relations(relation("r", "officeDocument", "http://a/b", "External"))),
        "without its document part",
        "repaired",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_unusable_files(name: str) -> None:
    make, message, hint = BAD[name]
    with pytest.raises(InputError) as caught:
        load(make(), "plan.docx")
    assert message in caught.value.message
    assert caught.value.where == "plan.docx"
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("MAX_PARTS", "its text takes more than 100 bytes"),
        ("MAX_TAGS", "/word/styles.xml has more than 100 tags"),
    ],
)
def test_limits_that_only_huge_files_reach(monkeypatch: pytest.MonkeyPatch, limit: str, message: str) -> None:
    data = word_file(p(r(TEXT)), {"styles": style("1", "heading 1") * 50})
    monkeypatch.setattr(package, limit, 100)
    with pytest.raises(InputError, match=message):
        load(data, "plan.docx")


UNUSUAL: dict[str, Callable[[], bytes]] = {
    "macros": lambda: changed("word/vbaProject.bin", OLE),
    "document elsewhere": lambda: word_file(p(r(TEXT)), main="text/main.xml"),
    "strict variant": lambda: zipped({name: strict(data) for name, data in GOOD.items()}),
    "UTF-16": lambda: changed("word/document.xml", document(p(r(TEXT)), "utf-16")),
    "missing picture": lambda: changed("word/_rels/document.xml.rels", relations(relation("r", "image", "NULL"))),
    "outside": lambda: changed(
        "word/_rels/document.xml.rels", relations(relation("r", "styles", "http://a/b", "External"))
    ),
    "a picture that unpacks to much": lambda: changed("word/media/image1.bmp", bytes(60 * 2**20)),
}


def strict(data: bytes) -> bytes:
    data = data.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    return data.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_files_are_read(name: str) -> None:
    assert load(UNUSUAL[name](), "plan.docx").text == TEXT + "\n"


# ── anything at all ─────────────────────────────────────────────────────────────────────────────────────────

RICH_PARTS = {
    "styles": style("1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    + style("6", "Title"),
    "numbering": definition(1, level(0, "第%1章", "chineseCounting"), level(1, "（%2）", "chineseCounting"))
    + listing(1, 1)
    + listing(2, 1, begins(0, 1)),
    "footnotes": f'<w:footnote w:id="2">{p(r("脚注。"))}</w:footnote>',
    "header": p(r("清溪县规划")),
}
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
TOC = field_step("begin") + field_code('TOC \\o "1-3"') + field_step("separate")
RICH_BODY = "".join(
    (
        styled("清溪县“十四五”规划", "6"),
        p(TOC + r("发展基础") + field("PAGEREF", r("1"))) + p(field_step("end")),
        styled("发展基础", "1") + item("增强实力", 1, 1) + item("扩大开放", 2, 0),
        p(r(TEXT) + NOTE + text_box(p(r("专栏1")) + table_of([[Cell("甲")]]))),
        p(f"<w:del>{r('旧')}</w:del><w:ins>{r('新')}</w:ins>", "<w:rPr><w:del/></w:rPr>"),
        p(r("的。", "<w:vanish/>") + r("完")),
        table_of([[Cell("指标", rows=2), Cell("年份", columns=2)], [Cell("2020年"), Cell("2025年")]]),
        table(row(cell(p(r("框")) + table(row(cell(p(r("乙"))), cell(p(r("丙")))))))),
        '<w:sectPr><w:headerReference r:id="header"/></w:sectPr>',
    )
)
RICH = word_members(RICH_BODY, RICH_PARTS)


def reads_or_refuses(data: bytes) -> None:
    try:
        found = load(data, "plan.docx")
    except InputError as error:
        assert error.where.startswith("plan.docx")
        assert error.hint
        return
    check(found.text, read_structure(found))
    found.text.encode("utf-8")


def test_the_whole_of_it_is_read() -> None:
    found = load(zipped(RICH), "plan.docx")
    check(found.text, read_structure(found))
    assert found.text.splitlines() == [
        "清溪县“十四五”规划",
        "发展基础1",
        "第一章 发展基础",
        "（一） 增强实力",
        "第一章 扩大开放",
        TEXT,
        "脚注。",
        "专栏1",
        "甲",
        "新完",
        "指标\t年份",
        "2020年\t2025年",
        "框",
        "乙\t丙",
        "清溪县规划",
    ]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_to_the_zip_is_refused_or_read(data: st.DataObject) -> None:
    whole = bytearray(zipped(RICH))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(whole)), st.integers(4, len(whole))))
    reads_or_refuses(b"PK\x03\x04" + bytes(whole[4:end]))


@settings(max_examples=100, deadline=None)
@given(st.permutations(sorted(RICH)), st.sets(st.sampled_from(sorted(RICH)), max_size=3))
def test_exchanged_and_missing_parts_are_refused_or_read(order: list[str], missing: set[str]) -> None:
    members = dict(zip(sorted(RICH), (RICH[name] for name in order), strict=True))
    reads_or_refuses(zipped({name: data for name, data in members.items() if name not in missing}))


CHANGES = st.tuples(
    st.sampled_from(sorted(RICH)),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(["remove", "double", "move", "value", "name"]),
    st.sampled_from(["", "0", "1", "-1", "9", "99999999999", "x", "begin", "end", "w:p", "w:tbl", "w:tc", "w:t"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=8))
def test_any_change_of_elements_is_refused_or_read(changes: list[tuple[str, float, str, str]]) -> None:
    members = dict(RICH)
    for name, place, change, value in changes:
        members[name] = changed_element(members[name], place, change, value)
    reads_or_refuses(zipped(members))


def changed_element(data: bytes, place: float, change: str, value: str) -> bytes:
    """A part with one of its elements taken out, doubled, put below the root, renamed, or with another value."""
    root = parse_xml(data)
    elements = list(root.iter("{*}*"))
    element = elements[int(place * len(elements))]
    parent = element.getparent()
    if parent is not None and change == "remove":
        parent.remove(element)
    elif parent is not None and change == "double":
        parent.append(parse_xml(serialize_for_reading(element)))
    elif parent is not None and change == "move":
        root.append(element)
    elif change == "value":
        for attribute in element.attrib:
            element.set(attribute, value)
    elif change == "name" and value.startswith("w:"):
        element.tag = qn(value)
    return serialize_part_xml(root)
