"""Lists of ranked industries that two texts of one region give differently.

A list is what one sentence gives one rank: 大健康、智能家电、智慧照明等特色产业. Two lists of two texts are
about one thing when they share at least a third of their members.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from plangraph.comparison.figures import Text
from plangraph.comparison.wording import Wordings
from plangraph.model import Finding, FindingValue
from plangraph.store import Store

_LEAST = 3
_SHARED = 1 / 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """The industries that one sentence gives one rank."""

    text: Text
    rank: str
    concepts: frozenset[str]
    rows: tuple[Mapping[str, str], ...]  # one an industry, in the order of the sentence

    def value(self) -> FindingValue:
        """The list as one of the values of a finding."""
        first = self.rows[0]
        return FindingValue(
            sources=tuple(row["statement"] for row in self.rows),
            value="、".join(row["surface"] for row in self.rows),
            unit="",
            document=self.text.id,
            title=self.text.title,
            section=first.get("section", ""),
            quote=first["quote"],
        )

    def names(self, concepts: frozenset[str]) -> str:
        """The names of some of the industries."""
        return "、".join(row["surface"] for row in self.rows if row["concept"] in concepts)


def changed_lists(store: Store, texts: Mapping[str, Text], wordings: Wordings) -> Iterator[Finding]:
    """One finding for each two texts of a region and each of their lists that changed: members or rank."""
    by_text: dict[str, list[Ranked]] = defaultdict(list)
    for ranked in _lists(store, texts):
        by_text[ranked.text.id].append(ranked)
    ordered = sorted(texts.values(), key=lambda text: (text.kind != "proposal", text.about, text.id))
    for one, other in combinations(ordered, 2):
        if one.region != other.region:
            continue
        found = _changes(by_text[one.id], by_text[other.id])
        yield from (_finding(before, after, wordings) for before, after in found)


def _lists(store: Store, texts: Mapping[str, Text]) -> list[Ranked]:
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for row in store.select(_NAMED):
        groups[row["document"], row["proof"], row["priority"]].append(row)
    found: list[Ranked] = []
    for (document, _proof, rank), rows in groups.items():
        concepts = frozenset(row["concept"] for row in rows)
        if len(concepts) >= _LEAST:
            members = list({row["surface"]: row for row in rows}.values())
            ordered = tuple(sorted(members, key=lambda row: row["quote"].find(row["surface"])))
            found.append(Ranked(texts[document], rank, concepts, ordered))
    return found


def _changes(before: list[Ranked], after: list[Ranked]) -> list[tuple[Ranked, Ranked]]:
    """For each list of the first text its nearest in the second, where the two differ and none is the same."""
    changes: list[tuple[Ranked, Ranked]] = []
    for one in before:
        nearest = max(after, key=lambda other: (_likeness(one, other), one.rank == other.rank), default=None)
        if nearest is None or _likeness(one, nearest) < _SHARED:
            continue
        if one.concepts != nearest.concepts or one.rank != nearest.rank:
            changes.append((one, nearest))
    return changes


def _likeness(one: Ranked, other: Ranked) -> float:
    return len(one.concepts & other.concepts) / len(one.concepts | other.concepts)


def _finding(before: Ranked, after: Ranked, wordings: Wordings) -> Finding:
    dropped, added = before.concepts - after.concepts, after.concepts - before.concepts
    kind = "industry-list-changed" if dropped or added else "industry-rank-changed"
    return wordings.finding(
        kind,
        subject=before.rows[0]["predicate"],
        region=before.text.region,
        year=None,
        values=[before.value(), after.value()],
        words={
            "region": before.text.region_name,
            "first": before.rank,
            "second": after.rank,
            "dropped": before.names(dropped) or "—",
            "added": after.names(added) or "—",
        },
    )


_NAMED = """
SELECT ?document ?proof ?predicate ?concept ?statement ?surface ?priority ?quote ?section WHERE {
  BIND(pg:develops AS ?predicate)
  ?statement pg:predicate pg:develops ; pg:object ?object ; pg:objectSurface ?surface ;
    pg:foundIn/dcterms:identifier ?document ; pg:evidence ?proof ; pg:priority ?rank .
  FILTER NOT EXISTS { ?statement pg:status pg:Past }
  { ?object pg:denotes ?concept } UNION { ?object skos:broader ?concept }
  ?concept a skos:Concept .
  ?rank skos:prefLabel ?priority FILTER(LANG(?priority) = "zh")
  ?proof oa:exact ?quote ; oa:start ?start .
  OPTIONAL { ?proof pg:sectionPath ?section }
} ORDER BY ?document ?start ?statement"""
