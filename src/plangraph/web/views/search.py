"""Names that hold what was typed, gathered by the thing that they denote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plangraph.store import Store, sparql_term
from plangraph.terms import Literal
from plangraph.web.rows import Name, names, values

LIMIT = 100
#: Other names of one thing that a result shows.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and under which of its names."""

    thing: Name
    cls: Name | None
    matched: tuple[str, ...]
    statements: int
    targets: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search."""

    text: str
    hits: tuple[Hit, ...]
    total: int


def search(store: Store, text: str) -> Found:
    """Things with a name that holds the text, those named exactly so first, then the most spoken of."""
    text = text.strip()
    if not text:
        return Found("", (), 0)
    matched: dict[str, set[str]] = {}
    for row in store.select(_MATCHES.format(text=sparql_term(Literal(text)))):
        matched.setdefault(row["thing"], set()).add(row["name"])
    statements, targets = _counts(store, _STATEMENTS, matched), _counts(store, _TARGETS, matched)

    def rank(iri: str) -> tuple[bool, int, str]:
        return text not in matched[iri], -statements.get(iri, 0) - targets.get(iri, 0), iri

    chosen = sorted(matched, key=rank)[:LIMIT]
    known = names(store, chosen)
    classes = names(store, {name.cls for name in known.values()})
    hits = tuple(
        Hit(
            thing=known[iri],
            cls=classes.get(known[iri].cls),
            matched=tuple(sorted(matched[iri] - {known[iri].zh}, key=lambda name: (len(name), name))[:_SHOWN]),
            statements=statements.get(iri, 0),
            targets=targets.get(iri, 0),
        )
        for iri in chosen
    )
    return Found(text, hits, len(matched))


def _counts(store: Store, query: str, things: Mapping[str, object]) -> dict[str, int]:
    rows = store.select(query.format(things=values(things)))
    return {row["thing"]: int(row["count"]) for row in rows if "thing" in row}


_MATCHES = """
SELECT DISTINCT ?thing (STR(?n) AS ?name) WHERE {{
  ?entity pg:denotes ?thing .
  ?entity rdfs:label|skos:prefLabel|skos:altLabel ?n .
  FILTER(CONTAINS(LCASE(STR(?n)), LCASE({text})))
}}"""

_STATEMENTS = """
SELECT ?thing (COUNT(DISTINCT ?said) AS ?count) WHERE {{
  VALUES ?thing {{ {things} }} ?entity pg:denotes ?thing .
  {{ ?said pg:subject ?entity }} UNION {{ ?said pg:object ?entity }}
}} GROUP BY ?thing"""

_TARGETS = """
SELECT ?thing (COUNT(DISTINCT ?said) AS ?count) WHERE {{
  VALUES ?thing {{ {things} }} ?entity pg:denotes ?thing .
  {{ ?said pg:indicator ?entity }} UNION {{ ?said pg:targetSubject ?entity }}
}} GROUP BY ?thing"""
