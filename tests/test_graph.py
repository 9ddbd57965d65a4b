from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from plangraph.graph import Codes, gate, quads
from plangraph.model import Document, DocumentInfo, Entity, Evidence, LinkedDocument, Span, Statement
from plangraph.schema import Schema
from plangraph.schema import load as load_schema
from plangraph.store import parse_nquads
from plangraph.terms import COMMITMENTS, PG, Quad, mint

TEXT = "清溪县发展新材料产业。"
INFO = DocumentInfo(
    id="plan",
    file="plan.txt",
    title="清溪县规划",
    kind="outline",
    issuers=(),
    approver="",
    region="999901",
    region_name="清溪县",
    period_start=2021,
    period_end=2025,
    outlook=None,
    date="",
    number="",
    about="",
    aliases=(),
    source="",
    sha256="0" * 64,
)
REGION, INDUSTRY, PROOF = mint("region", "清溪县"), mint("industry", "新材料"), mint("evidence", "1")
CODES = Codes(
    units={},
    priorities={},
    plan_classes={"outline": PG + "OutlinePlan"},
    about_properties={},
    concepts=frozenset(),
)
STATEMENT = Statement(
    iri=mint("statement", "1"),
    subject=REGION,
    predicate=PG + "develops",
    object=INDUSTRY,
    document="plan",
    plan=mint("plan", "1"),
    mode="asserted",
    status="planned",
    role=None,
    priority="",
    strength=None,
    confidence=0.9,
    rule="test",
    subject_surface="清溪县",
    object_surface="新材料产业",
    subject_spans=(Span(0, 3),),
    object_spans=(Span(5, 10),),
    evidence=PROOF,
)


def _linked(statement: Statement) -> LinkedDocument:
    entities = tuple(
        Entity(iri=iri, type=kind, name=name, scope="", denotes=iri, reason="")
        for iri, kind, name in ((REGION, "REGION", "清溪县"), (INDUSTRY, "INDUSTRY", "新材料产业"))
    )
    return LinkedDocument(
        document=Document(INFO, TEXT, "text", "utf-8", (), (), ()),
        plan=mint("plan", "1"),
        issuers=(),
        approver="",
        entities=entities,
        statements=(statement,),
        targets=(),
        evidence=(Evidence(PROOF, "plan", "", "p1", (), (Span(0, 11),), TEXT),),
        mentions=(),
    )


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema()


def test_the_gate_lets_in_what_the_ontology_allows(schema: Schema) -> None:
    passed = gate(_linked(STATEMENT), schema)
    assert passed.statements == (STATEMENT,)
    assert passed.refusals == ()


@pytest.mark.parametrize(
    "wrong",
    [
        replace(STATEMENT, subject=INDUSTRY, object=REGION),
        replace(STATEMENT, predicate=PG + "basedOn"),
        replace(STATEMENT, object=REGION),
        replace(STATEMENT, evidence=mint("evidence", "none")),
        replace(STATEMENT, object=mint("industry", "unknown")),
    ],
    ids=["domain and range", "predicate", "same entity", "no evidence", "no type"],
)
def test_the_gate_refuses_with_a_reason_and_keeps_what_it_refused(wrong: Statement, schema: Schema) -> None:
    passed = gate(_linked(wrong), schema)
    assert passed.statements == ()
    assert len(passed.refusals) == 1
    assert passed.refusals[0].reason
    assert passed.refusals[0].object == wrong.object_surface


@pytest.mark.parametrize(
    ("statement", "plain"),
    [
        (STATEMENT, True),
        (replace(STATEMENT, status="past"), False),
        (replace(STATEMENT, mode="reported"), False),
    ],
    ids=["planned and asserted", "past", "reported"],
)
def test_plain_triples_stand_for_commitments_only(statement: Statement, plain: bool, schema: Schema) -> None:
    triple = Quad(REGION, PG + "develops", INDUSTRY, COMMITMENTS)
    assert (triple in set(quads(_linked(statement), schema, CODES))) is plain


def test_each_triple_of_the_corpus_lies_in_exactly_one_graph(built_graph: Path) -> None:
    found = list(parse_nquads(built_graph / "graph.nq"))
    assert len(found) > 50_000
    assert all(quad.graph for quad in found)
    assert [triple for triple, count in Counter(quad[:3] for quad in found).items() if count > 1] == []


def test_there_are_no_blank_nodes(built_graph: Path) -> None:
    nodes = (node for quad in parse_nquads(built_graph / "graph.nq") for node in quad[:3])
    assert not any(isinstance(node, str) and node.startswith("_:") for node in nodes)
