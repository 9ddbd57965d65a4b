"""What the index is made of, read from a graph: things with all their names, and the words of the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plangraph.search.labels import Labels, one_of, read_labels
from plangraph.search.passages import Source, Text, identifier, read_sources, read_texts
from plangraph.store import Store
from plangraph.terms import ID, PG, named


@dataclass(frozen=True, slots=True)
class Thing:
    """What names denote. `regions` are its own, or those of the documents that speak of it when it has none."""

    iri: str
    label: str
    label_en: str
    kind: str
    cls: str
    region: str
    statements: int
    targets: int
    names: tuple[str, ...]  # the best to show first
    documents: tuple[str, ...]
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """All of it, in an order that only the graph decides."""

    sources: tuple[Source, ...]
    things: tuple[Thing, ...]
    texts: tuple[Text, ...]
    regions: Mapping[str, tuple[str, ...]]  # label, code, then all names
    classes: Mapping[str, tuple[str, str]]  # zh, en
    kinds: Mapping[str, str]  # the class that most things of a kind have


def entries(store: Store) -> Entries:
    """What a graph holds for people to look for."""
    sources = read_sources(store)
    things = _things(store, {source.id: source.region for source in sources})
    places = {source.region for source in sources if source.region}.union(*(thing.regions for thing in things))
    labels = read_labels(store, places | {thing.cls for thing in things if thing.cls})
    classes = sorted({thing.cls for thing in things if thing.cls})
    return Entries(
        sources=sources,
        things=things,
        texts=read_texts(store),
        regions={iri: (labels.zh(iri), identifier(iri), *labels.all(iri)) for iri in sorted(places)},
        classes={cls: (labels.zh(cls), labels.en(cls)) for cls in classes},
        kinds=_kinds(things),
    )


def _kinds(things: Iterable[Thing]) -> dict[str, str]:
    """The most frequent class of each kind, the first of equals."""
    counts = Counter((thing.kind, thing.cls) for thing in things)
    ordered = sorted(counts, key=lambda pair: (counts[pair], pair[1]))
    return dict(sorted(dict(ordered).items()))


@dataclass
class _Told:
    """What is said of a thing: by which statements and targets, in which documents."""

    statements: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


def _things(store: Store, regions: Mapping[str, str]) -> tuple[Thing, ...]:
    denoted: dict[str, list[str]] = {}
    for row in store.select("SELECT ?entity ?thing WHERE { ?entity pg:denotes ?thing }"):
        denoted.setdefault(row["entity"], []).append(row["thing"])
    entities: dict[str, list[str]] = {}
    for entity, denotes in denoted.items():
        for iri in denotes:
            entities.setdefault(iri, []).append(entity)
    labels = read_labels(store, [*denoted, *entities])
    told = _told(store, denoted)
    classes, places = _values(store, entities, "rdf:type", PG), _places(store, entities)
    return tuple(
        _thing(iri, same, labels, told.get(iri, _Told()), classes.get(iri, ""), places.get(iri, ""), regions)
        for iri, same in sorted(entities.items())
        if any(map(labels.all, same))
    )


def _thing(
    iri: str,
    entities: Iterable[str],
    labels: Labels,
    told: _Told,
    cls: str,
    region: str,
    regions: Mapping[str, str],
) -> Thing:
    kind = iri.removeprefix(ID).split("/")[0] if iri.startswith(ID) else ""
    own = iri if kind == "region" else region
    others = {name for entity in entities for name in labels.all(entity)}
    label = labels.zh(iri)
    documents = sorted(told.documents)
    spoken = {regions[document] for document in documents if regions.get(document)}
    return Thing(
        iri=iri,
        label=label,
        label_en=labels.en(iri),
        kind=kind,
        cls=cls,
        region=own,
        statements=len(told.statements),
        targets=len(told.targets),
        names=tuple(dict.fromkeys((label, *sorted(others, key=lambda name: (len(name), name))))),
        documents=tuple(documents),
        regions=(own,) if own else tuple(sorted(spoken)),
    )


def _places(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """The region of each thing that has one; the scope of a local name is the code of its region."""
    known = {row["region"] for row in store.select("SELECT ?region WHERE { ?region a pg:Region }")}
    scopes = _values(store, iris, "pg:scope", "").items()
    local = {iri: named("region", scope) for iri, scope in scopes if named("region", scope) in known}
    return local | _values(store, iris, "pg:region", "")


def _told(store: Store, denoted: Mapping[str, list[str]]) -> dict[str, _Told]:
    found: dict[str, _Told] = {}
    for name in ("subject", "object", "indicator", "targetSubject"):
        for row in store.select(_SAID.format(property=name)):
            for iri in denoted.get(row["entity"], ()):
                told = found.setdefault(iri, _Told())
                (told.statements if name in {"subject", "object"} else told.targets).add(row["said"])
                told.documents.add(identifier(row["document"]))
    for row in store.select(_MENTIONED):
        for iri in denoted.get(row["entity"], ()):
            found.setdefault(iri, _Told()).documents.add(row["passage"].rsplit("/", 2)[-2])
    return found


def _values(store: Store, iris: Iterable[str], name: str, start: str) -> dict[str, str]:
    """The first value of a property of each thing that begins so."""
    found: dict[str, str] = {}
    for row in store.select(f"SELECT ?thing ?value WHERE {{ {one_of(iris)} ?thing {name} ?value }}"):
        if row["value"].startswith(start):
            found[row["thing"]] = min(row["value"], found.get(row["thing"], row["value"]))
    return found


_SAID = "SELECT ?said ?entity ?document WHERE {{ ?said pg:{property} ?entity ; pg:foundIn ?document }}"
_MENTIONED = "SELECT DISTINCT ?entity ?passage WHERE { ?mention pg:entity ?entity ; pg:passage ?passage }"
