"""Statements and targets as the pages word them, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from plangraph.store import Store
from plangraph.terms import PG, expand, named
from plangraph.web.rows import Name, Record, href, identifier, names, records, values

#: Properties of a statement whose values are shown as marks, in this order.
_MARKS = ("pg:status", "pg:priority", "pg:mode", "pg:strength", "pg:role")
_FIGURE_MARKS = ("pg:targetStatus", "pg:bindingness", "pg:mode", "pg:measure")
_SHOWN = (*_MARKS, *_FIGURE_MARKS, "pg:comparator", "pg:targetState")
_THINGS = ("pg:subject", "pg:predicate", "pg:object", "pg:indicator", "pg:targetSubject", "pg:foundIn")
#: These say what is always so, or say nothing: left out of the marks.
_SILENT = frozenset({PG + "Level", PG + "Equal", PG + "Stated"})
#: What is so of nearly all targets.
_SILENT_IN_FIGURES = frozenset({PG + "Asserted"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of a statement that pages show as a mark, and the property that it is a value of."""

    what: Name
    value: Name
    quiet: bool = False  # says what is nearly always so: for tables to take along, not for pages


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the words of a statement stand."""

    key: str  # hash of the evidence
    document: Name
    section: str
    quote: str
    page: str = ""  # of a PDF
    paragraph: str = ""  # of a Word file

    @property
    def href(self) -> str:
        """The address of the highlighted sentence."""
        return sentence_href(self.document.iri, self.key)


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement in words."""

    key: str
    subject: Name
    predicate: Name
    object: Name
    subject_surface: str
    object_surface: str
    marks: tuple[Mark, ...]
    rule: str
    confidence: str
    proof: Proof

    @property
    def iri(self) -> str:
        """The permanent name."""
        return named("statement", self.key)

    @property
    def href(self) -> str:
        """The address that leads to the statement in its document."""
        return href(self.iri)


@dataclass(frozen=True, slots=True)
class Cited:
    """Statements that rest on the same words, so that these are shown once."""

    facts: tuple[Fact, ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Figure:
    """A target or actual value in words."""

    key: str
    indicator: Name
    subject: Name
    comparator: Name | None
    value: str
    unit: str  # where the words of the value lack it
    year: str
    state: Name | None  # only when no value is stated
    marks: tuple[Mark, ...]
    rule: str
    confidence: str
    proof: Proof

    @property
    def iri(self) -> str:
        """The permanent name."""
        return named("target", self.key)

    @property
    def href(self) -> str:
        """The address that leads to the value in its document."""
        return href(self.iri)


def cited(facts: Iterable[Fact]) -> tuple[Cited, ...]:
    """Statements in the order given, those with one proof together at the place of the first."""
    found: dict[Proof, list[Fact]] = {}
    for item in facts:
        found.setdefault(item.proof, []).append(item)
    return tuple(Cited(tuple(items), proof) for proof, items in found.items())


def sentence_href(document: str, key: str) -> str:
    """The address of a sentence, or a table row, in the page of its document."""
    return f"/documents/{quote(identifier(document))}#e-{key}"


def said_href(document: str, iri: str) -> str:
    """The address of a statement, or a target, in the list below its paragraph."""
    return f"/documents/{quote(identifier(document))}#{iri.rsplit('/', 2)[-2][0]}-{identifier(iri)}"


def by_evidence(items: Iterable[Record]) -> dict[str, list[Record]]:
    """Statements or targets by the evidence they rest on."""
    found: dict[str, list[Record]] = {}
    for item in items:
        for evidence in item.all("pg:evidence"):
            found.setdefault(evidence, []).append(item)
    return found


def evidence_of(store: Store, items: Iterable[Record]) -> dict[str, Record]:
    """The evidence that these statements or targets rest on."""
    wanted = values(item.one("pg:evidence") for item in items if item.one("pg:evidence"))
    return records(store, f"VALUES ?thing {{ {wanted} }} ?thing a pg:Evidence .") if wanted else {}


class Wording:
    """Puts records into words: names of everything they refer to are looked up at once."""

    def __init__(self, store: Store, items: Iterable[Record], evidence: Mapping[str, Record]) -> None:
        wanted = {iri for item in items for name in (*_THINGS, *_SHOWN) for iri in item.all(name)}
        self._names = names(store, wanted | {expand(name) for name in _SHOWN})
        self._evidence = evidence

    def name(self, iri: str) -> Name:
        """What a thing is called."""
        return self._names.get(iri) or Name(iri, identifier(iri))

    def fact(self, item: Record) -> Fact:
        """A statement in words."""
        return Fact(
            key=identifier(item.iri),
            subject=self.name(item.one("pg:subject")),
            predicate=self.name(item.one("pg:predicate")),
            object=self.name(item.one("pg:object")),
            subject_surface=item.one("pg:subjectSurface"),
            object_surface=item.one("pg:objectSurface"),
            marks=tuple(self._marks(item, _MARKS)),
            rule=item.one("pg:rule"),
            confidence=item.one("pg:confidence"),
            proof=self._proof(item),
        )

    def figure(self, item: Record) -> Figure:
        """A target in words."""
        value, unit = item.one("pg:valueText"), item.one("pg:unitText")
        return Figure(
            key=identifier(item.iri),
            indicator=self.name(item.one("pg:indicator")),
            subject=self.name(item.one("pg:targetSubject")),
            comparator=self._telling(item.one("pg:comparator")),
            value=value,
            unit="" if unit in value else unit,
            year=item.one("pg:year") or item.one("pg:period"),
            state=self._telling(item.one("pg:targetState")),
            marks=tuple(self._marks(item, _FIGURE_MARKS, _SILENT_IN_FIGURES)),
            rule=item.one("pg:rule"),
            confidence=item.one("pg:confidence"),
            proof=self._proof(item),
        )

    def _telling(self, iri: str) -> Name | None:
        return self.name(iri) if iri and iri not in _SILENT else None

    def _marks(
        self, item: Record, properties: Iterable[str], silent: frozenset[str] = frozenset()
    ) -> Iterator[Mark]:
        for name in properties:
            iri = item.one(name)
            if iri:
                yield Mark(self.name(expand(name)), self.name(iri), iri in _SILENT | silent)

    def _proof(self, item: Record) -> Proof:
        iri = item.one("pg:evidence")
        evidence = self._evidence.get(iri)
        return Proof(
            key=identifier(iri),
            document=self.name(item.one("pg:foundIn")),
            section=evidence.one("pg:sectionPath") if evidence else "",
            quote=evidence.one("oa:exact") if evidence else "",
            page=evidence.one("pg:page") if evidence else "",
            paragraph=evidence.one("pg:paragraph") if evidence else "",
        )
