"""`plangraph read`: what is shown of a file, and that its tables are those that people wrote down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from layouts.command import fails, run
from plangraph.model import Span, quote
from plangraph.text import compact

GOLD = Path(__file__).parent / "gold" / "tables"
# Which table of the document an answer is about: its position.
ANSWERS = {
    "heshan-outline": {"indicators": 1, "projects": 3},
    "jianghai-outline": {"review-indicators": 0, "indicators": 1, "project-summary": 2, "projects": 3},
}


def read(corpus: Path, name: str, *options: str) -> Any:
    result = run("read", corpus / f"{name}.txt", *options, "--format", "json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def without_places(row: dict[str, Any]) -> dict[str, Any]:
    values = [{key: value for key, value in cell.items() if key != "spans"} for cell in row["values"]]
    return {**{key: value for key, value in row.items() if key != "spans"}, "values": values}


def in_one_order(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "values": sorted(row["values"], key=lambda value: json.dumps(value, sort_keys=True))}


@pytest.mark.parametrize("document", ANSWERS)
def test_tables_are_the_answers(document: str, corpus: Path) -> None:
    tables = read(corpus, document, "--tables")["tables"]
    for name, position in ANSWERS[document].items():
        gold = json.loads((GOLD / f"{document}.{name}.json").read_text(encoding="utf-8"))
        table = tables[position]
        assert [in_one_order(without_places(row)) for row in table["rows"]] == list(
            map(in_one_order, gold["rows"])
        )
        assert table["unit"] == gold.get("unit", "")
        assert table["kind"] == name.split("-")[-1].replace("summary", "projects")
        assert table["period"] == gold.get("period", "2021-2025")


def test_every_answer_is_compared() -> None:
    names = {f"{document}.{name}" for document, parts in ANSWERS.items() for name in parts}
    assert {path.stem for path in GOLD.glob("*.json")} == names


def test_spans_of_values_are_code_points_of_the_text(corpus: Path) -> None:
    text = (corpus / "jianghai-outline.txt").read_bytes().decode()
    for table in read(corpus, "jianghai-outline", "--tables")["tables"]:
        for row in table["rows"]:
            assert row["spans"]
            for value in row["values"]:
                spans = [Span(*pair) for pair in value["spans"]]
                assert compact(quote(text, spans)) == value["text"]


def test_group_headings_stand_over_their_rows(corpus: Path) -> None:
    table = read(corpus, "jianghai-outline", "--tables")["tables"][1]
    assert sum(group["rows"] for group in table["groups"]) == len(table["rows"])
    first = table["groups"][1]["first"]
    assert table["groups"][1]["name"].startswith("二、")
    assert table["rows"][first]["no"] == first + 1


def test_passages(corpus: Path) -> None:
    name = "jianghai-outline-interpretation"
    text = (corpus / f"{name}.txt").read_bytes().decode()
    passages = read(corpus, name, "--passages")["passages"]
    assert passages[0]["kind"] == "heading"
    for passage in passages:
        assert quote(text, [Span(*pair) for pair in passage["spans"]]) == passage["text"]
    assert any(passage["headings"] for passage in passages)


def test_outline_is_a_tree(corpus: Path) -> None:
    outline = read(corpus, "heshan-outline", "--outline")["outline"]
    chapter = outline[0]
    assert chapter["title"] == "第一章 发展基础与发展环境"
    assert chapter["sections"][0]["title"] == "第一节 “十三五”发展成就"
    assert chapter["sections"][0]["level"] == chapter["level"] + 1
    whole = read(corpus, "heshan-outline")
    assert whole["outline"] == outline
    assert whole["encoding"] == "utf-8"
    assert whole["title"].startswith("鹤山市国民经济和社会发展第十四个五年规划")
    assert whole["left_out_characters"]["list of contents"] > 1000


def test_text_for_people(corpus: Path) -> None:
    shown = run("read", corpus / "heshan-outline.txt").stdout
    assert "text utf-8" in shown
    assert "list of contents" in shown
    assert "\n  第一节 “十三五”发展成就\n" in shown
    tables = run("read", "--tables", corpus / "heshan-outline.txt").stdout
    assert "万元" in tables
    assert "2021-2025" in tables
    assert "7831924" in tables
    assert "奋力" in run("read", "--passages", corpus / "jianghai-outline-interpretation.txt").stdout


def test_square_brackets_are_shown_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "一、总体要求\n增长[/bold]百分之六，[累计]翻一番，坚持高质量发展。\n", encoding="utf-8"
    )
    result = run("read", "--passages", tmp_path / "a.txt")
    assert "[/bold]百分之六，[累计]翻一番" in result.stdout
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n", "empty"),
        ("binary.dat", bytes(range(256)) * 8, "binary"),
        ("broken.pdf", b"%PDF-1.7\nnothing more", "broken.pdf"),
        ("broken.docx", b"PK\x03\x04nothing more", "broken.docx"),
    ],
)
def test_what_cannot_be_read_is_one_message(name: str, data: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    fails(run("read", tmp_path / name), name, word)
    fails(run("add", tmp_path / name, "--corpus", tmp_path / "mine"), name, word)
    assert not (tmp_path / "mine").exists()


def test_no_file_or_a_folder(tmp_path: Path) -> None:
    fails(run("read", tmp_path / "none.txt"), "none.txt", "no such file")
    fails(run("read", tmp_path), "folder")
