"""The graph as JSON-LD that people can read: `"develops": "id:industry/steel"`, `"label": {"zh": …, "en": …}`.

The context is made from the ontology and stands at the head of the file. Terms of the ontology are written by
their local names, all others by a name of the table below or with a prefix. There are no blank nodes, so that each
node is one object, and each is written when its last triple is read.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import IO

from plangraph import schema
from plangraph.folder import GRAPH_FILE
from plangraph.schema import Schema, local_name
from plangraph.store import parse_by_graph
from plangraph.terms import DCTERMS, OA, PG, PREFIXES, RDF, RDFS, SKOS, XSD, Literal, Quad, shorten

_IRIS = "@vocab"
_TEXTS = "@language"
#: Terms of other vocabularies that have a short name here, and what their values are.
_OTHERS = {
    RDFS + "label": _TEXTS,
    RDFS + "comment": _TEXTS,
    RDFS + "subClassOf": _IRIS,
    RDFS + "subPropertyOf": _IRIS,
    RDFS + "domain": _IRIS,
    RDFS + "range": _IRIS,
    RDFS + "seeAlso": _IRIS,
    RDFS + "isDefinedBy": _IRIS,
    SKOS + "prefLabel": _TEXTS,
    SKOS + "altLabel": _TEXTS,
    SKOS + "hiddenLabel": _TEXTS,
    SKOS + "broader": _IRIS,
    SKOS + "closeMatch": _IRIS,
    SKOS + "exactMatch": _IRIS,
    SKOS + "inScheme": _IRIS,
    SKOS + "topConceptOf": _IRIS,
    SKOS + "notation": "",
    DCTERMS + "title": _TEXTS,
    DCTERMS + "source": _TEXTS,
    DCTERMS + "identifier": "",
    DCTERMS + "issued": "",
    DCTERMS + "format": "",
    DCTERMS + "hasPart": _IRIS,
    DCTERMS + "license": _IRIS,
    OA + "exact": _TEXTS,
    OA + "start": "",
    OA + "end": "",
}
#: Texts with a language that the ontology calls strings, or says nothing of.
_TEXTS_TOO = (
    "abbreviation", "indicatorSurface", "negativeLabel", "objectSurface", "reason", "subjectSurface", "unitText",
    "valueText",
)  # fmt: skip
#: A prefix that is also the name of a property: `pg:unit` is `unit`, and the units of QUDT get another prefix.
_RENAMED = {"unit": "units"}
_PREFIXES = {_RENAMED.get(prefix, prefix): base for prefix, base in PREFIXES.items()}
_NATIVE = {XSD + "integer": re.compile(r"0|-?[1-9]\d{0,14}"), XSD + "boolean": re.compile("true|false")}
_NAME = re.compile(r"[A-Za-z][\w-]*")


class Terms:
    """Short names, and how the values under each are written."""

    def __init__(self, tables: Schema) -> None:
        self._kinds = {info.iri: _kind(info) for info in tables.properties.values()}
        taken = {local_name(iri) for iri in (*tables.properties, *tables.classes, *tables.individuals)}
        others = {iri: kind for iri, kind in _OTHERS.items() if local_name(iri) not in taken}
        self._names = {iri: local_name(iri) for iri in others}
        self._kinds |= others | {PG + name: _TEXTS for name in _TEXTS_TOO}
        self._reserved = set(self._names.values()) | set(_PREFIXES)

    def context(self) -> dict[str, object]:
        """The `@context`: prefixes, then every term whose values are not plain."""
        found: dict[str, object] = {"@version": 1.1, "@vocab": PG, **_PREFIXES}
        for iri, kind in sorted(self._kinds.items()):
            term: dict[str, str] = {"@id": _short(iri)}
            if kind == _TEXTS:
                term["@container"] = _TEXTS
            elif kind:
                term["@type"] = kind if kind == _IRIS else _short(kind)
            if kind or not iri.startswith(PG):
                found[self.name(iri)] = term
        return found

    def name(self, iri: str) -> str:
        """How an IRI is written where names of the ontology need no prefix."""
        local = iri[len(PG) :]
        if iri.startswith(PG) and _NAME.fullmatch(local) and local not in self._reserved:
            return local
        return self._names.get(iri) or _short(iri)

    def entries(self, predicate: str, values: list[str | Literal]) -> Iterator[tuple[str, object]]:
        """The key of a predicate and its values; values of an unexpected kind follow under its prefixed name."""
        if predicate == RDF + "type":
            yield "@type", _one([self.name(str(value)) for value in values])
            return
        kind = self._kinds.get(predicate)
        usual = [value for value in values if kind is not None and _fits(value, kind)]
        if usual and kind == _TEXTS:
            yield self.name(predicate), _by_language(usual)
        elif usual:
            yield self.name(predicate), _one([self._plain(value) for value in usual])
        rest = [value for value in values if kind is None or not _fits(value, kind)]
        if rest:
            yield _short(predicate), _one([_expanded(value) for value in rest])

    def _plain(self, value: str | Literal) -> object:
        if not isinstance(value, Literal):
            return self.name(value)
        return json.loads(value.value) if value.datatype in _NATIVE else value.value


def write_jsonld(folder: Path, out: IO[bytes]) -> None:
    """Every named graph with its nodes, one node a line, under one context."""
    terms = Terms(schema.load())
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n", write_through=True)
    text.write(f'{{\n"@context": {json.dumps(terms.context(), ensure_ascii=False, indent=1)},\n"@graph": [')
    for number, (graph, triples) in enumerate(parse_by_graph(folder / GRAPH_FILE)):
        text.write(f'{"," if number else ""}\n{{"@id": {json.dumps(_short(graph))}, "@graph": [')
        for place, (_subject, quads) in enumerate(groupby(triples, lambda quad: quad.subject)):
            text.write(f"{',' if place else ''}\n{json.dumps(_node(terms, list(quads)), ensure_ascii=False)}")
        text.write("\n]}")
    text.write("\n]\n}\n")
    text.detach()


def _node(terms: Terms, quads: list[Quad]) -> Mapping[str, object]:
    node: dict[str, object] = {"@id": _short(quads[0].subject)}
    for predicate, group in groupby(quads, lambda quad: quad.predicate):
        node |= terms.entries(predicate, [quad.object for quad in group])
    return node


def _kind(info: schema.PropertyInfo) -> str:
    """What the values of a property of the ontology are: IRIs, texts, plain values (empty) or a datatype."""
    if info.kind == "object":
        return _IRIS
    datatype = next(iter(info.range)) if len(info.range) == 1 else ""
    if datatype == RDF + "langString":
        return _TEXTS
    return "" if datatype in {XSD + "string", *_NATIVE} or info.kind == "annotation" else datatype


def _fits(value: str | Literal, kind: str) -> bool:
    """Whether a value can be written plainly under a term of this kind and mean the same."""
    if not isinstance(value, Literal):
        return kind == _IRIS
    if kind == _TEXTS:
        return bool(value.language)
    if value.language or kind == _IRIS:
        return False
    native = _NATIVE.get(value.datatype)
    return value.datatype == kind if native is None else not kind and bool(native.fullmatch(value.value))


def _by_language(values: list[str | Literal]) -> dict[str, object]:
    found: dict[str, list[object]] = {}
    for value in values:
        assert isinstance(value, Literal)
        found.setdefault(value.language, []).append(value.value)
    return {language: _one(texts) for language, texts in found.items()}


def _expanded(value: str | Literal) -> object:
    if not isinstance(value, Literal):
        return {"@id": _short(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype:
        return {"@value": value.value, "@type": _short(value.datatype)}
    return value.value


def _one(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values


@lru_cache(maxsize=100_000)
def _short(iri: str) -> str:
    prefix, colon, local = shorten(iri).partition(":")
    return _RENAMED.get(prefix, prefix) + colon + local
