"""What can be wrong with vocabularies: schemes, hierarchies, labels, matches. Each fault has its file and line.

The checks are those of qSKOS that matter where labels are looked for in texts and schemes are shown in Skosmos.
"""

from __future__ import annotations

import typing
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from plangraph.terms import DCTERMS, ID, PG, RDFS, SKOS, Literal, shorten
from plangraph.vocabulary.sources import UPWARD, Vocabulary

Kind = typing.Literal[
    "scheme-title",
    "no-scheme",
    "unknown-scheme",
    "not-a-concept",
    "two-files",
    "orphan",
    "both-top-and-under",
    "unknown-concept",
    "circle",
    "label-language",
    "label-blanks",
    "two-preferred",
    "no-preferred",
    "label-repeated",
    "negative-is-name",
    "label-shared",
    "unknown-match",
    "match-contrary",
    "unknown-unit",
]
LANGUAGES = ("zh", "en")
_PREFERRED = SKOS + "prefLabel"
_ALTERNATIVE = SKOS + "altLabel"
_NEGATIVE = PG + "negativeLabel"
#: Labels that name the concept.
_NAMES = (_PREFERRED, _ALTERNATIVE, SKOS + "hiddenLabel")
_TITLES = (RDFS + "label", DCTERMS + "title", _PREFERRED)
_CODES = (SKOS + "notation", PG + "code")
_EXACT = SKOS + "exactMatch"
_CONTRARY = tuple(SKOS + kind for kind in ("broadMatch", "narrowMatch", "relatedMatch"))
_MATCHES = (_EXACT, SKOS + "closeMatch", *_CONTRARY)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a term, where that is said, and what to do."""

    file: str
    line: int
    term: str  # id:industry/new-materials
    kind: Kind
    message: str
    hint: str

    @property
    def where(self) -> str:
        """File, line and term."""
        return f"{self.file}, line {self.line}, {self.term}" if self.line else f"{self.file}, {self.term}"


def faults(vocabulary: Vocabulary) -> list[Fault]:
    """Everything that is wrong, in the order of files and lines."""
    found = {fault for check in _CHECKS for fault in check(vocabulary)}
    return sorted(found, key=lambda f: (f.file, f.line, f.term, f.kind, f.message))


def grave(vocabulary: Vocabulary) -> Iterator[Fault]:
    """What makes a name mean two things, or nothing: no lexicon can be made of such a vocabulary."""
    yield from circles(vocabulary)
    yield from shared_labels(vocabulary, ("zh",))
    yield from unknown_units(vocabulary)


def _fault(vocabulary: Vocabulary, kind: Kind, place: tuple[str, ...], message: str, hint: str) -> Fault:
    """A fault at a place: a subject, or a subject with the predicate and the value that are wrong."""
    file, line = vocabulary.place(*place)
    return Fault(file, line, shorten(place[0]), kind, message, hint)


# ── schemes and hierarchies ─────────────────────────────────────────────────────────────────────────────


def schemes(vocabulary: Vocabulary) -> Iterator[Fault]:
    """A scheme has a title in Chinese and in English; a concept is in a scheme that is described."""
    for scheme in vocabulary.schemes:
        told = {text.language for predicate in _TITLES for text in vocabulary.literals(scheme, predicate)}
        for language in LANGUAGES:
            if language not in told:
                message, hint = f"the scheme has no title in {language}", f'add rdfs:label "…"@{language}'
                yield _fault(vocabulary, "scheme-title", (scheme,), message, hint)
    for concept in vocabulary.concepts:
        inside = vocabulary.schemes_of(concept)
        if not inside:
            yield _fault(vocabulary, "no-scheme", (concept,), "the concept is in no scheme", "add skos:inScheme")
        for scheme in sorted(inside - set(vocabulary.schemes)):
            message = f"the scheme {shorten(scheme)} is not described"
            hint = "describe it as a skos:ConceptScheme, or correct its name"
            yield _fault(vocabulary, "unknown-scheme", (concept, SKOS + "inScheme", scheme), message, hint)


def concepts(vocabulary: Vocabulary) -> Iterator[Fault]:
    """What has the properties of a concept is one, and is described in one file."""
    known = set(vocabulary.concepts)
    marks = (SKOS + "inScheme", *UPWARD, *_NAMES)
    for iri, sources in vocabulary.described.items():
        has = any(source.subjects[iri].get(mark) for source in sources for mark in marks)
        if has and iri not in known and iri not in vocabulary.schemes:
            message, hint = "it is no skos:Concept", "add skos:Concept to its types, or correct its name"
            yield _fault(vocabulary, "not-a-concept", (iri,), message, hint)
        if iri in known and len(sources) > 1:
            files = " and ".join(source.file for source in sources)
            message, hint = f"the concept is described in {files}", "describe it in one of them"
            yield _fault(vocabulary, "two-files", (iri,), message, hint)


def orphans(vocabulary: Vocabulary) -> Iterator[Fault]:
    """In each of its schemes a concept either lies under another one, or is a top concept."""
    for concept in vocabulary.concepts:
        tops = vocabulary.tops.get(concept, frozenset())
        over: set[str] = set()
        for above in vocabulary.upward.get(concept, ()):
            over |= vocabulary.schemes_of(above)
        for scheme in sorted(tops & over):
            message = f"a top concept of {shorten(scheme)} lies under another concept of it"
            hint = "remove skos:topConceptOf, or what it lies under"
            yield _fault(vocabulary, "both-top-and-under", (concept,), message, hint)
        for scheme in sorted(vocabulary.schemes_of(concept) - tops - over):
            message = f"the concept has no place in {shorten(scheme)}"
            hint = f"add skos:broader to a concept of it, or skos:topConceptOf {shorten(scheme)}"
            yield _fault(vocabulary, "orphan", (concept,), message, hint)


def unknown_concepts(vocabulary: Vocabulary) -> Iterator[Fault]:
    """What a concept lies under, and what a scheme names as its top, are concepts."""
    known = set(vocabulary.concepts)
    for predicate in (*UPWARD, SKOS + "hasTopConcept"):
        for subject in vocabulary.described:
            for iri in vocabulary.iris(subject, predicate):
                if iri not in known:
                    message = f"{shorten(predicate)} leads to {shorten(iri)}, which is no concept"
                    hint = "define it, or correct its name"
                    yield _fault(vocabulary, "unknown-concept", (subject, predicate, iri), message, hint)


def circles(vocabulary: Vocabulary) -> Iterator[Fault]:
    """No concept lies under itself."""
    told: set[str] = set()
    for start in vocabulary.upward:
        way = () if start in told else _way_back(start, vocabulary.upward)
        if way:
            told.update(way)
            predicate = next(one for one in UPWARD if way[0] in vocabulary.iris(start, one))
            message = f"a circle: {' → '.join(map(shorten, (start, *way)))}"
            hint = f"remove one {shorten(predicate)} of the circle"
            yield _fault(vocabulary, "circle", (start, predicate, way[0]), message, hint)


def _way_back(start: str, upward: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest way up that leads back to the start; empty when there is none."""
    todo: list[tuple[str, ...]] = [(above,) for above in upward[start]]
    seen: set[str] = set()
    while todo:
        way = todo.pop(0)
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            todo.extend((*way, above) for above in upward.get(way[-1], ()))
    return ()


# ── labels ──────────────────────────────────────────────────────────────────────────────────────────────


def languages(vocabulary: Vocabulary) -> Iterator[Fault]:
    """A label is Chinese or English and says so, and has no blanks around it."""
    for concept in vocabulary.concepts:
        for predicate in (*_NAMES, _NEGATIVE):
            for label in vocabulary.literals(concept, predicate):
                place = (concept, predicate, label.value)
                if label.language not in LANGUAGES:
                    tag = (
                        f"the language {label.language!r}, which is not known" if label.language else "no language"
                    )
                    message, hint = f"the label {label.value} has {tag}", "write @zh or @en after it"
                    yield _fault(vocabulary, "label-language", place, message, hint)
                if not label.value or label.value != label.value.strip():
                    message, hint = f"the label {label.value!r} is empty or has blanks around it", "correct it"
                    yield _fault(vocabulary, "label-blanks", place, message, hint)


def preferred_labels(vocabulary: Vocabulary) -> Iterator[Fault]:
    """A concept has one preferred label in Chinese and at most one in English."""
    for concept in vocabulary.concepts:
        found = vocabulary.literals(concept, _PREFERRED)
        count = Counter(label.language for label in found)
        for language in (one for one in count if count[one] > 1):
            labels = [label.value for label in found if label.language == language]
            message = f"{count[language]} preferred labels in {language}: {', '.join(labels)}"
            hint = "keep one, make the others skos:altLabel"
            yield _fault(vocabulary, "two-preferred", (concept, _PREFERRED, labels[-1]), message, hint)
        if not count["zh"]:
            message, hint = "there is no preferred label in Chinese", 'add skos:prefLabel "…"@zh'
            yield _fault(vocabulary, "no-preferred", (concept,), message, hint)


def repeated_labels(vocabulary: Vocabulary) -> Iterator[Fault]:
    """A label of a concept is of one kind, and stands once; a negative label is no name of it."""
    for concept in vocabulary.concepts:
        names = [(label, predicate) for predicate in _NAMES for label in vocabulary.literals(concept, predicate)]
        first: dict[Literal, str] = {}
        for label, predicate in names:
            if label in first:
                message = f"{label.value} is {shorten(first[label])} and {shorten(predicate)}"
                place = (concept, predicate, label.value)
                yield _fault(vocabulary, "label-repeated", place, message, "keep one of the two")
            first.setdefault(label, predicate)
        shown = {label for label, predicate in names if predicate in (_PREFERRED, _ALTERNATIVE)}
        for label in vocabulary.literals(concept, _NEGATIVE):
            if label in shown:
                message = f"the negative label {label.value} is a name of the concept too"
                place = (concept, _NEGATIVE, label.value)
                yield _fault(vocabulary, "negative-is-name", place, message, "keep one of the two")


def shared_labels(vocabulary: Vocabulary, tags: tuple[str, ...] = ("", *LANGUAGES)) -> Iterator[Fault]:
    """A label names one concept of a scheme, and one of a class.

    Official lists give one name to several codes (朝阳区; 教育, a section and its only division): preferred labels
    of concepts that have codes and lie under different ones may be alike.
    """
    meant: dict[tuple[str, Literal], dict[str, str]] = defaultdict(dict)
    for concept in vocabulary.described:
        groups = [*vocabulary.schemes_of(concept), *vocabulary.classes_of(concept)]
        for predicate in _NAMES:
            for label in vocabulary.literals(concept, predicate):
                for group in groups if label.language in tags else ():
                    meant[group, label].setdefault(concept, predicate)
    for (_group, label), found in meant.items():
        told = list(found)
        for number, concept in enumerate(told):
            other = next((one for one in told[:number] if not _homonyms(vocabulary, one, concept, found)), None)
            if other is not None:
                file, line = vocabulary.place(other, found[other], label.value)
                message = f"{label.value} names {shorten(other)} too ({file}, line {line})"
                place = (concept, found[concept], label.value)
                hint = "keep it at one of the two, or make the two one concept"
                yield _fault(vocabulary, "label-shared", place, message, hint)


def _homonyms(vocabulary: Vocabulary, one: str, other: str, kinds: Mapping[str, str]) -> bool:
    """Whether official codes tell two concepts apart whose preferred labels are alike."""
    codes = [{code.value for p in _CODES for code in vocabulary.literals(iri, p)} for iri in (one, other)]
    under = [set(vocabulary.upward.get(iri, ())) for iri in (one, other)]
    preferred = kinds[one] == kinds[other] == _PREFERRED
    return preferred and bool(codes[0] and codes[1]) and not codes[0] & codes[1] and under[0] != under[1]


# ── matches, units ──────────────────────────────────────────────────────────────────────────────────────


def matches(vocabulary: Vocabulary) -> Iterator[Fault]:
    """A match leads to a concept that exists; what is exactly the same is not wider, narrower or related as well.

    A target in the namespace of a concept, or in ours, has to be described; others cannot be seen from here.
    """
    known = set(vocabulary.concepts)
    spaces = {_space(concept) for concept in known}
    for concept in vocabulary.concepts:
        for predicate in _MATCHES:
            for target in vocabulary.iris(concept, predicate):
                place = (concept, predicate, target)
                if target not in known and (_space(target) in spaces or target.startswith(ID)):
                    message = f"{shorten(predicate)} leads to {shorten(target)}, which is no concept"
                    yield _fault(vocabulary, "unknown-match", place, message, "define it, or correct its name")
                if predicate == _EXACT and (why := _contrary(vocabulary, concept, target)):
                    message = f"{shorten(target)} is exactly the same and {why}"
                    yield _fault(vocabulary, "match-contrary", place, message, "keep one of the two")


def _space(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _contrary(vocabulary: Vocabulary, one: str, other: str) -> str:
    """What else than the same two concepts are said to be."""
    if one == other:
        return "itself"
    if other in vocabulary.above(one) or one in vocabulary.above(other):
        return "wider or narrower"
    pairs = ((one, other), (other, one))
    found = (p for a, b in pairs for p in _CONTRARY if b in vocabulary.iris(a, p))
    return next((f"a {shorten(predicate)}" for predicate in found), "")


def unknown_units(vocabulary: Vocabulary) -> Iterator[Fault]:
    """The usual unit of an indicator is a label of a unit."""
    units = {
        label.value
        for concept in vocabulary.described
        if PG + "Unit" in vocabulary.classes_of(concept)
        for predicate in _NAMES
        for label in vocabulary.literals(concept, predicate)
    }
    for indicator in vocabulary.described:
        for unit in vocabulary.literals(indicator, PG + "usualUnit"):
            if unit.value not in units:
                place = (indicator, PG + "usualUnit", unit.value)
                message, hint = f"the usual unit {unit.value} is no unit", "add it to the units, or correct it"
                yield _fault(vocabulary, "unknown-unit", place, message, hint)


_CHECKS: tuple[Callable[[Vocabulary], Iterator[Fault]], ...] = (
    schemes,
    concepts,
    orphans,
    unknown_concepts,
    circles,
    languages,
    preferred_labels,
    repeated_labels,
    shared_labels,
    matches,
    unknown_units,
)
