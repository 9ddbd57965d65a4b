"""What follows from the ontology: no clash in a graph that uses every term, and one where there must be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import owlrl
import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef

from plangraph.folder import GRAPH_FILE
from plangraph.resources import ontology_dir
from plangraph.schema import ONTOLOGY_FILE, PropertyInfo, Schema
from plangraph.store import parse_nquads, parse_rdf
from plangraph.terms import PG, XSD, Literal, Quad
from plangraph.terms import RDF as RDF_BASE

HERE = Path(__file__).parent
FILES = (ontology_dir() / ONTOLOGY_FILE, HERE / "outside.ttl", HERE / "sample.ttl")
#: Where the reasoner writes what it finds wrong.
CLASH = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
PREFIXES = """@prefix pg: <https://w3id.org/plangraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://w3id.org/plangraph/id/sample/> .
"""


def closed(turtle: str = "") -> Graph:
    """The ontology, what it names, the sample and some Turtle, with all that OWL 2 RL infers."""
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    graph.parse(data=PREFIXES + turtle, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def clashes(graph: Graph) -> list[str]:
    return sorted(str(message) for message in graph.objects(predicate=CLASH))


@pytest.fixture(scope="module")
def sample() -> Graph:
    return closed()


def test_the_sample_uses_every_class_and_property(schema: Schema) -> None:
    graph = Graph().parse(HERE / "sample.ttl")
    classes = {str(cls) for cls in graph.objects(predicate=RDF.type)}
    assert {iri for iri in schema.classes if iri not in classes} == set()
    assert {iri for iri in schema.properties if URIRef(iri) not in set(graph.predicates())} == set()


def test_no_clash_is_inferred(sample: Graph) -> None:
    assert clashes(sample) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("x:a a pg:Region, pg:Industry .", "Region"),
        ("x:a a pg:Plan, pg:Document .", "Plan"),
        ("x:a a pg:OutlinePlan, pg:Proposal .", "OutlinePlan"),
        ("x:project pg:basedOn x:plan .", "Project"),
        ("x:base pg:value 2.0 .", "Positioning"),
        ("x:statement pg:status pg:Past .", "Planned"),
    ],
)
def test_a_broken_graph_clashes(wrong: str, told: str) -> None:
    assert any(told in message for message in clashes(closed(wrong)))


def test_statements_of_ours_are_read_in_terms_of_the_others(sample: Graph) -> None:
    def pair(subject: str, predicate: str, object_: str) -> bool:
        return (node(subject), URIRef(predicate), node(object_)) in sample

    def node(name: str) -> URIRef:
        return URIRef(f"https://w3id.org/plangraph/id/sample/{name}")

    assert pair("statement", "http://www.w3.org/ns/prov#wasDerivedFrom", "evidence")
    assert pair("statement", "http://www.w3.org/ns/prov#wasDerivedFrom", "text")
    assert pair("text", "http://www.w3.org/ns/prov#wasAttributedTo", "government")
    assert pair("text", "http://purl.org/dc/terms/subject", "plan") is False
    assert pair("note", "http://purl.org/dc/terms/subject", "plan")
    assert pair("plan", "http://www.w3.org/ns/prov#wasInfluencedBy", "sector-plan")
    assert pair("target", "http://qudt.org/schema/qudt/hasUnit", "yuan")
    assert pair("region", "http://www.w3.org/2004/02/skos/core#broader", "city")
    assert (node("region"), SKOS.notation, None) in sample
    assert (node("government"), RDF.type, URIRef("http://www.w3.org/ns/org#Organization")) in sample
    assert (node("statement"), RDFS.label, None) not in sample


# ── datatypes and unions, from which the rules draw nothing ─────────────────────────────────────────────────


def stray(quads: Iterable[Quad], schema: Schema) -> Counter[str]:
    """Uses of a property outside its domain or range, and second values of one that has a single value."""
    told = [quad for quad in quads if quad.predicate in schema.properties or quad.predicate == RDF_BASE + "type"]
    types: dict[str, set[str]] = defaultdict(set)
    for quad in told:
        if quad.predicate == RDF_BASE + "type" and not isinstance(quad.object, Literal):
            types[quad.subject].add(quad.object)
    found: Counter[str] = Counter()
    values: dict[tuple[str, str], set[object]] = defaultdict(set)
    for quad in told:
        info = schema.properties.get(quad.predicate)
        if info is None:
            continue
        if info.domain and not _is_one(types[quad.subject], info.domain, schema):
            found[f"{info.name}: subject"] += 1
        found[f"{info.name}: object"] += not _fits(quad.object, info, types, schema)
        values[quad.subject, info.name].add(quad.object)
        found[f"{info.name}: second value"] += info.functional and len(values[quad.subject, info.name]) > 1
    return +found


def _fits(value: str | Literal, info: PropertyInfo, types: Mapping[str, set[str]], schema: Schema) -> bool:
    if isinstance(value, Literal):
        datatype = RDF_BASE + "langString" if value.language else value.datatype or XSD + "string"
        return info.kind == "annotation" or datatype in info.range
    ours = {cls for cls in info.range if cls.startswith(PG)}
    return info.kind != "datatype" and (not ours or _is_one(types.get(value, set()), info.range, schema))


def _is_one(types: set[str], allowed: frozenset[str], schema: Schema) -> bool:
    return any(schema.is_a(cls, one) for cls in types for one in allowed)


def test_the_sample_keeps_to_domains_and_ranges(schema: Schema) -> None:
    quads = [quad for path in FILES for quad in parse_rdf(path)]
    assert stray(quads, schema) == Counter()


def test_the_built_graph_keeps_to_domains_and_ranges(built_graph: Path, schema: Schema) -> None:
    assert stray(parse_nquads(built_graph / GRAPH_FILE), schema) == Counter()


def test_a_stray_value_is_found(tmp_path: Path, schema: Schema) -> None:
    path = tmp_path / "wrong.ttl"
    path.write_text(
        PREFIXES + 'x:l a pg:IdentityLink ; pg:reason "no language", "两个"@zh . x:r pg:develops x:r .',
        encoding="utf-8",
    )
    assert set(stray(parse_rdf(path), schema)) == {
        "reason: object",
        "reason: second value",
        "develops: subject",
        "develops: object",
    }
