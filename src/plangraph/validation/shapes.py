"""Runs the SHACL shapes on one part of the graph; the only module that imports pyshacl.

pyshacl works on rdflib graphs in memory; a part is small enough for that, the whole graph is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal as OneOf

import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH, XSD

from plangraph.errors import ResourceError
from plangraph.terms import Literal, Quad
from plangraph.validation.parts import Part

Severity = OneOf["violation", "warning", "info"]
_SEVERITIES: dict[rdflib.term.Node, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}


# rdflib gives an xsd:gYear no Python value, so that two of them could not be compared (`sh:lessThanOrEquals`).
rdflib.term.bind(XSD.gYear, int, constructor=int, datatype_specific=True)


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One result of a validation: which shape, which node, which value, and the messages."""

    shape: str  # local name of the node or property shape
    focus: str
    value: str  # the value that is at fault, empty when something is missing
    severity: Severity
    message_zh: str
    message_en: str


def shape_files(folder: Path) -> tuple[Path, ...]:
    """The shape files of a folder, in order of name."""
    files = tuple(sorted(folder.glob("*.ttl")))
    if not files:
        raise ResourceError("there are no shapes", where=str(folder), hint="reinstall plangraph")
    return files


@lru_cache(maxsize=64)
def load_shapes(files: tuple[Path, ...]) -> rdflib.Graph:
    """The shapes of these files as one graph."""
    graph = rdflib.Graph()
    for file in files:
        try:
            graph.parse(file, format="turtle")
        except (OSError, SyntaxError) as error:
            raise ResourceError(f"the shapes cannot be read: {error}", where=str(file)) from error
    return graph


def run(part: Part, files: tuple[Path, ...]) -> list[Result]:
    """What the shapes of these files find at the part's own nodes, sorted."""
    shapes = load_shapes(files)
    data = _graph((*part.own, *part.context))
    wanted = _targeted(shapes, data, part.own)
    if not wanted:
        return []
    _conforms, report, _text = pyshacl.validate(
        data, shacl_graph=shapes, use_shapes=wanted, inplace=True, advanced=False, inference="none"
    )
    if not isinstance(report, rdflib.Graph):
        raise ResourceError(f"the shapes cannot be run: {report}")
    own = {_node(quad.subject) for quad in part.own}
    found = {_result(report, node) for node in report.subjects(RDF.type, SH.ValidationResult)}
    return sorted(result for result in found if _node(result.focus) in own)


def _targeted(shapes: rdflib.Graph, data: rdflib.Graph, own: Iterable[Quad]) -> list[str]:
    """The shapes whose targets are among the part's own nodes: running the others would be in vain.

    Their property shapes are named too: pyshacl passes over what has a name and is not listed.
    """
    used = {_node(quad.object) for quad in own if quad.predicate == str(RDF.type)}
    classes = {parent for cls in used for parent in data.transitive_objects(cls, RDFS.subClassOf)}
    predicates = {rdflib.URIRef(quad.predicate) for quad in own}
    targets = [*shapes.subject_objects(SH.targetClass), *shapes.subject_objects(SH.targetSubjectsOf)]
    nodes = {shape for shape, target in targets if target in classes or target in predicates}
    held = {held for shape in nodes for held in shapes.objects(shape, SH.property)}
    return sorted(str(shape) for shape in nodes | held if isinstance(shape, rdflib.URIRef))


def _result(report: rdflib.Graph, node: rdflib.term.Node) -> Result:
    focus, value = report.value(node, SH.focusNode), report.value(node, SH.value)
    messages = {
        message.language: str(message)
        for message in report.objects(node, SH.resultMessage)
        if isinstance(message, rdflib.Literal)
    }
    told = isinstance(value, rdflib.Literal | rdflib.URIRef) and value != focus
    return Result(
        shape=str(report.value(node, SH.sourceShape)).rsplit("#", 1)[-1],
        focus=f"_:{focus}" if isinstance(focus, rdflib.BNode) else str(focus),
        value=str(value) if told else "",
        severity=_SEVERITIES.get(report.value(node, SH.resultSeverity) or SH.Violation, "violation"),
        message_zh=messages.get("zh", ""),
        message_en=messages.get("en", messages.get(None, "")),
    )


def _graph(quads: Iterable[Quad]) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in quads:
        graph.add((_node(quad.subject), rdflib.URIRef(quad.predicate), _term(quad.object)))
    return graph


def _node(name: object) -> rdflib.URIRef | rdflib.BNode:
    text = str(name)
    return rdflib.BNode(text[2:]) if text.startswith("_:") else rdflib.URIRef(text)


def _term(value: str | Literal) -> rdflib.term.Node:
    if isinstance(value, str):
        return _node(value)
    datatype = rdflib.URIRef(value.datatype) if value.datatype else None
    return rdflib.Literal(value.value, lang=value.language or None, datatype=datatype, normalize=False)
