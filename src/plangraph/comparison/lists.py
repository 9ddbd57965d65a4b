"""Industries that a region's proposal names and its outline does not, or the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from plangraph.comparison.figures import Text
from plangraph.comparison.wording import Wordings
from plangraph.model import Finding, FindingValue
from plangraph.store import Store


def changed_industries(store: Store, texts: Mapping[str, Text], wordings: Wordings) -> Iterator[Finding]:
    """One finding for each industry of rank that only one of proposal and outline commits to.

    An industry counts where the text gives it a rank (支柱, 主导 …): a list of such is what a plan decides on.
    The other text must name neither the industry nor a narrower one.
    """
    named: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(_NAMED):
        named[row["document"]][row["concept"]].append(row)
    broader = _broader(store)
    for before, after in _pairs(texts):
        for one, other, kind in ((before, after, "industry-dropped"), (after, before, "industry-added")):
            covered = {wider for concept in named[other.id] for wider in (concept, *broader.get(concept, ()))}
            for concept, rows in sorted(named[one.id].items()):
                ranked = [row for row in rows if "priority" in row]
                if ranked and concept not in covered:
                    yield _finding(kind, concept, ranked[0], (one, other), wordings)


def _pairs(texts: Mapping[str, Text]) -> list[tuple[Text, Text]]:
    """Each proposal with the outline of the same region and period."""
    found = sorted(texts.values(), key=lambda text: text.id)
    return [
        (before, after)
        for before in found
        for after in found
        if (before.kind, after.kind) == ("proposal", "outline")
        and (before.region, before.start) == (after.region, after.start)
    ]


def _broader(store: Store) -> dict[str, set[str]]:
    """Each industry with all that are broader."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.select(_BROADER):
        found[row["concept"]].add(row["wider"])
    return found


def _finding(
    kind: str, concept: str, row: Mapping[str, str], pair: tuple[Text, Text], wordings: Wordings
) -> Finding:
    one, other = pair
    value = FindingValue(
        source=row["statement"],
        value=row["surface"],
        unit="",
        document=one.id,
        title=one.title,
        section=row.get("section", ""),
        quote=row["quote"],
    )
    return wordings.finding(
        kind,
        subject=concept,
        region=one.region,
        year=None,
        values=[value],
        words={
            "industry": row["name"],
            "rank": row["priority"],
            "region": one.region_name,
            "title": one.title,
            "other": other.title,
        },
    )


_NAMED = """
SELECT ?document ?concept ?name ?statement ?surface ?priority ?quote ?section WHERE {
  ?statement pg:predicate pg:develops ; pg:mode pg:Asserted ; pg:status pg:Planned ; pg:object ?object ;
    pg:objectSurface ?surface ; pg:foundIn/dcterms:identifier ?document ; pg:evidence ?proof .
  { ?object pg:denotes ?concept } UNION { ?object skos:broader ?concept }
  ?concept a skos:Concept ; skos:prefLabel ?name . FILTER(LANG(?name) = "zh")
  ?proof oa:exact ?quote ; oa:start ?start .
  OPTIONAL { ?proof pg:sectionPath ?section }
  OPTIONAL { ?statement pg:priority/skos:prefLabel ?priority FILTER(LANG(?priority) = "zh") }
} ORDER BY ?document ?start ?statement"""

_BROADER = "SELECT ?concept ?wider WHERE { ?concept skos:broader+ ?wider . ?concept a skos:Concept }"
