"""The ontology as tables: classes, properties, and the map from the guidelines' types and relations to them.

The one place that knows which subject and object a property allows: the gate, the shapes and `annotate` ask
`Schema.refuse`. Turtle files are read here with the parser of the embedded store, which takes a tenth of the
time that rdflib takes and names the line of a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from plangraph.errors import ResourceError, nearest
from plangraph.resources import ontology_dir
from plangraph.terms import OWL, PG, RDF, RDFS, Literal

ONTOLOGY_FILE = "plangraph.ttl"
_PROPERTY_KINDS = {
    OWL + "ObjectProperty": "object",
    OWL + "DatatypeProperty": "datatype",
    OWL + "AnnotationProperty": "annotation",
}


@dataclass(frozen=True, slots=True)
class Description:
    """A Turtle file by subject and predicate; IRIs and blank nodes are strings, literals are `Literal`."""

    file: str
    subjects: Mapping[str, Mapping[str, tuple[str | Literal, ...]]]

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The objects that are IRIs or blank nodes, in file order."""
        found = self.subjects.get(subject, {}).get(predicate, ())
        return tuple(value for value in found if isinstance(value, str))

    def texts(self, subject: str, predicate: str, language: str | None = None) -> tuple[str, ...]:
        """The literal values, of one language when it is given, in file order."""
        found = self.subjects.get(subject, {}).get(predicate, ())
        literals = (value for value in found if isinstance(value, Literal))
        return tuple(text.value for text in literals if language is None or text.language == language)

    def text(self, subject: str, predicate: str, language: str | None = None) -> str:
        """The first literal value, empty when there is none."""
        return next(iter(self.texts(subject, predicate, language)), "")

    def typed(self, *classes: str) -> Iterator[str]:
        """The subjects that are declared to be of one of these classes, in file order."""
        wanted = set(classes)
        return (subject for subject in self.subjects if wanted & set(self.iris(subject, RDF + "type")))


def read_turtle(path: Path) -> Description:
    """The triples of a Turtle file of ours; a fault names the file and line."""
    subjects: dict[str, dict[str, list[str | Literal]]] = {}
    try:
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            predicates = subjects.setdefault(_name(quad.subject), {})
            predicates.setdefault(quad.predicate.value, []).append(_object(quad.object))
    except OSError as error:
        raise ResourceError("the file cannot be read", where=str(path), hint="reinstall plangraph") from error
    except SyntaxError as error:
        raise ResourceError(f"not Turtle: {error.msg}", where=f"{path.name}, line {error.lineno}") from error
    frozen = {s: {p: tuple(values) for p, values in ps.items()} for s, ps in subjects.items()}
    return Description(path.name, frozen)


def _name(term: object) -> str:
    return term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)


def _object(term: object) -> str | Literal:
    if isinstance(term, pyoxigraph.Literal):
        return Literal(term.value, term.language or "", term.datatype.value)
    return _name(term)


# ── the tables ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TermInfo:
    """What every term of the ontology says of itself."""

    iri: str
    label_zh: str
    label_en: str
    comment_zh: str
    comment_en: str

    @property
    def name(self) -> str:
        """The local name: `develops`."""
        return local_name(self.iri)


@dataclass(frozen=True, slots=True)
class ClassInfo(TermInfo):
    """A class; `ancestors` are its superclasses, near and far, without itself."""

    ancestors: frozenset[str]
    entity_type: str  # of the guidelines, empty when none
    mark: str  # special mark that resolves to it (@para), empty when none


@dataclass(frozen=True, slots=True)
class PropertyInfo(TermInfo):
    """A property; an empty domain or range allows everything."""

    kind: str  # object, datatype or annotation
    domain: frozenset[str]
    range: frozenset[str]
    functional: bool
    symmetric: bool
    relation: str  # of the guidelines, empty when none


@dataclass(frozen=True, slots=True)
class Schema:
    """The ontology's classes, properties and named individuals, each by IRI."""

    version: str
    classes: Mapping[str, ClassInfo]
    properties: Mapping[str, PropertyInfo]
    individuals: Mapping[str, TermInfo]
    _by_type: Mapping[str, str]
    _by_relation: Mapping[str, str]

    def class_of(self, entity_type: str) -> str:
        """The class that a type (INDUSTRY) or mark (@para) of the guidelines stands for, or that has this name."""
        if PG + entity_type in self.classes:
            return PG + entity_type
        return _get(self._by_type, entity_type, "entity type")

    def property_of(self, relation: str) -> str:
        """The property that a relation of the guidelines (has_field) stands for."""
        return _get(self._by_relation, relation, "relation")

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether `cls` is `ancestor` or one of its subclasses."""
        return cls == ancestor or (cls in self.classes and ancestor in self.classes[cls].ancestors)

    def refuse(self, predicate: str, subject_class: str, object_class: str) -> str | None:
        """Why a statement with these classes is not allowed; None when it is."""
        info = self.properties.get(predicate)
        if info is None:
            return f"unknown property {local_name(predicate)}"
        for cls, allowed, slot in ((subject_class, info.domain, "subject"), (object_class, info.range, "object")):
            if cls not in self.classes:
                return f"unknown class {local_name(cls)} as {slot} of {info.name}"
            if allowed and not any(self.is_a(cls, one) for one in allowed):
                names = ", ".join(sorted(map(local_name, allowed)))
                return f"{info.name} does not allow {local_name(cls)} as its {slot} (allowed: {names})"
        return None


def local_name(iri: str) -> str:
    """The part of an IRI after the last `#` or `/`.

    >>> local_name("https://w3id.org/plangraph/ontology#hasField")
    'hasField'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def load(folder: Path | None = None) -> Schema:
    """The schema in `plangraph.ttl` of this folder, or in the one that comes with plangraph."""
    source = read_turtle((folder or ontology_dir()) / ONTOLOGY_FILE)
    classes = {iri: _class(source, iri) for iri in source.typed(OWL + "Class") if iri.startswith(PG)}
    properties = {iri: _property(source, iri) for iri in source.typed(*_PROPERTY_KINDS) if iri.startswith(PG)}
    individuals = {iri: TermInfo(*_words(source, iri)) for iri in source.typed(*classes) if iri.startswith(PG)}
    types = {info.entity_type: iri for iri, info in classes.items() if info.entity_type}
    marks = {info.mark: iri for iri, info in classes.items() if info.mark}
    relations = {info.relation: iri for iri, info in properties.items() if info.relation}
    ontology = next(source.typed(OWL + "Ontology"), "")
    version = source.text(ontology, OWL + "versionInfo")
    schema = Schema(version, classes, properties, individuals, types | marks, relations)
    _check(schema, source.file)
    return schema


def _check(schema: Schema, file: str) -> None:
    """Domains, ranges and superclasses of ours must be declared classes."""
    for info in schema.properties.values():
        named = info.domain if info.kind == "datatype" else info.domain | info.range
        for cls in sorted(named):
            if cls.startswith(PG) and cls not in schema.classes:
                raise ResourceError(
                    f"unknown class pg:{local_name(cls)}",
                    where=f"{file}, pg:{info.name}",
                    hint=nearest(local_name(cls), map(local_name, schema.classes)),
                )


def _get(table: Mapping[str, str], key: str, what: str) -> str:
    if key not in table:
        raise ResourceError(f"no term stands for {what} {key!r}", where=ONTOLOGY_FILE, hint=nearest(key, table))
    return table[key]


def _words(source: Description, iri: str) -> tuple[str, str, str, str, str]:
    label, comment = RDFS + "label", RDFS + "comment"
    words = [source.text(iri, predicate, language) for predicate in (label, comment) for language in ("zh", "en")]
    return iri, words[0], words[1], words[2], words[3]


def _class(source: Description, iri: str) -> ClassInfo:
    return ClassInfo(
        *_words(source, iri),
        ancestors=_ancestors(source, iri),
        entity_type=source.text(iri, PG + "entityType"),
        mark=source.text(iri, PG + "mark"),
    )


def _ancestors(source: Description, iri: str) -> frozenset[str]:
    found: set[str] = set()
    todo = list(source.iris(iri, RDFS + "subClassOf"))
    while todo:
        parent = todo.pop()
        if parent == iri:
            raise ResourceError("a class is its own superclass", where=f"{source.file}, {local_name(iri)}")
        if parent not in found:
            found.add(parent)
            todo.extend(source.iris(parent, RDFS + "subClassOf"))
    return frozenset(found)


def _property(source: Description, iri: str) -> PropertyInfo:
    types = source.iris(iri, RDF + "type")
    return PropertyInfo(
        *_words(source, iri),
        kind=next(_PROPERTY_KINDS[one] for one in types if one in _PROPERTY_KINDS),
        domain=_union(source, iri, RDFS + "domain"),
        range=_union(source, iri, RDFS + "range"),
        functional=OWL + "FunctionalProperty" in types,
        symmetric=OWL + "SymmetricProperty" in types,
        relation=source.text(iri, PG + "relationName"),
    )


def _union(source: Description, iri: str, predicate: str) -> frozenset[str]:
    """The classes of a domain or range: one IRI, or the members of an `owl:unionOf`."""
    values = source.iris(iri, predicate)
    if len(values) > 1:
        raise ResourceError(
            f"two {local_name(predicate)} statements mean their intersection",
            where=f"{source.file}, {local_name(iri)}",
            hint="use one owl:unionOf",
        )
    members: set[str] = set()
    for value in values:
        lists = source.iris(value, OWL + "unionOf")
        members.update(_list(source, lists[0]) if lists else [value])
    return frozenset(members)


def _list(source: Description, node: str) -> Iterator[str]:
    while node != RDF + "nil":
        yield from source.iris(node, RDF + "first")
        node = next(iter(source.iris(node, RDF + "rest")), RDF + "nil")
