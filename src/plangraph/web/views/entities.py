"""One entity: its names and why they are one, what is said of it, and its targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plangraph.store import Store
from plangraph.terms import named
from plangraph.web.facts import Cited, Figure, Wording, cited, evidence_of
from plangraph.web.rows import Name, Record, is_iri, names, records, term, values

#: Statements of one group, and targets, that the page shows before one asks for all.
LIMIT = 50
ALL = 2000
#: Entries of a group that stand open; the others of a longer one are folded.
OPEN = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A name and what it denotes, or lies under, with the reason."""

    name: Name
    to: Name
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """Statements with one predicate in which the entity stands on one side."""

    key: str
    predicate: Name
    side: str  # subject or object: where the entity stands
    past: bool
    cited: tuple[Cited, ...]
    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Values that a plan aims at, or actual ones."""

    key: str  # targets or actuals, which hold targets of earlier years too
    past: bool
    figures: tuple[Figure, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    """The page of an entity."""

    name: Name
    cls: Name | None
    denoted: Link | None  # None when it denotes itself
    scope: Name | None
    aliases: tuple[str, ...]
    others: tuple[Link, ...]
    broader: tuple[Name, ...]
    narrower: tuple[Name, ...]
    documents: tuple[Name, ...]
    groups: tuple[Group, ...]
    figures: tuple[FigureGroup, ...]
    only: str  # key of the one group that is shown in full, empty for the whole page
    open: int  # entries of a group that are not folded


def entity(store: Store, kind: str, name: str, only: str = "", limit: int = LIMIT) -> EntityPage | None:
    """The page of an entity, None when nothing has this IRI; `only` names a group to show in full."""
    iri = named(kind, name)
    if not is_iri(iri):
        return None
    item = records(store, f"VALUES ?thing {{ {term(iri)} }} ?thing rdf:type ?class .").get(iri)
    if item is None:
        return None
    denoted = item.one("pg:denotes") or iri
    same = {row["x"] for row in store.select(_SAME.format(thing=term(denoted)))} | {iri, denoted}
    links = _links(store, same)
    broader = _related(store, _BROADER, same)
    narrower = _related(store, _NARROWER, same)
    known = names(store, (*same, *_scopes(item), *broader, *narrower))
    limit = max(limit, ALL) if only else limit
    own = Link(known[iri], known[denoted], "", "")
    return EntityPage(
        name=known[iri],
        cls=next(iter(names(store, [known[iri].cls]).values()), None),
        denoted=None if denoted == iri else next((link for link in links if link.name.iri == iri), own),
        scope=next((known[scope] for scope in _scopes(item)), None),
        aliases=tuple(item.all("skos:altLabel")),
        others=_others(known, links, same - {iri, denoted} if denoted != iri else same - {iri}),
        broader=tuple(known[other] for other in broader),
        narrower=tuple(known[other] for other in narrower),
        documents=_documents(store, same),
        groups=tuple(_groups(store, same, only, limit)),
        figures=tuple(_figures(store, same, only, limit)),
        only=only,
        open=limit if only else OPEN,
    )


def _scopes(item: Record) -> tuple[str, ...]:
    """The regions in which the name means this thing; a scope that is a document is no region."""
    return tuple(named("region", scope) for scope in item.all("pg:scope") if scope.isdigit())


def _links(store: Store, same: Iterable[str]) -> tuple[Link, ...]:
    """The identity links from any of the names."""
    found = records(store, f"VALUES ?name {{ {values(same)} }} ?thing pg:linkFrom ?name .")
    ends = {iri for item in found.values() for iri in (item.one("pg:linkFrom"), item.one("pg:linkTo"))}
    known = names(store, ends)
    return tuple(
        Link(
            name=known[item.one("pg:linkFrom")],
            to=known[item.one("pg:linkTo")],
            kind=item.one("pg:matchKind"),
            reason=item.one("pg:reason"),
        )
        for item in found.values()
    )


def _others(known: Mapping[str, Name], links: Iterable[Link], others: Iterable[str]) -> tuple[Link, ...]:
    """The other names of the same thing, with the reason where one is recorded."""
    reasons = {link.name.iri: link for link in links}
    found = [reasons.get(iri) or Link(known[iri], known[iri], "self", "") for iri in others]
    return tuple(sorted(found, key=lambda link: (link.name.zh, link.name.iri)))


def _related(store: Store, query: str, same: Iterable[str]) -> tuple[str, ...]:
    known = set(same)
    rows = store.select(query.format(things=values(known)))
    return tuple(sorted({row["x"] for row in rows} - known))


def _documents(store: Store, same: Iterable[str]) -> tuple[Name, ...]:
    rows = store.select(_DOCUMENTS.format(things=values(same)))
    return tuple(sorted(names(store, (row["x"] for row in rows)).values(), key=lambda name: name.iri))


def _groups(store: Store, same: set[str], only: str, limit: int) -> list[Group]:
    """Statements by side, predicate and time; what is planned first, then the longest first."""
    inside = f"VALUES ?name {{ {values(same)} }}"
    said = records(store, f"{inside} {{ ?thing pg:subject ?name }} UNION {{ ?thing pg:object ?name }}")
    sorted_: dict[tuple[str, str, bool], list[Record]] = {}
    for item in sorted(said.values(), key=_order):
        side = "subject" if item.one("pg:subject") in same else "object"
        sorted_.setdefault((side, item.one("pg:predicate"), _is_past(item)), []).append(item)
    shown = {key: items[:limit] for key, items in sorted_.items() if only in {"", _key(*key)}}
    chosen = [item for items in shown.values() for item in items]
    wording = Wording(store, chosen, evidence_of(store, chosen))
    groups = [
        Group(
            key=_key(*key),
            predicate=wording.name(key[1]),
            side=key[0],
            past=key[2],
            cited=cited(wording.fact(item) for item in items),
            shown=len(items),
            total=len(sorted_[key]),
        )
        for key, items in shown.items()
    ]
    return sorted(groups, key=lambda group: (group.past, group.side != "subject", -group.total, group.key))


def _key(side: str, predicate: str, past: bool) -> str:
    return f"{'past-' if past else ''}{side}-{predicate.rsplit('#', 1)[-1]}"


def _is_past(item: Record) -> bool:
    return item.one("pg:status").endswith("#Past")


def _order(item: Record) -> tuple[bool, bool, str, int, str]:
    """Commitments before reports, with a rank before without, then as in the text."""
    return (
        not item.one("pg:mode").endswith("Asserted"),
        not item.one("pg:priority"),
        item.one("pg:foundIn"),
        item.start("pg:objectSpans") or item.start("pg:subjectSpans"),
        item.iri,
    )


def _figures(store: Store, same: Iterable[str], only: str, limit: int) -> Iterator[FigureGroup]:
    """What is aimed at, then what has been measured or was aimed at before the plan's own period."""
    inside = f"VALUES ?name {{ {values(same)} }}"
    said = records(store, f"{inside} {{ ?thing pg:indicator ?name }} UNION {{ ?thing pg:targetSubject ?name }}")
    ordered = sorted(said.values(), key=_figure_order)
    starts = {row["document"]: row["start"] for row in store.select(_STARTS)}
    for key, past in (("targets", False), ("actuals", True)):
        items = [item for item in ordered if _is_over(item, starts) == past]
        if items and only in {"", key}:
            wording = Wording(store, items[:limit], evidence_of(store, items[:limit]))
            yield FigureGroup(key, past, tuple(map(wording.figure, items[:limit])), len(items))


def _is_over(item: Record, starts: Mapping[str, str]) -> bool:
    year = item.one("pg:year")
    before = bool(year) and year < starts.get(item.one("pg:foundIn"), "")
    return before or item.one("pg:targetStatus").endswith("#ActualFigure")


def _figure_order(item: Record) -> tuple[str, int, str]:
    return item.one("pg:foundIn"), item.start("pg:valueSpans"), item.iri


_SAME = "SELECT DISTINCT ?x {{ ?x pg:denotes {thing} }}"
_BROADER = "SELECT DISTINCT ?x {{ VALUES ?n {{ {things} }} ?n skos:broader|pg:partOf ?x }}"
_NARROWER = """
SELECT DISTINCT ?x {{
  VALUES ?n {{ {things} }} ?x skos:broader|pg:partOf ?n . ?x pg:denotes ?any
}}"""
_STARTS = "SELECT ?document ?start { ?document a pg:Document ; pg:periodStart ?start }"
_DOCUMENTS = """
SELECT DISTINCT ?x {{
  VALUES ?n {{ {things} }} ?x a pg:Document ; pg:expresses|pg:about|pg:region|pg:issuedBy|pg:approvedBy ?n
}}"""
