"""Findings of comparison as they stand in a graph, and as people and programs read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import cast

from plangraph.comparison.figures import with_unit
from plangraph.comparison.wording import Kind, Severity, load_wordings
from plangraph.model import Finding, FindingValue
from plangraph.store import Store


def kinds() -> Mapping[str, Kind]:
    """The kinds of findings that comparison makes, in the order in which they are shown."""
    return load_wordings().kinds


def read_findings(store: Store) -> list[tuple[Finding, str]]:
    """The findings of comparison in a graph, each with the label of what it is about, the gravest first."""
    wordings = load_wordings()
    values = _values(store)
    found: list[tuple[Finding, str]] = []
    for row in store.select(_FINDINGS):
        if row["kind"] not in wordings.kinds:
            continue
        members = values.get(row["finding"], [])
        first = members[0] if members else None
        finding = Finding(
            kind=row["kind"],
            severity=cast(Severity, row["severity"]),
            subject=row["subject"],
            message_zh=row["zh"],
            message_en=row["en"],
            document=first.document if first else "",
            place=first.section if first else "",
            quotes=tuple(dict.fromkeys(value.quote for value in members)),
            region=row.get("region", ""),
            year=int(row["year"]) if "year" in row else None,
            values=tuple(members),
        )
        found.append((finding, f"{row.get('regionName', '')} {row.get('name', '')}".strip()))
    return sorted(
        found,
        key=lambda pair: (wordings.order(pair[0].kind), pair[0].region, pair[0].subject, pair[0].year or 0),
    )


def finding_record(finding: Finding, label: str) -> dict[str, object]:
    """A finding as an object: kind, severity, subject, year and values, and the messages."""
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "subject": label or finding.subject,
        "year": finding.year,
        "values": [
            {
                "value": value.value,
                "unit": value.unit,
                "document": value.document,
                "title": value.title,
                "quote": value.quote,
                "section": value.section,
                "sources": list(value.sources),
            }
            for value in finding.values
        ],
        "subject_iri": finding.subject,
        "region_iri": finding.region,
        "message_zh": finding.message_zh,
        "message_en": finding.message_en,
    }


def _values(store: Store) -> dict[str, list[FindingValue]]:
    """The values of each finding; statements of one sentence are one value, a list."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in store.select(_VALUES):
        groups[row["finding"], row["proof"] if row["listed"] == "true" else row["source"]].append(row)
    found: dict[str, list[FindingValue]] = defaultdict(list)
    for (finding, _key), rows in groups.items():
        first = rows[0]
        ordered = sorted(rows, key=lambda row: row["quote"].find(row["value"]))
        unit = first.get("unit", "")
        found[finding].append(
            FindingValue(
                sources=tuple(row["source"] for row in ordered),
                value="、".join(dict.fromkeys(with_unit(row["value"], unit) for row in ordered)),
                unit=unit,
                document=first["document"],
                title=first["title"],
                section=first.get("section", ""),
                quote=first["quote"],
            )
        )
    return found


_FINDINGS = """
SELECT ?finding ?kind ?severity ?subject ?name ?region ?regionName ?year ?zh ?en WHERE {
  ?finding a pg:Finding ; pg:findingKind ?kind ; pg:severity ?severity ; pg:findingSubject ?subject ;
    pg:message ?zh, ?en ; pg:findingRegion ?region . FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  OPTIONAL { ?finding pg:findingYear ?year }
  OPTIONAL { ?subject rdfs:label|skos:prefLabel ?name FILTER(LANG(?name) = "zh") }
  OPTIONAL { ?region rdfs:label|skos:prefLabel ?regionName FILTER(LANG(?regionName) = "zh") }
}"""

_VALUES = """
SELECT ?finding ?source ?listed ?value ?unit ?document ?title ?proof ?section ?quote WHERE {
  ?finding pg:compares ?source .
  ?source pg:foundIn ?d ; pg:evidence ?proof .
  BIND(EXISTS { ?source a pg:Statement } AS ?listed)
  ?source pg:valueText|pg:objectSurface ?value .
  ?d dcterms:identifier ?document ; dcterms:title ?title .
  ?proof oa:exact ?quote ; oa:start ?start .
  OPTIONAL { ?source pg:unitText ?unit } OPTIONAL { ?proof pg:sectionPath ?section }
} ORDER BY ?finding ?document ?start ?source"""
