"""What is compared: a region, a document or a planning period, found by any of its names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from plangraph.errors import QueryError, nearest
from plangraph.store import Store, sparql_term
from plangraph.terms import Iri
from plangraph.terms import Literal as RdfLiteral

SideKind = Literal["region", "document", "period"]
_PERIOD = re.compile(r"(20\d\d)-(20\d\d)")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that are compared; `documents` are the ids of the texts that speak for it."""

    kind: SideKind
    key: str  # IRI of the region, id of the document, or the period
    label: str
    documents: tuple[str, ...]

    def pattern(self, statement: str) -> str:
        """The SPARQL pattern that chooses this side's statements (or targets)."""
        ids = " ".join(sparql_term(RdfLiteral(document)) for document in self.documents)
        chosen = f"VALUES ?id {{ {ids} }} {statement} pg:foundIn/dcterms:identifier ?id ."
        if self.kind == "region":
            chosen += f" {statement} pg:ofRegion {sparql_term(Iri(self.key))} ; pg:mode pg:Asserted ."
        return chosen


def find_side(store: Store, name: str) -> Side:
    """The side that a name stands for; raises `QueryError` with what there is when there is none."""
    rows = store.select(_TEXTS)
    period = _PERIOD.fullmatch(name.strip())
    if period:
        ids = tuple(row["id"] for row in rows if (row.get("start"), row.get("end")) == (period[1], period[2]))
        if ids:
            return Side("period", name, name, ids)
    for row in rows:
        if name in {row["id"], row["title"], row["document"]}:
            return Side("document", row["id"], row["title"], (row["id"],))
    regions = {row["region"]: row["regionName"] for row in rows}
    named = {label: row["region"] for row in store.select(_REGION_NAMES) for label in row["labels"].split("|")}
    region = name if name in regions else named.get(name, "")
    if region:
        ids = tuple(row["id"] for row in rows if row["region"] == region)
        return Side("region", region, regions[region], ids)
    known = sorted({*named, *(row["id"] for row in rows)})
    raise QueryError(
        f"there is no region, document or period named {name!r}",
        hint=f"{nearest(name, known)}; regions: {'、'.join(sorted(set(regions.values())))}",
    )


_TEXTS = """
SELECT ?document ?id ?title ?region ?regionName ?start ?end WHERE {
  ?document a pg:Document ; dcterms:identifier ?id ; dcterms:title ?title ; pg:region ?region .
  ?region skos:prefLabel ?regionName FILTER(LANG(?regionName) = "zh")
  OPTIONAL { ?document pg:periodStart ?start } OPTIONAL { ?document pg:periodEnd ?end }
} ORDER BY ?id"""

_REGION_NAMES = """
SELECT ?region (GROUP_CONCAT(?label; SEPARATOR="|") AS ?labels) WHERE {
  { SELECT DISTINCT ?region WHERE { ?d a pg:Document ; pg:region ?region } }
  ?region skos:prefLabel|skos:altLabel ?label FILTER(LANG(?label) = "zh")
} GROUP BY ?region"""
