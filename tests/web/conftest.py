"""A made-up county's plan in a real store, and the real application over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from plangraph.resources import ontology_dir
from plangraph.store import OxigraphStore, parse_rdf, to_nquads
from plangraph.terms import VOCABULARIES
from plangraph.web.server import application

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def archived() -> str:
    return (HERE / "qingxi.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def nquads() -> bytes:
    ontology = parse_rdf(ontology_dir() / "plangraph.ttl")
    terms = [quad._replace(graph=VOCABULARIES) for quad in ontology]
    return "\n".join(to_nquads([*terms, *parse_rdf(HERE / "qingxi.trig")])).encode()


@pytest.fixture(scope="session")
def store(nquads: bytes) -> OxigraphStore:
    return OxigraphStore.in_memory(nquads)


@pytest.fixture(scope="session")
def client(store: OxigraphStore) -> Iterator[TestClient]:
    with TestClient(application(store, HERE / "queries"), follow_redirects=False) as running:
        yield running
