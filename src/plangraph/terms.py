"""Namespaces, graph names and the minting of IRIs.

An IRI is a hash of content, never of the base, a clock or an order: the same words give the same IRI on
every machine. The base is a setting that enters no hash.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

BASE = "https://w3id.org/plangraph/"
PG = BASE + "ontology#"
ID = BASE + "id/"
GRAPH = BASE + "graph/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
ORG = "http://www.w3.org/ns/org#"
OA = "http://www.w3.org/ns/oa#"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
QUDT = "http://qudt.org/schema/qudt/"
UNIT = "http://qudt.org/vocab/unit/"

#: Prefixes that queries and Turtle files of ours may use without declaring them.
PREFIXES: dict[str, str] = {
    "pg": PG,
    "id": ID,
    "graph": GRAPH,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "org": ORG,
    "oa": OA,
    "dcat": DCAT,
    "void": VOID,
    "qudt": QUDT,
    "unit": UNIT,
}

# Every triple lies in exactly one of these, or in the graph of one document.
COMMITMENTS = GRAPH + "commitments"
ENTITIES = GRAPH + "entities"
IDENTITY = GRAPH + "identity"
FINDINGS = GRAPH + "findings"
VOCABULARIES = GRAPH + "vocabularies"
DATASET = GRAPH + "dataset"


def document_graph(document_id: str) -> str:
    """The named graph that holds one document's text structure, statements and evidence."""
    return f"{GRAPH}document/{document_id}"


def content_hash(*parts: str) -> str:
    """Sixteen hexadecimal digits of SHA-256 over the parts, which are kept apart by a unit separator.

    >>> content_hash("a", "b") == content_hash("ab")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def mint(kind: str, *parts: str) -> str:
    """The IRI of a thing of this kind, from its content.

    >>> mint("park", "440784", "鹤山工业城").startswith(ID + "park/")
    True
    """
    return f"{ID}{kind}/{content_hash(*parts)}"


def named(kind: str, name: str) -> str:
    """The IRI of a thing that has an identifier of its own: a document, a region with a code."""
    return f"{ID}{kind}/{name}"


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """An RDF literal; without language and datatype it is an `xsd:string`."""

    value: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI as the answer to a query; in quads IRIs are plain strings."""

    value: str


#: A term in an answer.
Node = Iri | Literal


class Quad(NamedTuple):
    """One statement of RDF in a named graph: an object that is a plain `str` is an IRI."""

    subject: str
    predicate: str
    object: str | Literal
    graph: str


def zh(text: str) -> Literal:
    """A literal in Chinese."""
    return Literal(text, language="zh")


def integer(number: int) -> Literal:
    """An `xsd:integer`."""
    return Literal(str(number), datatype=XSD + "integer")


def decimal(number: str) -> Literal:
    """An `xsd:decimal` with the digits as they were written."""
    return Literal(number, datatype=XSD + "decimal")


def year(number: int) -> Literal:
    """An `xsd:gYear`."""
    return Literal(f"{number:04d}", datatype=XSD + "gYear")


def expand(name: str) -> str:
    """The IRI of a prefixed name; an IRI stays as it is.

    >>> expand("pg:Plan") == PG + "Plan"
    True
    """
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def shorten(iri: str) -> str:
    """The prefixed name of an IRI of ours or of a known vocabulary, the IRI itself when none fits."""
    matching = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not matching:
        return iri
    base, prefix = max(matching, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri[len(base) :]}"
