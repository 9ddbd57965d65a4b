"""What a build writes beside the store: sorted files that can be diffed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from plangraph.linking import Undone
from plangraph.model import Document, Evidence, Gap, LinkedDocument, Refusal, Statement, Target, quote, spans_text
from plangraph.terms import shorten
from plangraph.text import one_line

_Said = TypeVar("_Said", Statement, Target)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why."""

    id: str
    error: str


def write_json_lines(path: Path, records: Iterable[dict[str, object]]) -> None:
    """One object a line, keys in the order given, in UTF-8."""
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8")


def statement_records(documents: Iterable[LinkedDocument]) -> list[dict[str, object]]:
    """Every statement with its words and its evidence, sorted by document and place."""
    return [record for linked in documents for record in _records(linked, linked.statements, _statement_record)]


def target_records(documents: Iterable[LinkedDocument]) -> list[dict[str, object]]:
    """Every target value with its words and its evidence, sorted by document and place."""
    return [record for linked in documents for record in _records(linked, linked.targets, _target_record)]


def _records(
    linked: LinkedDocument, items: Iterable[_Said], describe: Callable[[_Said, dict[str, str]], dict[str, object]]
) -> Iterator[dict[str, object]]:
    names = {item.iri: item.name for item in linked.entities}
    proofs = {item.iri: item for item in linked.evidence}
    for item in sorted(items, key=lambda item: (proofs[item.evidence].spans, item.iri)):
        yield describe(item, names) | _proof(linked, proofs[item.evidence])


def refusal_records(documents: Iterable[LinkedDocument]) -> list[dict[str, object]]:
    """Every refused statement with its reason, in reading order."""
    refusals: list[Refusal] = [item for linked in documents for item in linked.refusals]
    return [asdict(item) | {"predicate": shorten(item.predicate)} for item in refusals]


def report(
    documents: Iterable[LinkedDocument], failed: Iterable[Failure], undone: Iterable[Undone]
) -> dict[str, object]:
    """Counts for each document: what was read, found, refused and left out; what could not be read or decided."""
    linked = list(documents)
    return {
        "documents": [_document_report(item) for item in linked],
        "statements": sum(len(item.statements) for item in linked),
        "targets": sum(len(item.targets) for item in linked),
        "refusals": sum(len(item.refusals) for item in linked),
        "failed": [asdict(item) for item in failed],
        "decisions_not_carried_out": [asdict(item) for item in undone],
    }


def _document_report(linked: LinkedDocument) -> dict[str, object]:
    document = linked.document
    left_out = Counter[str]()
    for reason, span in document.left_out:
        left_out[reason] += span.end - span.start
    return {
        "id": document.info.id,
        "title": document.info.title,
        "format": document.format,
        "encoding": document.encoding,
        "sha256": document.sha256,
        "characters": len(document.text),
        "sections": len(document.sections),
        "passages": len(document.passages),
        "tables": {table.id: {"title": table.title, "rows": len(table.rows)} for table in document.tables},
        "left_out_characters": dict(sorted(left_out.items())),
        "gaps": [_gap_report(document, gap) for gap in document.gaps],
        "mentions": len(linked.mentions),
        "entities": _counts(item.type for item in linked.entities),
        "statements": _counts(shorten(item.predicate) for item in linked.statements),
        "statuses": _counts(item.status or "none" for item in linked.statements),
        "targets": _counts(item.state for item in linked.targets),
        "refusals": _counts(item.reason for item in linked.refusals),
        "not_linked": sorted(item.name for item in linked.entities if item.match == "candidate"),
    }


def _gap_report(document: Document, gap: Gap) -> dict[str, object]:
    """A table that could not be read: why, where, and how it begins."""
    reference = document.reference(gap.spans[0].start)
    place: dict[str, object] = {reference.kind: reference.number} if reference else {}
    beginning = one_line(quote(document.text, gap.spans))[:80]
    return {"reason": gap.reason, "spans": spans_text(gap.spans), **place, "text": beginning}


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _proof(linked: LinkedDocument, proof: Evidence) -> dict[str, object]:
    """Where the words stand; `carried` are the words elsewhere that an argument was taken from."""
    return {
        "section": " › ".join(proof.path),
        "spans": spans_text(proof.spans),
        "quote": proof.quote,
        "carried_spans": spans_text(proof.carried),
        "carried": quote(linked.document.text, proof.carried),
    }


def _statement_record(item: Statement, names: dict[str, str]) -> dict[str, object]:
    return {
        "id": shorten(item.iri),
        "document": item.document,
        "subject": names[item.subject],
        "predicate": shorten(item.predicate),
        "object": names[item.object],
        "subject_surface": item.subject_surface,
        "object_surface": item.object_surface,
        "mode": item.mode,
        "status": item.status,
        "role": item.role,
        "priority": item.priority,
        "strength": item.strength,
        "confidence": round(item.confidence, 2),
        "rule": item.rule,
    }


def _target_record(item: Target, names: dict[str, str]) -> dict[str, object]:
    return {
        "id": shorten(item.iri),
        "document": item.document,
        "indicator": names[item.indicator],
        "subject": names[item.subject],
        "value": item.value,
        "value_text": item.value_text,
        "unit": item.unit,
        "comparator": item.comparator,
        "measure": item.measure,
        "year": item.year,
        "base_year": item.base_year,
        "status": item.status,
        "state": item.state,
        "binding": item.binding,
        "mode": item.mode,
        "confidence": round(item.confidence, 2),
        "rule": item.rule,
    }
