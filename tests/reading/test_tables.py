"""The tables of both outlines against answers that people wrote down (`tests/gold/tables`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plangraph.model import Document, TableRow
from plangraph.reading import read_document, read_manifest
from plangraph.resources import corpus_dir
from plangraph.text import fold, squeeze

GOLD = Path(__file__).parent.parent / "gold" / "tables"
# Which table of the document an answer is about: its position.
ANSWERS = {
    "heshan-outline.indicators": 1,
    "heshan-outline.projects": 3,
    "jianghai-outline.review-indicators": 0,
    "jianghai-outline.indicators": 1,
    "jianghai-outline.project-summary": 2,
    "jianghai-outline.projects": 3,
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {info.id: read_document(info, corpus_dir()) for info in read_manifest(corpus_dir())}


def plain(value: object) -> str:
    return "" if value is None else squeeze(fold(str(value)))


def expected(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "no": plain(row["no"]),
        "name": plain(row.get("indicator", row.get("name"))),
        "unit": plain(row.get("unit")),
        "attribute": row.get("attribute", ""),
        "level": row.get("level", 0),
        "years": (row.get("start"), row.get("end")),
        "content": plain(row.get("content")),
        "values": sorted(
            (v["role"], plain(v.get("year", v.get("period"))), plain(v["text"])) for v in row["values"]
        ),
    }


def read(row: TableRow) -> dict[str, Any]:
    return {
        "no": plain(row.no),
        "name": plain(row.name),
        "unit": plain(row.unit),
        "attribute": row.attribute,
        "level": row.level,
        "years": (row.start, row.end),
        "content": plain(row.content),
        "values": sorted((v.role, plain(v.year or v.period), plain(v.text)) for v in row.values),
    }


@pytest.mark.parametrize("answer", ANSWERS)
def test_rows_are_as_people_read_them(documents: dict[str, Document], answer: str) -> None:
    gold = json.loads((GOLD / f"{answer}.json").read_text(encoding="utf-8"))
    table = documents[gold["doc"]].tables[ANSWERS[answer]]
    assert [read(row) for row in table.rows] == [expected(row) for row in gold["rows"]]
    assert table.unit == gold.get("unit", "")


def test_every_answer_is_compared() -> None:
    assert {path.stem for path in GOLD.glob("*.json")} == set(ANSWERS)


def test_list_of_plans(documents: dict[str, Document]) -> None:
    table = documents["heshan-outline"].tables[2]
    assert (table.kind, len(table.rows)) == ("list", 11)
    assert table.rows[-1].name == "鹤山市临空产业发展规划研究"


def test_labels_beside_rows(documents: dict[str, Document]) -> None:
    rows = documents["heshan-outline"].tables[0].rows
    units = {
        row.name: row.unit
        for row in rows
        if row.name in ("化学需氧量", "氨氮", "常住人口城镇化率", "农村相对贫困人口脱贫")
    }
    assert units == {
        "化学需氧量": "万吨",
        "氨氮": "万吨",
        "常住人口城镇化率": "%",
        "农村相对贫困人口脱贫": "户/人",
    }


def test_values_in_words_may_stand_beside_several_rows(documents: dict[str, Document]) -> None:
    """Cells merged over the rows of a label are printed once; the number beside them is what was reached."""
    rows = {row.name: row for row in documents["heshan-outline"].tables[0].rows}
    for name, reached in (
        ("森林蓄积量", "395.74"),
        ("城市空气质量优良天数比例", "88.5"),
        ("氮氧化物", "完成江门下达任务"),
    ):
        values = [(value.role, value.text) for value in rows[name].values]
        assert values == [("target", "完成江门下达任务"), ("actual", reached)]
        assert rows[name].spans == tuple(sorted(rows[name].spans))


def test_cells_without_a_field_of_their_own_are_kept(documents: dict[str, Document]) -> None:
    rows = {row.name: row for row in documents["jianghai-outline"].tables[0].rows}
    assert [(cell.column, cell.text) for cell in rows["森林覆盖率"].cells] == [
        ("指标", "森林发展"),
        ("指标属性", "约束性"),
    ]
    assert [cell.column for cell in rows["劣V类水体比例"].cells] == ["指标属性"]
    package = documents["jianghai-outline"].tables[3].rows[3]
    assert {cell.column: cell.text for cell in package.cells} == {
        "建设内容与规模": package.content,
        "建设起止年限": f"{package.start}-{package.end}",
    }


def test_tables_are_not_read_as_paragraphs(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for passage in document.passages:
            assert not passage.text.endswith(("预期性", "约束性"))
