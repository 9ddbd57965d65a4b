"""Vocabulary labels → terms: the names that extraction looks for and linking links to.

Every `*.ttl` file of the vocabulary folder is read; what a concept is follows from its class. Preferred and
alternative labels are looked for in texts. A hidden label only links a name that was found in another way: the
bare word (文化, 航空) is too common to be one. A negative label contains a label and names nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from plangraph.errors import ResourceError
from plangraph.model import EntityType
from plangraph.schema import Description, local_name
from plangraph.terms import PG, RDF, SKOS
from plangraph.vocabulary import grave, read

TermKind = Literal["preferred", "alternative", "hidden", "negative"]
_LABELS: dict[str, TermKind] = {
    SKOS + "prefLabel": "preferred",
    SKOS + "altLabel": "alternative",
    SKOS + "hiddenLabel": "hidden",
    PG + "negativeLabel": "negative",
}
_TYPES: dict[str, EntityType] = {
    PG + "Industry": "INDUSTRY",
    PG + "IndustrySegment": "FIELD",
    PG + "Region": "REGION",
    PG + "Indicator": "INDICATOR",
}
_ORDER = {kind: number for number, kind in enumerate(get_args(TermKind))}
_ALIKE: tuple[TermKind, ...] = ("preferred", "alternative", "hidden")


@dataclass(frozen=True, slots=True)
class Term:
    """A label, the type of entity it names, and the concept it stands for."""

    label: str
    type: EntityType
    concept: str
    kind: TermKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as texts write it; a value times `to_base` is the value in the base unit (1 亿元 = 100000000 元)."""

    iri: str  # QUDT where one fits, else one of ours
    label: str
    base: str  # label of the base unit; units compare when they share it
    to_base: Decimal


@dataclass(frozen=True, slots=True)
class Priority:
    """A word of rank; 1 is the highest."""

    iri: str
    label: str
    rank: int


@dataclass(frozen=True, slots=True)
class RegionInfo:
    """A region of the vocabulary; `code` is empty for a named region that is no division."""

    iri: str
    name: str
    code: str
    level: str  # province, prefecture, county, area
    part_of: tuple[str, ...]
    short_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorInfo:
    """An indicator: its usual unit and whether more or less of it is wanted."""

    iri: str
    name: str
    unit: str  # label of the unit, empty when it has several
    direction: str  # up, down or empty


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of governmental body and the name endings that tell it."""

    iri: str
    label: str
    suffixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanKind:
    """A kind of document: code of the manifest, whether it is a plan or a text about one, class of the plan."""

    iri: str
    code: str
    label: str
    is_plan: bool
    plan_class: str
    about_property: str  # how a text about a plan relates to it (explains, drafted for); empty for plans
    words: tuple[str, ...]  # words of a title that tell it


@dataclass(frozen=True)
class Lexicon:
    """All labels and what the concepts say of themselves; concepts are IRIs."""

    terms: tuple[Term, ...]
    broader: Mapping[str, tuple[str, ...]]
    part_of: Mapping[str, tuple[str, ...]]
    pref_label: Mapping[str, str]  # zh
    pref_label_en: Mapping[str, str]
    regions: Mapping[str, RegionInfo]  # by IRI
    indicators: Mapping[str, IndicatorInfo]  # by IRI
    units: Mapping[str, Unit]  # by every label
    priorities: Mapping[str, Priority]  # by every word
    body_kinds: tuple[BodyKind, ...]
    plan_kinds: Mapping[str, PlanKind]  # by code
    abbreviations: Mapping[str, str]  # one character (粤) → the region; texts are not searched for it
    rates: Mapping[str, str]  # indicator that is the growth or fall of another one → that one
    sums: frozenset[str]  # indicators that tell of single projects and add up (总投资)
    members: Mapping[str, tuple[str, ...]]  # of regions that are made of others (粤港澳大湾区)

    @cached_property
    def _index(self) -> Mapping[tuple[str, EntityType], tuple[Term, ...]]:
        index: dict[tuple[str, EntityType], list[Term]] = {}
        for term in self.terms:
            if term.kind in _ALIKE:
                index.setdefault((term.label, term.type), []).append(term)
        return {key: tuple(terms) for key, terms in index.items()}

    def lookup(self, name: str, entity_type: EntityType) -> tuple[Term, ...]:
        """The terms of this type with this label, preferred labels first; negative labels are none."""
        return self._index.get((name, entity_type), ())

    def ancestors(self, concept: str) -> tuple[str, ...]:
        """The concepts that are broader, nearest first, each once."""
        return _closure(concept, self.broader)

    def above(self, region: str) -> tuple[str, ...]:
        """The regions that a region is part of, nearest first, each once."""
        return _closure(region, self.part_of)

    def to_base(self, value: Decimal, unit: str) -> tuple[Decimal, str] | None:
        """A value in the base unit, with that unit's label; None when the unit is not known."""
        known = self.units.get(unit)
        return (value * known.to_base, known.base) if known else None


def load(folder: Path | None = None) -> Lexicon:
    """The lexicon of all Turtle files in this folder, or in the one that comes with plangraph.

    Raises `ResourceError` with file and line for a circle, a label of two concepts, or a usual unit that is none:
    names would mean two things, or nothing.
    """
    vocabulary = read(folder)
    for fault in grave(vocabulary):
        hint = f"{fault.hint}; `plangraph vocabulary check` tells all faults"
        raise ResourceError(fault.message, where=fault.where, hint=hint)
    pairs = [(source, iri) for source in vocabulary.sources for iri in source.subjects]
    terms = sorted(
        (term for source, iri in pairs for term in _terms(source, iri)),
        key=lambda term: (_ORDER[term.kind], term.label, term.type, term.concept),
    )
    regions = (_region(source, iri) for source, iri in _typed(pairs, "Region"))
    indicators = (_indicator(source, iri) for source, iri in _typed(pairs, "Indicator"))
    return Lexicon(
        terms=tuple(terms),
        broader=_links(pairs, SKOS + "broader"),
        part_of=_links(pairs, PG + "partOf"),
        pref_label=_pref_labels(pairs, "zh"),
        pref_label_en=_pref_labels(pairs, "en"),
        regions={info.iri: info for info in regions},
        indicators={info.iri: info for info in indicators},
        units={label: unit for source, iri in _typed(pairs, "Unit") for label, unit in _units(source, iri)},
        priorities={
            label: priority
            for source, iri in _typed(pairs, "Priority")
            for label, priority in _priorities(source, iri)
        },
        body_kinds=tuple(_body_kind(source, iri) for source, iri in _typed(pairs, "BodyKind")),
        plan_kinds={kind.code: kind for kind in (_plan_kind(*pair) for pair in _typed(pairs, "PlanKind"))},
        abbreviations={
            text: iri for source, iri in pairs for text in source.texts(iri, PG + "abbreviation", "zh")
        },
        rates={iri: found[0] for iri, found in _links(pairs, PG + "rateOf").items()},
        sums=frozenset(iri for source, iri in pairs if source.text(iri, PG + "addsUp") == "true"),
        members=_links(pairs, PG + "hasMember"),
    )


# ── one concept ─────────────────────────────────────────────────────────────────────────────────────────

_Pair = tuple[Description, str]


def _typed(pairs: list[_Pair], name: str) -> list[_Pair]:
    """The concepts of one class of ours."""
    return [(source, iri) for source, iri in pairs if PG + name in source.iris(iri, RDF + "type")]


def _links(pairs: list[_Pair], predicate: str) -> dict[str, tuple[str, ...]]:
    return {iri: found for source, iri in pairs if (found := source.iris(iri, predicate))}


def _pref_labels(pairs: list[_Pair], language: str) -> dict[str, str]:
    found = ((iri, source.text(iri, SKOS + "prefLabel", language)) for source, iri in pairs)
    return {iri: label for iri, label in found if label}


def _terms(source: Description, iri: str) -> Iterator[Term]:
    type_ = next((_TYPES[cls] for cls in source.iris(iri, RDF + "type") if cls in _TYPES), None)
    if type_ is None:
        return
    for predicate, kind in _LABELS.items():
        for label in source.texts(iri, predicate, "zh"):
            yield Term(label, type_, iri, kind)


def _words(source: Description, iri: str) -> tuple[str, ...]:
    """Every Chinese label that may stand in a text, the preferred one first."""
    return tuple(
        label
        for predicate, kind in _LABELS.items()
        if kind in _ALIKE
        for label in source.texts(iri, predicate, "zh")
    )


def _region(source: Description, iri: str) -> RegionInfo:
    return RegionInfo(
        iri=iri,
        name=source.text(iri, SKOS + "prefLabel", "zh"),
        code=source.text(iri, PG + "code"),
        level=source.text(iri, PG + "regionLevel"),
        part_of=source.iris(iri, PG + "partOf"),
        short_names=source.texts(iri, SKOS + "altLabel", "zh"),
    )


def _indicator(source: Description, iri: str) -> IndicatorInfo:
    return IndicatorInfo(
        iri=iri,
        name=source.text(iri, SKOS + "prefLabel", "zh"),
        unit=source.text(iri, PG + "usualUnit"),
        direction=source.text(iri, PG + "direction"),
    )


def _units(source: Description, iri: str) -> Iterator[tuple[str, Unit]]:
    label = source.text(iri, SKOS + "prefLabel", "zh")
    bases = source.iris(iri, PG + "baseUnit")
    base = source.text(bases[0], SKOS + "prefLabel", "zh") if bases else label
    matches = source.iris(iri, PG + "qudtUnit")
    factor = _number(source, iri, PG + "toBase")
    unit = Unit(matches[0] if matches else iri, label, base, factor)
    return ((word, unit) for word in _words(source, iri))


def _priorities(source: Description, iri: str) -> Iterator[tuple[str, Priority]]:
    label = source.text(iri, SKOS + "prefLabel", "zh")
    priority = Priority(iri, label, int(_number(source, iri, PG + "rank")))
    return ((word, priority) for word in _words(source, iri))


def _number(source: Description, iri: str, predicate: str) -> Decimal:
    try:
        return Decimal(source.text(iri, predicate))
    except InvalidOperation as error:
        name = f"pg:{local_name(predicate)}"
        where = f"{source.file}, {local_name(iri)}"
        raise ResourceError(f"{name} is missing or not a number", where=where, hint="add a decimal") from error


def _body_kind(source: Description, iri: str) -> BodyKind:
    label, *others = _words(source, iri)
    return BodyKind(iri, label, (label, *others))


def _plan_kind(source: Description, iri: str) -> PlanKind:
    return PlanKind(
        iri=iri,
        code=source.text(iri, SKOS + "notation"),
        label=source.text(iri, SKOS + "prefLabel", "zh"),
        is_plan=source.text(iri, PG + "isPlan") == "true",
        plan_class=next(iter(source.iris(iri, PG + "planClass")), ""),
        about_property=next(iter(source.iris(iri, PG + "aboutProperty")), ""),
        words=_words(source, iri),
    )


def _closure(start: str, links: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: list[str] = []
    todo = list(links.get(start, ()))
    while todo:
        iri = todo.pop(0)
        if iri not in found and iri != start:
            found.append(iri)
            todo.extend(links.get(iri, ()))
    return tuple(found)
