"""What must hold of every document that is read: quotes are exact, and every character is accounted for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.model import Document, Span, Table, quote
from plangraph.reading import read_document, read_manifest
from plangraph.reading.lines import INVISIBLE
from plangraph.reading.source import Source
from plangraph.reading.structure import Structure, read_structure
from plangraph.resources import corpus_dir
from plangraph.text import one_line, squeeze

GOLD = Path(__file__).parent.parent / "gold" / "dev-own.jsonl"
INFOS = {info.id: info for info in read_manifest(corpus_dir())}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {key: read_document(info, corpus_dir()) for key, info in INFOS.items()}


def spans_of(found: Structure | Document) -> Iterator[Span]:
    yield from (span for section in found.sections for span in section.spans)
    yield from (span for passage in found.passages for span in passage.spans)
    yield from (span for table in found.tables for span in table.spans)
    yield from (span for _, span in found.left_out)


def check(text: str, found: Structure | Document) -> None:
    """What can be seen stands in one place; quotes are joins of spans; ids and parents are sound."""
    count = Counter(i for span in spans_of(found) for i in range(span.start, span.end))
    assert [i for i, char in enumerate(text) if not (char.isspace() or char in INVISIBLE) and count[i] != 1] == []
    assert max(count.values(), default=0) <= 1
    ids = {section.id for section in found.sections}
    for section in found.sections:
        assert section.title == one_line(section.title)
        assert squeeze(section.title) == squeeze(quote(text, section.spans))
        assert section.parent is None or section.parent in ids
    for passage in found.passages:
        assert passage.text == quote(text, passage.spans)
        assert passage.section is None or passage.section in ids
        assert len(passage.text.splitlines()) == 1
        assert not any(char in INVISIBLE for char in passage.text)
    for table in found.tables:
        check_table(text, table)


def check_table(text: str, table: Table) -> None:
    inside = {i for span in table.spans for i in range(span.start, span.end)}
    for row in table.rows:
        for value in row.values:
            assert squeeze(quote(text, value.spans)) == squeeze(value.text)
        assert squeeze(quote(text, row.name_spans)) == squeeze(row.name)
        assert squeeze(quote(text, row.content_spans)) == squeeze(row.content)
        spans = (*row.spans, *row.name_spans, *row.content_spans, *(s for v in row.values for s in v.spans))
        assert {i for s in spans for i in range(s.start, s.end) if not text[i].isspace()} <= inside


@pytest.mark.parametrize("key", INFOS)
def test_every_character_is_accounted_for(documents: dict[str, Document], key: str) -> None:
    check(documents[key].text, documents[key])


PIECES = st.sampled_from(
    [
        *"一，。；：“”（）—\n\r\f 　1.",
        "\n\n",
        "第一章 发展基础\n",
        "第二节 主要任务\n",
        "一、总体要求\n",
        "1.创新\n",
        "专栏 1 重点工程\n",
        "附件1\n",
        "目录\n",
        "第一章 发展基础 12\n",
        "推动经济高质量发展，建设现代化产业体系，形成新的增长点。",
        "序号\n指标\n2020年\n2025年\n属性\n",
        "指标 2020年 2025年 年均增长 属性\n",
        "1\n地区生产总值(亿元)\n100\n200\n预期性\n",
        "2 人均收入（元） 3 — 预期性\n",
        "序号\n项目类别\n项目总投资\n累计完成投资\n",
        "合计\n12\n3\n",
        "序号\n规划名称\n1\n甲规划\n2\n乙规划\n",
        "注：1.数据为预计数。\n",
        "— 3 —\n",
        "扫一扫\n",
        "首页\n",
        "\v",
        "\t",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\xa0",
        "\ufeff",
        "\u200b",
        "\u200f",
        "\x07",
        "\x00",
        "２ ０ ０ ５ 年",
        "1 9 9 5 年",
        "目 录\n",
        "前　　言\n",
        "第一章　发展基础…………12\n",
        "第二章 发展目标\n",
        "　　　　　　　　　　　　第三章　加快结构调整，\n",
        "　　　　　　　　　　　　　推进产业升级\n",
        "　　“九五”时期全县国内生产总值年均增长百分之十一，提前实现翻两番的目标，\n",
        "城乡居民收入较快增长，社会事业全面进步，各项改革取得重要进展。\n",
        "综合实力明显增强，人民生活显著改善，全县上下呈现出加快发展的良好态势，为\n",
        "（一）加强领导。\n",
        "一、总体要求：\n",
        "1.1 发展机遇\n",
        "第一章\n",
        "名词解释\n",
        "1．六稳：指稳就业、稳金融\n",
        "〔3〕三农：农业、农村、农民。\n",
        "附件：1.重点项目\n",
        "2.任务分工\n",
        "甲市人民政府\n",
        "2021年2月3日\n",
        "甲市人民政府关于印发《甲市产业发展\n",
        "规划（2021—2025年）》的通知\n",
        "索引号\n：\n",
        "上一篇：乙市工作报告\n",
        "抄送：市委各部门。\n",
        "（2001年3月10日市人民代表大会\n",
        "通过）\n",
        "云溪市政府工作报告\n",
        "政务公开\n" * 13,
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_accounted_for(text: str) -> None:
    check(text, read_structure(Source(text, "text", "utf-8"), "第一章规划"))


def test_paragraphs_are_those_that_people_cut(documents: dict[str, Document]) -> None:
    """Paragraphs of the gold are as a person cut them; some of them join or part what is one in the text."""
    passages = {passage.text.strip() for document in documents.values() for passage in document.passages}
    gold = [json.loads(line)["text"].strip() for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len(gold) == 229
    assert sum(text in passages for text in gold) >= 218


def test_text_with_other_line_breaks_has_the_same_structure(documents: dict[str, Document]) -> None:
    document = documents["jianghai-outline"]
    source = Source(document.text.replace("\n", "\r\n"), "text", "utf-8")
    other = read_structure(source, document.info.title)
    assert [p.text for p in other.passages] == [p.text for p in document.passages]
    assert [len(t.rows) for t in other.tables] == [len(t.rows) for t in document.tables]


def test_a_box_may_cut_a_paragraph(documents: dict[str, Document]) -> None:
    document = documents["jianghai-outline"]
    texts = [passage.text for passage in document.passages]
    assert sum(t.startswith("推动青少年教育发展。") and t.endswith("校外产、学、研基地。") for t in texts) == 1
    box = [p.text[:8] for p in document.passages if p.headings[-1:] == ("专栏 7 妇女儿童家庭专栏",)]
    assert box == ["1.面向城乡适龄", "2.适龄儿童免疫", "3.家庭发展政策"]


def test_contents_and_navigation_are_left_out(documents: dict[str, Document]) -> None:
    document = documents["heshan-outline"]
    reasons = Counter(reason for reason, _ in document.left_out)
    assert reasons["list of contents"] == 93
    first = next(p for p in document.passages if p.kind == "paragraph" and "本规划纲要" in p.text)
    assert document.text[first.spans[0].start :].startswith("本规划纲要根据党的十九届五中全会精神")
    assert [s.title for s in document.sections if s.level == 1][:2] == [
        "第一章 发展基础与发展环境",
        "第二章指导思想与发展目标",
    ]


def test_numbered_paragraphs_are_no_headings(documents: dict[str, Document]) -> None:
    proposal = documents["jianghai-proposal"]
    assert len(proposal.sections) == 11
    assert all(section.level == 1 for section in proposal.sections)
    assert sum(passage.text[0].isdigit() and not passage.continues for passage in proposal.passages) == 47


def test_long_paragraphs_are_pieces_that_say_so(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for before, passage in zip(document.passages, document.passages[1:], strict=False):
            if passage.continues:
                assert (before.kind, before.section) == (passage.kind, passage.section)
                assert before.spans[-1].end <= passage.spans[0].start
