"""Annotations → LinkedDocument: entities with identity, statements and targets with evidence.

link(document, annotations, tables, context, schema) ─► LinkedDocument
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plangraph.linking.context import Context, plan_register, region_chain
from plangraph.linking.curation import Decision, Undone, checked, decide, read_decisions, write_decision
from plangraph.linking.identity import KINDS, entity
from plangraph.linking.merging import merge_names, settle
from plangraph.linking.resolve import PassageLinker, government_entity, plan_entity, with_full_names
from plangraph.linking.rules import LinkingRules, load_rules
from plangraph.linking.tables import project_statements, row_target
from plangraph.model import (
    Annotation,
    Document,
    Entity,
    Evidence,
    LinkedDocument,
    Passage,
    Statement,
    TableAnnotation,
    Target,
)
from plangraph.schema import Schema

__all__ = [
    "KINDS",
    "Context",
    "Decision",
    "LinkingRules",
    "Undone",
    "checked",
    "decide",
    "entity",
    "link",
    "load_rules",
    "merge_names",
    "plan_register",
    "read_decisions",
    "region_chain",
    "settle",
    "write_decision",
]


@dataclass
class _Collected:
    """What linking one document gathers, each thing once, in order of appearance."""

    entities: dict[str, Entity] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    mentions: list[tuple[str, str, int, int]] = field(default_factory=list)

    def name(self, entities: Iterable[Entity]) -> None:
        """Keep the entities that are new."""
        for item in entities:
            self.entities.setdefault(item.iri, item)

    def state(self, statement: Statement, evidence: Evidence) -> None:
        """Keep a statement; of two with the same words the surer one."""
        known = self.statements.get(statement.iri)
        if known is None or statement.confidence > known.confidence:
            self.statements[statement.iri] = statement
            self.evidence.setdefault(evidence.iri, evidence)

    def aim(self, target: Target, evidence: Evidence) -> None:
        """Keep a target that is new."""
        if target.iri not in self.targets:
            self.targets[target.iri] = target
            self.evidence.setdefault(evidence.iri, evidence)


def link(
    document: Document,
    annotations: Iterable[tuple[Passage, Annotation]],
    tables: Iterable[TableAnnotation],
    context: Context,
    schema: Schema,
) -> LinkedDocument:
    """All that one document contributes to the graph, before the gate."""
    collected = _Collected()
    issuers = [entity(name, "BODY", context) for name in document.info.issuers]
    approver = [entity(document.info.approver, "BODY", context)] if document.info.approver else []
    collected.name([plan_entity(context), government_entity(context), *issuers, *approver])
    for passage, annotation in annotations:
        _link_passage(PassageLinker(document, passage, annotation, context, schema), collected)
    for table in tables:
        _link_table(document, table, context, schema, collected)
    used = {item.evidence for item in collected.statements.values()}
    used |= {item.evidence for item in collected.targets.values()}
    entities = with_full_names(list(collected.entities.values()))
    return LinkedDocument(
        document=document,
        plan=context.plan,
        issuers=tuple(item.iri for item in issuers),
        approver=approver[0].iri if approver else "",
        entities=tuple(sorted(entities)),
        statements=tuple(collected.statements.values()),
        targets=tuple(collected.targets.values()),
        evidence=tuple(item for item in collected.evidence.values() if item.iri in used),
        mentions=tuple(collected.mentions),
    )


def _link_passage(linker: PassageLinker, collected: _Collected) -> None:
    for mention in linker.annotation.mentions:
        argument = linker.mentioned(mention)
        collected.name([argument.entity])
        collected.mentions.append((linker.passage.id, argument.entity.iri, mention.start, mention.end))
    for relation in linker.annotation.relations:
        statement, evidence, sides = linker.statement(relation)
        collected.name(sides)
        collected.state(statement, evidence)
    for value in linker.annotation.targets:
        target, evidence, sides = linker.target(value)
        collected.name(sides)
        collected.aim(target, evidence)


def _link_table(
    document: Document, found: TableAnnotation, context: Context, schema: Schema, collected: _Collected
) -> None:
    for project in found.projects:
        for statement, evidence, named in project_statements(document, found.table, project, context, schema):
            collected.name(named)
            collected.state(statement, evidence)
    for value in found.targets:
        target, evidence, named = row_target(document, found.table, value, context)
        collected.name(named)
        collected.aim(target, evidence)
