"""PDFs: what is laid out in `layouts.pdf` is read back; broken files are refused with what to do next."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import reportlab
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from layouts.blocks import (
    Cell,
    Heading,
    Paragraph,
    TableBlock,
    blocks_of,
    grid_rows,
    outline,
    paragraphs,
)
from layouts.pdf import FONT, HEIGHT, WIDTH, Box, Contents, Cut, Design, Noted, Printable, render
from plangraph.errors import InputError
from plangraph.model import Document
from plangraph.reading import load, read_document, read_manifest, structured
from plangraph.reading.formats.pdf import file as pdf_file
from plangraph.reading.formats.pdf.page import Box as Rectangle
from plangraph.reading.formats.pdf.rules import pdf_rules
from plangraph.reading.formats.pdf.rulings import find_rulings
from plangraph.reading.source import Grid, Source
from plangraph.reading.structure import Structure, read_structure
from plangraph.resources import corpus_dir
from plangraph.text import squeeze
from reading.test_documents import check

INFOS = {info.id: info for info in read_manifest(corpus_dir())}

TITLE = "清溪县国民经济和社会发展第十四个五年规划和2035年远景目标纲要"
HEAD = "清溪县“十四五”规划纲要"
LONG = (
    "推进清溪县产业转型升级，培育壮大先进装备制造、新材料、现代农业等产业集群，力争到2025年规模以上工业总产值达到"
    "1200亿元，建成GDP超100亿元的特色园区3个。实施Smart City行动，推动“一河两岸”综合整治，全面提升城市功能品质。"
)
TEXTS = [
    f"{start}{LONG}" * 2
    for start in ("加快工业发展。", "加快农业发展。", "加快服务业发展。", "加快数字经济发展。")
]
BOX = Box(
    "专栏 1 重点工程",
    tuple(
        f"{number}.{name}工程。{LONG}" for number, name in enumerate(("制造业倍增", "乡村建设", "碧水"), start=1)
    ),
)
TABLE = TableBlock(
    "清溪县主要指标",
    "万元",
    2,
    (
        (Cell("序号", rows=2), Cell("指标名称", rows=2), Cell("规划目标", columns=2), Cell("属性", rows=2)),
        (Cell("2020年"), Cell("2025年")),
        (Cell("一、经济发展", columns=5),),
        *(
            (
                Cell(str(n)),
                Cell(f"第{n}个工业园区的规模以上工业总产值"),
                Cell(str(n * 9)),
                Cell(""),
                Cell("预期性"),
            )
            for n in range(1, 71)
        ),
        (Cell("71"), Cell("人均收入"), Cell("与经济增长同步", columns=2), Cell("预期性")),
    ),
)


def read(blocks: Sequence[Printable], design: Design | None = None) -> tuple[Source, Structure]:
    source = load(render(blocks, design or Design(running_head=HEAD)), "plan.pdf")
    found = read_structure(source, TITLE)
    check(source.text, found)
    return source, found


def texts(found: Structure, kind: str) -> list[str]:
    """Whole paragraphs of a kind."""
    whole: list[str] = []
    for passage in found.passages:
        if passage.kind == kind:
            if passage.continues:
                whole[-1] += passage.text
            else:
                whole.append(passage.text)
    return whole


def left_out(source: Source) -> list[tuple[str, str]]:
    return [(reason, source.text[span.start : span.end]) for reason, span in source.left_out]


# ── the corpus, printed ─────────────────────────────────────────────────────────────────────────────────


def captions(source: Source) -> set[str]:
    """The lines over grids (caption, unit), without blanks."""
    above = (source.text[: grid.spans[0].start].split("\n")[-3:] for grid in source.grids)
    return {squeeze(line) for lines in above for line in lines}


def without(document: Document, texts: set[str], grids: Sequence[Grid] = ()) -> Document:
    """The document without these lines, and without what stands in grids."""
    inside = {span.start for grid in grids for span in grid.spans}
    return replace(
        document,
        sections=tuple(
            s for s in document.sections if s.spans[0].start not in inside and squeeze(s.title) not in texts
        ),
        passages=tuple(
            p for p in document.passages if p.spans[0].start not in inside and squeeze(p.text) not in texts
        ),
    )


@pytest.mark.parametrize("key", INFOS)
def test_a_printed_document_reads_as_the_text_does(key: str) -> None:
    document = read_document(INFOS[key], corpus_dir())
    source = load(render(blocks_of(document), Design(running_head=HEAD)), f"{key}.pdf")
    again = structured(INFOS[key], source)
    check(source.text, again)
    before, after = without(document, captions(source)), without(again, captions(source), source.grids)
    assert paragraphs(after) == paragraphs(before)
    assert outline(after) == outline(before)
    pages = source.text.count("\f") + 1
    assert [reason for reason, _ in source.left_out] == ["running head", "page number"] * pages
    assert [reference.number for reference in source.references] == list(range(1, pages + 1))


# ── paragraphs, headings, boxes, notes ──────────────────────────────────────────────────────────────────

DESIGNS = {
    "plain": Design(numbers=""),
    "running heads": Design(running_head=HEAD),
    "two columns": Design(running_head=HEAD, columns=2),
    "turned pages": Design(running_head=HEAD, rotated=True),
    "cropped pages": Design(numbers="第 {} 页", cropped=True),
    "watermark": Design(watermark="内部资料"),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_paragraphs_are_whole_however_pages_look(name: str) -> None:
    first: list[Printable] = [Heading("第一章 发展基础", 1), Heading("第一节 主要成就", 2)]
    rest: list[Printable] = [Heading("第二章 总体要求", 1), *map(Paragraph, TEXTS)]
    source, found = read([*first, *map(Paragraph, TEXTS * 4), *rest], DESIGNS[name])
    assert texts(found, "paragraph") == [*TEXTS * 4, *TEXTS]
    assert [(s.level, s.title) for s in found.sections] == [
        (1, "第一章 发展基础"),
        (2, "第一节 主要成就"),
        (1, "第二章 总体要求"),
    ]
    assert len(source.references) > 2
    assert all(before.start < after.start for before, after in pairwise(source.references))


def test_a_page_reference_stands_at_the_first_character_of_its_page() -> None:
    source, _ = read([Paragraph(text) for text in TEXTS * 4])
    for reference in source.references:
        assert source.text[reference.start :].startswith(HEAD)
    for page in source.text.split("\f"):
        assert page.endswith("—\n")


def test_latin_words_stay_apart_and_chinese_words_together() -> None:
    words = " ".join(["Smart City and Open Data for the People"] * 6)
    _, found = read([Paragraph(f"推进{words}建设，完善体系。"), Paragraph(TEXTS[0])])
    assert texts(found, "paragraph")[0].replace("推进", "").startswith(words)


def test_a_title_and_a_long_heading_are_one_each() -> None:
    heading = "第三章 坚持创新驱动发展战略，打造区域性科技创新中心和先进制造业基地"
    source, found = read([Paragraph(TITLE, "heading"), Heading(heading, 1), Paragraph(TEXTS[0])], Design())
    assert [passage.text for passage in found.passages if passage.kind == "heading"] == [TITLE]
    assert [section.title for section in found.sections] == [heading]
    assert [mark.role for _, mark in sorted(source.marks.items())][:2] == ["title", "title"]


def test_bookmarks_tell_the_levels_of_headings() -> None:
    headings = [("总论", 1), ("发展环境", 2), ("国际环境", 3), ("国内环境", 3), ("主要任务", 1)]
    blocks: list[Printable] = []
    for title, level in headings:
        blocks += [Heading(title, level), Paragraph(TEXTS[0])]
    source, found = read(blocks, Design(outline=True))
    assert [mark.heading for _, mark in sorted(source.marks.items()) if mark.heading] == [1, 2, 3, 3, 1]
    assert [(section.title, section.level) for section in found.sections] == headings


def test_a_list_of_contents_is_left_out() -> None:
    entries = [("第一章 发展基础", 1), ("第一节 主要成就", 1), ("第二节 面临形势", 3), ("第二章 总体要求", 5)]
    headings = [Heading(title, 1 + ("节" in title)) for title, _ in entries]
    source, found = read([Paragraph(TITLE, "heading"), Contents(tuple(entries)), *headings, Paragraph(TEXTS[0])])
    lines = [line for line in source.text.splitlines() if "...." in line]
    assert [line.strip("0123456789. ") for line in lines] == [title for title, _ in entries]
    assert [section.title for section in found.sections] == [title for title, _ in entries]
    assert sum(reason == "list of contents" for reason, _ in found.left_out) == 5


@pytest.mark.parametrize("frame", ["lines", "tint", "table"])
@pytest.mark.parametrize("columns", [1, 2])
def test_a_box_may_stand_in_a_paragraph(frame: str, columns: int) -> None:
    box = replace(BOX, frame=frame, columns=columns)
    _, found = read([Heading("第一章 发展基础", 1), Paragraph(TEXTS[0]), Cut(TEXTS[1], box), Paragraph(TEXTS[2])])
    assert texts(found, "paragraph") == TEXTS[:3]
    assert texts(found, "box") == list(BOX.paragraphs)
    assert [section.title for section in found.sections] == ["第一章 发展基础", BOX.title]


def test_a_box_may_go_on_on_the_next_page() -> None:
    _, found = read([*map(Paragraph, TEXTS * 2), replace(BOX, paragraphs=BOX.paragraphs * 3, columns=2)])
    assert texts(found, "box") == list(BOX.paragraphs * 3)


def test_footnotes_stand_aside() -> None:
    note = "地区生产总值按2020年价格计算，" + LONG[:60]
    noted = Noted(f"生产总值年均增长6%。{LONG}", "①", note)
    source, found = read([*map(Paragraph, TEXTS * 2), noted, *map(Paragraph, TEXTS)])
    assert texts(found, "paragraph") == [*TEXTS * 2, f"生产总值年均增长6%。①{LONG}", *TEXTS]
    assert [p.text for p in found.passages if p.kind == "note"] == [f"①{note}"]
    assert sum(mark.role == "note" for mark in source.marks.values()) == 2


def test_only_what_pages_repeat_is_furniture() -> None:
    source, _ = read([Paragraph(text) for text in TEXTS * 4], Design(running_head=HEAD, watermark="内部资料"))
    pages = range(1, source.text.count("\f") + 2)
    expected = [
        item
        for page in pages
        for item in (("running head", HEAD), ("page number", f"— {page} —"), ("running head", "内部资料"))
    ]
    assert left_out(source) == expected


def test_units_over_tables_are_no_running_heads() -> None:
    table = replace(TABLE, title="", rows=TABLE.rows[:40])
    source, _ = read([block for _ in range(4) for block in (table, Contents(()))], Design())
    assert source.text.count("单位：万元") == 4
    assert {reason for reason, _ in left_out(source)} == {"page number"}


def test_what_is_cropped_away_is_not_read() -> None:
    source, _ = read([Paragraph(TEXTS[0])], Design(cropped=True))
    assert "印刷标记" not in source.text


# ── lines by their place ────────────────────────────────────────────────────────────────────────────────

FULL = (
    "推进清溪县产业转型升级培育壮大先进装备制造新材料现代农业等产业集群力争到"  # 36 characters from edge to edge
)
EM, STEP = 12.0, 20.0
#: Lines as (characters set in, or -1 for the middle; lines below the one before; size; text), and which go on.
PLACED: dict[str, tuple[list[tuple[float, float, float, str]], str]] = {
    "first lines are set in": (
        [(2, 1, 12, FULL[2:]), (0, 1, 12, FULL), (0, 1, 12, "建成。"), (2, 1, 12, FULL[2:]), (0, 1, 12, "到底。")],
        "|++|+",
    ),
    "a gap parts paragraphs that are not": (
        [(0, 1, 12, FULL), (0, 1, 12, FULL), (0, 1, 12, FULL), (0, 2, 12, FULL), (0, 1, 12, "建成。")],
        "|++|+",
    ),
    "items hang under their numbers": (
        [
            (0, 1, 12, FULL),
            (2, 1, 12, f"（一）{FULL[5:]}"),
            (5, 1, 12, FULL[5:]),
            (5, 1, 12, "建成。"),
            (2, 1, 12, "（二）到底。"),
        ],
        "||++|",
    ),
    "smaller type is another paragraph": (
        [(0, 1, 12, FULL), (0, 1, 12, FULL), (0, 1, 9, FULL + FULL[:12]), (0, 1, 9, FULL)],
        "|+|+",
    ),
    "what had no room makes the line before it full": (
        [
            (0, 1, 12, FULL),
            (0, 1, 12, FULL[:33]),
            (0, 1, 12, "2021-2025年"),
            (0, 1, 12, FULL[:33]),
            (0, 1, 12, "年"),
        ],
        "|++||",
    ),
    "a heading in the middle takes two lines": (
        [(0, 1, 12, FULL), (-1, 3, 16, f"第一章 {FULL[:20]}"), (-1, 1.3, 16, FULL[:8]), (2, 3, 12, FULL[2:])],
        "||+|",
    ),
    "entries of a list of contents are full": (
        [
            (0, 1, 12, f"第一章 {FULL[:24]}{'.' * 30}1"),
            (0, 1, 12, f"第二章 {FULL[:24]}{'.' * 30}3"),
            (0, 1, 12, FULL),
        ],
        "|||",
    ),
}


def placed(lines: Sequence[tuple[float, float, float, str]]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True)
    y = HEIGHT - 100
    for inset, below, size, text in lines:
        y -= below * STEP
        canvas.setFont(FONT, size)
        if inset < 0:
            canvas.drawCentredString(80 + len(FULL) * EM / 2, y, text)
        else:
            canvas.drawString(80 + inset * EM, y, text)
    canvas.save()
    return data.getvalue()


@pytest.mark.parametrize("name", PLACED)
def test_lines_go_on_by_their_place(name: str) -> None:
    lines, expected = PLACED[name]
    source = load(placed(lines), "plan.pdf")
    marks = [mark for _, mark in sorted(source.marks.items())]
    assert "".join("+" if mark.continues else "|" for mark in marks) == expected


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────


def expected_rows(block: TableBlock) -> list[list[str]]:
    return [[squeeze(cell.text) for cell in row] for row in block.rows]


@pytest.mark.parametrize("design", [Design(), Design(rotated=True), Design(columns=2)], ids=str)
@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_gives_a_grid_a_page(design: Design, repeated: bool) -> None:
    source, _ = read([Paragraph(TEXTS[0]), TABLE, Paragraph(TEXTS[1])], replace(design, repeat_head=repeated))
    assert len(source.grids) > 1
    found = grid_rows(source.text, source.grids[0])
    for grid in source.grids[1:]:
        found += grid_rows(source.text, grid)[TABLE.header * repeated :]
    assert found == expected_rows(TABLE)


def test_merged_cells_are_told_by_the_lines_they_lack() -> None:
    source, _ = read([TABLE])
    first = [(cell.row, cell.column, cell.rows, cell.columns) for cell in source.grids[0].cells[:8]]
    head = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (0, 4, 2, 1), (1, 2, 1, 1), (1, 3, 1, 1)]
    assert first == [*head, (2, 0, 1, 5), (3, 0, 1, 1)]
    assert source.grids[-1].cells[-2].columns == 2


def test_a_table_may_stand_in_a_paragraph() -> None:
    source, _ = read([Cut(TEXTS[0], replace(TABLE, title="", unit="")), Paragraph(TEXTS[1])])
    marks = [mark for start, mark in sorted(source.marks.items()) if start > source.text.index("\f")]
    assert marks[0].continues


@pytest.mark.parametrize("cells", [[["甲", "乙"]], [["甲"], ["乙"]]], ids=str)
def test_cells_are_whole_lines_of_the_archived_text(cells: list[list[str]]) -> None:
    block = TableBlock("", "", 1, tuple(tuple(Cell(text) for text in [*row, "丙"]) for row in cells))
    source, _ = read([block], Design(numbers=""))
    assert source.text == "".join("\t".join([*row, "丙"]) + "\n" for row in cells)


FRAME: list[tuple[float, ...]] = [(0, 0, 90, 0), (0, 40, 90, 40), (0, 0, 0, 40), (90, 0, 90, 40)]
#: Lines as (x0, y0, x1, y1), and the cells that they make as (row, column, rows, columns).
RULED: dict[str, tuple[list[tuple[float, ...]], list[tuple[int, ...]]]] = {
    "a frame": (FRAME, [(0, 0, 1, 1)]),
    "four cells": (
        [*FRAME, (0, 20, 90, 20), (30, 0, 30, 40)],
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
    ),
    "a merged cell": ([*FRAME, (30, 20, 90, 20), (30, 0, 30, 40)], [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]),
    "open sides": (
        [(0, 0, 90, 0), (0, 20, 90, 20), (0, 40, 90, 40), (30, 0, 30, 40)],
        [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)],
    ),
    "cut off below": ([FRAME[0], (0, 0, 0, 40), (30, 0, 30, 40), (90, 0, 90, 40)], [(0, 0, 1, 1), (0, 1, 1, 1)]),
    "bars and pieces of lines": (
        [(0, 0, 44, 1), (45, 0, 90, 1), (0, 39, 90, 40), (0, 0, 1, 40), (89, 0, 90, 40), (29, 0, 30, 41)],
        [(0, 0, 1, 1), (0, 1, 1, 1)],
    ),
    "an axis with ticks": ([(0, 0, 0, 90), (0, 0, 9, 0), (0, 30, 9, 30), (0, 90, 80, 90)], []),
    "lines that do not meet": ([(0, 0, 90, 0), (0, 20, 90, 20), (200, 0, 200, 90)], []),
}


@pytest.mark.parametrize("name", RULED)
def test_lines_make_cells(name: str) -> None:
    lines, expected = RULED[name]
    found = find_rulings([Rectangle(*line) for line in lines])
    cells = [field for lattice in found.lattices for field in lattice.fields]
    assert [(cell.row, cell.column, cell.rows, cell.columns) for cell in cells] == expected


def test_lines_and_text_may_be_drawn_in_a_form() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.beginForm("table")
    canvas.setFont(FONT, 12)
    canvas.grid([0, 100, 200], [0, 20, 40])
    for column, row, text in ((0, 1, "甲"), (1, 1, "乙"), (0, 0, "丙"), (1, 0, "丁")):
        canvas.drawString(10 + 100 * column, 5 + 20 * row, text)
    canvas.endForm()
    canvas.translate(100, 500)
    canvas.scale(1.5, 1.5)
    canvas.doForm("table")
    canvas.save()
    source = load(data.getvalue(), "plan.pdf")
    assert [grid_rows(source.text, grid) for grid in source.grids] == [[["甲", "乙"], ["丙", "丁"]]]


def test_rows_of_a_table_without_lines_stay_lines() -> None:
    columns = [
        ("指标", "2020年", "2025年", "属性"),
        *((f"指标{n}", str(n), str(n * 2), "预期性") for n in range(5)),
    ]
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setFont(FONT, 12)
    for row, cells in enumerate(columns):
        for column, text in enumerate(cells):
            canvas.drawString(80 + 110 * column, 700 - 20 * row, text)
    canvas.save()
    source = load(data.getvalue(), "plan.pdf")
    assert [line.split() for line in source.text.splitlines()] == [list(row) for row in columns]
    assert not any(mark.continues for mark in source.marks.values())


# ── anything at all ─────────────────────────────────────────────────────────────────────────────────────

BLOCKS: list[Printable] = [
    Heading("第一章 发展基础", 1),
    Heading("一、主要成就", 3),
    Paragraph(TITLE, "heading"),
    Paragraph(LONG),
    Paragraph("2021年2月", "signature"),
    Noted(f"增长6%。{LONG}", "②", "按现价计算。"),
    Contents((("第一章 发展基础", 1), ("第二章 总体要求", 3), ("第三章 保障措施", 9))),
    BOX,
    replace(BOX, columns=2, frame="tint"),
    TABLE,
    Cut(LONG * 2, BOX),
]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6), st.sampled_from(list(DESIGNS.values())))
def test_every_character_is_accounted_for(blocks: list[Printable], design: Design) -> None:
    data = render(blocks, design)
    source = load(data, "plan.pdf")
    check(source.text, read_structure(source, TITLE))
    assert source == load(data, "plan.pdf")
    assert all(source.text[start - 1 : start] in ("", "\n", "\f") for start in source.marks)


# ── characters ──────────────────────────────────────────────────────────────────────────────────────────


def test_radicals_are_read_as_the_characters_that_they_look_like() -> None:
    assert "⼀、⽅⾯⻓⾦⻛豈".translate(pdf_rules().characters) == "一、方面长金风豈"


def without_outlines(font: bytes) -> bytes:
    """The TrueType font with empty glyphs, as in the text that OCR lays over a scan."""
    place = font.index(b"loca")
    start, length = struct.unpack(">8xLL", font[place : place + 16])
    return font[:start] + bytes(length) + font[start + length :]


@pytest.mark.parametrize("turn", [0, 90])
def test_text_without_outlines_is_read(turn: int) -> None:
    lines = ["A line", "the same line", "the same line", "B", "B"]
    font = Path(reportlab.__file__).with_name("fonts") / "Vera.ttf"
    pdfmetrics.registerFont(TTFont("empty", io.BytesIO(without_outlines(font.read_bytes()))))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.translate(300, 400)
    canvas.rotate(turn)
    canvas.setFont("empty", 12)
    for number, line in enumerate(lines):
        canvas.drawString(0, -20 * number, line)
    canvas.save()
    source = load(data.getvalue(), "plan.pdf")
    assert [line.strip() for line in source.text.splitlines()] == lines


# ── files that cannot be read ───────────────────────────────────────────────────────────────────────────


def printed(*pages: str) -> bytes:
    """A PDF with a page for each word: `text`, `image` or `blank`."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=True)
    for page in pages:
        if page == "text":
            canvas.setFont(FONT, 12)
            canvas.drawString(80, 700, "清溪县国民经济和社会发展统计。")
        elif page == "image":
            canvas.drawImage(ImageReader(Image.new("L", (30, 40), 200)), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def _whole() -> bytes:
    return render([Paragraph(text) for text in TEXTS * 4])


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "scan": (lambda: printed("image", "image", "image", "text"), "a scan: 3 of 4 pages", "ocrmypdf"),
    "password": (lambda: render([Paragraph(LONG)], password="secret"), "protected by a password", "qpdf"),
    "cut off": (lambda: _whole()[:-2000], "the end of the PDF is missing", "fetch it again"),
    "broken": (lambda: b"%PDF-1.7\nno objects at all\n%%EOF\n", "the PDF is broken", "print it"),
    "blank": (lambda: printed("blank", "blank"), "holds no text", "made from"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_advice(name: str) -> None:
    make, message, hint = REFUSED[name]
    with pytest.raises(InputError) as refused:
        load(make(), "plan.pdf")
    assert refused.value.where == "plan.pdf"
    assert message in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize("step", range(1, 12))
def test_a_damaged_file_gives_text_or_advice(step: int) -> None:
    data = bytearray(_whole())
    for position in range(1000 + step * 37, len(data) - 1000, step * 211):
        data[position] ^= 0x55
    try:
        source = load(bytes(data), "plan.pdf")
    except InputError as error:
        assert error.hint
    else:
        check(source.text, read_structure(source))


def test_a_file_of_absurdly_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "MAX_PAGES", 2)
    with pytest.raises(InputError, match="it has 3 pages"):
        load(printed("text", "text", "text"), "plan.pdf")


def test_pages_without_text_are_told_of() -> None:
    source = load(printed("text", "image", "text", "blank", "text"), "plan.pdf")
    assert source.metadata == {"pages_without_text": "2"}
    assert [reference.number for reference in source.references] == [1, 3, 5]


@pytest.mark.parametrize(("title", "kept"), [(TITLE, True), ("Microsoft Word - 规划.doc", False), ("", False)])
def test_the_title_of_the_file_is_kept_unless_it_is_a_file_name(title: str, kept: bool) -> None:
    source = load(render([Paragraph(LONG)], title=title), "plan.pdf")
    assert source.metadata == ({"title": title} if kept else {})


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[str, int, int]] = []
    load(printed("text", "blank", "text"), "plan.pdf", lambda *step: told.append(step))
    assert told == [("page", 1, 3), ("page", 2, 3), ("page", 3, 3)]
