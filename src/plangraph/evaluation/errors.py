"""What was missed and what was found falsely, each with its sentence, rule and cause.

A pair that nearly agrees (another boundary, another type, another head) is one error, told once with both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from plangraph.evaluation.gold import Record
from plangraph.evaluation.scores import (
    match,
    named_relations,
    named_targets,
    same_name,
    same_relation,
    same_target,
)
from plangraph.text import sentences

Cause = Literal[
    "boundary",
    "type",
    "not found",
    "not in gold",
    "an end was not found",
    "an end is not in gold",
    "other head",
    "other tail",
    "other relation",
    "indicator",
    "value or unit",
    "attribute",
]
Layer = Literal["entity", "relation", "target"]


@dataclass(frozen=True, slots=True)
class Error:
    """One error: what gold says and what was found (either may be empty), where, by which rule, and why."""

    unit: str
    region: str
    layer: Layer
    type: str
    cause: Cause
    gold: str
    found: str
    rule: str
    sentence: str


def errors(pairs: Iterable[tuple[Record, Mapping[str, Any]]]) -> list[Error]:
    """The errors of all units, in their order; what is found carries `rule` where the extraction tells it."""
    return [error for gold, found in pairs for error in _unit(gold, found)]


def _unit(gold: Record, found: Mapping[str, Any]) -> Iterator[Error]:
    yield from _entities(gold, found)
    yield from _relations(gold, found)
    yield from _targets(gold, found)


# ── entities ────────────────────────────────────────────────────────────────────────────────────────────


def _entities(unit: Record, found: Mapping[str, Any]) -> Iterator[Error]:
    missed, false = _unmatched(unit["entities"], found["entities"], _same_entity)
    for cause, alike in (("boundary", _overlap), ("type", _same_place)):
        pairs = match(missed, false, alike)
        for gold, other in pairs:
            yield _entity(unit, cause, gold, other)
        missed, false = _without(missed, [g for g, _ in pairs]), _without(false, [f for _, f in pairs])
    yield from (_entity(unit, "not found", gold, None) for gold in missed)
    yield from (_entity(unit, "not in gold", None, other) for other in false)


def _entity(unit: Record, cause: Any, gold: Record | None, found: Record | None) -> Error:
    at = gold or found or {}
    return _error(
        unit,
        "entity",
        at["type"],
        cause,
        f"{gold['text']} ({gold['type']})" if gold else "",
        f"{found['text']} ({found['type']})" if found else "",
        (found or {}).get("rule", ""),
        _sentence(unit["text"], at["start"]),
    )


def _same_entity(a: Record, b: Record) -> bool:
    return (a["type"], a["start"], a["end"]) == (b["type"], b["start"], b["end"])


def _overlap(a: Record, b: Record) -> bool:
    return bool(a["type"] == b["type"] and a["start"] < b["end"] and b["start"] < a["end"])


def _same_place(a: Record, b: Record) -> bool:
    return (a["start"], a["end"]) == (b["start"], b["end"])


# ── relations ───────────────────────────────────────────────────────────────────────────────────────────


def _relations(unit: Record, found: Mapping[str, Any]) -> Iterator[Error]:
    missed, false = _unmatched(named_relations(unit), named_relations(found), same_relation)
    alike: tuple[tuple[Cause, Callable[[Record, Record], bool]], ...] = (
        ("other head", lambda a, b: a["type"] == b["type"] and same_name(a["tail"], b["tail"])),
        ("other tail", lambda a, b: a["type"] == b["type"] and same_name(a["head"], b["head"])),
        ("other relation", lambda a, b: same_name(a["head"], b["head"]) and same_name(a["tail"], b["tail"])),
    )
    known = {e["text"] for e in unit["entities"]}, {e["text"] for e in found["entities"]}
    lost = [relation for relation in missed if not _ends(relation, known[1])]
    extra = [relation for relation in false if not _ends(relation, known[0])]
    yield from (_relation(unit, "an end was not found", relation, None) for relation in lost)
    yield from (_relation(unit, "an end is not in gold", None, relation) for relation in extra)
    missed, false = _without(missed, lost), _without(false, extra)
    for cause, test in alike:
        pairs = match(missed, false, test)
        yield from (_relation(unit, cause, gold, other) for gold, other in pairs)
        missed, false = _without(missed, [g for g, _ in pairs]), _without(false, [f for _, f in pairs])
    yield from (_relation(unit, "not found", gold, None) for gold in missed)
    yield from (_relation(unit, "not in gold", None, other) for other in false)
    for gold, other in match(named_relations(unit), named_relations(found), same_relation):
        if any(gold.get(key) and gold[key] != other.get(key) for key in ("status", "role")):
            yield _relation(unit, "attribute", gold, other)


def _ends(relation: Record, names: set[str]) -> bool:
    """Whether both ends are marks or among the entities of the other side."""
    ends = (relation["head"], relation["tail"])
    return all(end.startswith("@") or any(same_name(end, name) for name in names) for end in ends)


def _relation(unit: Record, cause: Cause, gold: Record | None, found: Record | None) -> Error:
    at = gold or found or {}
    words = next((end for end in (at["tail"], at["head"]) if not end.startswith("@")), "")
    place = max(unit["text"].find(words), 0)
    sentence, rule = _sentence(unit["text"], place), (found or {}).get("rule", "")
    return _error(unit, "relation", at["type"], cause, _said(gold), _said(found), rule, sentence)


def _said(relation: Record | None) -> str:
    if relation is None:
        return ""
    attribute = relation.get("status") or relation.get("role") or ""
    return f"{relation['head']} {relation['type']} {relation['tail']} {attribute}".strip()


# ── targets ─────────────────────────────────────────────────────────────────────────────────────────────


def _targets(unit: Record, found: Mapping[str, Any]) -> Iterator[Error]:
    missed, false = _unmatched(named_targets(unit), named_targets(found), same_target)
    alike: tuple[tuple[Cause, Callable[[Record, Record], bool]], ...] = (
        ("indicator", lambda a, b: str(a["value"]) == str(b["value"])),
        ("value or unit", lambda a, b: same_name(a["indicator"], b["indicator"])),
    )
    for cause, test in alike:
        pairs = match(missed, false, test)
        yield from (_target(unit, cause, gold, other) for gold, other in pairs)
        missed, false = _without(missed, [g for g, _ in pairs]), _without(false, [f for _, f in pairs])
    yield from (_target(unit, "not found", gold, None) for gold in missed)
    yield from (_target(unit, "not in gold", None, other) for other in false)
    keys = ("comparator", "measure", "year", "status")
    for gold, other in match(named_targets(unit), named_targets(found), same_target):
        same_subject = same_name(gold["subject"], other["subject"])
        if not same_subject or any(gold.get(key) != other.get(key) for key in keys):
            yield _target(unit, "attribute", gold, other)


def _target(unit: Record, cause: Cause, gold: Record | None, found: Record | None) -> Error:
    at = gold or found or {}
    sentence = _sentence(unit["text"], max(unit["text"].find(str(at["value"])), 0))
    rule = (found or {}).get("rule", "")
    return _error(unit, "target", "target", cause, _value(gold), _value(found), rule, sentence)


def _value(target: Record | None) -> str:
    if target is None:
        return ""
    words = [target["subject"], target["indicator"], str(target["value"]) + (target.get("unit") or "")]
    words += [str(target.get(key)) for key in ("comparator", "measure", "year", "status")]
    return " ".join(words)


# ── helpers ─────────────────────────────────────────────────────────────────────────────────────────────


def _error(
    unit: Record, layer: Layer, kind: str, cause: Cause, gold: str, found: str, rule: str, sentence: str
) -> Error:
    return Error(unit["id"], unit["region"], layer, kind, cause, gold, found, rule, sentence)


def _unmatched(
    gold: Sequence[Record], found: Sequence[Record], equal: Callable[[Record, Record], bool]
) -> tuple[list[Record], list[Record]]:
    pairs = match(gold, found, equal)
    return _without(gold, [g for g, _ in pairs]), _without(found, [f for _, f in pairs])


def _without(items: Iterable[Record], taken: Sequence[Record]) -> list[Record]:
    """The items that are not among those taken: the very same values, since equal ones may occur twice."""
    ids = {id(item) for item in taken}
    return [item for item in items if id(item) not in ids]


def _sentence(text: str, offset: int) -> str:
    return next((text[a:b].strip() for a, b in sentences(text) if a <= offset < b), text.strip())
