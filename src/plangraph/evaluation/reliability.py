"""Does confidence mean what it says: of what was found with a confidence, how much is right?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plangraph.evaluation.gold import Record
from plangraph.evaluation.scores import named_relations, same_relation

_LEAST = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Entities (strict) or relations whose confidence lies from `least` up to the next `least`."""

    kind: str
    least: float
    found: int
    confidence: float  # mean
    right: float  # share


def reliability(pairs: Sequence[tuple[Record, Mapping[str, Any]]]) -> tuple[Reliability, ...]:
    """Groups of like confidence, empty ones left out; predictions without confidence count as sure."""
    entities = [judged for gold, found in pairs for judged in _entities(gold, found)]
    relations = [judged for gold, found in pairs for judged in _relations(gold, found)]
    return (*_grouped("entity", entities), *_grouped("relation", relations))


def _entities(gold: Record, found: Mapping[str, Any]) -> Iterator[tuple[float, bool]]:
    spans = {(item["type"], item["start"], item["end"]) for item in gold["entities"]}
    for item in found["entities"]:
        yield item.get("confidence", 1.0), (item["type"], item["start"], item["end"]) in spans


def _relations(gold: Record, found: Mapping[str, Any]) -> Iterator[tuple[float, bool]]:
    said = named_relations(gold)
    for item in named_relations(found):
        yield item.get("confidence", 1.0), any(same_relation(item, other) for other in said)


def _grouped(kind: str, judged: Iterable[tuple[float, bool]]) -> Iterator[Reliability]:
    pairs = list(judged)
    for least, end in zip(_LEAST, (*_LEAST[1:], 2.0), strict=True):
        group = [(confidence, right) for confidence, right in pairs if least <= confidence < end]
        if group:
            size = len(group)
            mean, right = sum(c for c, _right in group) / size, sum(r for _c, r in group) / size
            yield Reliability(kind, least, size, mean, right)
