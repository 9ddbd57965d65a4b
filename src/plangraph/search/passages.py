"""The documents of a graph and their words: paragraphs, headings, table rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plangraph.store import Store


@dataclass(frozen=True, slots=True)
class Source:
    """A document."""

    id: str
    title: str
    region: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, a heading or a table row; `kind` says which."""

    iri: str
    kind: str
    document: str
    headings: tuple[str, ...]
    text: str
    spans: str


def identifier(iri: str) -> str:
    """The last part of an IRI: the id of a document, the code of a region."""
    return iri.rsplit("/", 1)[-1]


def read_sources(store: Store) -> tuple[Source, ...]:
    """The documents by id."""
    rows = store.select(_DOCUMENTS)
    return tuple(Source(identifier(row["document"]), row.get("title", ""), row.get("region", "")) for row in rows)


def read_texts(store: Store) -> tuple[Text, ...]:
    """All words of all documents in reading order; a table row once, however many statements rest on it."""
    sections = {row["section"]: (row["title"], row.get("parent", "")) for row in store.select(_SECTIONS)}
    texts: dict[tuple[str, int, str, str], Text] = {}
    for kind, query in (("paragraph", _PASSAGES), ("heading", _HEADINGS), ("table_row", _TABLE_ROWS)):
        for row in store.select(query):
            document = identifier(row["document"])
            headings = _path(row.get("section", ""), sections)
            text = Text(row["thing"], row.get("kind", kind), document, headings, row["text"], row["spans"])
            texts.setdefault((document, _start(text), kind, text.spans), text)
    return tuple(text for _key, text in sorted(texts.items(), key=lambda item: item[0]))


def _start(text: Text) -> int:
    return int(text.spans.split("-")[0] or 0)


def _path(section: str, sections: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """The titles from the outermost section to this one."""
    found: list[str] = []
    while section in sections and len(found) < len(sections):
        title, section = sections[section]
        found.append(title)
    return tuple(reversed(found))


_DOCUMENTS = """
SELECT ?document (MIN(STR(?t)) AS ?title) (MIN(STR(?r)) AS ?region) WHERE {
  ?document a pg:Document OPTIONAL { ?document dcterms:title ?t } OPTIONAL { ?document pg:region ?r }
} GROUP BY ?document ORDER BY ?document"""

_SECTIONS = """
SELECT ?section ?title ?parent WHERE {
  ?section a pg:Section ; rdfs:label ?title OPTIONAL { ?section pg:parentSection ?parent }
}"""

_PASSAGES = """
SELECT ?thing ?kind ?document ?section ?text ?spans WHERE {
  ?thing a pg:Passage ; pg:document ?document ; pg:text ?text ; pg:spans ?spans
  OPTIONAL { ?thing pg:passageKind ?kind } OPTIONAL { ?thing pg:section ?section }
}"""

_HEADINGS = """
SELECT ?thing ?document ?section ?text ?spans WHERE {
  ?thing a pg:Section ; pg:document ?document ; rdfs:label ?text ; pg:spans ?spans
  OPTIONAL { ?thing pg:parentSection ?section }
}"""

_TABLE_ROWS = """
SELECT ?thing ?document ?section ?text ?spans WHERE {
  ?thing a pg:Evidence ; pg:table ?table ; pg:document ?document ; oa:exact ?text ; pg:spans ?spans
  OPTIONAL { ?thing pg:section ?section }
} ORDER BY ?thing"""
