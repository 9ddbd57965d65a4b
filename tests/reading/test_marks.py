"""What a format tells of its lines (`source.Mark`) decides; the text alone would be read otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.model import Span
from plangraph.reading.source import LeftOutReason, Mark, Source
from plangraph.reading.structure import Structure, read_structure
from reading.test_documents import check

NEW, ON = Mark(continues=False), Mark(continues=True)
FIRST = "推动先进制造业集群发展，支持企业技术改"
SECOND = "造，建设公共技术平台，完善产业链条。"


@dataclass(frozen=True)
class Told:
    """One line and what is told of it."""

    text: str
    mark: Mark = NEW
    left_out: LeftOutReason | None = None


def read(*lines: Told) -> Structure:
    text, marks, left_out = "", {}, []
    for line in lines:
        marks[len(text)] = line.mark
        if line.left_out:
            left_out.append((line.left_out, Span(len(text), len(text) + len(line.text))))
        text += line.text + "\n"
    found = read_structure(Source(text, "pdf", "", marks=marks, left_out=tuple(left_out)))
    check(text, found)
    return found


def passages(found: Structure) -> list[tuple[str, str, str]]:
    """Kind, nearest heading and text of each passage."""
    return [(p.kind, p.headings[-1] if p.headings else "", p.text) for p in found.passages]


def sections(found: Structure) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in found.sections]


def test_a_paragraph_goes_on_behind_page_number_running_head_and_note() -> None:
    found = read(
        Told("第一章 产业发展", Mark(continues=False, heading=1)),
        Told(FIRST),
        Told("1 指规模以上企业。", Mark(continues=False, role="note")),
        Told("12", Mark(), "page number"),
        Told("清溪县“十四五”规划", Mark(), "running head"),
        Told(SECOND, ON),
    )
    assert passages(found) == [
        ("paragraph", "第一章 产业发展", FIRST + SECOND),
        ("note", "第一章 产业发展", "1 指规模以上企业。"),
    ]
    assert [reason for reason, _ in found.left_out] == ["page number", "running head"]


def test_lines_are_as_told_and_not_as_they_look() -> None:
    found = read(
        Told("推动产业集群发展。"),
        Told("支持企业技术改造。", ON),
        Told("完善产业链条，", NEW),
        Told("一、建设平台。", ON),
    )
    assert [text for _, _, text in passages(found)] == [
        "推动产业集群发展。支持企业技术改造。",
        "完善产业链条，一、建设平台。",
    ]


def test_a_note_goes_on_behind_the_next_page() -> None:
    found = read(
        Told(FIRST),
        Told("注：数据为快报数，", Mark(continues=False, role="note")),
        Told("3", Mark(), "page number"),
        Told(SECOND, ON),
        Told("以统计部门公布为准。", Mark(continues=True, role="note")),
    )
    assert passages(found) == [
        ("paragraph", "", FIRST + SECOND),
        ("note", "", "注：数据为快报数，以统计部门公布为准。"),
    ]


def test_a_frame_stands_in_a_paragraph() -> None:
    box = Mark(continues=False, role="box")
    found = read(
        Told("第一章 产业发展", Mark(continues=False, heading=1)),
        Told(FIRST),
        Told("专栏1 重点园区", box),
        Told("清溪工业园。发展食品加工，", box),
        Told("建设公共平台。", Mark(continues=True, role="box")),
        Told("云溪物流园。发展仓储。", box),
        Told(SECOND, ON),
        Told("加快发展现代服务业。"),
    )
    assert sections(found) == [(1, "第一章 产业发展"), (2, "专栏1 重点园区")]
    assert passages(found) == [
        ("paragraph", "第一章 产业发展", FIRST + SECOND),
        ("box", "专栏1 重点园区", "清溪工业园。发展食品加工，建设公共平台。"),
        ("box", "专栏1 重点园区", "云溪物流园。发展仓储。"),
        ("paragraph", "第一章 产业发展", "加快发展现代服务业。"),
    ]


def test_levels_rank_headings_with_and_without_markers() -> None:
    found = read(
        Told("第一章 总体要求", Mark(continues=False, heading=1)),
        Told("发展目标", Mark(continues=False, heading=2)),
        Told("到2025年，全县生产总值达到200亿元。"),
        Told("经济", Mark(continues=False, heading=3)),
        Told("固定资产投资年均增长8%。"),
        Told("第二章 重点任务", Mark(continues=False, heading=1)),
        Told("保障措施。", Mark(continues=False, heading=2)),
        Told("加强组织领导。"),
    )
    assert sections(found) == [
        (1, "第一章 总体要求"),
        (2, "发展目标"),
        (3, "经济"),
        (1, "第二章 重点任务"),
        (2, "保障措施。"),
    ]


def test_a_told_heading_that_is_a_long_sentence_is_a_paragraph() -> None:
    text = "各位代表！做好今年工作责任重大，我们要坚定信心；迎难而上，确保完成全年任务。"
    found = read(
        Told("一、总体要求", Mark(continues=False, heading=1)), Told(text, Mark(continues=False, heading=2))
    )
    assert sections(found) == [(1, "一、总体要求")]
    assert passages(found) == [("paragraph", "一、总体要求", text)]


def test_a_heading_of_two_lines() -> None:
    found = read(
        Told("第一章 实施创新驱动战略 建设区域创新", Mark(continues=False, heading=1)),
        Told("中心", Mark(continues=True, heading=1)),
        Told("附件1", Mark(continues=False)),
        Told("重点项目表", Mark(continues=False)),
        Told(FIRST + SECOND),
    )
    assert sections(found) == [(1, "第一章 实施创新驱动战略 建设区域创新中心"), (1, "附件1 重点项目表")]
    assert [len(section.spans) for section in found.sections] == [2, 2]


def test_titles_are_told() -> None:
    found = read(
        Told("让清溪更美好", Mark(continues=False, role="title")),
        Told("产业兴县，", Mark(continues=False)),
        Told(FIRST + SECOND),
    )
    assert passages(found)[0] == ("heading", "", "让清溪更美好")
    assert [kind for kind, _, _ in passages(found)] == ["heading", "paragraph", "paragraph"]


def test_what_a_format_leaves_out_is_no_body() -> None:
    found = read(
        Told("第一章 产业发展 1", Mark(), "list of contents"),
        Told(FIRST + SECOND),
        Told("推荐阅读更多内容", Mark(), "navigation"),
    )
    assert [text for _, _, text in passages(found)] == [FIRST + SECOND]
    assert [reason for reason, _ in found.left_out] == ["list of contents", "navigation"]
    assert found.sections == ()
