"""One document: its whole text in order, mentions and sentences marked, statements beside their sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from plangraph.store import Store
from plangraph.terms import named
from plangraph.web.facts import Fact, Figure, Wording, by_evidence
from plangraph.web.reading import Part, Range, locate, mark
from plangraph.web.rows import Name, Record, identifier, is_iri, names, records, term
from plangraph.web.views.documents import Listed, listing


@dataclass(frozen=True, slots=True)
class Note:
    """What one sentence or table row says; several evidence nodes when arguments were carried to it."""

    keys: tuple[str, ...]
    quote: str
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    anchored: bool  # whether the sentence is marked in the text

    @property
    def count(self) -> int:
        """How many statements and targets there are."""
        return len(self.facts) + len(self.figures)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its place in the outline."""

    id: str
    level: int
    title: str
    start: int
    form: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage with its marks."""

    id: str
    kind: str
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    start: int
    form: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as the rows that something was read from."""

    id: str
    title: str
    titled: bool  # whether it shows its title: not when a heading of the same words stands above it
    rows: tuple[Note, ...]
    start: int
    form: str = "rows"


#: What the body of a text is made of.
Item = Heading | Paragraph | Rows


@dataclass(frozen=True, slots=True)
class Text:
    """The page of a document."""

    about: Listed
    body: tuple[Item, ...]
    mentions: Mapping[str, Name]  # by IRI of the entity
    classes: Mapping[str, Name]  # by kind of mention: its class, for the legend
    markers: Mapping[str, int]  # key of evidence → number of statements, for the marker after a sentence

    @property
    def outline(self) -> tuple[Heading, ...]:
        """The headings in order."""
        return tuple(item for item in self.body if isinstance(item, Heading))


@dataclass(frozen=True, slots=True)
class _Found:
    """The records of one document by kind."""

    sections: Mapping[str, Record]
    passages: Mapping[str, Record]
    tables: Mapping[str, Record]
    mentions: Mapping[str, list[Range]]  # by passage
    evidence: Mapping[str, list[Record]]  # by passage or table
    statements: Mapping[str, list[Record]]  # by evidence
    targets: Mapping[str, list[Record]]


def document(store: Store, document_id: str) -> Text | None:
    """The page of a document, None when there is none of this id."""
    iri = named("document", document_id)
    if not is_iri(iri):
        return None
    info = records(store, f"VALUES ?thing {{ {term(iri)} }} ?thing a pg:Document .").get(iri)
    if info is None:
        return None
    return _text(store, listing(store, info), term(iri))


def _text(store: Store, about: Listed, iri: str) -> Text:
    parts = records(store, f"?thing pg:document {iri} .")
    said = records(store, f"?thing pg:foundIn {iri} .")
    found = _sort(parts.values(), said.values(), store.select(_MENTIONS.format(document=iri)))
    wording = Wording(store, said.values(), {item.iri: item for item in _typed(parts.values(), "Evidence")})
    mentions = names(store, {hit.key for hits in found.mentions.values() for hit in hits})
    body: list[Item] = [*_headings(found), *_paragraphs(found, wording), *_tables(found, wording)]
    body.sort(key=lambda item: (item.start, item.form, item.id))
    return Text(about, tuple(body), mentions, _legend(store, list(mentions.values())), _markers(body))


def _typed(items: Iterable[Record], cls: str) -> Iterator[Record]:
    return (item for item in items if any(iri.endswith("#" + cls) for iri in item.all("rdf:type")))


def _sort(parts: Iterable[Record], said: Iterable[Record], marks: Iterable[Mapping[str, str]]) -> _Found:
    parts, said = list(parts), list(said)
    mentions: dict[str, list[Range]] = {}
    for row in marks:
        hit = Range(int(row["start"]), int(row["end"]), row["entity"])
        mentions.setdefault(row["passage"], []).append(hit)
    evidence: dict[str, list[Record]] = {}
    for item in _typed(parts, "Evidence"):
        evidence.setdefault(item.one("pg:passage") or item.one("pg:table"), []).append(item)
    return _Found(
        sections={item.iri: item for item in _typed(parts, "Section")},
        passages={item.iri: item for item in _typed(parts, "Passage")},
        tables={item.iri: item for item in _typed(parts, "Table")},
        mentions=mentions,
        evidence=evidence,
        statements=by_evidence(_typed(said, "Statement")),
        targets=by_evidence(_typed(said, "QuantitativeTarget")),
    )


def _headings(found: _Found) -> Iterator[Heading]:
    for item in found.sections.values():
        level = min(max(int(item.one("pg:level") or 1), 1), 5)
        yield Heading(identifier(item.iri), level, item.one("rdfs:label"), item.start())


def _paragraphs(found: _Found, wording: Wording) -> Iterator[Paragraph]:
    for item in found.passages.values():
        spans, text = item.spans(), item.one("pg:text")
        places = {proof.iri: locate(spans, proof.spans()) for proof in found.evidence.get(item.iri, [])}
        sentences = [Range(*place, identifier(iri)) for iri, place in places.items() if place]
        yield Paragraph(
            id=identifier(item.iri),
            kind=item.one("pg:passageKind"),
            parts=mark(text, sentences, found.mentions.get(item.iri, [])),
            notes=_notes(found, item.iri, wording, anchored={key for key, place in places.items() if place}),
            start=item.start(),
        )


def _tables(found: _Found, wording: Wording) -> Iterator[Rows]:
    headings = {_letters(item.one("rdfs:label")) for item in found.sections.values()}
    for item in found.tables.values():
        rows, title = _notes(found, item.iri, wording, anchored=set()), item.one("rdfs:label")
        yield Rows(identifier(item.iri), title, _letters(title) not in headings, rows, item.start())


def _letters(title: str) -> str:
    return "".join(title.split())


def _notes(found: _Found, place: str, wording: Wording, anchored: set[str]) -> tuple[Note, ...]:
    """What the sentences of a passage, or the rows of a table, say; one note for the same words."""
    same: dict[str, list[Record]] = {}
    for item in sorted(found.evidence.get(place, []), key=lambda item: (item.start(), item.iri)):
        same.setdefault(item.one("pg:spans"), []).append(item)
    return tuple(_note(found, items, wording, items[0].iri in anchored) for items in same.values())


def _note(found: _Found, items: list[Record], wording: Wording, anchored: bool) -> Note:
    statements = [said for item in items for said in found.statements.get(item.iri, [])]
    targets = [said for item in items for said in found.targets.get(item.iri, [])]
    return Note(
        keys=tuple(sorted(identifier(item.iri) for item in items)),
        quote=items[0].one("oa:exact"),
        facts=tuple(wording.fact(said) for said in _in_order(statements, "pg:subjectSpans", "pg:objectSpans")),
        figures=tuple(wording.figure(said) for said in _in_order(targets, "pg:indicatorSpans", "pg:valueSpans")),
        anchored=anchored,
    )


def _in_order(items: Iterable[Record], first: str, second: str) -> list[Record]:
    return sorted(items, key=lambda item: (item.start(first), item.start(second), item.iri))


def _legend(store: Store, mentions: Collection[Name]) -> dict[str, Name]:
    """The class of each kind; a kind of which no mention has a class is called by its own name."""
    kinds = {name.kind: "" for name in mentions}
    kinds |= {name.kind: name.cls for name in mentions if name.cls}
    known = names(store, kinds.values())
    return {kind: known.get(cls) or Name(cls, kind) for kind, cls in kinds.items()}


def _markers(body: Iterable[Item]) -> dict[str, int]:
    notes = (note for item in body if isinstance(item, Paragraph) for note in item.notes)
    return {note.keys[0]: note.count for note in notes}


_MENTIONS = """
SELECT ?passage ?entity ?start ?end WHERE {{
  ?passage pg:document {document} .
  ?mention pg:passage ?passage ; pg:entity ?entity ; oa:start ?start ; oa:end ?end .
}}"""
