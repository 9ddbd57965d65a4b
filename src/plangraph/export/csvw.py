"""The tables as a folder of CSV files with metadata of CSV on the Web (https://www.w3.org/TR/tabular-metadata/).

The header of a file is the names of its columns, which the metadata list among the titles, beside those in Chinese
and English.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from plangraph.export.tables import Cell, Column, Table, load
from plangraph.folder import STORE_FOLDER
from plangraph.store import OxigraphStore
from plangraph.terms import BASE

#: The name under which readers of CSV on the Web look for the metadata of a folder.
METADATA = "csv-metadata.json"
SEPARATOR = " | "


def write_tables(folder: Path, target: Path) -> None:
    """Writes every table and the metadata that describe them."""
    store = OxigraphStore.open(folder / STORE_FOLDER)
    tables = load()
    for table in tables.values():
        write_csv(target / f"{table.name}.csv", [column.name for column in table.columns], table.rows(store))
    (target / METADATA).write_text(
        json.dumps(metadata(tables), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )


def write_csv(path: Path, heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> None:
    """A file in UTF-8 with lines that end in LF."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([plain(cell) for cell in row] for row in rows)


def plain(cell: Cell) -> str:
    """A cell as text; nothing is empty, a list is its members with a bar between."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return SEPARATOR.join(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def metadata(tables: Mapping[str, Table]) -> dict[str, object]:
    """The description of the tables."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "@type": "TableGroup",
        "dc:title": _both("规划知识图谱：表", "Tables of the planning graph"),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True, "doubleQuote": True},
        "tables": [_table(table) for table in tables.values()],
    }


def _table(table: Table) -> dict[str, object]:
    return {
        "@type": "Table",
        "url": f"{table.name}.csv",
        "dc:title": _both(table.title_zh, table.title_en),
        "dc:description": _both(table.description_zh, table.description_en),
        "tableSchema": {
            "@type": "Schema",
            "columns": [_column(column, required=column.name in table.key) for column in table.columns],
            "primaryKey": list(table.key),
            "rowTitles": list(table.key[:1]),
            "foreignKeys": [
                {
                    "columnReference": [one.column],
                    "reference": {"resource": f"{one.table}.csv", "columnReference": [one.other]},
                }
                for one in table.references
            ],
        },
    }


def _column(column: Column, *, required: bool) -> dict[str, object]:
    described: dict[str, object] = {
        "@type": "Column",
        "name": column.name,
        "titles": {"und": column.name, "zh": column.zh, "en": column.en},
        "datatype": "string" if column.type == "term" else column.type,
    }
    if column.type == "term":
        # a class, property or individual of the ontology
        described["valueUrl"] = f"{BASE}ontology#{{{column.name}}}"
    if column.many:
        described["separator"] = SEPARATOR
    if required:
        described["required"] = True
    return described


def _both(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]
