"""The list of documents."""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.store import Store
from plangraph.web.rows import Name, Record, identifier, names, records, term


@dataclass(frozen=True, slots=True)
class Listed:
    """One document and how much was found in it."""

    id: str
    title: str
    kind: Name | None
    region: Name | None
    issuers: tuple[Name, ...]
    date: str
    period: str
    passages: int
    statements: int
    targets: int


def documents(store: Store) -> tuple[Listed, ...]:
    """All documents, those of one region together, plans before the texts about them."""
    found = records(store, "?thing a pg:Document .")
    listed = [listing(store, item) for item in found.values()]
    return tuple(sorted(listed, key=lambda item: (item.region.iri if item.region else "", item.id)))


def listing(store: Store, item: Record) -> Listed:
    """What the list says of one document."""
    known = names(store, (*item.all("pg:documentKind"), *item.all("pg:region"), *item.all("pg:issuedBy")))
    counts = {row["class"]: int(row["count"]) for row in store.select(_COUNTS.format(document=term(item.iri)))}
    start, end = item.one("pg:periodStart"), item.one("pg:periodEnd")
    return Listed(
        id=identifier(item.iri),
        title=item.one("dcterms:title"),
        kind=known.get(item.one("pg:documentKind")),
        region=known.get(item.one("pg:region")),
        issuers=tuple(known[iri] for iri in item.all("pg:issuedBy") if iri in known),
        date=item.one("dcterms:issued"),
        period=f"{start}–{end}" if start and end else "",
        passages=counts.get("passages", 0),
        statements=counts.get("statements", 0),
        targets=counts.get("targets", 0),
    )


_COUNTS = """
SELECT ?class (COUNT(?x) AS ?count) WHERE {{
  {{ ?x pg:document {document} ; a pg:Passage . BIND("passages" AS ?class) }}
  UNION {{ ?x pg:foundIn {document} ; a pg:Statement . BIND("statements" AS ?class) }}
  UNION {{ ?x pg:foundIn {document} ; a pg:QuantitativeTarget . BIND("targets" AS ?class) }}
}} GROUP BY ?class"""
