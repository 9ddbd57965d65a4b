"""The endpoint described in the terms of SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plangraph.store import Store
from plangraph.terms import RDF, VOID, Quad, integer
from plangraph.web.sparql.formats import ROWS, TRIPLES
from plangraph.web.sparql.settings import Settings

SD = "http://www.w3.org/ns/sparql-service-description#"


def graphs(store: Store) -> dict[str, int]:
    """The named graphs with the number of their triples."""
    rows = store.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {row["g"]: int(row["n"]) for row in sorted(rows, key=lambda row: row["g"])}


def describe(address: str, sizes: Mapping[str, int], settings: Settings) -> list[Quad]:
    """The description of the service at `address` over these graphs."""
    return list(_described(address, sizes, settings))


def _described(address: str, sizes: Mapping[str, int], settings: Settings) -> Iterator[Quad]:
    service, dataset, union = (f"{address}#{name}" for name in ("service", "dataset", "union"))
    yield Quad(service, RDF + "type", SD + "Service", "")
    yield Quad(service, SD + "endpoint", address, "")
    yield Quad(service, SD + "supportedLanguage", SD + "SPARQL11Query", "")
    yield Quad(service, SD + "feature", SD + "UnionDefaultGraph", "")
    if settings.services:
        yield Quad(service, SD + "feature", SD + "BasicFederatedQuery", "")
    for form in (*ROWS, *TRIPLES):
        yield Quad(service, SD + "resultFormat", form.iri, "")
    yield Quad(service, SD + "defaultDataset", dataset, "")
    yield Quad(dataset, RDF + "type", SD + "Dataset", "")
    yield Quad(dataset, SD + "defaultGraph", union, "")
    yield Quad(union, RDF + "type", SD + "Graph", "")
    yield Quad(union, VOID + "triples", integer(sum(sizes.values())), "")
    for number, (name, size) in enumerate(sizes.items(), start=1):
        named, graph = f"{address}#named-{number}", f"{address}#graph-{number}"
        yield Quad(dataset, SD + "namedGraph", named, "")
        yield Quad(named, RDF + "type", SD + "NamedGraph", "")
        yield Quad(named, SD + "name", name, "")
        yield Quad(named, SD + "graph", graph, "")
        yield Quad(graph, RDF + "type", SD + "Graph", "")
        yield Quad(graph, VOID + "triples", integer(size), "")
