"""The Turtle files of a vocabulary folder as one: which concepts there are, in which file, under which others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from plangraph.errors import ResourceError
from plangraph.resources import vocabulary_dir
from plangraph.schema import Description, read_turtle
from plangraph.terms import PG, RDF, SKOS, Literal
from plangraph.vocabulary.lines import Lines

#: What leads to a wider concept. `pg:partOf` is the hierarchy of regions; the ontology puts it under
#: `skos:broader`, so that tools that infer show their tree, while our queries infer nothing and keep both apart.
UPWARD = (SKOS + "broader", PG + "partOf")


@dataclass(frozen=True)
class Vocabulary:
    """All files of a folder, read."""

    folder: Path
    sources: tuple[Description, ...]
    _lines: dict[str, Lines] = field(default_factory=dict)

    @cached_property
    def described(self) -> Mapping[str, tuple[Description, ...]]:
        """Every subject with the files that describe it, in file order; blank nodes are left out."""
        found: dict[str, tuple[Description, ...]] = {}
        for source in self.sources:
            for iri in source.subjects:
                if not iri.startswith("_:"):
                    found[iri] = (*found.get(iri, ()), source)
        return found

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The concepts, in file order."""
        return self._typed("Concept")

    @cached_property
    def schemes(self) -> tuple[str, ...]:
        """The concept schemes, in file order."""
        return self._typed("ConceptScheme")

    def _typed(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(iri for source in self.sources for iri in source.typed(SKOS + name)))

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The IRIs that the files give for a subject."""
        return tuple(iri for source in self.described.get(subject, ()) for iri in source.iris(subject, predicate))

    def literals(self, subject: str, predicate: str) -> tuple[Literal, ...]:
        """The literals that the files give for a subject, with their languages."""
        values = (
            value
            for source in self.described.get(subject, ())
            for value in source.subjects[subject].get(predicate, ())
        )
        return tuple(value for value in values if isinstance(value, Literal))

    def classes_of(self, subject: str) -> tuple[str, ...]:
        """The classes of ours that a subject is declared to be of."""
        return tuple(cls for cls in self.iris(subject, RDF + "type") if cls.startswith(PG))

    @cached_property
    def upward(self) -> Mapping[str, tuple[str, ...]]:
        """Each subject that has a wider one, with those."""
        pairs = ((iri, tuple(up for way in UPWARD for up in self.iris(iri, way))) for iri in self.described)
        return {iri: above for iri, above in pairs if above}

    def above(self, concept: str) -> frozenset[str]:
        """Everything that a concept lies under, near and far."""
        found: set[str] = set()
        todo = list(self.upward.get(concept, ()))
        while todo:
            iri = todo.pop()
            if iri not in found:
                found.add(iri)
                todo.extend(self.upward.get(iri, ()))
        return frozenset(found)

    @cached_property
    def tops(self) -> Mapping[str, frozenset[str]]:
        """Each top concept with the schemes that it tops."""
        found: dict[str, frozenset[str]] = {}
        for concept, scheme in self._tops():
            found[concept] = found.get(concept, frozenset()) | {scheme}
        return found

    def _tops(self) -> Iterator[tuple[str, str]]:
        for iri in self.described:
            yield from ((iri, scheme) for scheme in self.iris(iri, SKOS + "topConceptOf"))
            yield from ((concept, iri) for concept in self.iris(iri, SKOS + "hasTopConcept"))

    def schemes_of(self, concept: str) -> frozenset[str]:
        """The schemes that a concept is in; one that it tops is among them."""
        return frozenset(self.iris(concept, SKOS + "inScheme")) | self.tops.get(concept, frozenset())

    def place(self, subject: str, predicate: str = "", value: str = "") -> tuple[str, int]:
        """The file and line that say it, else those of the subject; the line is 0 where nothing is found."""
        files = [source.file for source in self.described.get(subject, ())]
        places = [(file, self._lines_of(file).of(subject, predicate, value)) for file in files]
        return next((place for place in places if place[1]), (files[0] if files else self.folder.name, 0))

    def _lines_of(self, file: str) -> Lines:
        if file not in self._lines:
            self._lines[file] = Lines(self.folder / file)
        return self._lines[file]


def read(folder: Path | None = None) -> Vocabulary:
    """The vocabulary in a folder, or that which comes with plangraph."""
    chosen = folder or vocabulary_dir()
    files = sorted(chosen.glob("*.ttl"))
    if not files:
        hint = "name the folder that holds the Turtle files" if folder else "reinstall plangraph"
        raise ResourceError("no vocabulary", where=str(chosen), hint=hint)
    return Vocabulary(chosen, tuple(read_turtle(path) for path in files))
