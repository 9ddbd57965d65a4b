"""Relation → Statement: what @doc, @head and @para stand for, by the slot in which they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plangraph.linking.context import Context
from plangraph.linking.identity import entity, region_entity
from plangraph.linking.proof import carried_from_heading, sentence_evidence
from plangraph.model import (
    Annotation,
    Document,
    Entity,
    EntityType,
    Evidence,
    Mention,
    Passage,
    Relation,
    Span,
    Statement,
    Target,
    TargetValue,
    cut,
    spans_text,
)
from plangraph.schema import Schema
from plangraph.terms import mint

Mode = Literal["asserted", "reported"]
Slot = Literal["head", "tail"]


@dataclass(frozen=True, slots=True)
class Argument:
    """One side of a relation: the entity, the words that name it, and where these stand."""

    entity: Entity
    surface: str
    spans: tuple[Span, ...]  # empty for @doc and @para

    @property
    def key(self) -> str:
        """What tells this argument apart in the IRI of a statement."""
        return spans_text(self.spans) or self.surface


@dataclass(frozen=True, slots=True)
class PassageLinker:
    """Links what was found in one passage."""

    document: Document
    passage: Passage
    annotation: Annotation
    context: Context
    schema: Schema

    def statement(self, relation: Relation) -> tuple[Statement, Evidence, tuple[Entity, ...]]:
        """The statement that a relation makes, its evidence, and the entities of its two sides."""
        subject = self._argument(relation.head, "head", relation)
        obj = self._argument(relation.tail, "tail", relation)
        evidence = self._evidence(relation.sentence, (subject, obj))
        mode, plan, region = self._commitment(subject.entity)
        statement = Statement(
            iri=mint("statement", self.document.info.id, relation.type, subject.key, obj.key),
            subject=subject.entity.iri,
            predicate=self.schema.property_of(relation.type),
            object=obj.entity.iri,
            document=self.document.info.id,
            plan=plan,
            mode=mode,
            status=relation.status,
            role=relation.role,
            priority=relation.priority,
            strength=relation.strength,
            confidence=relation.confidence,
            rule=relation.rule,
            subject_surface=subject.surface,
            object_surface=obj.surface,
            subject_spans=subject.spans,
            object_spans=obj.spans,
            evidence=evidence.iri,
            region=region,
        )
        return statement, evidence, (subject.entity, obj.entity)

    def target(self, value: TargetValue) -> tuple[Target, Evidence, tuple[Entity, ...]]:
        """The target node of one value, its evidence, and the entities of indicator and subject."""
        indicator = self._mentioned(value.indicator)
        subject = self._subject(value)
        start = self.annotation.unit.text.find(value.value, value.sentence[0], value.sentence[1] or None)
        spans = cut(self.passage.spans, start, start + len(value.value)) if start >= 0 else ()
        evidence = self._evidence(value.sentence, (indicator, subject))
        mode, plan, region = self._commitment(subject.entity)
        target = Target(
            iri=mint("target", self.document.info.id, indicator.key, spans_text(spans), value.measure),
            indicator=indicator.entity.iri,
            subject=subject.entity.iri,
            value=value.value,
            value_text=value.value + value.unit,
            unit=value.unit,
            comparator=value.comparator,
            measure=value.measure,
            year=value.year,
            base_year=None,
            period="",
            status=value.status,
            state="stated",
            binding=None,
            document=self.document.info.id,
            plan=plan,
            mode=mode,
            confidence=value.confidence,
            rule=value.rule,
            indicator_surface=indicator.surface,
            subject_surface=subject.surface,
            indicator_spans=indicator.spans,
            value_spans=spans,
            evidence=evidence.iri,
            region=region,
        )
        return target, evidence, (indicator.entity, subject.entity)

    def mentioned(self, mention: Mention) -> Argument:
        """The argument that a mention of this passage makes."""
        spans = cut(self.passage.spans, mention.start, mention.end)
        return Argument(entity(mention.text, mention.type, self.context), mention.text, spans)

    def _mentioned(self, key: str) -> Argument:
        return self.mentioned(next(item for item in self.annotation.mentions if item.key == key))

    def _argument(self, key: str, slot: Slot, relation: Relation) -> Argument:
        if key == "@doc":
            return Argument(self._document_side(slot, relation), key, ())
        if key == "@para":
            return Argument(self._task(), key, ())
        if key == "@head":
            return self._heading_side(relation.head_name, relation.head_type, slot, relation)
        return self._mentioned(key)

    def _subject(self, value: TargetValue) -> Argument:
        if value.subject == "@head" and value.subject_name:
            return self._head_argument(value.subject_name, value.subject_type or "REGION")
        if value.subject.startswith("@"):
            return Argument(region_entity(self.context.region, self.context), "@doc", ())
        return self._mentioned(value.subject)

    def _document_side(self, slot: Slot, relation: Relation) -> Entity:
        if relation.type == "based_on" or (relation.type == "responsible_for" and slot == "tail"):
            return plan_entity(self.context)
        if relation.type == "responsible_for":
            return government_entity(self.context)
        return region_entity(self.context.region, self.context)

    def _heading_side(self, name: str, kind: EntityType | None, slot: Slot, relation: Relation) -> Argument:
        if name and kind is not None:
            return self._head_argument(name, kind)
        return Argument(self._document_side(slot, relation), "@doc", ())

    def _head_argument(self, name: str, kind: EntityType) -> Argument:
        at = self.passage.text.find(name)
        if at >= 0:
            return Argument(entity(name, kind, self.context), name, cut(self.passage.spans, at, at + len(name)))
        return Argument(
            entity(name, kind, self.context), name, carried_from_heading(self.document, self.passage, name)
        )

    def _task(self) -> Entity:
        spans = spans_text(self.passage.spans)
        iri = mint("task", self.document.info.id, spans)
        label = self.passage.text.strip()
        for stop in "。；;！":
            label = label.split(stop)[0]
        name = label if len(label) <= 60 else label[:59] + "…"
        return Entity(iri=iri, type="@para", name=name, scope=self.document.info.id, denotes=iri, reason="")

    def _evidence(self, sentence: tuple[int, int], arguments: tuple[Argument, ...]) -> Evidence:
        plain = sentence_evidence(self.document, self.passage, sentence, ())
        carried = tuple(
            span
            for argument in arguments
            for span in argument.spans
            if not any(inside.start <= span.start and span.end <= inside.end for inside in plain.spans)
        )
        if not carried:
            return plain
        return sentence_evidence(self.document, self.passage, sentence, tuple(sorted(set(carried))))

    def _commitment(self, subject: Entity) -> tuple[Mode, str, str]:
        """Mode, plan and region: none of the latter where the text speaks of a region outside its own."""
        foreign = subject.type == "REGION" and not _inside(subject, self.context)
        if foreign:
            return "reported", "", ""
        return ("asserted" if self.context.is_plan else "reported"), self.context.plan, self.context.region


def _inside(region: Entity, context: Context) -> bool:
    """Whether a region is the document's own or lies in it (one without a code is taken to lie in it)."""
    return context.region in {region.denotes, region.region} or context.lies_in(region.denotes, context.region)


def plan_entity(context: Context) -> Entity:
    """The plan that the document is, or is about."""
    iri = context.plan
    title = context.info.title
    if context.info.about:
        title = context.titles[iri]
    return Entity(
        iri=iri, type="PLAN", name=title, scope=context.info.region, denotes=iri, reason="", region=context.region
    )


def government_entity(context: Context) -> Entity:
    """The body that issues the document, or the people's government of its region when none is known."""
    governments = [name for name in context.info.issuers if name.endswith("政府")]
    known = [*governments, *reversed(context.info.issuers)]
    return entity(known[0] if known else context.label(context.region) + "人民政府", "BODY", context)


def with_full_names(found: list[Entity]) -> list[Entity]:
    """The entities and the bodies that they denote, so that every IRI of ours has a name of its own."""
    known = {item.iri for item in found}
    bodies: dict[str, Entity] = {}
    for item in found:
        full = [(item.denotes, item.full_name)] if item.full_name else []
        for iri, name in (*full, *item.members):
            if iri not in known:
                bodies.setdefault(iri, _body(item, iri, name))
    return [*found, *bodies.values()]


def _body(item: Entity, iri: str, name: str) -> Entity:
    """The body of this full name, for a name that denotes it or holds it."""
    return Entity(
        iri=iri,
        type="BODY",
        name=name,
        scope=item.region.rsplit("/", 1)[-1],
        denotes=iri,
        reason="",
        region=item.region,
    )
