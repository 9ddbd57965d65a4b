"""What a search found, grouped by kind, with the matching characters set apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, urlencode

from plangraph.model import Span
from plangraph.search import PASSAGE, Facet, Found, Index, Named, Place
from plangraph.web.facts import sentence_href
from plangraph.web.messages import Message
from plangraph.web.rows import Name, href, identifier

#: Things of one kind, and places in texts, that a page shows.
_GROUP, _ALL = 8, 100
#: Values of a facet that a page offers.
_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that match, or do not."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing, and the name that matched in pieces; none when that is the name it is shown by."""

    thing: Name
    label: tuple[Piece, ...]
    other: tuple[Piece, ...]
    match: str
    region: str
    statements: int
    targets: int


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind; `rest` leads to all of them when some are not shown."""

    title: Message
    hits: tuple[Hit, ...]
    total: int
    rest: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A place in a document, with its snippet in pieces."""

    href: str
    kind: str
    title: str
    section: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow the results down to, or one that was chosen and can be let go."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The whole page."""

    text: str
    things: int
    places: int
    groups: tuple[Group, ...]
    quoted: tuple[Quoted, ...]
    rest: str
    choices: Mapping[str, tuple[Choice, ...]]


def search(index: Index, text: str, chosen: Mapping[str, str]) -> Results:
    """The page for a search; `chosen` narrows it to a kind, region or document."""
    found = index.search(text, **chosen, limit=_ALL)
    shown = _ALL if chosen["kind"] else _GROUP

    def address(**changed: str) -> str:
        return _address(found.text, {**chosen, **changed})

    places = found.places[: _ALL if chosen["kind"] == PASSAGE else 2 * _GROUP]
    return Results(
        text=found.text,
        things=found.things_total,
        places=found.places_total,
        groups=tuple(
            _group(facet, index, found, chosen, shown, address(kind=facet.value)) for facet in _ordered(found)
        ),
        quoted=tuple(map(_quoted, places)),
        rest=address(kind=PASSAGE) if len(places) < found.places_total and chosen["kind"] != PASSAGE else "",
        choices={
            name: tuple(
                Choice(
                    label=facet.label or facet.value,
                    count=facet.count,
                    href=address(**{name: "" if chosen[name] else facet.value}),
                    chosen=bool(chosen[name]),
                )
                for facet in facets[:_OFFERED]
            )
            for name, facets in found.facets.items()
            if len(facets) > 1 or chosen[name]
        },
    )


def suggestions(index: Index, text: str) -> list[dict[str, object]]:
    """Names for a search box, as JSON."""
    return [
        {
            "name": item.name,
            "label": item.label,
            "kind": item.kind,
            "class": item.class_zh,
            "statements": item.statements,
            "href": href(item.iri),
        }
        for item in index.suggest(text)
    ]


def _address(text: str, chosen: Mapping[str, str]) -> str:
    return "/search?" + urlencode({"q": text, **{name: value for name, value in chosen.items() if value}})


def _ordered(found: Found) -> list[Facet]:
    """The kinds of things in the order of their best results."""
    kinds = {facet.value: facet for facet in found.facets.get("kind", ()) if facet.value != PASSAGE}
    first = dict.fromkeys(item.kind for item in found.things)
    return [kinds[kind] for kind in (*first, *(kind for kind in kinds if kind not in first))]


def _group(facet: Facet, index: Index, found: Found, chosen: Mapping[str, str], shown: int, address: str) -> Group:
    things = [item for item in found.things if item.kind == facet.value][:shown]
    if len(things) < min(shown, facet.count):  # all of one kind stand after the hundred best
        things = list(index.search(found.text, **{**chosen, "kind": facet.value}, limit=shown).things)
    rest = address if len(things) < facet.count and not chosen["kind"] else ""
    return Group(Message(facet.label, facet.label_en), tuple(map(_hit, things)), facet.count, rest)


def _hit(item: Named) -> Hit:
    pieces, own = _pieces(item.name, item.marks), item.name == item.label
    return Hit(
        thing=Name(item.iri, item.label, item.label_en, item.cls),
        label=pieces if own else (Piece(item.label),),
        other=() if own else pieces,
        match=item.match,
        region=item.region_label,
        statements=item.statements,
        targets=item.targets,
    )


def _quoted(item: Place) -> Quoted:
    page, anchor = f"/documents/{quote(item.document)}", identifier(item.iri)
    address = sentence_href(item.document, anchor) if item.kind == "table_row" else f"{page}#{quote(anchor)}"
    return Quoted(address, item.kind, item.title, item.section, _pieces(item.snippet, item.marks))


def _pieces(text: str, marks: Iterable[Span]) -> tuple[Piece, ...]:
    spans = list(marks)
    inside = {span.start for span in spans}
    borders = sorted({0, len(text)}.union(border for span in spans for border in (span.start, span.end)))
    return tuple(Piece(text[start:end], start in inside) for start, end in pairwise(borders))
