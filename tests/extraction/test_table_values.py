"""What the cells of tables say: tables.jsonl row by row, and the golden tables of both outlines as a whole."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from plangraph.extraction.tables import annotate_table
from plangraph.model import (
    DocumentInfo,
    RowTarget,
    Span,
    Table,
    TableAnnotation,
    TableKind,
    TableRow,
    TableValue,
    quote,
)

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold" / "tables"
CASES = [json.loads(line) for line in (HERE / "tables.jsonl").read_text(encoding="utf-8").splitlines()]
INFO = DocumentInfo(
    id="case", file="case.txt", title="", kind="outline", issuers=(), approver="", region="440704",
    region_name="安宁县", period_start=2021, period_end=2025, outlook=None, date="2021", number="", about="",
    aliases=(), source="", sha256="",
)  # fmt: skip


class Writer:
    """Lays cells into one text, so that spans can be checked."""

    def __init__(self) -> None:
        self.text = ""

    def cell(self, text: str) -> tuple[Span, ...]:
        start = len(self.text)
        self.text += text + "\n"
        return (Span(start, start + len(text)),)

    def row(self, record: dict[str, Any], name: str, cells: list[dict[str, Any]]) -> TableRow:
        spans = self.cell(name)
        values = tuple(
            TableValue(c["role"], c["text"], self.cell(c["text"]), c.get("year"), c.get("period", ""))
            for c in cells
        )
        return TableRow(
            no=str(record.get("no", "")),
            name=name,
            name_spans=spans,
            spans=spans,
            level=record.get("level", 0),
            unit=record.get("unit", ""),
            attribute=record.get("attribute", ""),
            values=values,
            start=record.get("start"),
            end=record.get("end"),
        )


def table(kind: TableKind, rows: list[TableRow]) -> Table:
    return Table("t01", kind, "", None, (), "万元" if kind == "projects" else "", tuple(rows), ())


def row_of(target: RowTarget) -> list[Any]:
    return [
        target.indicator, target.value, target.unit, target.comparator, target.measure, target.year,
        target.base_year, target.status, target.state, target.binding, target.value_text,
    ]  # fmt: skip


def golden(name: str) -> tuple[str, TableAnnotation]:
    data = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    kind: TableKind = "indicators" if "indicators" in name else "projects"
    writer = Writer()
    rows = [writer.row(r, r.get("indicator") or r["name"] or "", r["values"]) for r in data["rows"]]
    return writer.text, annotate_table(table(kind, rows), INFO)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_rows(case: dict[str, Any]) -> None:
    writer = Writer()
    found = annotate_table(table("indicators", [writer.row(case, case["name"], case["cells"])]), INFO).targets
    assert [row_of(target) for target in found] == case["targets"]
    for target in found:
        if target.value_text:
            assert quote(writer.text, target.value_spans) == target.value_text


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("heshan-outline.indicators", {"stated": 37, "left_to_higher_level": 4}),
        ("jianghai-outline.indicators", {"stated": 35, "left_to_higher_level": 5}),
        ("jianghai-outline.review-indicators", {"stated": 80, "left_to_higher_level": 9}),  # one cell holds two
    ],
)
def test_golden_indicators(name: str, states: dict[str, int]) -> None:
    _text, found = golden(name)
    assert Counter(target.state for target in found.targets) == states
    assert all(target.binding for target in found.targets)


@pytest.mark.parametrize(
    ("name", "packages"),
    [
        ("heshan-outline.projects", 12),
        ("jianghai-outline.project-summary", 15),
        ("jianghai-outline.projects", 32),
    ],
)
def test_golden_projects(name: str, packages: int) -> None:
    text, found = golden(name)
    assert len(found.projects) == packages
    assert {target.subject for target in found.targets} == {"@doc"} | {p.name for p in found.projects}
    for project in found.projects:
        assert quote(text, project.industry_spans) == project.industry


def test_money() -> None:
    _text, found = golden("jianghai-outline.projects")
    said = [
        (t.indicator, t.value, t.unit, t.year, t.period, t.status)
        for t in found.targets
        if t.subject == "新材料产业"
    ]
    assert said == [
        ("总投资", "1459378", "万元", None, "2018-2025", "target"),
        ("累计完成投资", "323239", "万元", 2020, "", "actual"),
        ("期间投资", "1136139", "万元", 2025, "2021-2025", "target"),
    ]


def test_industries() -> None:
    _text, found = golden("jianghai-outline.projects")
    named = {project.name: project.industry for project in found.projects}
    assert named["新材料产业"] == "新材料产业"
    assert named["生产服务项目"] == "现代服务业"  # named by the field that it stands under
    assert named["特色小镇"] == named["农村基础设施建设工程"] == ""
