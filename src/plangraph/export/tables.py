"""The tables of an export: what each holds, its columns, and its rows.

A table is a file `queries/tables/NAME.rq`: a query whose head also names the key, what refers to which table, the
types of columns that are not texts, and those that hold lists. The findings come from comparison.

`# key: target`, `# reference: document documents document`, `# type: decimal value`, `# list: industries`
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from plangraph import queries
from plangraph.comparison import kinds, read_findings
from plangraph.errors import ResourceError, nearest
from plangraph.resources import queries_dir
from plangraph.store import Store
from plangraph.terms import Node

#: Types of columns; a `term` is a class, property or individual of the ontology, by its local name.
TYPES = ("string", "anyURI", "decimal", "integer", "gYear", "term")

Cell = str | int | Decimal | tuple[str, ...] | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    zh: str
    en: str
    type: str = "string"
    many: bool = False  # its cells are lists


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values are those of a column of another table."""

    column: str
    table: str
    other: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the columns of its key tell its rows apart."""

    name: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    sparql: str  # empty for the findings

    def rows(self, store: Store) -> Iterator[Row]:
        """The rows, in the order of the query."""
        return _rows(self, store) if self.sparql else _finding_rows(store)


def load(folder: Path | None = None) -> dict[str, Table]:
    """The tables by name; the findings are the last."""
    paths = sorted((folder or queries_dir() / "tables").glob("*.rq"))
    found = {path.stem: parse(path.stem, path.read_text(encoding="utf-8")) for path in paths}
    return {**found, FINDINGS.name: FINDINGS}


def parse(name: str, text: str) -> Table:
    """A table from the text of its file; a head that is wrong is a `ResourceError`."""
    query = queries.parse(name, text)
    heads = [(key, value.split()) for key, value in queries.read_headers(text)]
    types = {column: words[0] for key, words in heads if key == "type" for column in words[1:]}
    lists = {column for key, words in heads if key == "list" for column in words}
    keys = tuple(column for key, words in heads if key == "key" for column in words)
    references = tuple(Reference(*words) for key, words in heads if key == "reference" and len(words) == 3)
    known = {column.name for column in query.columns}
    for column in (*types, *lists, *keys, *(reference.column for reference in references)):
        if column not in known:
            raise ResourceError(f"there is no column {column!r}", where=f"{name}.rq", hint=nearest(column, known))
    for one in types.values():
        if one not in TYPES:
            raise ResourceError(f"unknown type {one!r}", where=f"{name}.rq", hint=nearest(one, TYPES))
    if not keys:
        raise ResourceError("the head lacks a key", where=f"{name}.rq")
    return Table(
        name=name,
        title_zh=query.title_zh,
        title_en=query.title_en,
        description_zh=query.description_zh,
        description_en=query.description_en,
        columns=tuple(
            Column(one.name, one.label_zh, one.label_en, types.get(one.name, "string"), one.name in lists)
            for one in query.columns
        ),
        key=keys,
        references=references,
        sparql=text,
    )


def _rows(table: Table, store: Store) -> Iterator[Row]:
    """One row for each key: lists gather their values, and of several single values the least is taken."""
    found = store.solutions(table.sparql)
    places = [found.columns.index(column.name) for column in table.columns]
    keys = [found.columns.index(name) for name in table.key]
    groups: dict[tuple[Node | None, ...], list[tuple[Node | None, ...]]] = {}
    for row in found.rows:
        groups.setdefault(tuple(row[place] for place in keys), []).append(row)
    for members in groups.values():
        yield tuple(
            _cell(column, {node.value for row in members if (node := row[place]) is not None})
            for column, place in zip(table.columns, places, strict=True)
        )


def _cell(column: Column, values: Iterable[str]) -> Cell:
    ordered = sorted(value for value in values if value)
    if column.many:
        return tuple(ordered)
    if not ordered:
        return None
    value = ordered[0]
    if column.type in {"integer", "gYear"}:
        return int(value)
    if column.type == "decimal":
        return Decimal(value)
    return value.rsplit("#", 1)[-1] if column.type == "term" else value


# ── findings ────────────────────────────────────────────────────────────────────────────────────────────

FINDINGS = Table(
    name="findings",
    title_zh="发现",
    title_en="Findings",
    description_zh="规划之间需要核对之处，最重要的在前；同一发现的每个取值一行，不作裁决。",
    description_en="What plans say against each other, the gravest first; a row for each value, nothing decided.",
    columns=(
        Column("finding", "编号", "finding", "integer"),
        Column("part", "取值序号", "value number", "integer"),
        Column("kind", "种类代码", "kind"),
        Column("kind_zh", "种类", "kind in Chinese"),
        Column("severity", "程度", "severity"),
        Column("subject", "对象", "subject"),
        Column("year", "年份", "year", "gYear"),
        Column("message_zh", "说明", "message in Chinese"),
        Column("message_en", "英文说明", "message in English"),
        Column("value", "取值", "value"),
        Column("document", "文件编号", "document"),
        Column("title", "文件标题", "title of the document"),
        Column("section", "章节", "section"),
        Column("quote", "原文", "quote"),
        Column("sources", "依据标识", "IRIs of the statements or targets", "anyURI", many=True),
    ),
    key=("finding", "part"),
    references=(Reference("document", "documents", "document"),),
    sparql="",
)


def _finding_rows(store: Store) -> Iterator[Row]:
    titles: Mapping[str, str] = {name: kind.title_zh for name, kind in kinds().items()}
    for number, (finding, label) in enumerate(read_findings(store), start=1):
        for part, value in enumerate(finding.values, start=1):
            yield (
                number,
                part,
                finding.kind,
                titles[finding.kind],
                finding.severity,
                label or finding.subject,
                finding.year,
                finding.message_zh,
                finding.message_en,
                value.value,
                value.document,
                value.title,
                value.section or None,
                value.quote,
                value.sources,
            )
