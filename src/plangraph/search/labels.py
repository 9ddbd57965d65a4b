"""Names in a graph: what things are called in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plangraph.store import Store, sparql_term
from plangraph.terms import Iri, shorten

_NAMES = "SELECT ?thing (STR(?n) AS ?name) (LANG(?n) AS ?language) WHERE {{ {things} ?thing {property} ?n }}"


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels, and other names, with their languages; those without a language count as Chinese."""

    labels: Mapping[str, tuple[tuple[str, str], ...]]
    others: Mapping[str, tuple[tuple[str, str], ...]]

    def zh(self, iri: str) -> str:
        """The Chinese label; the prefixed name of a thing without one."""
        return next((name for name, tag in self.labels.get(iri, ()) if tag != "en"), "") or shorten(iri)

    def en(self, iri: str) -> str:
        """The English label, empty when there is none."""
        return next((name for name, tag in self.labels.get(iri, ()) if tag == "en"), "")

    def all(self, iri: str) -> list[str]:
        """Labels and other names of any language."""
        return [name for name, _tag in (*self.labels.get(iri, ()), *self.others.get(iri, ()))]


def read_labels(store: Store, iris: Iterable[str]) -> Labels:
    """The names of these things."""
    things = one_of(iris)
    return Labels(
        labels=_read(store, things, "rdfs:label", "skos:prefLabel"), others=_read(store, things, "skos:altLabel")
    )


def one_of(iris: Iterable[str]) -> str:
    """A block that binds `?thing` to each of the things."""
    return f"VALUES ?thing {{ {' '.join(sparql_term(Iri(iri)) for iri in sorted(set(iris)))} }}"


def _read(store: Store, things: str, *properties: str) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for name in properties:
        for row in store.select(_NAMES.format(things=things, property=name)):
            found.setdefault(row["thing"], set()).add((row["name"], row.get("language", "")))
    return {iri: tuple(sorted(names)) for iri, names in found.items()}
