from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.errors import GraphError, QueryError
from plangraph.store import OxigraphStore, Solutions, create, parse_rdf, serialise, sparql_term, to_nquads
from plangraph.terms import PG, Iri, Literal, Quad, integer, zh

QUADS = [
    Quad("http://a.example/s", PG + "label", zh("“新材料”\n产业"), "http://a.example/g1"),
    Quad("http://a.example/s", PG + "order", integer(2), "http://a.example/g2"),
    Quad("http://a.example/s", PG + "develops", "http://a.example/o", "http://a.example/g2"),
]


@pytest.fixture
def store(tmp_path: Path) -> OxigraphStore:
    (tmp_path / "graph.nq").write_text("\n".join(to_nquads(QUADS)) + "\n", encoding="utf-8")
    create(tmp_path / "store", tmp_path / "graph.nq")
    return OxigraphStore.open(tmp_path / "store")


def test_queries_see_the_union_of_all_graphs(store: OxigraphStore) -> None:
    found = store.select("SELECT ?label ?n WHERE { ?s pg:label ?label ; pg:order ?n }")
    assert found == [{"label": "“新材料”\n产业", "n": "2"}]


def test_run_answers_every_form(store: OxigraphStore) -> None:
    assert store.run("ASK { ?s pg:order 2 }") is True
    assert isinstance(store.run("SELECT * WHERE { ?s ?p ?o }"), Solutions)
    triples = store.run("CONSTRUCT { ?s pg:order ?o } WHERE { ?s pg:order ?o }")
    assert triples == [Quad("http://a.example/s", PG + "order", integer(2), "")]


def test_malformed_sparql_is_an_error_of_the_query(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="cannot be parsed"):
        store.run("SELECT ?x WHERE { ?x pg:order }")


def test_a_store_cannot_be_changed_by_a_query(store: OxigraphStore) -> None:
    with pytest.raises(QueryError):
        store.run("DELETE WHERE { ?s ?p ?o }")
    assert store.run("ASK { ?s pg:order 2 }") is True


def test_no_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="plangraph build"):
        OxigraphStore.open(tmp_path)


def test_nquads_are_sorted_and_unique() -> None:
    assert to_nquads([*QUADS, *reversed(QUADS)]) == sorted(to_nquads(QUADS))


def test_an_iri_that_is_none_is_refused() -> None:
    with pytest.raises(GraphError, match="not valid RDF"):
        to_nquads([Quad("no iri", PG + "order", integer(1), "http://a.example/g")])


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "ntriples", "jsonld", "rdfxml"])
def test_every_serialisation_reads_back(form: str, tmp_path: Path) -> None:
    endings = {"nquads": "nq", "turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}
    path = tmp_path / f"graph.{endings.get(form, form)}"
    path.write_bytes(serialise(QUADS, form))
    assert {quad[:3] for quad in parse_rdf(path)} == {quad[:3] for quad in QUADS}


def test_terms_are_escaped() -> None:
    assert sparql_term(Literal('a" } DROP ALL {"')) == r'"a\" } DROP ALL {\""'
    with pytest.raises(QueryError, match="not an IRI"):
        sparql_term(Iri("http://x> } INSERT {"))
