"""The graph in the serialisations of RDF, written statement by statement.

N-Quads are copied. Formats without named graphs follow the sorted N-Quads, in which the copies of a triple stand
together. TriG takes one named graph after the other, so that each is one block.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from plangraph.folder import GRAPH_FILE
from plangraph.store import parse_by_graph, parse_nquads, write_rdf
from plangraph.terms import Quad


def write_nquads(folder: Path, out: IO[bytes]) -> None:
    """The graph as it was built."""
    with (folder / GRAPH_FILE).open("rb") as source:
        shutil.copyfileobj(source, out)


def write_trig(folder: Path, out: IO[bytes]) -> None:
    """One block for each named graph."""
    graphs = parse_by_graph(folder / GRAPH_FILE)
    write_rdf((quad for _graph, quads in graphs for quad in quads), "trig", out)


def triples_as(format_name: str) -> Callable[[Path, IO[bytes]], None]:
    """The writer of a format that has no named graphs."""

    def write(folder: Path, out: IO[bytes]) -> None:
        write_rdf(_triples(folder / GRAPH_FILE), format_name, out)

    return write


def _triples(nquads: Path) -> Iterator[Quad]:
    last = None
    for quad in parse_nquads(nquads):
        if quad[:3] != last:
            last = quad[:3]
            yield quad._replace(graph="")
