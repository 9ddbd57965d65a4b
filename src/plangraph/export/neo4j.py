"""The graph as CSV files for `neo4j-admin database import`: nodes with :ID and :LABEL, relationships with :TYPE.

Nodes are things, documents and target values; every statement is a relationship with all its marks, reported and
past ones too. IRIs are the ids. README.txt beside the files has the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from plangraph.export.csvw import write_csv
from plangraph.folder import STORE_FOLDER
from plangraph.schema import local_name
from plangraph.store import OxigraphStore, Store

_Row = tuple[str | None, ...]
_ENDS = (":START_ID", ":END_ID", ":TYPE")


def write_neo4j(folder: Path, target: Path) -> None:
    """Writes the files of nodes and relationships, and how to load them."""
    store = OxigraphStore.open(folder / STORE_FOLDER)
    nodes = {
        "things": (_THING_HEADS, _things(store)),
        "documents": (_DOCUMENT_HEADS, _plain(store, _DOCUMENTS, "Document")),
        "targets": (_TARGET_HEADS, _plain(store, _TARGETS, "QuantitativeTarget")),
    }
    relationships = {
        "statements": (_STATEMENT_HEADS, _statements(store)),
        "target-links": (_ENDS, _links(store)),
    }
    for name, (heads, rows) in {**nodes, **relationships}.items():
        write_csv(target / f"{name}.csv", heads, rows)
    options = [f"--nodes={name}.csv" for name in nodes] + [f"--relationships={name}.csv" for name in relationships]
    command = " \\\n  ".join(("neo4j-admin database import full neo4j --multiline-fields=true", *options))
    (target / "README.txt").write_text(_README.format(command=command), encoding="utf-8")


def _things(store: Store) -> Iterator[_Row]:
    """One row a thing; one that has several classes has several labels."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in store.select(_THINGS):
        groups.setdefault(row["thing"], []).append(row)
    for thing, rows in groups.items():
        classes = sorted({local_name(row["class"]) for row in rows})
        labels = [min((row[name] for row in rows if name in row), default="") for name in ("label", "en", "scope")]
        yield (thing, *labels, ";".join(("Thing", *classes)))


def _statements(store: Store) -> Iterator[_Row]:
    terms = ("mode", "status", "strength", "role")
    plain = ("priority", "confidence", "rule", "document", "section", "quote", "subjectSurface", "objectSurface")
    for row in store.select(_STATEMENTS):
        marks = [local_name(row[name]) if name in row else None for name in terms]
        words = [row.get(name) for name in plain]
        yield (row["from"], row["to"], relationship_type(row["predicate"]), row["statement"], *marks, *words)


def _plain(store: Store, query: str, label: str) -> Iterator[_Row]:
    found = store.solutions(query)
    for row in found.rows:
        cells = [_local(node.value) if node is not None else None for node in row[1:]]
        yield (row[0].value if row[0] else None, *cells, label)


def _links(store: Store) -> Iterator[_Row]:
    for row in store.select(_LINKS):
        yield row["from"], row["to"], relationship_type(row["type"])


def relationship_type(predicate: str) -> str:
    """The name of a property as Neo4j writes types.

    >>> relationship_type("https://w3id.org/plangraph/ontology#hasField")
    'HAS_FIELD'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", local_name(predicate)).upper()


def _local(value: str) -> str:
    """The local name of a term of the ontology; other values stay as they are."""
    return local_name(value) if "/ontology#" in value and " " not in value else value


_THING_HEADS = (":ID", "label", "labelEn", "region", ":LABEL")
_THINGS = """
SELECT DISTINCT ?thing ?class ?label ?en ?scope WHERE {
  { SELECT DISTINCT ?thing WHERE { ?name pg:denotes ?thing } }
  ?thing a ?class ; rdfs:label|skos:prefLabel ?label .
  FILTER(STRSTARTS(STR(?class), STR(pg:)) && LANG(?label) = "zh")
  OPTIONAL { ?thing skos:prefLabel ?en FILTER(LANG(?en) = "en") }
  OPTIONAL { ?thing pg:scope ?scope }
} ORDER BY ?thing ?class ?label"""

_DOCUMENT_HEADS = (":ID", "id", "title", "region", "start:int", "end:int", ":LABEL")
_DOCUMENTS = """
SELECT ?d ?id ?title ?region ?start ?end WHERE {
  ?d a pg:Document ; dcterms:identifier ?id ; dcterms:title ?title .
  OPTIONAL { ?d pg:region/pg:code ?region }
  OPTIONAL { ?d pg:periodStart ?start } OPTIONAL { ?d pg:periodEnd ?end }
} ORDER BY ?d"""

_TARGET_HEADS = (
    ":ID", "value:double", "valueText", "unit", "comparator", "measure", "year:int", "baseYear:int", "status",
    "state", "binding", "mode", "confidence:double", "rule", "section", "quote", ":LABEL",
)  # fmt: skip
_TARGETS = """
SELECT ?t ?value ?text ?unit ?comparator ?measure ?year ?base ?status ?state ?binding ?mode ?confidence ?rule
       ?section ?quote WHERE {
  ?t a pg:QuantitativeTarget ; pg:comparator ?comparator ; pg:measure ?measure ; pg:targetStatus ?status ;
    pg:targetState ?state ; pg:mode ?mode ; pg:confidence ?confidence ; pg:rule ?rule ; pg:evidence ?proof .
  ?proof oa:exact ?quote .
  OPTIONAL { ?proof pg:sectionPath ?section } OPTIONAL { ?t pg:value ?value } OPTIONAL { ?t pg:valueText ?text }
  OPTIONAL { ?t pg:unitText ?unit } OPTIONAL { ?t pg:year ?year } OPTIONAL { ?t pg:baseYear ?base }
  OPTIONAL { ?t pg:bindingness ?binding }
} ORDER BY ?t"""

_STATEMENT_HEADS = (
    *_ENDS, "statement", "mode", "status", "strength", "role", "priority", "confidence:double", "rule", "document",
    "section", "quote", "subjectSurface", "objectSurface",
)  # fmt: skip
_STATEMENTS = """
SELECT ?from ?to ?predicate ?statement ?mode ?status ?strength ?role ?priority ?confidence ?rule ?document ?section
       ?quote ?subjectSurface ?objectSurface WHERE {
  ?statement a pg:Statement ; pg:subject/pg:denotes ?from ; pg:object/pg:denotes ?to ; pg:predicate ?predicate ;
    pg:mode ?mode ; pg:confidence ?confidence ; pg:rule ?rule ; pg:foundIn/dcterms:identifier ?document ;
    pg:subjectSurface ?subjectSurface ; pg:objectSurface ?objectSurface ; pg:evidence ?proof .
  ?proof oa:exact ?quote .
  OPTIONAL { ?proof pg:sectionPath ?section } OPTIONAL { ?statement pg:status ?status }
  OPTIONAL { ?statement pg:strength ?strength } OPTIONAL { ?statement pg:role ?role }
  OPTIONAL { ?statement pg:priority/skos:prefLabel ?priority . FILTER(LANG(?priority) = "zh") }
} ORDER BY ?statement"""

_LINKS = """
SELECT ?from ?type ?to WHERE {
  ?from a pg:QuantitativeTarget .
  { ?from pg:indicator/pg:denotes ?to . BIND(pg:indicator AS ?type) }
  UNION { ?from pg:targetSubject/pg:denotes ?to . BIND(pg:targetSubject AS ?type) }
  UNION { ?from pg:foundIn ?to . BIND(pg:foundIn AS ?type) }
} ORDER BY ?from ?type ?to"""

_README = """Load these files into an empty Neo4j database (version 5 or newer), in this folder:

{command}

Nodes are Thing (with the class as a second label), Document and QuantitativeTarget. Every statement is a
relationship with its quote; mode and status say whether it is asserted or reported, planned or past:

MATCH (r:Region)-[s:DEVELOPS {{mode: "Asserted", status: "Planned"}}]->(i:Industry)
RETURN r.label, i.label, s.quote
"""
