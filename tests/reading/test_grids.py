"""Tables whose cells the format of the file tells: one grid, several pages, cases as data, any grid at all.

A case (`tables/*.json`) is a source and what reading must find in it. In a source a text is a line, or several;
`{"left_out": …}` is a page number; `{"grid": […]}` has one text a row with cells parted by `|`, where `<` and `^`
are places that the cell to the left or above covers, and `↵` is a line break within a cell.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.blocks import Cell, TableBlock, blocks_of, rows
from layouts.grids import Writer, cut, on_pages, on_two_pages, written
from plangraph.model import Document, Table, TableRow, quote
from plangraph.reading import read_document, read_manifest
from plangraph.reading.source import Source
from plangraph.reading.structure import Structure, read_structure
from plangraph.resources import corpus_dir
from plangraph.text import squeeze
from reading.test_documents import check as check_characters

CASES = sorted((Path(__file__).parent / "tables").glob("*.json"))
IDS = ["heshan-outline", "jianghai-outline"]
CORPUS = [(key, number) for key in IDS for number in range(4)]


def check(text: str, found: Structure) -> None:
    """Every character stands in one place, and the cells beside a name say what is printed in the table."""
    check_characters(text, found)
    for table in found.tables:
        inside = {i for span in table.spans for i in range(span.start, span.end)}
        for cell in (cell for row in table.rows for cell in row.cells):
            assert squeeze(quote(text, cell.spans)) == squeeze(cell.text)
            assert all(i in inside for span in cell.spans for i in range(span.start, span.end))
    for gap in found.gaps:
        assert gap.spans


# ── the tables of the corpus as grids ───────────────────────────────────────────────────────────────────


@cache
def document(key: str) -> Document:
    info = next(info for info in read_manifest(corpus_dir()) if info.id == key)
    return read_document(info, corpus_dir())


def corpus_table(key: str, number: int) -> tuple[Table, TableBlock]:
    found = document(key)
    blocks = [block for block in blocks_of(found) if isinstance(block, TableBlock)]
    return found.tables[number], blocks[number]


def only_table(source: Source) -> Table:
    found = read_structure(source)
    check(source.text, found)
    assert [gap.reason for gap in found.gaps] == []
    (table,) = found.tables
    return table


@pytest.mark.parametrize(("key", "number"), CORPUS)
def test_a_grid_has_the_rows_of_the_text(key: str, number: int) -> None:
    table, block = corpus_table(key, number)
    found = only_table(written(block))
    assert rows(found) == rows(table)
    assert (found.kind, found.unit) == (table.kind, table.unit)


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize(("key", "number"), CORPUS)
def test_a_page_break_may_fall_behind_any_row(key: str, number: int, repeated: bool) -> None:
    table, block = corpus_table(key, number)
    for first in range(1, len(block.rows) - block.header):
        assert rows(only_table(on_two_pages(block, first, repeated=repeated))) == rows(table), first


# ── cases as data ───────────────────────────────────────────────────────────────────────────────────────


def source_of(parts: list[Any]) -> Source:
    writer = Writer()
    for part in parts:
        if isinstance(part, str):
            writer.line(part)
        elif "left_out" in part:
            writer.left_out("page number", part["left_out"])
        else:
            writer.grid(cells_of([row.split("|") for row in part["grid"]]))
    return writer.source()


def cells_of(matrix: list[list[str]]) -> list[list[Cell]]:
    return [
        [
            Cell(text.replace("↵", "\n"), *extent(matrix, row, column))
            for column, text in enumerate(texts)
            if text not in ("<", "^")
        ]
        for row, texts in enumerate(matrix)
    ]


def extent(matrix: list[list[str]], row: int, column: int) -> tuple[int, int]:
    """How many rows and columns the cell at this place covers."""
    rows = columns = 1
    while row + rows < len(matrix) and matrix[row + rows][column : column + 1] == ["^"]:
        rows += 1
    while matrix[row][column + columns : column + columns + 1] == ["<"]:
        columns += 1
    return rows, columns


def summary(found: Structure) -> dict[str, Any]:
    return {
        "tables": [
            {
                "kind": table.kind,
                "title": table.title,
                "unit": table.unit,
                "rows": [told(row) for row in table.rows],
            }
            for table in found.tables
        ],
        "passages": [[passage.kind, passage.text] for passage in found.passages],
        "sections": [section.title for section in found.sections],
        "gaps": [gap.reason for gap in found.gaps],
    }


def told(row: TableRow) -> dict[str, Any]:
    """What a row says, without what it says nothing about."""
    record = {
        "no": row.no,
        "name": row.name,
        "level": row.level,
        "group": row.group,
        "unit": row.unit,
        "attribute": row.attribute,
        "values": [[v.role, v.year or v.period, v.text] for v in row.values],
        "years": [row.start, row.end] if row.start else [],
        "content": row.content,
        "cells": [[cell.column, cell.text] for cell in row.cells],
    }
    return {name: value for name, value in record.items() if value}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    source = Source(case["text"], "text", "utf-8") if "text" in case else source_of(case["source"])
    found = read_structure(source)
    check(source.text, found)
    empty: dict[str, Any] = {"tables": [], "passages": [], "sections": [], "gaps": []}
    assert summary(found) == empty | case["found"]


# ── rows that a page break cuts, and any grid at all ────────────────────────────────────────────────────


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize(("key", "number"), CORPUS)
def test_a_page_break_may_cut_any_row_with_a_number(key: str, number: int, repeated: bool) -> None:
    table, block = corpus_table(key, number)
    for row, cells in enumerate(block.rows):
        if row < block.header or len(cells) < 2 or not cells[0].text or cells[0].columns > 1:
            continue
        upper, lower = cut(block.rows, row, [cut_length(block, column, cell) for column, cell in enumerate(cells)])
        source = on_pages(block, upper, [*(block.rows[: block.header] if repeated else ()), *lower])
        assert rows(only_table(source)) == rows(table), row


def cut_length(block: TableBlock, column: int, cell: Cell) -> int:
    """Names and contents are cut in two, other cells stay on the first page."""
    words = column == 1 or (block.header == 1 and block.rows[0][column].text == "建设内容及规模")
    return len(cell.text) // 2 + 1 if words else len(cell.text)


PIECES = [
    *["", "", "", "1", "2", "（二）", "一、经济发展", "序号", "指标", "2020年", "2025年", "年均增长", "属性"],
    *["单位", "项目名称", "总投资（万元）", "“十四五”规划目标", "合计", "地区生产总值（亿元）", "12.5", "—"],
    *["亿元", "[3]", "完成市下达任务", "预期性", "注：1.为预计数。", "专栏 1 重点工程", "续表", "多\n行"],
    *["单位：万元", "推动经济高质量发展，形成新的增长点。"],
]
CELLS = st.builds(Cell, st.sampled_from(PIECES), st.integers(1, 3), st.integers(1, 3))
GRIDS = st.lists(st.lists(CELLS, max_size=5), max_size=6)
PARTS = st.one_of(GRIDS, st.sampled_from(["主要指标表", "单位：亿元", "一、总体要求", "加快发展。", "— 3 —"]))


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=5))
def test_any_grids_are_accounted_for(parts: list[Any]) -> None:
    writer = Writer()
    for part in parts:
        if isinstance(part, str):
            writer.line(part)
        else:
            writer.grid(part)
    check(writer.source().text, read_structure(writer.source()))


LINES = st.lists(st.sampled_from([*PIECES, '"甲\n乙"', '"', "|", "|---|---|"]), min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(LINES, st.sampled_from(["\t", "\t", "|", " | "])), max_size=8))
def test_any_text_with_tabs_is_accounted_for(lines: list[tuple[list[str], str]]) -> None:
    text = "".join(separator.join(cells) + "\n" for cells, separator in lines)
    check(text, read_structure(Source(text, "text", "utf-8")))
