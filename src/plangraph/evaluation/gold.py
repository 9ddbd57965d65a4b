"""The JSON form of the gold files: one unit a line with its entities, relations and targets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from plangraph.errors import InputError
from plangraph.model import MARKS, Annotation, EntityType, Mention, Relation, RelationType, TargetValue, Unit

Record = dict[str, Any]  # one unit
_ENTITY_KEYS = ("key", "type", "start", "end", "text")
_GUIDELINES = "see docs/reference/guidelines.md"


def annotation_to_gold(annotation: Annotation, *, explain: bool = False) -> Record:
    """An annotation in the form of the gold files; entities are named E1, E2 … in order of position.

    `explain` adds the rule and the confidence of each entity, relation and target.
    """

    def why(item: Mention | Relation | TargetValue) -> Record:
        return {"rule": item.rule, "confidence": round(item.confidence, 2)} if explain else {}

    unit = annotation.unit
    keys = {mention.key: f"E{number}" for number, mention in enumerate(annotation.mentions, start=1)}
    entities = [
        {"key": keys[m.key], "type": m.type, "start": m.start, "end": m.end, "text": m.text, **why(m)}
        for m in annotation.mentions
    ]
    relations: list[Record] = []
    for relation in annotation.relations:
        head, tail = keys.get(relation.head, relation.head), keys.get(relation.tail, relation.tail)
        said = {"status": relation.status, "role": relation.role}
        relations.append(
            {
                "type": relation.type,
                "head": head,
                "tail": tail,
                **{k: v for k, v in said.items() if v},
                **why(relation),
            }
        )
    targets = [
        {
            "indicator": keys[target.indicator],
            "value": target.value,
            "unit": target.unit,
            "comparator": target.comparator,
            "measure": target.measure,
            "year": target.year,
            "status": target.status,
            "subject": keys.get(target.subject, target.subject),
            **why(target),
        }
        for target in annotation.targets
    ]
    return {**_context(unit), "entities": entities, "relations": relations, "targets": targets}


def _context(unit: Unit) -> Record:
    return {
        "id": unit.id,
        "doc": unit.doc,
        "region": unit.region,
        "period": unit.period,
        "headings": list(unit.headings),
        "text": unit.text,
    }


def unit_from_gold(record: Mapping[str, Any], where: str) -> Unit:
    """The unit of a gold record; `where` names its file and line."""
    try:
        texts = {key: record[key] for key in ("id", "doc", "region", "period", "text")}
        headings = tuple(record["headings"])
    except KeyError as error:
        raise InputError(f"the unit has no {error}", where=where, hint=_GUIDELINES) from error
    except TypeError as error:
        raise InputError("headings are a list", where=where) from error
    if not all(isinstance(text, str) for text in (*texts.values(), *headings)):
        raise InputError("id, doc, region, period, text and headings are texts", where=where)
    return Unit(headings=headings, **texts)


def read_records(path: Path) -> Iterator[tuple[str, Record]]:
    """The JSON objects of a file of JSON lines, each with the words that name its file and line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"the file cannot be read: {reason}", where=str(path)) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            where = f"{path}, line {number}"
            yield where, _object(line, where)


def read_gold(path: Path) -> list[Record]:
    """The units of a gold file, one JSON object a line."""
    return [_checked(record, where) for where, record in read_records(path)]


def _object(line: str, where: str) -> Record:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", where=where) from error
    if not isinstance(record, dict):
        raise InputError("a unit is a JSON object", where=where)
    return record


def _checked(record: Record, where: str) -> Record:
    unit = unit_from_gold(record, where)
    try:
        keys = {_entity(entity, unit, where) for entity in record["entities"]}
        slots = [r[side] for r in record["relations"] for side in ("head", "tail")]
        slots += [t["indicator"] for t in record.get("targets", [])]
        kinds = [r["type"] for r in record["relations"]]
        values = [t["value"] for t in record.get("targets", [])]
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the annotation lacks {error}", where=where) from error
    if unknown := set(kinds) - set(get_args(RelationType)):
        raise InputError(f"no relation is called {min(unknown)}", where=where)
    if unknown := set(slots) - keys - set(MARKS):
        raise InputError(f"no entity has the key {min(unknown)}", where=where)
    if not all(isinstance(value, (str, int, float)) for value in values):
        raise InputError("the value of a target is a number or a text", where=where)
    return dict(record)


def _entity(entity: Mapping[str, Any], unit: Unit, where: str) -> str:
    key, kind, start, end, text = (entity[name] for name in _ENTITY_KEYS)
    if kind not in get_args(EntityType):
        raise InputError(f"no type of entity is called {kind}", where=where)
    if unit.text[start:end] != text:
        raise InputError(f"{key} is not what stands at {start}-{end}", where=where)
    return str(key)
