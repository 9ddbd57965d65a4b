"""Linked data: what the graph says of one thing as RDF, under an address with an ending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from plangraph.store import Store, serialise
from plangraph.terms import ID, RDFS, Literal, Quad, named
from plangraph.web.rows import is_iri, term
from plangraph.web.sparql.formats import ENDINGS, TRIPLES, Format, header, offers
from plangraph.web.sparql.negotiation import choose

FOAF = "http://xmlns.com/foaf/0.1/"
#: Triples that point to a thing which its document holds; there is no limit to those that start from it.
INCOMING = 1000
NOT_ACCEPTABLE = f"accept text/html or one of {', '.join(form.own for form in TRIPLES)}\n"
UNKNOWN = "the graph says nothing of this thing\n"
_PAGE = "text/html"


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of a thing, written."""

    body: bytes
    headers: Mapping[str, str]


def preferred(accept: str | None) -> str | None:
    """The ending of the RDF that a client would rather have; empty for the page, None for neither."""
    media: list[tuple[str, str]] = [(_PAGE, ""), ("application/xhtml+xml", "")]
    endings = {form.name: ending for ending, form in ENDINGS.items()}
    media += [(kind, endings[form.name]) for kind, form in offers(TRIPLES) if kind not in _TAKEN]
    chosen = choose(accept, media)
    return None if chosen is None else chosen[1]


#: Media types that browsers and scripts accept without meaning RDF.
_TAKEN = frozenset({"application/xml", "text/xml", "text/plain"})


def ending(name: str) -> tuple[str, Format | None]:
    """The name without the ending of a document, and the format that this one means."""
    stem, _dot, last = name.rpartition(".")
    return (stem, ENDINGS[last]) if stem and last in ENDINGS else (name, None)


def address(kind: str, name: str, last: str = "") -> str:
    """The address of a thing on this server, or of the document about it."""
    return quote(f"/id/{kind}/{name}") + (f".{last}" if last else "")


def links(kind: str, name: str) -> str:
    """The documents about a thing, as the header Link tells them."""
    return ", ".join(
        f'<{address(kind, name, last)}>; rel="alternate"; type="{form.own}"' for last, form in ENDINGS.items()
    )


def document(store: Store, kind: str, name: str, form: Format) -> Document | None:
    """All triples that start from a thing and the first that point to it; None for an unknown thing."""
    iri = named(kind, name)
    if not is_iri(iri):
        return None
    out = [Quad(iri, *pair, "") for pair in _pairs(store, _OUT.format(thing=term(iri)))]
    if not out:
        return None
    found = list(_incoming(store, iri))
    last = next(key for key, value in ENDINGS.items() if value is form)
    about = f"{ID}{kind}/{name}.{last}"
    quads = [*out, *found[:INCOMING], Quad(about, FOAF + "primaryTopic", iri, "")]
    if len(found) > INCOMING:
        text = f"Only the first {INCOMING} of the triples that point to the thing are here; ask /sparql for all."
        quads.append(Quad(about, RDFS + "comment", Literal(text, "en"), ""))
    headers = {
        "Content-Type": header(form.own, form),
        "Link": f'{links(kind, name)}, <{quote(iri, safe=":/#%")}>; rel="{FOAF}primaryTopic"',
    }
    return Document(serialise(quads, form.name), headers)


def _pairs(store: Store, query: str) -> Iterator[tuple[str, str | Literal]]:
    for predicate, value in store.solutions(query).rows:
        if predicate is not None and value is not None:
            yield predicate.value, value if isinstance(value, Literal) else value.value


def _incoming(store: Store, iri: str) -> Iterator[Quad]:
    for subject, predicate in store.solutions(_IN.format(thing=term(iri), most=INCOMING + 1)).rows:
        if subject is not None and predicate is not None:
            yield Quad(subject.value, predicate.value, iri, "")


_OUT = "SELECT ?p ?o {{ {thing} ?p ?o }}"
_IN = "SELECT ?s ?p {{ ?s ?p {thing} }} ORDER BY ?p ?s LIMIT {most}"
