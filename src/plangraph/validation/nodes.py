"""The graph by subject and predicate, and where in which document the words about a node stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plangraph.terms import DCTERMS, ID, OA, PG, RDF, RDFS, Literal, Quad

TYPE = RDF + "type"
DOCUMENT_ID = ID + "document/"
#: What leads from a statement or target to the entities that it is about.
ARGUMENTS = (PG + "subject", PG + "object", PG + "targetSubject", PG + "indicator")
_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node's words stand: id of the document, section path, quotes."""

    document: str = ""
    path: str = ""
    quotes: tuple[str, ...] = ()


class Nodes:
    """The values of every property of every node, as strings, whatever graph they lie in."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[str, dict[str, list[str]]] = {}
        for quad in quads:
            value = quad.object.value if isinstance(quad.object, Literal) else quad.object
            found = self._values.setdefault(quad.subject, {}).setdefault(quad.predicate, [])
            if value not in found:
                found.append(value)

    def values(self, subject: str, predicate: str) -> list[str]:
        """All values of a property, empty when it has none."""
        return self._values.get(subject, {}).get(predicate, [])

    def one(self, subject: str, predicate: str) -> str:
        """The first value of a property, the empty string when it has none."""
        return next(iter(self.values(subject, predicate)), "")

    def typed(self, cls: str) -> list[str]:
        """The subjects of this very class, sorted."""
        return sorted(subject for subject, found in self._values.items() if cls in found.get(TYPE, ()))

    def place(self, subject: str) -> Place:
        """Where the words about this node stand: its own, its evidence's, or those of a claim about it."""
        if self.values(subject, DCTERMS + "title") or subject.startswith(DOCUMENT_ID):
            return Place(document_id(subject))
        evidence = subject if self.values(subject, OA + "exact") else self.one(subject, PG + "evidence")
        if not evidence and subject in self._claims:
            evidence = self.one(self._claims[subject], PG + "evidence")
        return self._located(evidence or self.one(subject, PG + "passage") or subject, subject)

    def _located(self, node: str, subject: str) -> Place:
        document = self.one(node, PG + "document") or self.one(subject, PG + "foundIn")
        section = self.one(node, PG + "section") or (node if self.values(node, PG + "level") else "")
        path = self.one(node, PG + "sectionPath") or _SEPARATOR.join(self._headings(section))
        quotes = self.values(node, OA + "exact") or self.values(node, PG + "text")
        return Place(document_id(document), path, tuple(quotes))

    def _headings(self, section: str) -> list[str]:
        titles: list[str] = []
        seen: set[str] = set()
        while section and section not in seen:
            seen.add(section)
            titles.insert(0, self.one(section, RDFS + "label"))
            section = self.one(section, PG + "parentSection")
        return titles

    @cached_property
    def _claims(self) -> dict[str, str]:
        """For each entity the first statement or target about it."""
        first: dict[str, str] = {}
        for subject in sorted(s for s, found in self._values.items() if PG + "evidence" in found):
            for predicate in ARGUMENTS:
                for entity in self.values(subject, predicate):
                    first.setdefault(entity, subject)
        return first


def document_id(iri: str) -> str:
    """The id of a document, from its IRI."""
    return iri.removeprefix(DOCUMENT_ID)
