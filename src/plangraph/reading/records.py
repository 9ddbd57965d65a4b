"""A read document as plain values for JSON: its outline, its passages, its tables. Offsets count code points.

The rows of tables have the keys of the answers in `tests/gold/tables`, and the places of the words besides.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from plangraph.model import Document, Section, Span, Table, TableRow, TableValue
from plangraph.reading.metadata import plan_period

Record = dict[str, Any]
_WIDE = str.maketrans("()", "（）")


def summary_record(document: Document) -> Record:
    """What was read and what was left out, in numbers."""
    left_out: dict[str, int] = {}
    for reason, span in document.left_out:
        left_out[reason] = left_out.get(reason, 0) + span.end - span.start
    return {
        "file": document.info.file,
        "title": document.info.title,
        "format": document.format,
        "encoding": document.encoding,
        "characters": len(document.text),
        "sections": len(document.sections),
        "passages": len(document.passages),
        "tables": len(document.tables),
        "left_out_characters": dict(sorted(left_out.items())),
        "gaps": [{"reason": gap.reason, "spans": _pairs(gap.spans)} for gap in document.gaps],
        "references": len(document.references),
    }


def outline_records(document: Document) -> list[Record]:
    """The sections as a tree: each with its parts under `sections`."""
    return _below(document, None)


def _below(document: Document, parent: str | None) -> list[Record]:
    return [
        _section(document, section) | {"sections": _below(document, section.id)}
        for section in document.sections
        if section.parent == parent
    ]


def _section(document: Document, section: Section) -> Record:
    return {
        "id": section.id,
        "level": section.level,
        "title": section.title,
        "spans": _pairs(section.spans),
        **_reference(document, section.spans),
    }


def passage_records(document: Document) -> list[Record]:
    """The passages in reading order."""
    return [
        {
            "id": passage.id,
            "kind": passage.kind,
            "section": passage.section,
            "headings": list(passage.headings),
            "text": passage.text,
            "spans": _pairs(passage.spans),
            **({"continues": True} if passage.continues else {}),
            **_reference(document, passage.spans),
        }
        for passage in document.passages
    ]


def table_records(document: Document) -> list[Record]:
    """The tables in reading order."""
    return [
        {
            "id": table.id,
            "caption": table.title,
            "kind": table.kind,
            "unit": table.unit,
            "period": table_period(table),
            "section": table.section,
            **_reference(document, table.spans),
            "groups": _groups(table),
            "rows": [_row(table, row) for row in table.rows],
        }
        for table in document.tables
    ]


def table_period(table: Table) -> str:
    """The years that a table is for, `2021-2025`: of the plan that its title names, else from base to target."""
    if told := plan_period(table.title) or next((v.period for r in table.rows for v in r.values if v.period), ""):
        return told
    values = [value for row in table.rows for value in row.values if value.year]
    bases = [value.year for value in values if value.role == "base" and value.year]
    ends = [value.year for value in values if value.role != "base" and value.year]
    return f"{max(bases) + 1}-{max(ends)}" if bases and ends and max(bases) < max(ends) else ""


def _groups(table: Table) -> list[Record]:
    """Headings over rows, each with how many rows from which on (counted from 0) stand under it."""
    found: list[Record] = []
    first = 0
    for name, rows in groupby(table.rows, key=lambda row: row.group):
        count = len(list(rows))
        found += [{"name": name, "first": first, "rows": count}] if name else []
        first += count
    return found


def _row(table: Table, row: TableRow) -> Record:
    number = row.no.translate(_WIDE)
    record: Record = {"no": int(number) if number.isdecimal() else number}
    if table.kind == "indicators":
        record |= {"indicator": row.name, "unit": row.unit, "attribute": row.attribute}
    else:
        record |= {"name": row.name or None}
    if table.kind == "projects":
        record["level"] = row.level
    record["values"] = [_value(value) for value in row.values]
    if row.start is not None:
        record |= {"start": row.start, "end": row.end}
    if row.content:
        record["content"] = row.content
    return record | {"spans": _pairs(row.spans)}


def _value(value: TableValue) -> Record:
    record: Record = {"role": value.role}
    if value.year is not None:
        record["year"] = value.year
    if value.period:
        record["period"] = value.period
    return record | {"text": value.text, "spans": _pairs(value.spans)}


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _reference(document: Document, spans: tuple[Span, ...]) -> Record:
    """The page or paragraph of the original, where its format has such places."""
    reference = document.reference(spans[0].start) if spans else None
    return {reference.kind: reference.number} if reference else {}
