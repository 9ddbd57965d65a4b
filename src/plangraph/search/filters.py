"""Results of one kind, region or document only, and the counts of results by these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plangraph.errors import QueryError, nearest
from plangraph.search.folding import fold
from plangraph.search.results import PASSAGE, Facet

#: Values of a query by name.
Values = Mapping[str, str | int]
#: Asks the database.
Rows = Callable[[str, Values], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, as conditions on `things` and on `texts`."""

    things: str = "TRUE"
    places: str = "TRUE"
    values: Values = field(default_factory=dict)


def choose(rows: Rows, kind: str, region: str, document: str) -> Chosen:
    """The conditions for the values that are not empty. Raises `QueryError` for one that is not known."""
    things, places = ["TRUE"], ["TRUE"]
    values: dict[str, str | int] = {}
    if kind:
        known = [PASSAGE, *(row[0] for row in rows("SELECT name FROM kinds", {}))]
        if kind not in known:
            raise QueryError(f"unknown kind {kind!r}", hint=nearest(kind, known))
        values["kind"] = kind
        things.append("things.kind = :kind")
        places.append("TRUE" if kind == PASSAGE else "FALSE")
    if region:
        values["region"] = _region(rows, region)
        things.append("things.id IN (SELECT thing FROM thing_regions WHERE region = :region)")
        places.append("texts.document IN (SELECT id FROM documents WHERE region = :region)")
    if document:
        values["document"] = _document(rows, document)
        things.append("things.id IN (SELECT thing FROM thing_documents WHERE document = :document)")
        places.append("texts.document = :document")
    return Chosen(" AND ".join(things), " AND ".join(places), values)


def _region(rows: Rows, name: str) -> int:
    found = rows("SELECT region FROM region_names WHERE folded = :name ORDER BY region", {"name": fold(name)})
    if not found:
        known = (row[0] for row in rows("SELECT label FROM regions", {}))
        raise QueryError(f"unknown region {name!r}", hint=nearest(name, known))
    return int(found[0][0])


def _document(rows: Rows, name: str) -> int:
    sql = "SELECT id FROM documents WHERE name = :name OR folded = :folded ORDER BY name <> :name, id"
    found = rows(sql, {"name": name, "folded": fold(name)})
    if not found:
        known = (row[0] for row in rows("SELECT name FROM documents", {}))
        raise QueryError(f"unknown document {name!r}", hint=nearest(name, known))
    return int(found[0][0])


def facets(rows: Iterable[tuple[Any, ...]]) -> tuple[Facet, ...]:
    """Rows of value, label and count, the most frequent first."""
    return tuple(sorted((Facet(*row) for row in rows), key=lambda facet: (-facet.count, facet.value)))


def joined(first: Iterable[Facet], second: Iterable[Facet]) -> tuple[Facet, ...]:
    """Counts of two sorts of results added up."""
    counts: dict[tuple[str, str], int] = {}
    for facet in (*first, *second):
        counts[facet.value, facet.label] = counts.get((facet.value, facet.label), 0) + facet.count
    return facets((value, label, count) for (value, label), count in counts.items())
