"""The form of a named query: its fields, what they offer, and what was wrong with what was entered."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from plangraph.errors import QueryError
from plangraph.queries import NamedQuery, Parameter
from plangraph.store import Store, sparql_term
from plangraph.terms import ID, Literal, expand
from plangraph.web.messages import Catalogue, Message
from plangraph.web.rows import Name, identifier, names

#: A literal as a query writes it: "2021"^^xsd:gYear.
_LITERAL = re.compile(r'"([^"]*)"')
#: Suggestions that a page shows.
_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter in the form."""

    name: str
    label: Message
    value: str
    default: str
    offers: tuple[str, ...]  # what the browser offers while one types
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What could have been meant, and the address that asks for it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer, and what can be asked instead."""

    message: Message
    field: str = ""  # name of the parameter that is wrong
    suggestions: tuple[Suggestion, ...] = ()


def fields(store: Store, query: NamedQuery, given: Mapping[str, str], wrong: str = "") -> tuple[Field, ...]:
    """The fields of the form with what was entered; `wrong` names the one that was wrong."""
    defaults = {item.name: expand(item.default.strip("<>")) for item in query.parameters}
    known = names(store, (iri for iri in defaults.values() if iri.startswith(ID)))
    return tuple(
        Field(
            name=item.name,
            label=Message(item.label_zh, item.label_en),
            value=given.get(item.name, ""),
            default=_default(item.default, known.get(defaults[item.name])),
            offers=tuple(_with_documents(store, item.type)) if item.type in _FEW else item.choices,
            wrong=item.name == wrong,
        )
        for item in query.parameters
    )


def problem(
    store: Store, query: NamedQuery, given: Mapping[str, str], error: QueryError, say: Catalogue
) -> Problem:
    """What was wrong with the values that `queries.ask` refused, in words of both languages."""
    known = {item.name: item for item in query.parameters}
    for name, value in given.items():
        if name not in known:
            return Problem(say.get("wrong-parameter", name=name))
        if error.where == f"parameter {name}":
            return _misnamed(store, query, known[name], given, say)
        if known[name].choices and value.strip() not in known[name].choices:
            return _unlisted(query, known[name], given, say)
        if f"parameter {name!r} is" in error.message and f"wrong-{known[name].type}" in say.messages:
            return Problem(say.get(f"wrong-{known[name].type}", value=value, **_label(known[name])), name)
    return Problem(Message(say.get("wrong-value").zh, error.message))


def without_documents(store: Store, query: NamedQuery, given: Mapping[str, str], say: Catalogue) -> Problem | None:
    """That a region was asked for of which there are no documents, None when there is none such."""
    for item in query.parameters:
        value = given.get(item.name, "")
        if item.type != "region" or not value:
            continue
        known = _with_documents(store, "region")
        if {value, expand(value)} & {*known, *(other for pair in known.values() for other in pair)}:
            continue
        return Problem(
            say.get("wrong-no-documents", value=value),
            item.name,
            tuple(_suggestion(query, given, item.name, name) for name in known),
        )
    return None


def _misnamed(
    store: Store, query: NamedQuery, item: Parameter, given: Mapping[str, str], say: Catalogue
) -> Problem:
    """A name that means nothing, or more than one thing."""
    value = given[item.name].strip()
    meant = _meant(store, item.type, value)
    if len(meant) > 1:
        message = say.get("wrong-many", value=value, count=len(meant))
        found = [
            _suggestion(query, given, item.name, name.iri, f"{name.zh} {identifier(name.iri)}") for name in meant
        ]
        return Problem(message, item.name, tuple(found))
    message = say.get("wrong-name", value=value, **_label(item))
    near = _near(store, item.type, value)
    return Problem(message, item.name, tuple(_suggestion(query, given, item.name, name) for name in near))


def _unlisted(query: NamedQuery, item: Parameter, given: Mapping[str, str], say: Catalogue) -> Problem:
    """A value that is not in the list of those that the parameter may have."""
    return Problem(
        say.get("wrong-choice", value=given[item.name].strip(), **_label(item)),
        item.name,
        tuple(_suggestion(query, given, item.name, choice) for choice in item.choices),
    )


def _label(item: Parameter) -> dict[str, str]:
    return {"label": item.label_zh, "label_en": item.label_en}


def _suggestion(query: NamedQuery, given: Mapping[str, str], name: str, value: str, text: str = "") -> Suggestion:
    known = {item.name for item in query.parameters}
    values = {key: old for key, old in given.items() if key in known} | {name: value}
    return Suggestion(text or value, f"/queries/{query.name}?{urlencode(values)}")


def _meant(store: Store, kind: str, value: str) -> list[Name]:
    """The things of this kind that are called exactly so."""
    query = _CALLED.format(cls=_class(kind), label=sparql_term(Literal(value, "zh")))
    return sorted(names(store, (row["thing"] for row in store.select(query))).values(), key=lambda name: name.iri)


def _near(store: Store, kind: str, value: str) -> list[str]:
    """Names that may have been meant: those that documents speak of, for the few kinds all of them."""
    if kind in _FEW:
        return list(_with_documents(store, kind))[:_SUGGESTED]
    spoken = sorted({row["name"] for row in store.select(_SPOKEN_OF.format(cls=_class(kind)))}, key=_short_first)
    holding = [name for name in spoken if value in name or name in value]
    close = difflib.get_close_matches(value, spoken, n=_SUGGESTED, cutoff=0.3)
    return list(dict.fromkeys([*holding[: _SUGGESTED // 2], *close, *holding]))[:_SUGGESTED]


def _short_first(name: str) -> tuple[int, str]:
    return len(name), name


def _class(kind: str) -> str:
    return f"pg:{kind.capitalize()}" if re.fullmatch("[a-z]+", kind) else "pg:Nothing"


def _with_documents(store: Store, kind: str) -> dict[str, tuple[str, ...]]:
    """The regions that have documents, or the documents: their names, each with its other names and its IRI."""
    found: dict[str, set[str]] = {}
    for row in store.select(_FEW[kind]):
        found.setdefault(row["name"], {row["thing"]}).add(row.get("other", row["thing"]))
    return {name: tuple(sorted(others)) for name, others in sorted(found.items(), key=_by_iri)}


def _by_iri(item: tuple[str, Iterable[str]]) -> list[str]:
    return [other for other in sorted(item[1]) if other.startswith(ID)]


def _default(written: str, known: Name | None) -> str:
    """A default in words; empty when the parameter is free."""
    if known is not None:
        return known.zh
    literal = _LITERAL.match(written)
    return literal[1] if literal else "" if written == "UNDEF" else written


#: Kinds of which there are so few that a form offers them all.
_FEW = {
    "region": """
SELECT DISTINCT ?thing (STR(?n) AS ?name) (STR(?o) AS ?other) WHERE {
  ?document a pg:Document ; pg:region ?thing . ?thing skos:prefLabel ?n . FILTER(LANG(?n) = "zh")
  OPTIONAL { ?thing skos:altLabel ?o }
}""",
    "document": """
SELECT DISTINCT ?thing (STR(?n) AS ?name) WHERE { ?thing a pg:Document ; dcterms:title ?n }""",
}

_CALLED = """
SELECT DISTINCT ?thing WHERE {{
  ?entity a {cls} ; rdfs:label|skos:prefLabel|skos:altLabel|dcterms:title {label} .
  OPTIONAL {{ ?entity pg:denotes ?denoted }} BIND(COALESCE(?denoted, ?entity) AS ?thing)
}} ORDER BY ?thing LIMIT 20"""

_SPOKEN_OF = """
SELECT DISTINCT (STR(?n) AS ?name) WHERE {{
  {{ SELECT DISTINCT ?entity WHERE {{
    ?said pg:subject|pg:object|pg:indicator|pg:targetSubject ?entity . ?entity a/rdfs:subClassOf* {cls}
  }} }}
  ?entity pg:denotes ?thing . ?thing rdfs:label|skos:prefLabel ?n . FILTER(LANG(?n) = "zh")
}}"""
