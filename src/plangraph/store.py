"""The embedded triple store behind a small protocol, and reading and writing RDF.

This module and `schema`, which stands beside it and parses our own Turtle, are the only imports of pyoxigraph.

Queries see the union of all named graphs, as an endpoint serves it. A triple lies in exactly one graph, so
counts do not depend on how a store builds that union.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import pyoxigraph as ox

from plangraph.errors import GraphError, InputError, PlangraphError, QueryError
from plangraph.terms import BASE, PREFIXES, XSD, Iri, Literal, Node, Quad

_LINES_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: names of columns, and rows whose cells are terms or None when unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Node | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of others, what it asks about, and how it may be answered."""

    sparql: str
    rows: str | None  # one of `ROW_FORMATS` for rows and yes or no; None: no rows are wanted
    triples: str | None  # one of `FORMATS` for triples; None: no triples are wanted
    default: tuple[str, ...] | None = None  # graphs of the default graph
    named: tuple[str, ...] | None = None  # graphs that GRAPH may name
    union: bool = True  # the default graph is the union of all, when neither of both is given
    most_rows: int = 1_000_000
    most_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Written:
    """An answer in one of the formats."""

    triples: bool
    body: bytes


class UnwantedError(QueryError):
    """The answer has a form that was not asked for."""


class TooLargeError(QueryError):
    """The answer is larger than was agreed."""


class Store(Protocol):
    """What plangraph asks of a triple store."""

    def solutions(self, sparql: str) -> Solutions:
        """The answer to a SELECT query."""

    def select(self, sparql: str) -> list[dict[str, str]]:
        """The answer to a SELECT query as plain strings; unbound cells are left out."""

    def run(self, sparql: str) -> Solutions | bool | list[Quad]:
        """The answer to a query of any form: rows, yes or no, or triples (their graph is empty)."""


class OxigraphStore:
    """A pyoxigraph store, on disk (read only) or in memory."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def open(cls, folder: Path) -> OxigraphStore:
        """The store that `create` left in this folder, for reading."""
        if not (folder / "CURRENT").is_file():
            raise GraphError("there is no graph here", where=str(folder), hint="run `plangraph build` first")
        try:
            return cls(ox.Store.read_only(str(folder)))
        except (OSError, RuntimeError) as error:
            hint = "run `plangraph build` again"
            raise GraphError(f"the store cannot be opened: {error}", where=str(folder), hint=hint) from error

    @classmethod
    def in_memory(cls, nquads: bytes) -> OxigraphStore:
        """A store of these N-Quads that lives as long as the process."""
        store = ox.Store()
        store.bulk_load(nquads, format=ox.RdfFormat.N_QUADS)
        return cls(store)

    def solutions(self, sparql: str) -> Solutions:
        """The answer to a SELECT query."""
        result = self._run(sparql)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError("a SELECT query was expected")
        return _solutions(result)

    def select(self, sparql: str) -> list[dict[str, str]]:
        """The answer to a SELECT query as plain strings; unbound cells are left out."""
        found = self.solutions(sparql)
        return [
            {name: cell.value for name, cell in zip(found.columns, row, strict=True) if cell is not None}
            for row in found.rows
        ]

    def run(self, sparql: str) -> Solutions | bool | list[Quad]:
        """The answer to a query of any form."""
        result = self._run(sparql)
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        if isinstance(result, ox.QuerySolutions):
            return _solutions(result)
        return [_quad(ox.Quad(*triple)) for triple in result]

    def write(self, asked: Asked) -> Written:
        """The answer to a query of any form as bytes; raises `TooLargeError` and `UnwantedError`."""
        try:
            result = self._ask(asked)
            if isinstance(result, ox.QueryTriples):
                return _write_triples(result, asked)
            if asked.rows is None:
                raise UnwantedError("this query is answered with rows, or with yes or no")
            out = _Limited(asked)
            result.serialize(out, format=ROW_FORMATS[asked.rows][0])
            return Written(triples=False, body=out.getvalue())
        except SyntaxError as error:
            raise QueryError(f"the SPARQL cannot be parsed: {error}") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed while it ran: {error}") from error

    def _ask(self, asked: Asked) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if asked.default is None and asked.named is None:
            union = asked.union
            return self._store.query(asked.sparql, prefixes=PREFIXES, use_default_graph_as_union=union)
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [*_graphs(asked.default)]
        named: list[ox.NamedNode | ox.BlankNode] = [*_graphs(asked.named)]
        return self._store.query(asked.sparql, prefixes=PREFIXES, default_graph=default, named_graphs=named)

    def _run(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise QueryError(f"the SPARQL cannot be parsed: {error}", hint="see docs/how-to/sparql.md") from error
        except OSError as error:
            raise GraphError(f"the store cannot be read: {error}", hint="run `plangraph build` again") from error


def create(folder: Path, nquads: Path) -> None:
    """A new store in `folder` from a file of N-Quads, flushed so that readers open it at once."""
    try:
        store = ox.Store(str(folder))
        store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
    except OSError as error:
        raise GraphError(f"the store cannot be written: {error}", where=str(folder)) from error


def to_nquads(quads: Iterable[Quad]) -> list[str]:
    """The quads as lines of N-Quads, sorted, each once, without line ends.

    Raises `GraphError` for an IRI that is none.
    """
    return sorted({f"{_ox_quad(quad)} ." for quad in quads})


def parse_nquads(path: Path) -> Iterator[Quad]:
    """The quads of a file of N-Quads."""
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
            yield _quad(quad)
    except (SyntaxError, OSError) as error:
        raise GraphError(str(error), where=str(path), hint="run `plangraph build` again") from error


def parse_by_graph(path: Path) -> Iterator[tuple[str, Iterator[Quad]]]:
    """The named graphs of a file of N-Quads in order of name, each with its quads; read one before the next.

    Only where each line begins is kept in memory. The store would give numbers in another form (0.70 as 0.7).
    """
    places: dict[bytes, array[int]] = {}
    with path.open("rb") as file:
        begin = 0
        for line in file:
            places.setdefault(line.rsplit(maxsplit=2)[1], array("Q")).append(begin)
            begin += len(line)
        for graph in sorted(places):
            yield graph.decode()[1:-1], _parse_lines(file, places[graph], path)


def _parse_lines(file: IO[bytes], places: array[int], path: Path) -> Iterator[Quad]:
    for first in range(0, len(places), _LINES_AT_ONCE):
        lines = []
        for place in places[first : first + _LINES_AT_ONCE]:
            file.seek(place)
            lines.append(file.readline())
        try:
            yield from map(_quad, ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise GraphError(str(error), where=str(path), hint="run `plangraph build` again") from error


def parse_rdf(path: Path) -> Iterator[Quad]:
    """The quads of an RDF file whose format its ending tells (ttl, trig, nt, nq, jsonld, rdf).

    Blank nodes become IRIs, numbered as they appear, so that the same file gives the same names.
    Raises `InputError` for what cannot be read.
    """
    names: dict[str, str] = {}

    def named(term: str | Literal) -> str | Literal:
        if isinstance(term, str) and term.startswith("_:"):
            return names.setdefault(term, f"{BASE}.well-known/genid/{path.stem}/{len(names) + 1}")
        return term

    try:
        for quad in map(_quad, ox.parse(path=str(path))):
            yield quad._replace(subject=str(named(quad.subject)), object=named(quad.object))
    except (SyntaxError, OSError, ValueError) as error:
        raise InputError(f"this RDF cannot be read: {error}", where=str(path)) from error


def sparql_term(node: Node) -> str:
    """A term as it is written in SPARQL, escaped; raises `QueryError` for an IRI that is none."""
    try:
        return str(ox.NamedNode(node.value)) if isinstance(node, Iri) else str(_ox_literal(node))
    except ValueError as error:
        raise QueryError(f"{node.value!r} is not an IRI") from error


#: Formats that `write` knows, with the ending of their files.
FORMATS = {
    "nquads": (ox.RdfFormat.N_QUADS, "nq"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "turtle": (ox.RdfFormat.TURTLE, "ttl"),
    "ntriples": (ox.RdfFormat.N_TRIPLES, "nt"),
    "jsonld": (ox.RdfFormat.JSON_LD, "jsonld"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "rdf"),
}


#: Formats of rows, with the bytes of which there is one for each row. A text may hold them too, in JSON and
#: CSV, so that the count is never too small.
ROW_FORMATS = {
    "json": (ox.QueryResultsFormat.JSON, b"},{"),
    "xml": (ox.QueryResultsFormat.XML, b"<result>"),
    "csv": (ox.QueryResultsFormat.CSV, b"\r\n"),
    "tsv": (ox.QueryResultsFormat.TSV, b"\n"),
}


class _Limited(io.BytesIO):
    """A file in memory that takes only as many rows and bytes as were agreed."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked
        self._mark = ROW_FORMATS[asked.rows or "json"][1]
        self._end = b""
        self.rows = 0

    def write(self, chunk: bytes, /) -> int:  # type: ignore[override]
        self.rows += (self._end + chunk).count(self._mark)
        self._end = chunk[len(chunk) - len(self._mark) + 1 :]
        if self.rows > self._asked.most_rows:
            raise TooLargeError(f"the answer has more than {self._asked.most_rows:,} rows")
        if self.tell() + len(chunk) > self._asked.most_bytes:
            raise TooLargeError(f"the answer has more than {self._asked.most_bytes:,} bytes")
        return super().write(chunk)


def _graphs(iris: Iterable[str] | None) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri) for iri in iris or ()]
    except ValueError as error:
        raise QueryError(f"a graph is named by an IRI: {error}") from error


def _write_triples(result: ox.QueryTriples, asked: Asked) -> Written:
    """Each triple once, in order."""
    if asked.triples is None:
        raise UnwantedError("this query is answered with triples")
    found: set[ox.Triple] = set()
    for triple in result:
        found.add(triple)
        if len(found) > asked.most_rows:
            raise TooLargeError(f"the answer has more than {asked.most_rows:,} triples")
    body = ox.serialize(sorted(found, key=str), format=FORMATS[asked.triples][0], prefixes=PREFIXES) or b""
    if len(body) > asked.most_bytes:
        raise TooLargeError(f"the answer has more than {asked.most_bytes:,} bytes")
    return Written(triples=True, body=body)


def serialise(quads: Iterable[Quad], format_name: str) -> bytes:
    """The quads in one of `FORMATS`, sorted; formats without named graphs hold each triple once."""
    rdf_format, _ending = FORMATS[format_name]
    ordered = sorted({str(quad): quad for quad in map(_ox_quad, quads)}.items())
    if rdf_format.supports_datasets:
        written = ox.serialize((quad for _line, quad in ordered), format=rdf_format, prefixes=PREFIXES)
    else:
        triples = dict.fromkeys(quad.triple for _line, quad in ordered)
        written = ox.serialize(triples, format=rdf_format, prefixes=PREFIXES)
    if written is None:
        raise PlangraphError("nothing was serialised")
    return written


def write_rdf(quads: Iterable[Quad], format_name: str, out: IO[bytes]) -> None:
    """Writes quads in one of `FORMATS` as they come, so that no more than a buffer of them is in memory."""
    rdf_format, _ending = FORMATS[format_name]
    stated = map(_ox_quad, quads)
    items = stated if rdf_format.supports_datasets else (quad.triple for quad in stated)
    ox.serialize(items, out, format=rdf_format, prefixes=PREFIXES)


def _solutions(result: ox.QuerySolutions) -> Solutions:
    columns = tuple(variable.value for variable in result.variables)
    return Solutions(columns, tuple(tuple(_node(cell) for cell in row) for row in _rows(result)))


def _rows(result: ox.QuerySolutions) -> Iterator[Iterable[object]]:
    try:
        yield from result
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query failed while it ran: {error}") from error


def _node(term: object) -> Node | None:
    if isinstance(term, ox.Literal):
        return _literal(term)
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    return Iri(str(term)) if term is not None else None


def _literal(term: ox.Literal) -> Literal:
    datatype = term.datatype.value
    plain = term.language or datatype == XSD + "string"
    return Literal(term.value, term.language or "", "" if plain else datatype)


def _quad(quad: ox.Quad) -> Quad:
    graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
    obj = _literal(quad.object) if isinstance(quad.object, ox.Literal) else _name(quad.object)
    return Quad(_name(quad.subject), quad.predicate.value, obj, graph)


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _ox_literal(literal: Literal) -> ox.Literal:
    if literal.language:
        return ox.Literal(literal.value, language=literal.language)
    return ox.Literal(literal.value, datatype=ox.NamedNode(literal.datatype or XSD + "string"))


def _ox_quad(quad: Quad) -> ox.Quad:
    try:
        obj = _ox_literal(quad.object) if isinstance(quad.object, Literal) else ox.NamedNode(quad.object)
        graph = ox.NamedNode(quad.graph) if quad.graph else ox.DefaultGraph()
        return ox.Quad(ox.NamedNode(quad.subject), ox.NamedNode(quad.predicate), obj, graph)
    except ValueError as error:
        raise GraphError(f"not valid RDF: {error}", where=f"{quad.subject} {quad.predicate}") from error
