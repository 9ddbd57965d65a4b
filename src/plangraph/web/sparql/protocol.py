"""Requests of the SPARQL 1.1 Protocol → what is asked; refusals say what the protocol wants."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from plangraph.store import Asked
from plangraph.web.sparql.formats import ROWS, TRIPLES, Format, called, offers
from plangraph.web.sparql.negotiation import choose
from plangraph.web.sparql.problems import ProtocolError
from plangraph.web.sparql.scan import MOST_READINGS, UPDATES, scan
from plangraph.web.sparql.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
#: Parameters that may name the format; clients send several of them with the same value.
_FORMAT_NAMES = ("format", "output", "results")
_MOST_PARAMETERS = 1000
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*")
_READ_ONLY = "this endpoint only reads: updates and LOAD are refused"


@dataclass(frozen=True, slots=True)
class Request:
    """A request of HTTP in plain values."""

    method: str
    parameters: str = ""  # of the address, as they were sent
    content_type: str = ""
    accept: str | None = None
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and the media types of its answer: one for rows, one for triples."""

    asked: Asked
    rows: tuple[str, Format] | None
    triples: tuple[str, Format] | None


@dataclass(slots=True)
class Given:
    """The parameters of a request."""

    queries: list[str] = field(default_factory=list)
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    format: str = ""


def given(request: Request) -> Given:
    """The parameters of a request; raises `ProtocolError` for a request that the protocol does not know."""
    if request.method not in METHODS:
        raise ProtocolError(
            405, f"{request.method} is not used here", "ask with GET or POST", {"Allow": ", ".join(METHODS)}
        )
    found = _parameters(request.parameters)
    if request.method == "POST":
        media, _semicolon, parameter = request.content_type.partition(";")
        media = media.strip().lower()
        if media == UPDATE:
            raise ProtocolError(403, _READ_ONLY)
        if media not in {FORM, QUERY}:
            raise ProtocolError(415, f"a POST is {FORM} or {QUERY}, not {media or 'without a Content-Type'}")
        if "charset" in parameter.lower() and "utf-8" not in parameter.lower():
            raise ProtocolError(415, "queries are sent as UTF-8")
        text = _decoded(request.body)
        found += _parameters(text) if media == FORM else [("query", text)]
    names = {name for name, _value in found}
    if "update" in names:
        raise ProtocolError(403, _READ_ONLY)
    formats = [value for wanted in _FORMAT_NAMES for name, value in found if name == wanted and value]
    return Given(
        queries=[value for name, value in found if name == "query"],
        default=[_iri(value) for name, value in found if name == "default-graph-uri"],
        named=[_iri(value) for name, value in found if name == "named-graph-uri"],
        format=formats[0] if formats else "",
    )


def question(request: Request, parameters: Given, settings: Settings) -> Question:
    """What a request with a query asks; raises `ProtocolError` for what is refused unseen by any engine."""
    if not parameters.queries:
        raise ProtocolError(
            400, "the parameter query is missing", f"send query=… with GET or POST, or a body of {QUERY}"
        )
    if len(parameters.queries) > 1:
        raise ProtocolError(400, "a request holds one query", "send one parameter query")
    query = parameters.queries[0].removeprefix("\ufeff")
    dataset = _check(query, settings)
    rows, triples = _formats(request.accept, parameters.format)
    own = bool(parameters.default or parameters.named)
    asked = Asked(
        sparql=query,
        rows=rows[1].name if rows else None,
        triples=triples[1].name if triples else None,
        default=tuple(parameters.default) if own else None,
        named=tuple(parameters.named) if own else None,
        union=not dataset,
        most_rows=settings.rows,
        most_bytes=settings.size,
    )
    return Question(asked, rows, triples)


def _check(query: str, settings: Settings) -> bool:
    """Whether the query names graphs of its own; raises `ProtocolError` for a query that must not run."""
    if len(query) > settings.length:
        raise ProtocolError(413, f"a query has at most {settings.length:,} characters, this one {len(query):,}")
    found = scan(query)
    if found.form in UPDATES:
        raise ProtocolError(403, _READ_ONLY)
    refused = sorted(found.services.difference(settings.services))
    if refused or found.readings > MOST_READINGS:
        hint = "ask the other endpoint yourself; a prefix may not be called service"
        if settings.services:
            hint = f"write one of these IRIs in full after SERVICE: {', '.join(settings.services)}"
        raise ProtocolError(403, "this endpoint asks no others: SERVICE is refused", hint)
    if found.depth > settings.depth:
        raise ProtocolError(400, f"brackets stand {found.depth} deep in each other, at most {settings.depth} may")
    return found.dataset


def _formats(accept: str | None, name: str) -> tuple[tuple[str, Format] | None, tuple[str, Format] | None]:
    """The formats of rows and of triples, None for what the client cannot take."""
    if name:
        rows, triples = called(name, ROWS), called(name, TRIPLES)
        if rows is None and triples is None:
            known = ", ".join(item.short[0] for item in (*ROWS, *TRIPLES))
            raise ProtocolError(400, f"there is no format {name[:50]!r}", f"known: {known}")
        return (rows.own, rows) if rows else None, (triples.own, triples) if triples else None
    return choose(accept, offers(ROWS)), choose(accept, offers(TRIPLES))


def not_acceptable(message: str, triples: bool) -> ProtocolError:
    """No format that the client takes fits the form of the answer."""
    fitting = TRIPLES if triples else ROWS
    return ProtocolError(406, message, f"accept one of {', '.join(item.own for item in fitting)}")


def _parameters(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except (UnicodeDecodeError, ValueError) as error:
        raise ProtocolError(400, f"the parameters cannot be read: {error}") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"the body is not UTF-8: {error}") from error


def _iri(text: str) -> str:
    if not _IRI.fullmatch(text):
        raise ProtocolError(400, f"a graph is named by an absolute IRI, not by {text[:100]!r}")
    return text
