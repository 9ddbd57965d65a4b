"""The CSV tables against their metadata, and the workbook against the graph."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from plangraph import api
from plangraph.errors import ResourceError
from plangraph.export import tables
from plangraph.export.csvw import METADATA, SEPARATOR
from plangraph.resources import queries_dir
from plangraph.store import OxigraphStore

_Row = Mapping[str, str]

FORMS: Mapping[str, Callable[[str], object]] = {
    "string": lambda _text: True,
    "anyURI": lambda text: re.fullmatch(r"https://\S+", text),
    "decimal": lambda text: re.fullmatch(r"[+-]?\d+(\.\d+)?", text),
    "integer": lambda text: re.fullmatch(r"[+-]?\d+", text),
    "gYear": lambda text: re.fullmatch(r"\d{4}", text),
}
#: How many rows each table must have.
COUNTS = {
    "documents": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a pg:Document }",
    "statements": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a pg:Statement }",
    "targets": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a pg:QuantitativeTarget }",
    "entities": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x pg:denotes ?y }",
    "projects": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?e a/rdfs:subClassOf* pg:Project ; pg:denotes ?x . "
    "?s pg:subject|pg:object|pg:targetSubject ?e }",
    "findings": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a pg:Finding ; pg:compares ?y }",
}
SHEETS = {"指标目标": "targets", "项目": "projects", "产业（按区域）": "industries", "发现": "findings"}


@pytest.fixture(scope="module")
def folder(built_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return api.export(built_graph, "tables", tmp_path_factory.mktemp("tables") / "tables")


@pytest.fixture(scope="module")
def metadata(folder: Path) -> dict[str, Any]:
    """The description of each table by the name of its file."""
    described = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    return {table["url"]: table["tableSchema"] for table in described["tables"]}


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, list[_Row]]:
    """The rows of each file by its name."""
    found: dict[str, list[_Row]] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.name] = list(csv.DictReader(file, strict=True))
    return found


@pytest.fixture(scope="module")
def store(built_graph: Path) -> OxigraphStore:
    return api.open_graph(built_graph)


def test_metadata_name_every_table_and_column(
    folder: Path, metadata: dict[str, Any], rows: dict[str, list[_Row]]
) -> None:
    assert set(metadata) == set(rows) == {f"{name}.csv" for name in tables.load()}
    for url, schema in metadata.items():
        with (folder / url).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [column["name"] for column in schema["columns"]] == header
        for column in schema["columns"]:
            assert column["name"] in column["titles"].values()  # a header must be one of the titles
            assert re.search("[一-鿿]", column["titles"]["zh"])


def test_cells_are_of_their_datatypes(metadata: dict[str, Any], rows: dict[str, list[_Row]]) -> None:
    for url, schema in metadata.items():
        for column in schema["columns"]:
            fits = FORMS[column["datatype"]]
            for row in rows[url]:
                cell = row[column["name"]]
                assert cell or not column.get("required")
                parts = cell.split(SEPARATOR) if "separator" in column else [cell]
                assert not cell or all(fits(part) for part in parts), (url, column["name"], cell)


def test_keys_tell_rows_apart_and_references_hold(metadata: dict[str, Any], rows: dict[str, list[_Row]]) -> None:
    references = 0
    for url, schema in metadata.items():
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows[url]]
        assert len(keys) == len(set(keys)), url
        for foreign in schema["foreignKeys"]:
            (own,), other = foreign["columnReference"], foreign["reference"]
            (name,) = other["columnReference"]
            assert metadata[other["resource"]]["primaryKey"] == [name]
            assert {row[own] for row in rows[url]} - {""} <= {row[name] for row in rows[other["resource"]]}
            references += 1
    assert references >= 8


@pytest.mark.parametrize("name", sorted({*COUNTS} - {"findings"}))
def test_tables_have_a_row_for_each_thing(name: str, rows: dict[str, list[_Row]], store: OxigraphStore) -> None:
    assert len(rows[f"{name}.csv"]) == int(store.select(COUNTS[name])[0]["n"])


def test_findings_are_those_of_comparison(rows: dict[str, list[_Row]], store: OxigraphStore) -> None:
    assert len({row["finding"] for row in rows["findings.csv"]}) == int(store.select(COUNTS["findings"])[0]["n"])


def test_a_project_has_its_money_in_one_row(rows: dict[str, list[_Row]], built_graph: Path) -> None:
    answer = api.query("project-money", built_graph, region="鹤山市")
    asked = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    wanted = {(str(row["project"]), float(str(row["value"]))) for row in asked if row["figure"] == "总投资"}
    found = {(row["name"], float(row["total"])) for row in rows["projects.csv"] if row["total"]}
    assert wanted
    assert wanted <= found


def test_industries_agree_with_the_named_question(rows: dict[str, list[_Row]], built_graph: Path) -> None:
    answer = api.query("shared-industries", built_graph, a="江海区", b="鹤山市")
    asked = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    told = {(row["region"], row["industry"]): row for row in rows["industries.csv"]}
    assert len(asked) > 20
    for row in asked:
        found = told[str(row["region"]), str(row["industry"])]
        assert (found["quote"], found["statement"]) == (row["quote"], row["statement"])
        assert int(found["statements"]) == row["region_statements"]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("# key: b\n# type: number a", "unknown type"),
        ("# key: c", "no column 'c'"),
        ("# type: decimal a", "lacks a key"),
    ],
)
def test_a_wrong_head_is_told(head: str, words: str) -> None:
    columns = "# column: a | 甲 | a\n# column: b | 乙 | b"
    text = f"# title-zh: 甲\n# title-en: A\n{columns}\n{head}\nSELECT ?a ?b WHERE {{}}"
    with pytest.raises(ResourceError, match=words):
        tables.parse("wrong", text)


def test_tables_select_what_their_heads_name() -> None:
    for path in sorted((queries_dir() / "tables").glob("*.rq")):
        table = tables.parse(path.stem, path.read_text(encoding="utf-8"))
        selected = re.search(r"^SELECT (.+?)\s*WHERE", table.sparql, re.M | re.S)
        assert selected
        assert re.findall(r"\?(\w+)", selected[1]) == [column.name for column in table.columns]


# ── the workbook ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def book(built_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return load_workbook(api.export(built_graph, "xlsx", tmp_path_factory.mktemp("book") / "plans.xlsx"))


def test_sheets_hold_the_rows_of_the_tables(book: Workbook, rows: dict[str, list[_Row]]) -> None:
    assert book.sheetnames == [*SHEETS, "说明"]
    for title, name in SHEETS.items():
        sheet = book[title]
        assert sheet.max_row == len(rows[f"{name}.csv"]) + 1
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        for cell in sheet[1]:
            assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*\n[^一-鿿]+", str(cell.value))


def test_every_row_has_its_evidence(book: Workbook) -> None:
    for title in SHEETS:
        header, *lines = book[title].iter_rows()
        names = [str(cell.value).split("\n")[1] for cell in header]
        quote = next(place for place, name in enumerate(names) if name in {"quote", "strongest sentence"})
        for line in lines:
            assert line[names.index("document")].value
            assert line[quote].value
            link = line[-1].hyperlink
            assert link is not None
            assert link.target == str(line[-1].value).split("\n", maxsplit=1)[0]


def test_numbers_are_numbers_and_texts_no_formulas(book: Workbook, rows: dict[str, list[_Row]]) -> None:
    header, *lines = book["指标目标"].iter_rows()
    names = [str(cell.value).split("\n")[1] for cell in header]
    for line, row in zip(lines, rows["targets.csv"], strict=True):
        for name, column in (("value", "value"), ("year", "year"), ("confidence", "confidence")):
            value = line[names.index(name)].value
            assert value is None or isinstance(value, int | float)
            assert (value is None) == (row[column] == "")
            assert value is None or float(value) == float(row[column])
    assert not any(cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line)


def test_the_notes_name_every_document(book: Workbook, rows: dict[str, list[_Row]]) -> None:
    said = {cell.value for line in book["说明"].iter_rows() for cell in line}
    assert {row["title"] for row in rows["documents.csv"]} <= said
    assert set(SHEETS) <= said
