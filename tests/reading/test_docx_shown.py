"""What Word shows of a file and what it hides: paragraphs, styles, automatic numbers, tables."""

from __future__ import annotations

import doctest
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.blocks import Cell
from layouts.wordml import (
    BREAK,
    begins,
    cell,
    definition,
    field,
    field_code,
    field_step,
    item,
    level,
    listing,
    row,
    style,
    styled,
    table,
    table_of,
    text_box,
    word_file,
)
from layouts.wordml import paragraph as p
from layouts.wordml import run as r
from plangraph.model import Reference
from plangraph.reading.formats import load
from plangraph.reading.formats.docx import numerals, symbols
from plangraph.reading.formats.docx.numerals import numeral
from plangraph.reading.source import Mark, Source
from plangraph.reading.structure import read_structure
from reading.test_documents import check

TEXT = "推动经济社会高质量发展取得新的成效。"


def source(body: str, parts: Mapping[str, str] | None = None) -> Source:
    return load(word_file(body, parts), "plan.docx")


# ── what Word shows of paragraphs ───────────────────────────────────────────────────────────────────────────

DELETED_MARK = "<w:rPr><w:del/></w:rPr>"
LINK = '<w:hyperlink r:id="link">{}</w:hyperlink>'
CONTROL = "<w:sdt><w:sdtPr><w:alias w:val='甲'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
NOTES = {"footnotes": f'<w:footnote w:id="2">{p(r("脚注。"))}</w:footnote>'}


SHOWN: dict[str, tuple[str, str]] = {
    "line break": (p(r("甲") + BREAK + r("乙") + "<w:r><w:cr/></w:r>" + r("丙")), "甲\n乙\n丙"),
    "page break": (p('<w:r><w:br w:type="page"/></w:r>' + r("甲")), "甲"),
    "tab": (p(r("甲") + "<w:r><w:tab/></w:r>" + r("乙")), "甲 乙"),
    "line end inside of a text": (p(r("甲\n\t乙\u2028丙")), "甲  乙 丙"),
    "no width": (p(r("\ufeff甲\u200b乙\u00ad丙")), "甲乙丙"),
    "hyphens": (p(r("A") + "<w:r><w:noBreakHyphen/></w:r>" + r("B") + "<w:r><w:softHyphen/></w:r>"), "A-B"),
    "symbol": (p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + r("已完成")), "✓已完成"),
    "unknown symbol": (p('<w:r><w:sym w:font="Marlett" w:char="F031"/></w:r>'), "\uf031"),
    "no symbol": (p(r("甲") + '<w:r><w:sym w:font="A" w:char="D800"/><w:sym w:char="x"/></w:r>'), "甲"),
    "deleted and inserted": (p(f"<w:del>{r('甲')}</w:del><w:ins>{r('乙')}</w:ins>"), "乙"),
    "moved": (p(f"<w:moveFrom>{r('甲')}</w:moveFrom>") + p(f"<w:moveTo>{r('甲')}</w:moveTo>" + r("乙")), "甲乙"),
    "deleted end of a paragraph": (p(r("甲"), DELETED_MARK) + p(r("乙")) + p(r("丙")), "甲乙\n丙"),
    "deleted end before a table": (p(r("甲"), DELETED_MARK) + table_of([[Cell("乙")]]), "甲\n乙"),
    "deleted end of the last paragraph": (p(r("甲"), DELETED_MARK), "甲"),
    "hidden": (p(r("甲", "<w:vanish/>") + r("乙", '<w:vanish w:val="0"/>')), "乙"),
    "hidden paragraph": (p(r("甲", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>") + p(r("乙")), "乙"),
    "link": (p(LINK.format(r("甲")) + r("乙")), "甲乙"),
    "field": (p(r("第") + field("PAGEREF _Toc1", r("3")) + r("页")), "第3页"),
    "field in the code of a field": (
        p(field_step("begin") + field_code("IF ") + field("DATE", r("1")) + field_step("separate") + r("甲"))
        + p(field_step("end") + r("乙")),
        "甲\n乙",
    ),
    "field without result": (p(field_step("begin") + field_code("XE 甲") + field_step("end") + r("乙")), "乙"),
    "field without end": (p(field_step("begin") + field_code("TOC")) + p(r("甲")), "甲"),
    "simple field": (p(f'<w:fldSimple w:instr="DATE">{r("甲")}</w:fldSimple>'), "甲"),
    "control in a paragraph": (p(CONTROL.format(r("甲")) + r("乙")), "甲乙"),
    "control around paragraphs": (CONTROL.format(p(r("甲")) + CONTROL.format(p(r("乙")))), "甲\n乙"),
    "text box": (p(r("甲") + text_box(p(r("乙")) + p(r("丙"))) + r("丁")), "甲丁\n乙\n丙"),
    "box in a box": (p(r("甲") + text_box(p(r("乙") + text_box(p(r("丙")))))), "甲\n乙\n丙"),
    "table in a box": (p(text_box(table_of([[Cell("甲"), Cell("乙")]]))), "甲\t乙"),
    "comment": (
        p('<w:commentRangeStart w:id="1"/>' + r("甲") + '<w:r><w:commentReference w:id="1"/></w:r>'),
        "甲",
    ),
    "pronunciation": (
        p(f"<w:r><w:ruby><w:rt>{r('zhōng')}</w:rt><w:rubyBase>{r('中')}</w:rubyBase></w:ruby></w:r>"),
        "中",
    ),
    "formula": (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
    "blank paragraphs": (p("") + p(r("　 ")) + p(r("甲")), "甲"),
    "note": (p(r("甲") + NOTE + r("乙")) + p(r("丙")), "甲乙\n脚注。\n丙"),
    "note in a table": (
        table(row(cell(p(r("甲") + NOTE)))) + p(r("乙")),
        "甲\n脚注。\n乙",
    ),
    "note that is named twice": (p(r("甲") + NOTE) + p(r("乙") + NOTE), "甲\n脚注。\n乙"),
    "note in deleted text": (p(r("甲") + f"<w:del>{NOTE}</w:del>"), "甲"),
    "note that is not there": (p(r("甲") + '<w:r><w:endnoteReference w:id="2"/></w:r>'), "甲"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown(name: str) -> None:
    body, text = SHOWN[name]
    found = source(body, NOTES)
    assert found.text == text + "\n"
    check(found.text, read_structure(found))


# ── styles, marks and what is left out ──────────────────────────────────────────────────────────────────────


LEVEL_3 = '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'
STYLES = "".join(
    (
        style("a", "Normal", usual=True),
        style("1", "heading 1"),
        style("2", "标题 2"),
        style("3", "三级", LEVEL_3),
        style("4", "四级", based_on="3"),
        style("5", "正文", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', based_on="1"),
        style("6", "Title"),
        style("7", "toc 1"),
        style("8", "隐藏", "<w:rPr><w:vanish/></w:rPr>"),
        style("9", "圈", based_on="10"),
        style("10", "圈圈", based_on="9"),
    )
)
PLAIN = Mark(continues=False)
MARKED: dict[str, tuple[str, list[tuple[str, Mark]]]] = {
    "plain": (p(r("甲")), [("甲", PLAIN)]),
    "unknown style": (styled("甲", "没有"), [("甲", PLAIN)]),
    "built-in heading": (styled("甲", "1"), [("甲", Mark(False, 1))]),
    "localised heading": (styled("甲", "2"), [("甲", Mark(False, 2))]),
    "outline level of the style": (styled("甲", "3"), [("甲", Mark(False, 3))]),
    "outline level of its base": (styled("甲", "4"), [("甲", Mark(False, 3))]),
    "body text based on a heading": (styled("甲", "5"), [("甲", PLAIN)]),
    "outline level of the paragraph": (p(r("甲"), '<w:outlineLvl w:val="3"/>'), [("甲", Mark(False, 4))]),
    "no outline level": (styled("甲", "1", '<w:outlineLvl w:val="9"/>'), [("甲", PLAIN)]),
    "styles in a circle": (styled("甲", "9"), [("甲", PLAIN)]),
    "broken heading": (
        p(r("甲") + BREAK + r("乙"), '<w:pStyle w:val="1"/>'),
        [("甲 乙", Mark(False, 1))],
    ),
    "broken paragraph": (p(r("甲") + BREAK + r("乙")), [("甲", PLAIN), ("乙", Mark())]),
    "title": (
        styled("甲", "6") + styled("乙", "6"),
        [("甲", Mark(False, 0, "title")), ("乙", Mark(False, 0, "title"))],
    ),
    "title below a heading": (styled("甲", "1") + styled("乙", "6"), [("甲", Mark(False, 1)), ("乙", PLAIN)]),
    "hidden by its style": (styled("甲", "8") + p(r("乙")), [("乙", PLAIN)]),
    "heading in a table": (table(row(cell(styled("甲", "1")))), [("甲", PLAIN)]),
    "text box": (
        p(r("甲") + text_box(styled("乙", "1") + p(r("丙") + BREAK + r("丁")))),
        [
            ("甲", PLAIN),
            ("乙", Mark(False, 0, "box")),
            ("丙", Mark(False, 0, "box")),
            ("丁", Mark(None, 0, "box")),
        ],
    ),
    "note": (p(r("甲") + NOTE), [("甲", PLAIN), ("脚注。", Mark(False, 0, "note"))]),
}


@pytest.mark.parametrize("name", MARKED)
def test_marks(name: str) -> None:
    body, expected = MARKED[name]
    found = source(body, {"styles": STYLES, **NOTES})
    starts = [found.text.index(text) for text, _ in expected]
    assert [
        (text, found.marks.get(start, Mark())) for start, (text, _) in zip(starts, expected, strict=True)
    ] == expected
    assert found.text.split() == " ".join(text for text, _ in expected).split()


def left_out(found: Source) -> list[tuple[str, str]]:
    return [(reason, found.text[span.start : span.end]) for reason, span in found.left_out]


GALLERY = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
OPEN = field_step("begin") + field_code(' TOC \\o "1-3" ') + field_step("separate")
CONTENTS: dict[str, tuple[str, list[str]]] = {
    "by style": (styled("第一章 3", "7") + p(r(TEXT)), ["第一章 3"]),
    "in a control": (
        f"<w:sdt>{GALLERY}<w:sdtContent>{p(r('目录'))}{p(r('第一章 3'))}</w:sdtContent></w:sdt>" + p(r(TEXT)),
        ["目录", "第一章 3"],
    ),
    "by field": (
        p(OPEN + r("第一章 3")) + p(field("PAGEREF", r("第二章 9"))) + p(field_step("end") + r(TEXT)),
        ["第一章 3", "第二章 9"],
    ),
    "a field that does not end": (p(OPEN + r("第一章 3")) + p(r(TEXT)), []),
    "another field": (p(field("REF a", r("第一章"))) + p(r(TEXT)), []),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_lists_of_contents_are_left_out(name: str) -> None:
    body, expected = CONTENTS[name]
    found = source(body, {"styles": STYLES})
    assert left_out(found) == [("list of contents", text) for text in expected]
    assert TEXT in found.text


def test_headers_and_footers_stand_at_the_end_once() -> None:
    references = (
        '<w:headerReference r:id="header"/><w:footerReference r:id="footer"/><w:headerReference r:id="header"/>'
    )
    parts = {"header": p(r("清溪县“十四五”规划")), "footer": p(r("清溪县“十四五”规划")) + p(r("— 1 —"))}
    found = source(p(r(TEXT)) + f"<w:sectPr>{references}</w:sectPr>", parts)
    assert found.text == f"{TEXT}\n清溪县“十四五”规划\n— 1 —\n"
    assert left_out(found) == [("running head", "清溪县“十四五”规划"), ("running head", "— 1 —")]
    check(found.text, read_structure(found))


def test_references_count_every_paragraph_of_the_body() -> None:
    cells = table_of([[Cell("乙"), Cell("")], [Cell("丙"), Cell("丁")]])
    found = source(p(r("甲") + text_box(p(r("框")))) + p("") + cells + p(r("戊") + NOTE), NOTES)
    assert found.text == "甲\n框\n乙\n丙\t丁\n戊\n脚注。\n"
    numbers = {"甲": 1, "乙": 3, "丙": 5, "丁": 6, "戊": 7}
    assert found.references == tuple(Reference(found.text.index(t), "paragraph", n) for t, n in numbers.items())


# ── automatic numbers ───────────────────────────────────────────────────────────────────────────────────────


NOTHING, SPACE = '<w:suff w:val="nothing"/>', '<w:suff w:val="space"/>'
CHAPTERS = (
    level(0, "第%1章", "chineseCountingThousand"),
    level(1, "（%2）", "chineseCounting", NOTHING),
    level(2, "%1.%2.%3", "decimal", "<w:isLgl/>" + SPACE),
)
OTHER = f'<w:lvlOverride w:ilvl="0">{level(0, "%1）", "lowerLetter")}</w:lvlOverride>'
BY_STYLE = "".join(
    (
        style("1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        style(
            "2",
            "heading 2",
            '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>',
            based_on="1",
        ),
        style("3", "heading 3", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        style("列表", "列表", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
    )
)
NUMBERED: dict[str, tuple[str, str, list[str]]] = {
    "levels": (
        definition(1, *CHAPTERS) + listing(1, 1),
        item("甲") + item("乙", 1, 1) + item("丙", 1, 1) + item("丁", 1, 2) + item("戊") + item("己", 1, 1),
        ["第一章 甲", "（一）乙", "（二）丙", "1.2.1 丁", "第二章 戊", "（一）己"],
    ),
    "a level that is left out": (
        definition(1, level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3")) + listing(1, 1),
        item("甲", 1, 1) + item("乙") + item("丙", 1, 2),
        ["0.1 甲", "1 乙", "1.0.1 丙"],
    ),
    "a level that goes through": (
        definition(1, level(0, "%1."), level(1, "专栏%2", further='<w:lvlRestart w:val="0"/>')) + listing(1, 1),
        item("甲") + item("乙", 1, 1) + item("丙") + item("丁", 1, 1),
        ["1. 甲", "专栏1 乙", "2. 丙", "专栏2 丁"],
    ),
    "a level that only the outermost begins anew": (
        definition(1, level(0, "%1."), level(1, "%2)"), level(2, "[%3]", further='<w:lvlRestart w:val="1"/>'))
        + listing(1, 1),
        item("甲")
        + item("乙", 1, 1)
        + item("丙", 1, 2)
        + item("丁", 1, 1)
        + item("戊", 1, 2)
        + item("己")
        + item("庚", 1, 2),
        ["1. 甲", "1) 乙", "[1] 丙", "2) 丁", "[2] 戊", "2. 己", "[1] 庚"],
    ),
    "lists of one definition count on": (
        definition(1, level(0, "%1、")) + listing(1, 1) + listing(2, 1),
        item("甲") + p(r("乙")) + item("丙", 2),
        ["1、 甲", "乙", "2、 丙"],
    ),
    "a list that begins anew": (
        definition(1, level(0, "%1、")) + listing(1, 1) + listing(2, 1, begins(0, 1)),
        item("甲") + item("乙", 2) + item("丙", 2),
        ["1、 甲", "1、 乙", "2、 丙"],
    ),
    "a list with a level of its own": (
        definition(1, level(0, "%1、")) + listing(1, 1, OTHER),
        item("甲") + item("乙"),
        ["a） 甲", "b） 乙"],
    ),
    "bullets": (
        definition(
            1,
            level(0, "\uf0b7", "bullet"),
            level(1, "l", "bullet", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'),
        )
        + listing(1, 1),
        item("甲") + item("乙", 1, 1),
        ["• 甲", "● 乙"],
    ),
    "taken out of the list of the style": (
        definition(1, level(0, "%1、")) + listing(1, 1),
        styled("甲", "列表")
        + styled("乙", "列表", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("丙", "列表"),
        ["1、 甲", "乙", "2、 丙"],
    ),
    "levels by style": (
        definition(1, *CHAPTERS[:2], level(2, "%3.", further='<w:pStyle w:val="3"/>')) + listing(1, 1),
        styled("甲", "1") + styled("乙", "2") + styled("丙", "3"),
        ["第一章 甲", "（一）乙", "1. 丙"],
    ),
    "a style that stands for a list": (
        definition(1, '<w:numStyleLink w:val="列表"/>')
        + definition(2, level(0, "%1）"))
        + listing(1, 2)
        + listing(7, 1),
        item("甲", 7),
        ["1） 甲"],
    ),
    "paragraphs without text": (
        definition(1, level(0, "%1、")) + listing(1, 1),
        item("") + item("甲"),
        ["2、 甲"],
    ),
    "cells without text": (
        definition(1, level(0, "%1")) + listing(1, 1),
        table(row(cell(item(""))), row(cell(item("")))),
        ["1 ", "2 "],
    ),
    "deleted item": (
        definition(1, level(0, "%1、")) + listing(1, 1),
        item("甲") + item("", properties=DELETED_MARK) + item("丙"),
        ["1、 甲", "2、 丙"],
    ),
    "label with a line end": (
        definition(1, level(0, "%1&#13;&#xFEFF;、")) + listing(1, 1),
        item("甲"),
        ["1 、 甲"],
    ),
    "unknown list": (definition(1), item("甲", 5), ["甲"]),
    "list without definition": (listing(1, 4), item("甲"), ["甲"]),
    "level that Word does not have": (definition(1, level(12, "%1、")) + listing(1, 1), item("甲", 1, 12), ["甲"]),
}


@pytest.mark.parametrize("name", NUMBERED)
def test_automatic_numbers(name: str) -> None:
    numbering, body, lines = NUMBERED[name]
    assert source(body, {"numbering": numbering, "styles": BY_STYLE}).text.splitlines() == lines


FORMATS = {
    "decimal": "0 1 10 12 20 21 99 100 101 110",
    "decimalZero": "00 01 10 12 20 21 99 100 101 110",
    "decimalFullWidth": "０ １ １０ １２ ２０ ２１ ９９ １００ １０１ １１０",
    "decimalEnclosedCircle": "0 ① ⑩ ⑫ ⑳ ㉑ 99 100 101 110",
    "decimalEnclosedCircleChinese": "0 ① ⑩ ⑫ ⑳ ㉑ 99 100 101 110",
    "upperRoman": "0 I X XII XX XXI XCIX C CI CX",
    "lowerLetter": "0 a j l t u uuuu vvvv wwww fffff",
    "chineseCounting": "○ 一 十 十二 二十 二十一 九十九 一○○ 一○一 一一○",
    "chineseCountingThousand": "〇 一 十 十二 二十 二十一 九十九 一百 一百〇一 一百一十",
    "taiwaneseCounting": "○ 一 十 十二 二十 二十一 九十九 一○○ 一○一 一一○",
    "japaneseCounting": "〇 一 十 十二 二十 二十一 九十九 百 百一 百十",
    "ideographDigital": "〇 一 一〇 一二 二〇 二一 九九 一〇〇 一〇一 一一〇",
    "chineseLegalSimplified": "零 壹 壹拾 壹拾贰 贰拾 贰拾壹 玖拾玖 壹佰 壹佰零壹 壹佰壹拾",
    "ideographTraditional": "0 甲 癸 12 20 21 99 100 101 110",
    "ideographZodiacTraditional": "0 甲子 癸酉 乙亥 癸未 甲申 99 100 101 110",
    "unheard of": "0 1 10 12 20 21 99 100 101 110",
}


@pytest.mark.parametrize("name", FORMATS)
def test_number_formats(name: str) -> None:
    numbers = (0, 1, 10, 12, 20, 21, 99, 100, 101, 110)
    assert " ".join(numeral(number, name) for number in numbers) == FORMATS[name]


@given(st.integers(0, 10**9), st.sampled_from(sorted(FORMATS)))
def test_no_number_makes_a_long_label(number: int, name: str) -> None:
    assert len(numeral(number, name)) <= 40


def test_examples() -> None:
    for module in (numerals, symbols):
        assert doctest.testmod(module).failed == 0


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────


Places = list[tuple[int, int, int, int, list[str]]]
DOWN, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
WIDE = '<w:gridSpan w:val="2"/>'
A, B, C, D = (cell(p(r(text))) for text in "甲乙丙丁")
GRIDS: dict[str, tuple[str, str, list[Places]]] = {
    "plain": (
        table(row(A, B), row(C, D)),
        "甲\t乙\n丙\t丁\n",
        [[(0, 0, 1, 1, ["甲"]), (0, 1, 1, 1, ["乙"]), (1, 0, 1, 1, ["丙"]), (1, 1, 1, 1, ["丁"])]],
    ),
    "empty cells": (
        table(row(A, cell(""), B), row(cell(""), cell(""), C)),
        "甲\t乙\n丙\n",
        [
            [
                (0, 0, 1, 1, ["甲"]),
                (0, 1, 1, 1, []),
                (0, 2, 1, 1, ["乙"]),
                (1, 0, 1, 1, []),
                (1, 1, 1, 1, []),
                (1, 2, 1, 1, ["丙"]),
            ]
        ],
    ),
    "merged": (
        table(
            row(cell(p(r("甲")), WIDE + DOWN), B), row(cell("", WIDE + GOES_ON), C), row(A, cell(p(r("丁")), WIDE))
        ),
        "甲\t乙\n丙\n甲\t丁\n",
        [
            [
                (0, 0, 2, 2, ["甲"]),
                (0, 2, 1, 1, ["乙"]),
                (1, 2, 1, 1, ["丙"]),
                (2, 0, 1, 1, ["甲"]),
                (2, 1, 1, 2, ["丁"]),
            ]
        ],
    ),
    "merged from left to right in the old way": (
        table(row(cell(p(r("甲")), '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), B)),
        "甲\t乙\n",
        [[(0, 0, 1, 2, ["甲"]), (0, 2, 1, 1, ["乙"])]],
    ),
    "text in a cell that goes on": (
        table(row(cell(p(r("甲")), DOWN), B), row(cell(p(r("丙")), GOES_ON), D)),
        "甲\n丙\t乙\n丁\n",
        [[(0, 0, 2, 1, ["甲", "丙"]), (0, 1, 1, 1, ["乙"]), (1, 1, 1, 1, ["丁"])]],
    ),
    "a cell that goes on nothing": (
        table(row(cell(p(r("甲")), GOES_ON), cell(p(r("乙")), DOWN)), row(cell(p(r("丙")), WIDE + GOES_ON))),
        "甲\t乙\n丙\n",
        [[(0, 0, 1, 1, ["甲"]), (0, 1, 1, 1, ["乙"]), (1, 0, 1, 2, ["丙"])]],
    ),
    "columns left out": (
        table(row(A, B), row(C, properties='<w:gridBefore w:val="1"/>')),
        "甲\t乙\n丙\n",
        [[(0, 0, 1, 1, ["甲"]), (0, 1, 1, 1, ["乙"]), (1, 1, 1, 1, ["丙"])]],
    ),
    "a width that no table has": (
        table(row(cell(p(r("甲")), '<w:gridSpan w:val="99999999"/>'))),
        "甲\n",
        [[(0, 0, 1, 63, ["甲"])]],
    ),
    "lines in a cell": (
        table(row(cell(p(r("甲")) + p("") + p(r("乙") + BREAK + r(" 丙 "))), D)),
        "甲\n乙\n 丙 \t丁\n",
        [[(0, 0, 1, 1, ["甲", "乙", "丙"]), (0, 1, 1, 1, ["丁"])]],
    ),
    "deleted and hidden rows": (
        table(row(A, properties="<w:del/>"), row(B, properties="<w:hidden/>"), row(C), row()),
        "丙\n",
        [[(0, 0, 1, 1, ["丙"])]],
    ),
    "rows and cells in controls": (
        table(CONTROL.format(row(A, CONTROL.format(B)))),
        "甲\t乙\n",
        [[(0, 0, 1, 1, ["甲"]), (0, 1, 1, 1, ["乙"])]],
    ),
    "a table in a cell": (
        table(row(A, cell(p(r("乙")) + table(row(C, D)) + p("")))),
        "甲\t乙\n丙\n丁\n",
        [[(0, 0, 1, 1, ["甲"]), (0, 1, 1, 1, ["乙", "丙", "丁"])]],
    ),
    "a table in a frame": (
        table(row(cell(p(r("专栏1")) + table(row(A, B)) + p(r("注：丙"))))),
        "专栏1\n甲\t乙\n注：丙\n",
        [[(0, 0, 1, 1, ["专栏1"])], [(0, 0, 1, 1, ["甲"]), (0, 1, 1, 1, ["乙"])], [(0, 0, 1, 1, ["注：丙"])]],
    ),
    "a table without text": (table(row(cell(""), cell(""))) + p(r("甲")), "甲\n", []),
}


@pytest.mark.parametrize("name", GRIDS)
def test_tables(name: str) -> None:
    body, text, expected = GRIDS[name]
    found = source(body)
    assert found.text == text
    places = [
        [(c.row, c.column, c.rows, c.columns, [text[s.start : s.end] for s in c.spans]) for c in grid.cells]
        for grid in found.grids
    ]
    assert places == expected
    check(found.text, read_structure(found))
