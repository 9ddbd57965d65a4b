"""Every shape has a graph that passes and one that fails it, and fails nothing else.

`ok/<shape file>.ttl` conforms; `bad/<shape file>--<what>.ttl` names in its first line the one shape that must
trip. A new rule is a new file here, with no line of Python.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from plangraph.resources import shapes_dir
from plangraph.store import parse_rdf
from plangraph.validation.parts import split
from plangraph.validation.shapes import load_shapes, run, shape_files

HERE = Path(__file__).parent
FILES = shape_files(shapes_dir())
OK = sorted((HERE / "ok").iterdir())
BAD = sorted((HERE / "bad").iterdir())
MUST_TRIP = "# must trip: https://w3id.org/plangraph/shapes#"


def tripped(example: Path) -> set[str]:
    """The shapes of the example's shape file that it trips."""
    file = shapes_dir() / f"{example.stem.partition('--')[0]}.ttl"
    parts = split(parse_rdf(example))
    return {result.shape for part in parts for result in run(part, (file,))}


def named(example: Path) -> str:
    """The shape that the first line of a failing example names."""
    line = example.read_text(encoding="utf-8").splitlines()[0]
    assert line.startswith(MUST_TRIP), f"{example.name}: the first line must be `{MUST_TRIP}…`"
    return line.removeprefix(MUST_TRIP).split(" ")[0]


@pytest.mark.parametrize("example", OK, ids=lambda path: path.stem)
def test_what_conforms_trips_nothing(example: Path) -> None:
    assert tripped(example) == set()


@pytest.mark.parametrize("example", BAD, ids=lambda path: path.stem)
def test_what_does_not_conform_trips_the_named_shape_and_no_other(example: Path) -> None:
    assert tripped(example) == {named(example)}


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_each_shape_has_both_examples(file: Path) -> None:
    graph = load_shapes((file,))
    known = (shape for kind in KINDS for shape in graph.subjects(RDF.type, kind))
    shapes = {str(shape).rsplit("#", 1)[1] for shape in known if checks(graph, shape)}
    failing = {named(example) for example in BAD if example.stem.partition("--")[0] == file.stem}
    assert shapes == failing
    example = rdflib.Graph().parse(HERE / "ok" / file.name)
    for target in graph.objects(None, SH.targetClass):
        classes = set(example.transitive_subjects(RDFS.subClassOf, target))
        assert any((None, RDF.type, cls) in example for cls in classes), f"ok/{file.name} has no {target}"


KINDS = (SH.NodeShape, SH.PropertyShape)


def checks(graph: rdflib.Graph, shape: rdflib.term.Node) -> bool:
    """Whether a shape constrains anything itself; a node shape may only hold property shapes."""
    plain = {RDF.type, RDFS.label, RDFS.comment, SH.targetClass, SH.targetSubjectsOf, SH.property}
    return bool(set(graph.predicates(shape)) - plain)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_each_shape_says_in_both_languages_what_it_wants(file: Path) -> None:
    graph = load_shapes((file,))
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        assert languages(graph, shape, RDFS.label) == ["en", "zh"]
        assert languages(graph, shape, RDFS.comment) == ["en", "zh"]
    for shape in graph.subjects(RDF.type, SH.PropertyShape):
        assert languages(graph, shape, SH.message) == ["en", "zh"]
        assert any(graph.subjects(SH.property, shape)), f"{shape} is not used"


def languages(graph: rdflib.Graph, node: rdflib.term.Node, predicate: rdflib.URIRef) -> list[str]:
    found = (value for value in graph.objects(node, predicate) if isinstance(value, rdflib.Literal))
    return sorted(value.language or "" for value in found)
