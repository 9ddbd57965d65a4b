"""Table rows → statements and targets with the row as their evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from plangraph.linking.context import Context
from plangraph.linking.identity import entity, region_entity
from plangraph.linking.proof import row_evidence
from plangraph.linking.resolve import Argument, Mode
from plangraph.model import (
    Document,
    Entity,
    Evidence,
    RelationType,
    RowProject,
    RowTarget,
    Span,
    Statement,
    Strength,
    Table,
    Target,
    spans_text,
)
from plangraph.schema import Schema
from plangraph.terms import mint
from plangraph.text import squeeze

#: What a project table says it says in so many words.
CONFIDENCE = 0.95
_CONTENTS = "table-contents"


@dataclass(frozen=True, slots=True)
class _Said:
    """One relation that a row states."""

    relation: RelationType | Literal["includes"]
    subject: Argument
    object: Argument
    rule: str
    confidence: float = CONFIDENCE
    strength: Strength | None = "must"


def project_statements(
    document: Document, table: Table, project: RowProject, context: Context, schema: Schema
) -> list[tuple[Statement, Evidence, list[Entity]]]:
    """What a row says: `@doc undertakes` the package and the projects in its contents, which it `includes`.

    It `serves_industry` where the row, or its group, names an industry.
    """
    region = Argument(region_entity(context.region, context), "@doc", ())
    kind = "ProjectPackage" if project.package else "PROJECT"
    plain = replace(entity(project.name, "PROJECT", context), type=kind)
    named = Argument(plain, project.name, project.row.name_spans)
    said = [_Said("undertakes", region, named, project.rule)]
    if project.industry and project.industry_spans:
        name = project.industry
        industry = Argument(entity(name, "INDUSTRY", context), name, project.industry_spans)
        said.append(_Said("serves_industry", named, industry, project.rule))
    for part in project.parts:
        inner = Argument(entity(part.name, part.type, context), part.name, part.spans)
        if inner.entity.iri != plain.iri:
            said.append(_Said("includes", named, inner, _CONTENTS, part.confidence))
            said.append(_Said("undertakes", region, inner, _CONTENTS, part.confidence, part.strength))
    found = []
    for item in said:
        evidence = row_evidence(document, table, project.row, _outside(item.object.spans, project.row.spans))
        statement = _statement(document, item, evidence, context, schema)
        found.append((statement, evidence, [item.subject.entity, item.object.entity]))
    return found


def _outside(spans: tuple[Span, ...], row: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans that do not lie in the row: a group's name above it."""
    return tuple(
        span for span in spans if not any(part.start <= span.start and span.end <= part.end for part in row)
    )


def _statement(document: Document, said: _Said, evidence: Evidence, context: Context, schema: Schema) -> Statement:
    mode: Mode = "asserted" if context.is_plan else "reported"
    planned = said.relation in {"undertakes", "includes"}
    return Statement(
        iri=mint("statement", document.info.id, said.relation, said.subject.key, said.object.key),
        subject=said.subject.entity.iri,
        predicate=schema.property_of(said.relation),
        object=said.object.entity.iri,
        document=document.info.id,
        plan=context.plan,
        mode=mode,
        status="planned" if planned else None,
        role=None,
        priority="",
        strength=said.strength if said.relation == "undertakes" else None,
        confidence=said.confidence,
        rule=said.rule,
        subject_surface=said.subject.surface,
        object_surface=said.object.surface,
        subject_spans=said.subject.spans,
        object_spans=said.object.spans,
        evidence=evidence.iri,
        region=context.region,
    )


def row_target(
    document: Document, table: Table, value: RowTarget, context: Context
) -> tuple[Target, Evidence, list[Entity]]:
    """The target node of one table cell."""
    money = not value.row.attribute and table.kind == "projects"
    head = _column_head(document, table, value) if money else ()
    evidence = row_evidence(document, table, value.row, head)
    indicator = entity(value.indicator, "INDICATOR", context)
    subject = (
        entity(value.subject, value.subject_type, context)
        if value.subject_type is not None
        else region_entity(context.region, context)
    )
    name_spans = head if money else value.row.name_spans
    value_spans = value.value_spans or value.row.spans
    key = spans_text(name_spans) or value.indicator
    target = Target(
        iri=mint("target", document.info.id, key, spans_text(value_spans), value.measure, str(value.year or "")),
        indicator=indicator.iri,
        subject=subject.iri,
        value=value.value,
        value_text=value.value_text,
        unit=value.unit,
        comparator=value.comparator,
        measure=value.measure,
        year=value.year,
        base_year=value.base_year,
        period=value.period,
        status=value.status,
        state=value.state,
        binding=value.binding,
        document=document.info.id,
        plan=context.plan,
        mode="asserted" if context.is_plan else "reported",
        confidence=CONFIDENCE,
        rule=value.rule,
        indicator_surface=value.indicator,
        subject_surface=value.subject,
        indicator_spans=name_spans,
        value_spans=value_spans,
        evidence=evidence.iri,
        region=context.region,
    )
    return target, evidence, [indicator, subject]


def _column_head(document: Document, table: Table, value: RowTarget) -> tuple[Span, ...]:
    """Where the table's head names the column, above the row, its words maybe broken over lines."""
    start, end = table.spans[0].start, value.row.spans[0].start
    words = r"\s*".join(map(re.escape, squeeze(value.indicator)))
    match = re.compile(words).search(document.text, start, end)
    if match is None:
        return ()
    lines = re.finditer(r"\S(?:[^\S\r\n\t\f]*\S)*", match[0])
    return tuple(Span(match.start() + line.start(), match.start() + line.end()) for line in lines)
