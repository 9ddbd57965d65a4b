"""The tables as a workbook for people: Chinese headings with English below, numbers as numbers, links to evidence.

The one module that imports openpyxl. The same graph gives the same bytes: no time is kept.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from plangraph import schema
from plangraph.export import tables
from plangraph.export.compress import without_clock
from plangraph.export.tables import Column, Row, Table
from plangraph.folder import STORE_FOLDER
from plangraph.store import OxigraphStore
from plangraph.terms import PG

#: Tables that become sheets, and the columns that people do not need.
SHEETS: Mapping[str, frozenset[str]] = {
    "targets": frozenset({"indicator", "subject"}),
    "projects": frozenset(),
    "industries": frozenset({"place"}),
    "findings": frozenset({"kind"}),
}
NOTES = "说明"
_FIXED = "1980-01-01T00:00:00Z"
_CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
#: Excel opens no sheet with more links, and no cell with more characters.
_MOST_LINKS, _MOST_CHARACTERS = 65_000, 32_000
#: Widths of columns whose cells are wrapped; all others are narrow and are not.
_WIDTHS = {
    "indicator_name": 24, "industry": 18, "industry_en": 24, "message_en": 50, "message_zh": 50, "name": 32,
    "named": 18, "quote": 80, "section": 30, "subject": 22, "subject_name": 16, "title": 30, "value": 14,
}  # fmt: skip
_NARROW, _IRI_WIDTH = 13, 16
#: A row is as high as its longest cell needs, up to so many lines.
_LINE, _MOST_LINES = 15, 8
_FILL = PatternFill("solid", fgColor="E8EEF4")
_HEAD = Font(bold=True)
_LINK = Font(color="0563C1", underline="single")
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def write_workbook(folder: Path, out: IO[bytes]) -> None:
    """A sheet for each of `SHEETS`, and one with the notes and the documents."""
    store = OxigraphStore.open(folder / STORE_FOLDER)
    known = tables.load()
    labels = _labels()
    book = Workbook()
    book.properties.creator = "plangraph"
    book.properties.title = "规划知识图谱"
    first = book.active
    for name, hidden in SHEETS.items():
        table = known[name]
        _fill(book.create_sheet(table.title_zh), table, list(table.rows(store)), hidden, labels)
    documents = known["documents"]
    _notes(book.create_sheet(NOTES), [known[name] for name in SHEETS], documents, list(documents.rows(store)))
    if first is not None:
        book.remove(first)
    raw = io.BytesIO()
    book.save(raw)
    out.write(without_clock(raw.getvalue(), _fixed))


def _fixed(name: str, content: bytes) -> bytes:
    if name != "docProps/core.xml":
        return content
    return _CLOCK.sub(lambda match: match[1] + _FIXED.encode(), content)


def _labels() -> dict[str, str]:
    """Chinese labels of classes, properties and individuals by local name."""
    known = schema.load()
    groups = (known.classes, known.properties, known.individuals)
    return {iri.removeprefix(PG): info.label_zh for group in groups for iri, info in group.items()}


def _fill(
    sheet: Worksheet, table: Table, rows: Sequence[Row], hidden: frozenset[str], labels: Mapping[str, str]
) -> None:
    places = [place for place, column in enumerate(table.columns) if column.name not in hidden]
    columns = [table.columns[place] for place in places]
    _header(sheet, columns)
    links = 0
    for number, row in enumerate(rows, start=2):
        for position, (place, column) in enumerate(zip(places, columns, strict=True), start=1):
            cell = sheet.cell(number, position)
            _write(cell, _shown(row[place], column, labels), column)
            target = _link(row[place], column)
            if target and links < _MOST_LINKS:
                cell.hyperlink = target
                cell.font = _LINK
                links += 1
        wrapped = (
            _lines(row[place], _width(column))
            for place, column in zip(places, columns, strict=True)
            if column.name in _WIDTHS
        )
        sheet.row_dimensions[number].height = _LINE * min(max(wrapped, default=1), _MOST_LINES)
    last = f"{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.auto_filter.ref = f"A1:{last}"
    sheet.freeze_panes = "B2"
    _page(sheet)


def _header(sheet: Worksheet, columns: Iterable[Column]) -> None:
    for position, column in enumerate(columns, start=1):
        cell = sheet.cell(1, position, f"{column.zh}\n{column.en}")
        cell.font, cell.fill, cell.alignment = _HEAD, _FILL, _WRAPPED
        sheet.column_dimensions[get_column_letter(position)].width = _width(column)
    sheet.row_dimensions[1].height = 45


def _write(cell: Cell | MergedCell, value: str | int | float | None, column: Column) -> None:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_MOST_CHARACTERS]
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is no formula
    cell.alignment = _WRAPPED if column.name in _WIDTHS else _TOP


def _width(column: Column) -> int:
    return _WIDTHS.get(column.name, _IRI_WIDTH if column.type == "anyURI" else _NARROW)


def _lines(text: object, width: int) -> int:
    """How many lines a wrapped cell needs; a Chinese character is two wide."""
    paragraphs = str(text or "").split("\n")
    wide = (sum(2 if east_asian_width(char) in "WFA" else 1 for char in part) for part in paragraphs)
    return sum(max(1, -(-each // (width - 1))) for each in wide)


def _shown(cell: tables.Cell, column: Column, labels: Mapping[str, str]) -> str | int | float | None:
    if isinstance(cell, tuple):
        return "\n".join(cell) if column.type == "anyURI" else "、".join(cell)
    if column.type == "term" and isinstance(cell, str):
        return labels.get(cell, cell)
    if cell is None or isinstance(cell, str | int):
        return cell
    return float(cell)


def _link(cell: tables.Cell, column: Column) -> str:
    """Where an IRI leads; of a list, where its first does."""
    if column.type != "anyURI" or not cell:
        return ""
    return cell[0] if isinstance(cell, tuple) else str(cell)


def _page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


_ABOUT = (
    (
        "注意 note",
        "本工作簿由 plangraph 从规划文本中自动提取，会有错误：引用前请核对原文。",
        "Extracted from planning documents by plangraph, with mistakes: read the quote before you cite it.",
    ),
    (
        "依据 evidence",
        "每一行都有文件、章节和原文；标识列的链接指向其依据，可用 plangraph explain 查看。",
        "Every row has its document, section and quote; IRIs link to the evidence; see plangraph explain.",
    ),
    (
        "缺项 gaps",
        "没有列出的内容是在所读文本中没有找到，不等于没有。",
        "What is not listed was not found in the texts that were read; that does not mean there is none.",
    ),
)
_NOTE_WIDTHS = (30, 60, 60, 12, 12, 12, 14, 16, 26, 12, 12, 40)


def _notes(sheet: Worksheet, shown: Iterable[Table], documents: Table, rows: Iterable[Row]) -> None:
    """What to know, what each sheet holds, and the documents."""
    lines: list[Sequence[tables.Cell]] = [("说明 notes", "中文", "English"), *_ABOUT, ()]
    heads = {1, len(lines) + 1}
    lines += [("工作表 sheet", "内容", "content")]
    lines += [
        (table.title_zh, table.description_zh, f"{table.title_en}: {table.description_en}") for table in shown
    ]
    lines += [(), tuple(f"{column.zh}\n{column.en}" for column in documents.columns)]
    heads.add(len(lines))
    lines += rows
    for number, line in enumerate(lines, start=1):
        for position, value in enumerate(line, start=1):
            cell = sheet.cell(number, position)
            column = documents.columns[position - 1]
            _write(cell, _shown(value, column, {}), column)
            cell.alignment = _WRAPPED
            if number in heads:
                cell.font, cell.fill = _HEAD, _FILL
            elif target := _link(value, column):
                cell.hyperlink, cell.font = target, _LINK
        needed = (_lines(value, width) for value, width in zip(line, _NOTE_WIDTHS, strict=False))
        sheet.row_dimensions[number].height = _LINE * min(max(needed, default=1), _MOST_LINES)
    for position, width in enumerate(_NOTE_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    _page(sheet)
