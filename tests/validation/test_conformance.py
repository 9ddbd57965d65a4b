"""Findings of the shapes: worded in two languages, placed in the document, the same however they are run."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.errors import InputError, ResourceError
from plangraph.store import parse_nquads
from plangraph.terms import PG, RDF, SKOS, Literal, Quad, document_graph
from plangraph.validation import validate_file, validate_graph
from plangraph.validation.parts import split

PROVED = Path(__file__).parent / "proved" / "graph.nq"
HEADER = """
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pg: <https://w3id.org/plangraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/> .
"""


def test_a_finding_names_shape_value_document_section_and_quote() -> None:
    quads = [
        quad._replace(object=PG + "Guessed") if quad.predicate == PG + "measure" else quad
        for quad in parse_nquads(PROVED)
    ]
    finding = next(item for item in validate_graph(quads) if item.kind == "Target-measure")
    assert finding.severity == "violation"
    assert (finding.document, finding.place) == ("heshan", "第一章 新材料产业")
    assert finding.quotes == ("大力发展新材料产业，到2025年工业增加值达到50亿元。",)
    assert "pg:Growth" in finding.message_zh
    assert finding.message_en.endswith(f"(found: {PG}Guessed)")


def test_findings_come_gravest_first_and_do_not_depend_on_the_order_of_the_triples() -> None:
    quads = list(parse_nquads(PROVED))
    findings = validate_graph(quads)
    assert findings == validate_graph(reversed(quads))
    assert [item.severity for item in findings] == sorted(
        (item.severity for item in findings), key=["violation", "warning", "info"].index
    )


def test_processes_make_no_difference() -> None:
    heshan, twin = document_graph("heshan"), document_graph("twin")
    quads = list(parse_nquads(PROVED))
    quads += [quad._replace(graph=twin) for quad in quads if quad.graph == heshan]
    quads += [Quad(f"x:{n}", "x:filler", "x:filler", graph) for n in range(8000) for graph in (heshan, twin)]
    alone = validate_graph(quads, processes=1)
    assert alone
    assert validate_graph(quads, processes=2) == alone


def test_a_part_sees_the_types_of_what_it_refers_to_and_validates_only_its_own() -> None:
    heshan = document_graph("heshan")
    quads = [
        Quad("x:s", PG + "object", "x:i", heshan),
        Quad("x:i", RDF + "type", PG + "Industry", "x:entities"),
        Quad("x:i", SKOS + "altLabel", Literal("新材料", "zh"), "x:entities"),
        Quad("x:plan", PG + "region", "x:r", heshan),
        Quad("x:plan", RDF + "type", PG + "Plan", "x:entities"),
    ]
    document, rest = (next(part for part in split(quads) if part.name == name) for name in (heshan, ""))
    assert {quad.subject for quad in document.own} == {"x:s", "x:plan"}
    assert set(document.context) == {quads[1], quads[4]}
    assert set(rest.context) == {quads[3]}


def test_a_file_of_others_is_validated_with_our_ontology(tmp_path: Path) -> None:
    file = tmp_path / "theirs.ttl"
    theirs = ':s a pg:Statement ; pg:predicate pg:develops ; pg:confidence "high" .'
    file.write_text(HEADER + theirs, encoding="utf-8")
    kinds = {finding.kind for finding in validate_file(file)}
    assert {"Claim-confidence", "Claim-evidence", "Statement-subject"} <= kinds
    assert "Statement-predicate-known" not in kinds


def test_a_subclass_is_held_to_the_shape_of_its_class(tmp_path: Path) -> None:
    file = tmp_path / "theirs.ttl"
    theirs = ':p a pg:ProjectPackage ; rdfs:label "重大项目"@zh ; pg:scope "440784" .'
    file.write_text(HEADER + theirs, encoding="utf-8")
    assert "Project-name" in {finding.kind for finding in validate_file(file)}


def test_a_file_that_is_no_rdf_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "theirs.ttl"
    file.write_text("鹤山市", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        validate_file(file)


def test_a_folder_without_shapes_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no shapes"):
        validate_graph([], shapes=tmp_path)


def test_a_shape_file_that_is_no_turtle_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text("s:Mine a", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"mine\.ttl"):
        validate_graph(parse_nquads(PROVED), shapes=tmp_path)


def test_a_graph_with_nothing_of_ours_conforms() -> None:
    assert validate_graph([Quad("x:a", "x:b", "x:c", "")]) == []
