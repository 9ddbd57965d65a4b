"""Things and what plans commit to between them, as a network for Gephi, Cytoscape, yEd and the like.

A node is a thing that names denote; an edge stands for all planned and asserted statements with one predicate
between two things, and keeps the surest quote. What a text only reports or looks back on is left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import networkx as nx

from plangraph import schema
from plangraph.folder import STORE_FOLDER
from plangraph.schema import local_name
from plangraph.store import OxigraphStore, Store

#: The date that GEXF files of networkx carry.
_CLOCK = re.compile(rb' lastmodifieddate="[^"]*"')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_graphml(folder: Path, out: IO[bytes]) -> None:
    """The network as GraphML."""
    nx.write_graphml(_network(folder), out, encoding="utf-8", prettyprint=True)


def write_gexf(folder: Path, out: IO[bytes]) -> None:
    """The network as GEXF 1.2, without the date of its writing."""
    raw = io.BytesIO()
    nx.write_gexf(_network(folder), raw, encoding="utf-8", prettyprint=True, version="1.2draft")
    out.write(_CLOCK.sub(b"", raw.getvalue(), count=1))


def _network(folder: Path) -> nx.MultiDiGraph[str]:
    store = OxigraphStore.open(folder / STORE_FOLDER)
    return network(store)


def network(store: Store) -> nx.MultiDiGraph[str]:
    """Things and edges, in the order of their IRIs."""
    tables = schema.load()
    names = {info.iri: info for info in (*tables.classes.values(), *tables.properties.values())}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="plangraph")
    seen = ""
    for row in store.select(_THINGS):
        if row["thing"] != seen:  # one that has several classes or labels keeps the first
            seen = row["thing"]
            info = names.get(row["class"])
            graph.add_node(
                seen,
                label=_clean(row["label"]),
                **{"class": local_name(row["class"])},
                class_zh=info.label_zh if info else "",
                region=row.get("region", ""),
            )
    for rows in _together(store.select(_EDGES)):
        best = min(rows, key=lambda row: (-float(row["confidence"]), row["statement"]))
        count = len({row["statement"] for row in rows})
        graph.add_edge(
            best["from"],
            best["to"],
            key=local_name(best["predicate"]),
            label=names[best["predicate"]].label_zh,
            predicate=local_name(best["predicate"]),
            count=count,
            weight=count,
            confidence=float(best["confidence"]),
            quote=_clean(best["quote"]),
            document=best["document"],
            statement=best["statement"],
        )
    return graph


def _together(rows: Iterable[dict[str, str]]) -> list[list[dict[str, str]]]:
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault((row["from"], row["to"], row["predicate"]), []).append(row)
    return [groups[key] for key in sorted(groups)]


def _clean(text: str) -> str:
    """The text without characters that XML does not allow."""
    return _CONTROL.sub("", text)


_THINGS = """
SELECT DISTINCT ?thing ?class ?label ?region WHERE {
  { SELECT DISTINCT ?thing WHERE { ?name pg:denotes ?thing } }
  ?thing a ?class ; rdfs:label|skos:prefLabel ?label .
  FILTER(STRSTARTS(STR(?class), STR(pg:)) && LANG(?label) = "zh")
  OPTIONAL { ?thing pg:scope ?scope . ?place pg:code ?scope ; skos:prefLabel ?region .
             FILTER(LANG(?region) = "zh") }
} ORDER BY ?thing ?class ?label ?region"""

_EDGES = """
SELECT ?from ?predicate ?to ?statement ?confidence ?quote ?document WHERE {
  ?statement a pg:Statement ; pg:subject/pg:denotes ?from ; pg:predicate ?predicate ; pg:object/pg:denotes ?to ;
    pg:mode pg:Asserted ; pg:confidence ?confidence ; pg:foundIn/dcterms:identifier ?document ;
    pg:evidence/oa:exact ?quote .
  FILTER NOT EXISTS { ?statement pg:status pg:Past }
}"""
