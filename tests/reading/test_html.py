"""Web pages: what they show is the archived text, and what of it is the document is read like any other text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.blocks import Block, TableBlock, blocks_of, grid_rows, outline, paragraphs
from layouts.html import AROUND, LABELS, Platform, Style, above, render
from plangraph.errors import InputError
from plangraph.model import Document
from plangraph.reading import read_document, read_manifest, structured
from plangraph.reading.formats import load
from plangraph.reading.formats.html import MAX_BYTES
from plangraph.reading.source import Mark, Source
from plangraph.reading.structure import read_structure
from plangraph.resources import corpus_dir
from plangraph.text import squeeze
from reading.test_documents import check

INFOS = {info.id: info for info in read_manifest(corpus_dir())}
CASES = sorted((Path(__file__).parent / "html").glob("*.html"))
VARIANTS: list[tuple[Platform, Style, str]] = [
    ("trs", "p", "utf-8"),
    ("trs", "word", "utf-8"),
    ("ucap", "br", "utf-8"),
    ("ucap", "headings", "utf-8"),
    ("jpage", "p", "gb18030"),
    ("table", "word", "gb18030"),
]


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {key: read_document(info, corpus_dir()) for key, info in INFOS.items()}


def shown(source: Source) -> list[str]:
    """The lines of the archived text without blanks."""
    return [squeeze(line) for line in source.text.splitlines() if line.strip()]


def outside(source: Source) -> list[str]:
    return [squeeze(source.text[span.start : span.end]) for _, span in source.left_out]


def inside(source: Source) -> list[str]:
    """The lines of the document, grids aside, in order."""
    grids = {index for grid in source.grids for span in grid.spans for index in range(span.start, span.end)}
    left_out = {span.start for _, span in source.left_out}
    found, offset = [], 0
    for line in source.text.splitlines(keepends=True):
        start = offset + len(line) - len(line.lstrip())
        if line.strip() and start not in grids and start not in left_out:
            found.append(squeeze(line))
        offset += len(line)
    return found


def printed(blocks: Sequence[Block]) -> list[str]:
    """The lines of blocks without blanks, cells of tables aside."""
    lines: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        lines += above(before, block) if isinstance(block, TableBlock) else [block.text]
    return [squeeze(line) for line in lines]


@pytest.mark.parametrize(("platform", "style", "encoding"), VARIANTS)
@pytest.mark.parametrize("key", INFOS)
def test_documents_come_back(
    documents: dict[str, Document], key: str, platform: Platform, style: Style, encoding: str
) -> None:
    document = documents[key]
    blocks = blocks_of(document)
    data = render(blocks, document.info.title, platform=platform, style=style, encoding=encoding)
    source = load(data, "plan.html")
    assert source.encoding == encoding
    lines = printed(blocks)
    title = squeeze(document.info.title)
    around = [squeeze(part) for part in (*AROUND, *(part for pair in LABELS for part in pair))]
    around += [title] if title in lines else []  # then the document shows it itself
    assert inside(source) == ([] if title in lines else [title]) + lines
    assert Counter(outside(source)) == Counter(around)
    tables = [block for block in blocks if isinstance(block, TableBlock)]
    grids = [grid_rows(source.text, grid) for grid in source.grids]
    assert grids == [[[squeeze(cell.text) for cell in row] for row in table.rows] for table in tables]


@pytest.mark.parametrize(
    ("platform", "style"), [("trs", "p"), ("ucap", "br"), ("jpage", "word"), ("ucap", "headings")]
)
@pytest.mark.parametrize("key", INFOS)
def test_structure_comes_back(documents: dict[str, Document], key: str, platform: Platform, style: Style) -> None:
    document = documents[key]
    source = load(render(blocks_of(document), document.info.title, platform=platform, style=style), "plan.html")
    found = structured(document.info, source)
    check(source.text, found)
    titles = tuple(squeeze(table.title) for table in document.tables if table.title)  # may stand in a heading
    parts = [[part for part in outline(d) if not part[1].endswith(titles)] for d in (found, document)]
    assert parts[0] == parts[1]
    shown = squeeze(document.info.title)  # by the page, above the document
    assert [text for text in paragraphs(found) if text != shown] == [
        text for text in paragraphs(document) if text != shown
    ]
    assert len(found.tables) == len(document.tables)


def summary(source: Source) -> dict[str, Any]:
    """Each line with what is known of it: left out, marks, or the place of its cell."""
    known: dict[int, str] = {span.start: f"- {reason}" for reason, span in source.left_out}
    known |= {start: told(mark) for start, mark in source.marks.items()}
    for number, grid in enumerate(source.grids):
        for cell in grid.cells:
            place = f"grid {number}: {cell.row}+{cell.rows}, {cell.column}+{cell.columns}"
            known |= dict.fromkeys((span.start for span in cell.spans), place)
    lines = []
    for match in re.finditer(r"[^\n\t]+", source.text):
        blanks = len(match[0]) - len(match[0].lstrip())
        lines.append([known.get(match.start() + blanks, ""), match[0]])
    empty = [[(c.row, c.column) for c in grid.cells if not c.spans] for grid in source.grids]
    return {"encoding": source.encoding, "metadata": dict(source.metadata), "lines": lines, "empty cells": empty}


def told(mark: Mark) -> str:
    begins = {True: "goes on", False: "begins", None: "?"}[mark.continues]
    return " ".join(filter(None, (begins, f"h{mark.heading}" if mark.heading else "", mark.role)))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases(path: Path) -> None:
    source = load(path.read_bytes(), path.name)
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(summary(source))) == expected
    check(source.text, read_structure(source, source.metadata["title"]))


def test_layout_of_a_grid_in_the_text() -> None:
    rows = "<tr><td>指标<td><td>2025年<tr><td><p>产值</p><p>（亿元）</p><td>120<td>200"
    source = load(page(f"{SENTENCES}<table>{rows}</table>"), "page.html")
    assert source.text.endswith("。\n指标\t2025年\n产值\n（亿元）\t120\t200\n")


SENTENCES = "<p>全县人民团结奋斗，经济社会发展取得新的成就，为开启现代化建设新征程奠定了坚实基础。</p>" * 3


def page(body: str) -> bytes:
    return f'<!doctype html><html><head><meta charset="utf-8"><title>规划</title></head><body>{body}'.encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html></html>", "shows no text"),
        (page("<script>document.write('规划')</script>&nbsp;&#8203;"), "shows no text"),
        (b"<html><frameset><frame src=a.html></frameset></html>", "shows no text"),
        (page("规" * 100)[:-2], "breaks off in the middle of a character"),
        (page("<p>\0</p>"), "binary"),
        (page("a" * MAX_BYTES), "too large"),
        (page("<b></b>" * 500_000), "too large"),
        (page("<div>" * 100_000 + "规划"), "Excessive depth"),
    ],
    ids=["empty", "script", "frames", "cut", "zero", "bytes", "tags", "depth"],
)
def test_unusable_pages(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load(data, "page.html")
    assert message in str(caught.value)
    assert caught.value.where.startswith("page.html")
    assert caught.value.hint


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 2000 + SENTENCES,
        "<table><tr><td>" * 500 + SENTENCES,
        f"<p title='{'长' * 1_000_000}' style='{'color:red;' * 100_000}'>{SENTENCES}",
        "<p>" + "　\n \t" * 200_000 + SENTENCES,
        "<br>" * 50_000 + SENTENCES,
        "<table>" + "<tr><td colspan=1000 rowspan=65534>" * 2_000 + f"</table>{SENTENCES}",
        f"<!--{'<!--' * 100_000}-->{SENTENCES}",
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>{SENTENCES}',
    ],
    ids=["deep", "tables", "attributes", "blanks", "breaks", "spans", "comment", "entity"],
)
def test_pages_that_are_hard_to_read(body: str) -> None:
    source = load(page(body), "page.html")
    assert source.text.count("全县人民团结奋斗") == 3
    assert "root:" not in source.text
    check(source.text, read_structure(source))


@pytest.mark.parametrize(
    ("charset", "encoding", "expected"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("GBK", "gb18030", "gb18030"),
        ("utf-8", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "utf-8-sig", "utf-8-sig"),
        ("big5", "big5hkscs", "big5hkscs"),
        ("no-such-charset", "utf-8", "utf-8"),
    ],
)
def test_charset_is_believed_when_it_fits(charset: str, encoding: str, expected: str) -> None:
    text = "<p>台灣地區經濟發展的規劃，推動產業轉型。</p>" if charset == "big5" else SENTENCES
    body = f'<html><meta http-equiv="Content-Type" content="text/html; charset={charset}">{text}'
    source = load(body.encode(encoding), "page.html")
    assert (source.encoding, squeeze(source.text)) == (expected, squeeze(re.sub("<.*?>", "", text)))


TAGS = [
    f"<{slash}{tag}>" for tag in ("p", "div", "b", "span", "h2", "li", "table", "tr", "td") for slash in ("", "/")
]
SOUP = st.lists(
    st.sampled_from(
        [
            *TAGS,
            *"一，。<>&\n\r\t 　;=\"'",
            SENTENCES,
            "第一章 发展基础",
            "<br>",
            "<br/>",
            "<td rowspan=2>甲",
            "<td colspan='3'>乙",
            "<th rowspan=0>",
            "<table><tr><td>序号<td>指标<tr><td>1<td>产值</table>",
            "<p style='display:none'>",
            "<div hidden>",
            "<pre>\n一\n二",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<![CDATA[",
            "&nbsp;",
            "&#0;",
            "&#x200b;",
            "&#12;",
            "<a href='#'>首页</a>",
            "</html>",
            "<body>",
            "<frameset>",
            "<svg>",
            "<textarea>",
            "<meta charset=gbk>",
            "<tbody>",
            "<caption>表",
            "<h1>规划</h1>",
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(SOUP)
def test_any_markup_is_accounted_for(body: str) -> None:
    source = load_or_none(page(body))
    if source is not None:
        check(source.text, read_structure(source))
        check_grids(source)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<html>", page(SENTENCES)]))
def test_any_bytes_give_a_source_or_an_input_error(data: bytes, before: bytes) -> None:
    load_or_none(before + data)


def load_or_none(data: bytes) -> Source | None:
    try:
        return load(data, "page.html")
    except InputError as error:
        assert error.hint
        return None


def check_grids(source: Source) -> None:
    """No cell lies over another, in the grid or in the text, and the lines of a grid hold nothing else."""
    inside = Counter(i for grid in source.grids for span in grid.spans for i in range(span.start, span.end))
    assert set(inside.values()) <= {1}
    for line in re.finditer(r"[^\n]+", source.text):
        held = [i in inside for i in range(*line.span()) if not source.text[i].isspace()]
        assert all(held) or not any(held)
    for grid in source.grids:
        places = Counter(
            (row, column)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        )
        assert set(places.values()) <= {1}
        assert all(cell.rows > 0 and cell.columns > 0 for cell in grid.cells)
