"""Answers and the tables of an entity as files: CSV that spreadsheets open, JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence

from plangraph.queries import Answer
from plangraph.web.facts import Fact, Figure, Mark, Proof
from plangraph.web.messages import Catalogue
from plangraph.web.views.entities import EntityPage

_Cell = str | int | float | None

#: Spreadsheets take a cell that begins so for a formula; a number may.
_FORMULA = re.compile(r"[=+\-@\t\r](?!\d[\d.,]*%?$)")
_STATEMENT = ("relation", "subject", "object", "surface-subject", "surface-object")
_TARGET = ("indicator", "subject", "comparator", "value", "unit", "year")
_SOURCE = ("rule", "confidence", "source-quote", "document", "section", "permanent")
#: Properties whose values have columns of their own.
_STATEMENT_MARKS = ("status", "priority", "mode", "strength", "role")
_TARGET_MARKS = ("targetStatus", "bindingness", "mode", "measure")


def answer_csv(answer: Answer) -> str:
    """All rows and columns of an answer, under the labels of its header."""
    labels = {column.name: column.label_zh for column in answer.query.columns}
    return table([labels.get(name, name) for name in answer.columns], answer.rows)


def answer_json(answer: Answer) -> str:
    """All rows of an answer as objects, nested as the query says."""
    return json.dumps(answer.records(), ensure_ascii=False, indent=2) + "\n"


def entity_csv(page: EntityPage, catalogue: Catalogue) -> str:
    """The statements of the page as a table, or its targets when it shows these alone."""
    if any(group.key == page.only for group in page.figures):
        heads = _heads(_TARGET, _TARGET_MARKS)
        rows = [_figure_row(item) for group in page.figures for item in group.figures]
    else:
        heads = _heads(_STATEMENT, _STATEMENT_MARKS)
        facts = [item for group in page.groups for entry in group.cited for item in entry.facts]
        rows = [_fact_row(item) for item in facts]
    return table([catalogue.get(head).zh for head in heads], rows)


def _heads(own: Sequence[str], marks: Sequence[str]) -> list[str]:
    return [*own, *(f"column-{mark}" for mark in marks), *_SOURCE]


def table(columns: Sequence[str], rows: Iterable[Sequence[_Cell]]) -> str:
    """CSV with lines as spreadsheets write them; a cell that one would take for a formula is quoted with '."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: _Cell) -> _Cell:
    return "'" + cell if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _fact_row(item: Fact) -> list[_Cell]:
    names = [item.predicate.zh, item.subject.zh, item.object.zh]
    surfaces = ["" if name.startswith("@") else name for name in (item.subject_surface, item.object_surface)]
    return [*names, *surfaces, *_values(item.marks, _STATEMENT_MARKS), *_grounds(item)]


def _figure_row(item: Figure) -> list[_Cell]:
    comparator = item.comparator.zh if item.comparator else ""
    value = item.value or (item.state.zh if item.state else "")
    own = [item.indicator.zh, item.subject.zh, comparator, value, item.unit, item.year]
    return [*own, *_values(item.marks, _TARGET_MARKS), *_grounds(item)]


def _values(marks: Iterable[Mark], wanted: Sequence[str]) -> list[str]:
    found = {mark.what.iri.rsplit("#", 1)[-1]: mark.value.zh for mark in marks}
    return [found.get(name, "") for name in wanted]


def _grounds(item: Fact | Figure) -> list[str]:
    proof: Proof = item.proof
    return [item.rule, item.confidence, proof.quote, proof.document.zh, proof.section, item.iri]
