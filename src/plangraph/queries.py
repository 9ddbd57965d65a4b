"""Named queries: `.rq` files whose header names the question, its parameters and its columns.

A query is valid SPARQL as it stands: each parameter is a `VALUES ?name { … }` block with its default.
Asking with another value replaces that block by the value as an RDF term, never as pasted text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plangraph.errors import QueryError, ResourceError, nearest
from plangraph.resources import queries_dir
from plangraph.store import Solutions, Store, sparql_term
from plangraph.terms import XSD, Iri, Literal, Node, expand

_HEADER = re.compile(r"^#\s*(?P<key>[a-z-]+):\s*(?P<value>.+?)\s*$")
_IRI = re.compile(r"^[a-z][a-z0-9+.-]*://\S+$")
_PREFIXED = re.compile(r"^[a-z]+:[\w/.-]+$")

#: Types of parameters → classes whose labels are accepted; other types are literals.
_CLASSES = {
    "region": "pg:Region",
    "industry": "pg:Industry",
    "indicator": "pg:Indicator",
    "park": "pg:Park",
    "project": "pg:Project",
    "document": "pg:Document",
    "passage": "pg:Passage",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query; its type is a key of `_CLASSES` or of `_LITERALS`."""

    name: str
    type: str
    label_zh: str
    label_en: str
    default: str  # as it stands in the query
    choices: tuple[str, ...] = ()  # the values that it may have; any when there are none


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer."""

    name: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with an answer in SPARQL."""

    name: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    nest: str  # name of the list that holds the nested columns, empty when rows are flat
    nested: tuple[str, ...]
    shown: tuple[str, ...]  # columns of the table on a terminal; every other format has them all
    example: str
    sparql: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that a named query found; cells are strings, numbers or None."""

    query: NamedQuery
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]

    def records(self) -> list[dict[str, object]]:
        """The rows as objects; columns under `nest` become a list of objects in the row they belong to."""
        flat: list[dict[str, object]] = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        if not self.query.nest:
            return flat
        outer = [name for name in self.columns if name not in self.query.nested]
        grouped: dict[tuple[object, ...], dict[str, object]] = {}
        for record in flat:
            key = tuple(record[name] for name in outer)
            row = grouped.setdefault(key, {**{name: record[name] for name in outer}, self.query.nest: []})
            members = row[self.query.nest]
            assert isinstance(members, list)
            members.append({name: record[name] for name in self.query.nested})
        return list(grouped.values())


def load(folder: Path | None = None) -> dict[str, NamedQuery]:
    """All named queries by name, sorted."""
    paths = sorted((folder or queries_dir()).glob("*.rq"))
    return {path.stem: parse(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def get(name: str, folder: Path | None = None) -> NamedQuery:
    """The query of this name; an unknown one is answered with the nearest names."""
    known = {path.stem: path for path in (folder or queries_dir()).glob("*.rq")}
    if name not in known:
        raise QueryError(f"there is no query named {name!r}", hint=nearest(name, known))
    return parse(name, known[name].read_text(encoding="utf-8"))


def parse(name: str, text: str) -> NamedQuery:
    """A query from the text of its file; a header that is wrong is a `ResourceError`."""
    headers = list(read_headers(text))
    single = dict(headers)
    missing = [key for key in ("title-zh", "title-en") if key not in single]
    if missing:
        raise ResourceError(f"the header lacks {', '.join(missing)}", where=f"{name}.rq")
    nest, _equals, nested = single.get("nest", "").partition("=")
    return NamedQuery(
        name=name,
        title_zh=single["title-zh"],
        title_en=single["title-en"],
        description_zh=single.get("description-zh", ""),
        description_en=single.get("description-en", ""),
        parameters=tuple(_parameter(value, text, name) for key, value in headers if key == "param"),
        columns=tuple(_column(value, name) for key, value in headers if key == "column"),
        nest=nest.strip(),
        nested=tuple(nested.split()),
        shown=tuple(single.get("table", "").split()),
        example=single.get("example", f"plangraph query {name}"),
        sparql=text,
    )


def ask(store: Store, query: NamedQuery, values: Mapping[str, str]) -> Answer:
    """The answer to a named query with these values for its parameters."""
    known = {parameter.name: parameter for parameter in query.parameters}
    sparql = query.sparql
    for name, value in values.items():
        if name not in known:
            hint = nearest(name, known) if known else "it takes no parameters"
            raise QueryError(f"query {query.name!r} has no parameter {name!r}", hint=hint)
        sparql = _bind(sparql, name, _term(store, known[name], value))
    return _answer(query, store.solutions(sparql))


def read_headers(text: str) -> Iterator[tuple[str, str]]:
    """The lines `# key: value` at the head of a query."""
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        match = _HEADER.match(line)
        if match:
            yield match["key"], match["value"]


def _parts(value: str, count: int, query: str) -> list[str]:
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != count:
        raise ResourceError(f"header line {value!r} needs {count} parts set apart by |", where=f"{query}.rq")
    return parts


def _parameter(value: str, text: str, query: str) -> Parameter:
    """name | type | Chinese | English, and the values that it may have where the list is closed."""
    listed = value.count("|") == _PARTS  # one more part
    name, kind, label_zh, label_en, *rest = _parts(value, _PARTS + listed, query)
    choices = tuple(choice.strip() for choice in rest[0].split(",")) if rest else ()
    if rest and (kind != "text" or not all(choices)):
        raise ResourceError(f"parameter {name!r} with a list of values is a text", where=f"{query}.rq")
    block = _block(name).search(text)
    if block is None:
        raise ResourceError(f"parameter {name!r} has no block VALUES ?{name} {{ … }}", where=f"{query}.rq")
    return Parameter(name, kind, label_zh, label_en, block["default"].strip(), choices)


def _column(value: str, query: str) -> Column:
    name, label_zh, label_en = _parts(value, 3, query)
    return Column(name, label_zh, label_en)


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{(?P<default>[^}}]*)\}}")


def _bind(sparql: str, name: str, term: Node) -> str:
    block = f"VALUES ?{name} {{ {sparql_term(term)} }}"
    return _block(name).sub(lambda _match: block, sparql)


#: Parts of a header line of a parameter without a list of values.
_PARTS = 4

#: Types whose values are literals: pattern, datatype, and how a value looks.
_LITERALS = {
    "integer": (re.compile(r"-?\d+"), XSD + "integer", "a whole number"),
    "decimal": (re.compile(r"\d+(\.\d+)?"), XSD + "decimal", "a number such as 0.5"),
    "year": (re.compile(r"\d{4}"), XSD + "gYear", "a year of four digits"),
    "text": (re.compile(r".*", re.DOTALL), "", "a text"),
}


def _term(store: Store, parameter: Parameter, value: str) -> Node:
    value = value.strip()
    if not value:
        raise QueryError(f"parameter {parameter.name!r} is empty", hint="leave it out to use its default")
    if parameter.choices and value not in parameter.choices:
        raise QueryError(
            f"parameter {parameter.name!r} is one of {', '.join(parameter.choices)}, not {value!r}",
            hint=nearest(value, parameter.choices),
        )
    if parameter.type in _LITERALS:
        pattern, datatype, looks = _LITERALS[parameter.type]
        if not pattern.fullmatch(value):
            raise QueryError(f"parameter {parameter.name!r} is {looks}, not {value!r}")
        return Literal(value, datatype=datatype)
    if _IRI.match(value) or (_PREFIXED.match(value) and expand(value) != value):
        return Iri(expand(value))
    return _by_label(store, parameter, value)


def _by_label(store: Store, parameter: Parameter, label: str) -> Iri:
    found = store.select(_LABELLED.format(cls=_CLASSES[parameter.type], label=sparql_term(Literal(label, "zh"))))
    known = [row["thing"] for row in found]
    if len(known) == 1:
        return Iri(known[0])
    if known:
        candidates = "; ".join(f"{row['name']} {row['thing']}" for row in found)
        raise QueryError(
            f"{label!r} names {len(known)} things",
            where=f"parameter {parameter.name}",
            hint=f"one of: {candidates}",
        )
    listing = _REGIONS if parameter.type == "region" else _NAMES.format(cls=_CLASSES[parameter.type])
    names = {row["name"] for row in store.select(listing)}
    raise QueryError(
        f"no {parameter.type} is named {label!r}", where=f"parameter {parameter.name}", hint=nearest(label, names)
    )


_LABELLED = """
SELECT DISTINCT ?thing (SAMPLE(STR(?n)) AS ?name) WHERE {{
  ?entity a {cls} .
  {{ ?entity skos:prefLabel {label} }} UNION {{ ?entity skos:altLabel {label} }}
  UNION {{ ?entity rdfs:label {label} }} UNION {{ ?entity dcterms:title {label} }}
  UNION {{ ?entity dcterms:identifier ?id FILTER(STR(?id) = STR({label})) }}
  OPTIONAL {{ ?entity pg:denotes ?denoted }}
  BIND(COALESCE(?denoted, ?entity) AS ?thing)
  ?thing skos:prefLabel|rdfs:label|dcterms:title ?n . FILTER(LANG(?n) = "zh")
}} GROUP BY ?thing ORDER BY ?thing LIMIT 20"""

_NAMES = """
SELECT DISTINCT (STR(?n) AS ?name) WHERE {{
  ?entity a {cls} . ?entity skos:prefLabel|rdfs:label|dcterms:title ?n . FILTER(LANG(?n) = "zh")
}} ORDER BY ?name LIMIT 20000"""

#: Regions that a question can be asked of: those with documents.
_REGIONS = """
SELECT DISTINCT (STR(?n) AS ?name) WHERE {
  ?d a pg:Document ; pg:region/(skos:prefLabel|skos:altLabel) ?n . FILTER(LANG(?n) = "zh")
} ORDER BY ?name"""


def _answer(query: NamedQuery, found: Solutions) -> Answer:
    rows = tuple(tuple(_cell(cell) for cell in row) for row in found.rows)
    return Answer(query, found.columns, rows)


def _cell(node: Node | None) -> str | int | float | None:
    if node is None:
        return None
    if isinstance(node, Literal) and node.datatype == XSD + "integer":
        return int(node.value)
    if isinstance(node, Literal) and node.datatype in {XSD + "decimal", XSD + "double"}:
        return float(node.value)
    return node.value
