"""Rows of the store → records and names, the small change of all views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from plangraph.errors import QueryError
from plangraph.model import Span, parse_spans
from plangraph.store import Store, sparql_term
from plangraph.terms import ID, PG, RDF, Iri, Literal, shorten

_TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class Record:
    """All that the graph says of one thing; properties by their prefixed names."""

    iri: str
    values: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """The first value of a property, empty when it has none."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a property."""
        return self.values.get(name, ())

    def spans(self, name: str = "pg:spans") -> tuple[Span, ...]:
        """The spans that a property lists."""
        return parse_spans(self.one(name))

    def start(self, name: str = "pg:spans") -> int:
        """Where the first span begins, 0 when there is none."""
        spans = self.spans(name)
        return spans[0].start if spans else 0


@dataclass(frozen=True, slots=True)
class Name:
    """What people call a thing: Chinese and English, and the class that the graph gives it."""

    iri: str
    zh: str
    en: str = ""
    cls: str = ""

    @property
    def href(self) -> str:
        """The address of its page."""
        return href(self.iri)

    @property
    def kind(self) -> str:
        """The kind of thing, as its IRI says it (park, industry, …); empty for things of others."""
        return kind_of(self.iri)


def identifier(iri: str) -> str:
    """The last part of an IRI of ours: a hash, a code, the id of a document."""
    return iri.rsplit("/", 1)[-1]


def kind_of(iri: str) -> str:
    """The kind that an IRI of ours names; empty for others.

    >>> kind_of("https://w3id.org/plangraph/id/park/1f")
    'park'
    """
    return iri.removeprefix(ID).split("/")[0] if iri.startswith(ID) else ""


def href(iri: str) -> str:
    """The address under which the server shows a thing; empty for IRIs that are not ours."""
    return "/id/" + quote(iri.removeprefix(ID)) if iri.startswith(ID) else ""


def term(iri: str) -> str:
    """An IRI as SPARQL writes it."""
    return sparql_term(Iri(iri))


def values(iris: Iterable[str]) -> str:
    """The IRIs as the members of a VALUES block."""
    return " ".join(term(iri) for iri in sorted(set(iris)))


def is_iri(iri: str) -> bool:
    """Whether the text may stand as an IRI in a query."""
    try:
        term(iri)
    except QueryError:
        return False
    return True


def records(store: Store, pattern: str) -> dict[str, Record]:
    """Everything that is said of each `?thing` that the pattern finds."""
    things = f"SELECT DISTINCT ?thing {{ {pattern} }}"
    found = store.solutions(f"SELECT ?thing ?p ?o WHERE {{ {{ {things} }} ?thing ?p ?o }}")
    gathered: dict[str, dict[str, list[str]]] = {}
    short: dict[str, str] = {}
    for thing, predicate, obj in found.rows:
        if thing is None or predicate is None or obj is None:
            continue
        name = short.get(predicate.value) or short.setdefault(predicate.value, shorten(predicate.value))
        gathered.setdefault(thing.value, {}).setdefault(name, []).append(obj.value)
    return {
        iri: Record(iri, {name: tuple(sorted(items)) for name, items in properties.items()})
        for iri, properties in sorted(gathered.items())
    }


def names(store: Store, iris: Iterable[str]) -> dict[str, Name]:
    """What each of the things is called; one without a label is called by its prefixed name."""
    wanted = sorted({iri for iri in iris if iri and is_iri(iri)})
    found = store.solutions(_NAMES.format(things=values(wanted)))
    zh: dict[str, str] = {}
    en: dict[str, str] = {}
    classes: dict[str, str] = {}
    for row in found.rows:
        thing, predicate, obj = row
        if thing is None or predicate is None or obj is None:
            continue
        if predicate.value == _TYPE:
            _keep_least(classes, thing.value, obj.value, obj.value.startswith(PG))
        elif isinstance(obj, Literal):
            _keep_least(en if obj.language == "en" else zh, thing.value, obj.value, True)
    return {iri: Name(iri, zh.get(iri) or shorten(iri), en.get(iri, ""), classes.get(iri, "")) for iri in wanted}


def _keep_least(kept: dict[str, str], key: str, value: str, wanted: bool) -> None:
    if wanted and (key not in kept or value < kept[key]):
        kept[key] = value


_NAMES = """
SELECT ?thing ?p ?o WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing ?p ?o FILTER(?p IN (rdf:type, rdfs:label, skos:prefLabel, dcterms:title))
}}"""
