"""The network as other readers see it, and the files for Neo4j."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import networkx as nx
import pytest

from plangraph import api
from plangraph.export import networks
from plangraph.store import OxigraphStore

# Counted another way than the export does: the plain triples of the graph of commitments.
PLANNED = """
SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?from ?p ?to WHERE {
  GRAPH graph:commitments { ?s ?p ?o } ?s pg:denotes ?from . ?o pg:denotes ?to } }"""
THINGS = "SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?name pg:denotes ?thing }"


@pytest.fixture(scope="module")
def store(built_graph: Path) -> OxigraphStore:
    return api.open_graph(built_graph)


def count(store: OxigraphStore, sparql: str) -> int:
    return int(store.select(sparql)[0]["n"])


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_network_reads_back(form: str, built_graph: Path, store: OxigraphStore, tmp_path: Path) -> None:
    path = api.export(built_graph, form, tmp_path / f"plans.{form}")
    found = nx.read_graphml(path, force_multigraph=True) if form == "graphml" else nx.read_gexf(path)
    made = networks.network(store)
    labels = [{node: data["label"] for node, data in graph.nodes(data=True)} for graph in (found, made)]
    assert labels[0] == labels[1]
    edges = [
        sorted(
            (a, b, d["predicate"], d["count"], d["quote"], d["confidence"]) for a, b, d in graph.edges(data=True)
        )
        for graph in (found, made)
    ]
    assert edges[0] == edges[1]


def test_the_network_holds_things_and_what_is_planned(store: OxigraphStore) -> None:
    graph = networks.network(store)
    assert graph.number_of_nodes() == count(store, THINGS)
    assert graph.number_of_edges() == count(store, PLANNED)
    assert all(data["label"] and data["class"] and data["class_zh"] for _node, data in graph.nodes(data=True))
    assert list(graph.nodes) == sorted(graph.nodes)
    for _from, _to, data in graph.edges(data=True):
        assert data["quote"]
        assert data["count"] == data["weight"] >= 1


def test_neo4j_ids_resolve(built_graph: Path, store: OxigraphStore, tmp_path: Path) -> None:
    folder = api.export(built_graph, "neo4j", tmp_path / "neo4j")
    rows: dict[str, list[dict[str, str]]] = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows[path.stem] = list(csv.DictReader(file, strict=True))
    nodes = [row for name in ("things", "documents", "targets") for row in rows[name]]
    ids = [row[":ID"] for row in nodes]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"\w+(;\w+)*", row[":LABEL"]) for row in nodes)
    relationships = [row for name in ("statements", "target-links") for row in rows[name]]
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", row[":TYPE"]) for row in relationships)
    assert {row[end] for row in relationships for end in (":START_ID", ":END_ID")} <= set(ids)
    assert len(rows["statements"]) == count(store, "SELECT (COUNT(*) AS ?n) { ?s a pg:Statement }")
    assert len(rows["targets"]) == count(store, "SELECT (COUNT(*) AS ?n) { ?s a pg:QuantitativeTarget }")
    for row in (*rows["statements"], *rows["targets"]):
        assert row["quote"]
        assert 0 < float(row["confidence:double"]) <= 1
        for name in ("year:int", "baseYear:int", "value:double"):
            assert not row.get(name) or float(row[name]) is not None


def test_the_readme_of_neo4j_names_every_file(built_graph: Path, tmp_path: Path) -> None:
    folder = api.export(built_graph, "neo4j", tmp_path / "neo4j")
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    assert set(re.findall(r"=([\w-]+\.csv)", readme)) == {path.name for path in folder.glob("*.csv")}
