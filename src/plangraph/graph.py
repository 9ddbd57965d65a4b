"""LinkedDocument → quads, through the gate. The terms are those of docs/explanation/graph-model.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from plangraph.model import (
    Entity,
    Evidence,
    Finding,
    LinkedDocument,
    Passage,
    Reference,
    Refusal,
    Section,
    Statement,
    Table,
    Target,
    spans_text,
)
from plangraph.schema import Schema
from plangraph.terms import (
    COMMITMENTS,
    DCTERMS,
    ENTITIES,
    FINDINGS,
    ID,
    IDENTITY,
    OA,
    PG,
    RDF,
    RDFS,
    SKOS,
    Literal,
    Quad,
    decimal,
    document_graph,
    integer,
    mint,
    named,
    year,
    zh,
)

TYPE = RDF + "type"
LABEL = RDFS + "label"

_MODES = {"asserted": "Asserted", "reported": "Reported"}
_MEDIA_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_STATUSES = {"planned": "Planned", "past": "Past"}
_COMPARATORS = {
    "eq": "Equal",
    "ge": "AtLeast",
    "gt": "MoreThan",
    "le": "AtMost",
    "lt": "LessThan",
    "approx": "About",
}
_TARGET_STATUSES = {"target": "TargetFigure", "actual": "ActualFigure"}
_TARGET_STATES = {
    "stated": "Stated",
    "left_to_higher_level": "LeftToHigherLevel",
    "not_found": "NotFound",
}
_BINDINGS = {"binding": "Binding", "expected": "ExpectedFigure"}


@dataclass(frozen=True, slots=True)
class Codes:
    """Words of the texts → IRIs of the vocabularies."""

    units: Mapping[str, str]
    priorities: Mapping[str, str]
    plan_classes: Mapping[str, str]  # kind code of the manifest → class of the plan
    about_properties: Mapping[str, str]  # kind code → how a text of this kind is about its plan; may be empty
    concepts: frozenset[str]  # IRIs that the vocabularies describe


# ── the gate ────────────────────────────────────────────────────────────────────────────────────────────


def gate(linked: LinkedDocument, schema: Schema) -> LinkedDocument:
    """The same document without the statements that the ontology does not allow; these become refusals."""
    types = {item.iri: item.type for item in linked.entities}
    proofs = {item.iri: item for item in linked.evidence}
    kept: list[Statement] = []
    refusals: list[Refusal] = list(linked.refusals)
    for statement in linked.statements:
        reason = _refuse(statement, types, proofs, schema)
        if reason is None:
            kept.append(statement)
        else:
            refusals.append(_refusal(statement, proofs, reason))
    return replace(linked, statements=tuple(kept), refusals=tuple(refusals))


def _refuse(
    statement: Statement, types: Mapping[str, str], proofs: Mapping[str, Evidence], schema: Schema
) -> str | None:
    if statement.evidence not in proofs or not proofs[statement.evidence].quote:
        return "no evidence"
    if statement.subject == statement.object:
        return "subject and object are the same entity"
    subject, obj = types.get(statement.subject), types.get(statement.object)
    if subject is None or obj is None:
        return "an argument has no type"
    return schema.refuse(statement.predicate, schema.class_of(subject), schema.class_of(obj))


def _refusal(statement: Statement, proofs: Mapping[str, Evidence], reason: str) -> Refusal:
    proof = proofs.get(statement.evidence)
    return Refusal(
        document=statement.document,
        passage=proof.passage if proof else "",
        subject=statement.subject_surface,
        predicate=statement.predicate,
        object=statement.object_surface,
        reason=reason,
        quote=proof.quote if proof else "",
    )


# ── quads ───────────────────────────────────────────────────────────────────────────────────────────────


def quads(linked: LinkedDocument, schema: Schema, codes: Codes) -> Iterator[Quad]:
    """Everything that one document contributes, in no particular order."""
    yield from _document(linked, codes)
    document = linked.document
    graph = document_graph(document.info.id)
    for iri, start in _placed(linked):
        yield from _reference(iri, document.reference(start), graph)
    for order, section in enumerate(document.sections, start=1):
        yield from _section(section, order, document.info.id, graph)
    for order, passage in enumerate(document.passages, start=1):
        yield from _passage(passage, order, document.info.id, graph)
    for table in document.tables:
        yield from _table(table, document.info.id, graph)
    for item in linked.evidence:
        yield from _evidence(item, {table.id for table in document.tables}, graph)
    for statement in linked.statements:
        yield from _statement(statement, codes, graph)
    for target in linked.targets:
        yield from _target(target, codes, graph)
    for passage_id, iri, start, end in linked.mentions:
        yield from _mention(document.info.id, passage_id, iri, start, end, graph)
    for item_ in linked.entities:
        yield from _entity(item_, schema, codes)


def _placed(linked: LinkedDocument) -> Iterator[tuple[str, int]]:
    """What has a place in the original of a document, and where in the archived text it begins."""
    document = linked.document
    for section in document.sections:
        yield named("section", f"{document.info.id}/{section.id}"), section.spans[0].start
    for passage in document.passages:
        yield named("passage", f"{document.info.id}/{passage.id}"), passage.spans[0].start
    for table in document.tables:
        yield named("table", f"{document.info.id}/{table.id}"), table.spans[0].start
    for item in linked.evidence:
        yield item.iri, item.spans[0].start


def _reference(iri: str, reference: Reference | None, graph: str) -> Iterator[Quad]:
    if reference is not None:
        yield Quad(iri, PG + reference.kind, integer(reference.number), graph)


def _document(linked: LinkedDocument, codes: Codes) -> Iterator[Quad]:
    info = linked.document.info
    iri, graph = named("document", info.id), document_graph(info.id)
    yield Quad(iri, TYPE, PG + "Document", graph)
    yield Quad(iri, DCTERMS + "title", zh(info.title), graph)
    yield Quad(iri, DCTERMS + "identifier", Literal(info.id), graph)
    yield Quad(iri, PG + "documentKind", named("plan-kind", info.kind), graph)
    yield Quad(iri, PG + "region", named("region", info.region), graph)
    yield Quad(iri, PG + "about" if info.about else PG + "expresses", linked.plan, graph)
    if info.about and codes.about_properties.get(info.kind):
        yield Quad(iri, codes.about_properties[info.kind], linked.plan, graph)
    for issuer in linked.issuers:
        yield Quad(iri, PG + "issuedBy", issuer, graph)
    yield Quad(iri, PG + "sha256", Literal(linked.document.sha256), graph)
    yield Quad(iri, PG + "fileSha256", Literal(info.sha256), graph)
    yield Quad(iri, DCTERMS + "format", Literal(_MEDIA_TYPES[linked.document.format]), graph)
    yield Quad(iri, DCTERMS + "source", zh(info.source), graph)
    optional = ((DCTERMS + "issued", info.date), (PG + "documentNumber", info.number))
    for predicate, text in optional:
        if text:
            yield Quad(iri, predicate, Literal(text), graph)
    if linked.approver:
        yield Quad(iri, PG + "approvedBy", linked.approver, graph)
    periods = (("periodStart", info.period_start), ("periodEnd", info.period_end), ("outlook", info.outlook))
    for name, number in periods:
        if number is not None:
            yield Quad(iri, PG + name, year(number), graph)
    if not info.about:
        yield from _plan(linked, codes)


def _plan(linked: LinkedDocument, codes: Codes) -> Iterator[Quad]:
    """What only the plan's own text tells of it; its name and region stand in the graph of entities."""
    info, iri, graph = linked.document.info, linked.plan, document_graph(linked.document.info.id)
    yield Quad(iri, TYPE, codes.plan_classes.get(info.kind, PG + "Plan"), graph)
    if info.period_start is not None and info.period_end is not None:
        yield Quad(iri, PG + "periodStart", year(info.period_start), graph)
        yield Quad(iri, PG + "periodEnd", year(info.period_end), graph)


def _section(section: Section, order: int, document: str, graph: str) -> Iterator[Quad]:
    iri = named("section", f"{document}/{section.id}")
    yield Quad(iri, TYPE, PG + "Section", graph)
    yield Quad(iri, PG + "document", named("document", document), graph)
    yield Quad(iri, LABEL, zh(section.title), graph)
    yield Quad(iri, PG + "level", integer(section.level), graph)
    yield Quad(iri, PG + "order", integer(order), graph)
    yield Quad(iri, PG + "spans", Literal(spans_text(section.spans)), graph)
    if section.parent:
        yield Quad(iri, PG + "parentSection", named("section", f"{document}/{section.parent}"), graph)


def _passage(passage: Passage, order: int, document: str, graph: str) -> Iterator[Quad]:
    iri = named("passage", f"{document}/{passage.id}")
    yield Quad(iri, TYPE, PG + "Passage", graph)
    yield Quad(iri, PG + "document", named("document", document), graph)
    yield Quad(iri, PG + "order", integer(order), graph)
    yield Quad(iri, PG + "text", zh(passage.text), graph)
    yield Quad(iri, PG + "spans", Literal(spans_text(passage.spans)), graph)
    yield Quad(iri, PG + "passageKind", Literal(passage.kind), graph)
    if passage.section:
        yield Quad(iri, PG + "section", named("section", f"{document}/{passage.section}"), graph)


def _table(table: Table, document: str, graph: str) -> Iterator[Quad]:
    iri = named("table", f"{document}/{table.id}")
    yield Quad(iri, TYPE, PG + "Table", graph)
    yield Quad(iri, PG + "document", named("document", document), graph)
    yield Quad(iri, LABEL, zh(table.title or table.id), graph)
    yield Quad(iri, PG + "tableKind", Literal(table.kind), graph)
    yield Quad(iri, PG + "spans", Literal(spans_text(table.spans)), graph)
    if table.section:
        yield Quad(iri, PG + "section", named("section", f"{document}/{table.section}"), graph)


def _mention(document: str, passage: str, iri: str, start: int, end: int, graph: str) -> Iterator[Quad]:
    place = named("passage", f"{document}/{passage}")
    mention = named("mention", f"{document}/{passage}/{start}-{end}")
    yield Quad(mention, TYPE, PG + "Mention", graph)
    yield Quad(mention, PG + "passage", place, graph)
    yield Quad(mention, PG + "entity", iri, graph)
    yield Quad(mention, OA + "start", integer(start), graph)
    yield Quad(mention, OA + "end", integer(end), graph)


def _evidence(item: Evidence, tables: set[str], graph: str) -> Iterator[Quad]:
    yield Quad(item.iri, TYPE, PG + "Evidence", graph)
    yield Quad(item.iri, PG + "document", named("document", item.document), graph)
    kind = "table" if item.passage in tables else "passage"
    yield Quad(item.iri, PG + kind, named(kind, f"{item.document}/{item.passage}"), graph)
    if item.section:
        yield Quad(item.iri, PG + "section", named("section", f"{item.document}/{item.section}"), graph)
    yield Quad(item.iri, OA + "exact", zh(item.quote), graph)
    yield Quad(item.iri, PG + "spans", Literal(spans_text(item.spans)), graph)
    yield Quad(item.iri, OA + "start", integer(item.spans[0].start), graph)
    yield Quad(item.iri, OA + "end", integer(item.spans[-1].end), graph)
    if item.path:
        yield Quad(item.iri, PG + "sectionPath", zh(" › ".join(item.path)), graph)
    if item.carried:
        yield Quad(item.iri, PG + "carriedSpans", Literal(spans_text(item.carried)), graph)


def _statement(item: Statement, codes: Codes, graph: str) -> Iterator[Quad]:
    yield Quad(item.iri, TYPE, PG + "Statement", graph)
    yield Quad(item.iri, PG + "subject", item.subject, graph)
    yield Quad(item.iri, PG + "predicate", item.predicate, graph)
    yield Quad(item.iri, PG + "object", item.object, graph)
    yield from _provenance(item, graph)
    yield Quad(item.iri, PG + "objectSurface", zh(item.object_surface), graph)
    if item.object_spans:
        yield Quad(item.iri, PG + "objectSpans", Literal(spans_text(item.object_spans)), graph)
    if item.subject_spans:
        yield Quad(item.iri, PG + "subjectSpans", Literal(spans_text(item.subject_spans)), graph)
    if item.status:
        yield Quad(item.iri, PG + "status", PG + _STATUSES[item.status], graph)
    if item.role:
        yield Quad(item.iri, PG + "role", PG + item.role.capitalize(), graph)
    if item.strength:
        yield Quad(item.iri, PG + "strength", PG + item.strength.capitalize(), graph)
    if item.priority in codes.priorities:
        yield Quad(item.iri, PG + "priority", codes.priorities[item.priority], graph)
    if is_commitment(item):
        yield Quad(item.subject, item.predicate, item.object, COMMITMENTS)


def is_commitment(item: Statement) -> bool:
    """Whether a plain triple stands for this statement: asserted, and planned or without a time."""
    return item.mode == "asserted" and item.status != "past"


def _provenance(item: Statement | Target, graph: str) -> Iterator[Quad]:
    yield Quad(item.iri, PG + "foundIn", named("document", item.document), graph)
    yield Quad(item.iri, PG + "mode", PG + _MODES[item.mode], graph)
    yield Quad(item.iri, PG + "confidence", decimal(f"{item.confidence:.2f}"), graph)
    yield Quad(item.iri, PG + "rule", Literal(item.rule), graph)
    yield Quad(item.iri, PG + "subjectSurface", zh(item.subject_surface), graph)
    yield Quad(item.iri, PG + "evidence", item.evidence, graph)
    if item.plan:
        yield Quad(item.iri, PG + "ofPlan", item.plan, graph)
    if item.region:
        yield Quad(item.iri, PG + "ofRegion", item.region, graph)


def _target(item: Target, codes: Codes, graph: str) -> Iterator[Quad]:
    yield Quad(item.iri, TYPE, PG + "QuantitativeTarget", graph)
    yield Quad(item.iri, PG + "indicator", item.indicator, graph)
    yield Quad(item.iri, PG + "targetSubject", item.subject, graph)
    yield from _provenance(item, graph)
    yield Quad(item.iri, PG + "indicatorSurface", zh(item.indicator_surface), graph)
    if item.value_text:
        yield Quad(item.iri, PG + "valueText", zh(item.value_text), graph)
    yield Quad(item.iri, PG + "comparator", PG + _COMPARATORS[item.comparator], graph)
    yield Quad(item.iri, PG + "measure", PG + item.measure.capitalize(), graph)
    yield Quad(item.iri, PG + "targetStatus", PG + _TARGET_STATUSES[item.status], graph)
    yield Quad(item.iri, PG + "targetState", PG + _TARGET_STATES[item.state], graph)
    number = _number(item.value)
    if number is not None:
        yield Quad(item.iri, PG + "value", decimal(number), graph)
    if item.unit:
        yield Quad(item.iri, PG + "unitText", zh(item.unit), graph)
    if item.unit in codes.units:
        yield Quad(item.iri, PG + "unit", codes.units[item.unit], graph)
    if item.binding:
        yield Quad(item.iri, PG + "bindingness", PG + _BINDINGS[item.binding], graph)
    for name, number_ in (("year", item.year), ("baseYear", item.base_year)):
        if number_ is not None:
            yield Quad(item.iri, PG + name, year(number_), graph)
    if item.period:
        yield Quad(item.iri, PG + "period", Literal(item.period), graph)
    for name, spans in (("indicatorSpans", item.indicator_spans), ("valueSpans", item.value_spans)):
        if spans:
            yield Quad(item.iri, PG + name, Literal(spans_text(spans)), graph)


def _number(value: str | None) -> str | None:
    """The value as an `xsd:decimal`, None when it is none or more than one number (3-5)."""
    if value is None:
        return None
    plain = value.replace(",", "").replace("，", "")
    digits = plain.removeprefix("-").replace(".", "", 1)
    return plain if digits.isascii() and digits.isdigit() else None


def _entity(item: Entity, schema: Schema, codes: Codes) -> Iterator[Quad]:
    if item.iri not in codes.concepts:
        yield Quad(item.iri, TYPE, schema.class_of(item.type), ENTITIES)
        yield Quad(item.iri, LABEL, zh(item.name), ENTITIES)
        yield Quad(item.iri, PG + "scope", Literal(item.scope), ENTITIES)
        if item.region:
            yield Quad(item.iri, PG + "region", item.region, ENTITIES)
        for member, _name in item.members:
            yield Quad(item.iri, PG + "hasMember", member, ENTITIES)
    yield Quad(item.iri, PG + "denotes", item.denotes, IDENTITY)
    if item.match == "candidate":
        yield Quad(item.iri, PG + "candidateReason", zh(item.reason), IDENTITY)
    if item.match in {"self", "candidate"}:
        return
    target = item.broader or item.denotes
    link = mint("link", item.iri.removeprefix(ID), target.removeprefix(ID))
    if item.broader:
        yield Quad(item.iri, SKOS + "broader", item.broader, IDENTITY)
    yield Quad(link, TYPE, PG + "IdentityLink", IDENTITY)
    yield Quad(link, PG + "linkFrom", item.iri, IDENTITY)
    yield Quad(link, PG + "linkTo", target, IDENTITY)
    yield Quad(link, PG + "matchKind", Literal(item.match), IDENTITY)
    yield Quad(link, PG + "reason", zh(item.reason), IDENTITY)
    yield Quad(link, PG + "confidence", decimal(f"{item.confidence:.2f}"), IDENTITY)


def denoted_concepts(linked: Iterable[LinkedDocument], codes: Codes) -> Iterator[Quad]:
    """Concepts that entities denote, or lie under, denote themselves: so that every entity has one `denotes`."""
    for document in linked:
        for item in document.entities:
            for iri in (item.denotes, item.broader):
                if iri in codes.concepts:
                    yield Quad(iri, PG + "denotes", iri, IDENTITY)


def covering_concepts(
    linked: Iterable[LinkedDocument], ancestors: Callable[[str], tuple[str, ...]]
) -> Iterator[Quad]:
    """`pg:under`: from each name of an industry or indicator to every concept that it denotes or lies under."""
    for document in linked:
        for item in document.entities:
            concept = item.broader or item.denotes
            if item.type in _COVERED and concept != item.iri:
                for wider in (concept, *ancestors(concept)):
                    yield Quad(item.iri, PG + "under", wider, IDENTITY)


_COVERED = frozenset({"INDUSTRY", "FIELD", "INDICATOR"})


def finding_quads(findings: Iterable[Finding]) -> Iterator[Quad]:
    """What checks and comparison found, as nodes of the graph of findings."""
    for item in findings:
        iri = mint("finding", item.kind, item.subject.removeprefix(ID), item.message_zh)
        yield Quad(iri, TYPE, PG + "Finding", FINDINGS)
        yield Quad(iri, PG + "findingKind", Literal(item.kind), FINDINGS)
        yield Quad(iri, PG + "severity", Literal(item.severity), FINDINGS)
        yield Quad(iri, PG + "findingSubject", item.subject, FINDINGS)
        yield Quad(iri, PG + "message", zh(item.message_zh), FINDINGS)
        yield Quad(iri, PG + "message", Literal(item.message_en, language="en"), FINDINGS)
        for words in item.quotes:
            yield Quad(iri, OA + "exact", zh(words), FINDINGS)
        if item.region:
            yield Quad(iri, PG + "findingRegion", item.region, FINDINGS)
        if item.year is not None:
            yield Quad(iri, PG + "findingYear", year(item.year), FINDINGS)
        for value in item.values:
            for source in value.sources:
                yield Quad(iri, PG + "compares", source, FINDINGS)
