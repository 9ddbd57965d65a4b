"""The formats of answers: rows and yes-or-no in four, triples in four."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the name that the store knows, its media types (our own first) and its short names."""

    name: str
    media: tuple[str, ...]
    short: tuple[str, ...]  # values of the parameter `format`
    iri: str  # that service descriptions use
    text: bool = True  # whether the media type takes a charset

    @property
    def own(self) -> str:
        """The registered media type."""
        return self.media[0]


_W3 = "http://www.w3.org/ns/formats/"

ROWS = (
    Format("json", ("application/sparql-results+json", "application/json", "text/json"), ("json",),
           _W3 + "SPARQL_Results_JSON", text=False),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), ("xml",),
           _W3 + "SPARQL_Results_XML", text=False),
    Format("csv", ("text/csv",), ("csv",), _W3 + "SPARQL_Results_CSV"),
    Format("tsv", ("text/tab-separated-values",), ("tsv",), _W3 + "SPARQL_Results_TSV"),
)  # fmt: skip

TRIPLES = (
    Format("turtle", ("text/turtle", "application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
           ("turtle", "ttl", "n3"), _W3 + "Turtle"),
    Format("ntriples", ("application/n-triples", "text/plain"), ("ntriples", "n-triples", "nt"),
           _W3 + "N-Triples"),
    Format("jsonld", ("application/ld+json", "application/json"), ("jsonld", "json-ld", "json"),
           _W3 + "JSON-LD", text=False),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), ("rdfxml", "rdf+xml", "rdf", "xml"),
           _W3 + "RDF_XML", text=False),
)  # fmt: skip

#: Endings of documents about one thing.
ENDINGS = {"ttl": TRIPLES[0], "nt": TRIPLES[1], "jsonld": TRIPLES[2], "rdf": TRIPLES[3]}


def offers(formats: tuple[Format, ...]) -> Iterator[tuple[str, Format]]:
    """Every media type with its format, registered ones first."""
    for item in formats:
        yield item.own, item
    for item in formats:
        for media in item.media[1:]:
            yield media, item


def called(name: str, formats: tuple[Format, ...]) -> Format | None:
    """The format of this short name or media type."""
    wanted = name.strip().lower()
    return next((item for item in formats if wanted in item.short or wanted in item.media), None)


def header(media: str, form: Format) -> str:
    """The value of Content-Type."""
    return f"{media}; charset=utf-8" if form.text else media
