"""The shapes over a whole graph: each document, and the rest, on its own, a core each."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from plangraph.model import Finding
from plangraph.resources import ontology_dir, shapes_dir
from plangraph.store import parse_rdf
from plangraph.terms import PG, Quad
from plangraph.validation.nodes import Nodes
from plangraph.validation.parts import Part, split
from plangraph.validation.shapes import Result, run, shape_files

#: Below this many triples a second process takes longer to start than it saves.
_WORTH_A_PROCESS = 8000
_VALUE_LENGTH = 60


def validate_graph(
    quads: Iterable[Quad], *, shapes: Path | None = None, processes: int | None = None
) -> list[Finding]:
    """What the shapes of a folder (plangraph's own by default) find in a graph, in order of severity.

    `processes` is the number of parts validated at a time, one a core when it is not given.
    """
    known = list(quads)
    parts = split(known)
    results = _run(parts, shape_files(shapes or shapes_dir()), processes or os.cpu_count() or 1)
    if not results:
        return []
    nodes = Nodes(known)
    return in_order({_finding(result, nodes) for result in results})


def validate_file(path: Path, *, shapes: Path | None = None, processes: int | None = None) -> list[Finding]:
    """The same for an RDF file of any format, with the ontology and vocabularies where the file has none."""
    quads = list(parse_rdf(path))
    if not any(quad.predicate == PG + "relationName" for quad in quads):
        quads += _ontology()
    return validate_graph(quads, shapes=shapes, processes=processes)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order in which they are shown: the gravest first, then by document, kind and node."""
    rank = {"violation": 0, "warning": 1, "info": 2}
    return sorted(
        findings, key=lambda f: (rank[f.severity], f.document, f.kind, f.subject, f.message_en, f.quotes)
    )


def _run(parts: list[Part], files: tuple[Path, ...], processes: int) -> list[Result]:
    big = sum(1 for part in parts if len(part.own) >= _WORTH_A_PROCESS)
    if min(processes, big) < 2:
        return [result for part in parts for result in run(part, files)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(parts)), mp_context=context) as pool:
        return [result for found in pool.map(partial(run, files=files), parts) for result in found]


def _ontology() -> Iterator[Quad]:
    """The ontology's and vocabularies' triples, as context: their graph is not that of the file."""
    for path in sorted(ontology_dir().rglob("*.ttl")):
        yield from parse_rdf(path)


def _finding(result: Result, nodes: Nodes) -> Finding:
    place = nodes.place(result.focus)
    value = result.value if len(result.value) <= _VALUE_LENGTH else result.value[: _VALUE_LENGTH - 1] + "…"
    return Finding(
        kind=result.shape,
        severity=result.severity,
        subject=result.focus,
        message_zh=f"{result.message_zh}（现为：{value}）" if value else result.message_zh,
        message_en=f"{result.message_en} (found: {value})" if value else result.message_en,
        document=place.document,
        place=place.path,
        quotes=place.quotes,
    )
