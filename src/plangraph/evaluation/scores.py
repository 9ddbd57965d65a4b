"""Scores of predicted annotations against gold.

An entity is right (strict) when type, start and end agree, (half) when the type agrees and the spans share at
least half of the longer one, (relaxed) when the type agrees and the spans overlap.
A relation is right when its type agrees and head and tail name the same thing; a pair of names counts once a
unit, and cooperates_with has no direction. A target is right when indicator, number and unit agree. Attributes
are scored as accuracy over the relations and targets that were found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from plangraph.evaluation.gold import Record, annotation_to_gold, read_gold, unit_from_gold
from plangraph.model import Annotation, Unit

Predict = Callable[[Unit], Annotation]
_T = TypeVar("_T")
_Records = Sequence[Record]

ALL = "ALL"
_SECTIONS = {
    "strict": "entity strict",
    "half": "entity half",
    "relaxed": "entity relaxed",
    "relation": "relation",
    "target": "target",
}
_TARGET_KEYS = ("comparator", "measure", "year", "status")
_RELATION_KEYS = ("status", "role")


@dataclass(frozen=True, slots=True)
class Count:
    """How many were right, how many gold has, how many were predicted."""

    right: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often an attribute was right among the relations or targets that were found."""

    right: int = 0
    all: int = 0

    @property
    def share(self) -> float:
        """Share of right values."""
        return self.right / self.all if self.all else 0.0


Counts = Mapping[tuple[str, str], Count]  # by section (strict, half, relaxed, relation, target) and type or ALL


@dataclass(frozen=True, slots=True)
class UnitScore:
    """What was counted in one unit of gold."""

    region: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts by type, with `ALL` for their sum, and accuracies by attribute (`relation status`, `target year`)."""

    units: tuple[UnitScore, ...]
    counts: Counts
    attributes: Mapping[str, Accuracy]

    def section(self, name: str) -> dict[str, Count]:
        """The counts of one section by type."""
        return {kind: count for (section, kind), count in self.counts.items() if section == name}

    @property
    def strict(self) -> dict[str, Count]:
        """Entities whose span and type agree, by type."""
        return self.section("strict")

    @property
    def half(self) -> dict[str, Count]:
        """Entities that share at least half of the longer span, by type."""
        return self.section("half")

    @property
    def relaxed(self) -> dict[str, Count]:
        """Entities that overlap, by type."""
        return self.section("relaxed")

    @property
    def relations(self) -> dict[str, Count]:
        """Relations by type."""
        return self.section("relation")

    @property
    def targets(self) -> Count:
        """Values of indicators."""
        return self.counts.get(("target", ALL), Count())

    def regions(self) -> dict[str, Scores]:
        """The same figures region by region, without accuracies."""
        names = sorted({unit.region for unit in self.units})
        return {name: _of_units([unit for unit in self.units if unit.region == name]) for name in names}

    def rows(self) -> Iterator[tuple[tuple[str, str], str, str, Count]]:
        """Key, name of the section, type and count of every row of a table, the sums first."""
        for section, title in _SECTIONS.items():
            for kind, count in sorted(self.section(section).items(), key=lambda item: (item[0] != ALL, item[0])):
                yield (section, kind), title, kind, count


def _of_units(units: Sequence[UnitScore]) -> Scores:
    return Scores(tuple(units), _added(unit.counts for unit in units), {})


def _added(parts: Iterable[Counts]) -> dict[tuple[str, str], Count]:
    total: dict[tuple[str, str], Count] = {}
    for counts in parts:
        for key, count in counts.items():
            total[key] = total.get(key, Count()) + count
    return dict(sorted(total.items()))


def evaluate(gold: Path | Sequence[Path], predict: Predict | Mapping[str, Mapping[str, Any]]) -> Scores:
    """Scores on gold files, of a function that annotates a unit or of predictions by unit id."""
    return score(predictions(gold, predict))


def score(pairs: Iterable[tuple[Record, Mapping[str, Any]]]) -> Scores:
    """Scores of what was predicted for each unit."""
    tally = _Tally()
    for record, found in pairs:
        tally.add(record, found)
    return tally.scores()


def predictions(
    gold: Path | Sequence[Path], predict: Predict | Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[Record, Mapping[str, Any]]]:
    """Each unit of gold files with what is predicted for it, in the same form."""
    for path in [gold] if isinstance(gold, Path) else gold:
        for record in read_gold(path):
            if callable(predict):
                yield record, annotation_to_gold(predict(unit_from_gold(record, str(path))), explain=True)
            else:
                yield record, predict.get(record["id"], {"entities": [], "relations": [], "targets": []})


class _Tally:
    """Adds up the units."""

    def __init__(self) -> None:
        self.units: list[UnitScore] = []
        self.counts: dict[tuple[str, str], Count] = {}  # of the unit under way
        self.attributes: dict[str, Accuracy] = {}

    def add(self, gold: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        """Count one unit."""
        self.counts = {}
        for section, equal in (("strict", _same_span), ("half", _half), ("relaxed", _overlap)):
            self._entities(section, gold, found, equal)
        self._relations(named_relations(gold), named_relations(found))
        self._targets(named_targets(gold), named_targets(found))
        self.units.append(UnitScore(gold["region"], self.counts))

    def scores(self) -> Scores:
        """The sums, types in alphabetical order."""
        counts = _added(unit.counts for unit in self.units)
        return Scores(tuple(self.units), counts, dict(sorted(self.attributes.items())))

    def _count(self, section: str, gold: _Records, found: _Records, right: _Records) -> None:
        for name in sorted({item["type"] for item in (*gold, *found)} | {ALL}):
            here = Count(*(sum(name in (item["type"], ALL) for item in items) for items in (right, gold, found)))
            self.counts[section, name] = here

    def _entities(
        self,
        section: str,
        gold: Mapping[str, Any],
        found: Mapping[str, Any],
        equal: Callable[[Record, Record], bool],
    ) -> None:
        pairs = match(gold["entities"], found["entities"], equal)
        self._count(section, gold["entities"], found["entities"], [pair[0] for pair in pairs])

    def _relations(self, gold: _Records, found: _Records) -> None:
        pairs = match(gold, found, same_relation)
        self._count("relation", gold, found, [pair[0] for pair in pairs])
        for right, other in pairs:
            for name in _RELATION_KEYS:
                if right.get(name):
                    self._attribute(f"relation {name}", right[name] == other.get(name))

    def _targets(self, gold: _Records, found: _Records) -> None:
        pairs = match(gold, found, same_target)
        self.counts["target", ALL] = Count(len(pairs), len(gold), len(found))
        for right, other in pairs:
            for name in _TARGET_KEYS:
                self._attribute(f"target {name}", right.get(name) == other.get(name))
            self._attribute("target subject", same_name(right["subject"], other["subject"]))

    def _attribute(self, name: str, right: bool) -> None:
        before = self.attributes.get(name, Accuracy())
        self.attributes[name] = Accuracy(before.right + right, before.all + 1)


def match(gold: Sequence[_T], found: Sequence[_T], equal: Callable[[_T, _T], bool]) -> list[tuple[_T, _T]]:
    """Pairs of equals, each item used once, in the order of gold."""
    left, pairs = list(found), []
    for item in gold:
        place = next((index for index, other in enumerate(left) if equal(item, other)), None)
        if place is not None:
            pairs.append((item, left.pop(place)))
    return pairs


def _same_span(a: Record, b: Record) -> bool:
    return (a["type"], a["start"], a["end"]) == (b["type"], b["start"], b["end"])


def _half(a: Record, b: Record) -> bool:
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    longer = max(a["end"] - a["start"], b["end"] - b["start"])
    return bool(a["type"] == b["type"] and 2 * shared >= longer)


def _overlap(a: Record, b: Record) -> bool:
    return bool(a["type"] == b["type"] and a["start"] < b["end"] and b["start"] < a["end"])


def same_name(a: str, b: str) -> bool:
    """Whether two surfaces name one thing: equal, or one holds the other and is not twice as long."""
    if a == b:
        return True
    if a.startswith("@") or b.startswith("@"):
        return False
    short, long = sorted((a.strip('“”《》" '), b.strip('“”《》" ')), key=len)
    return bool(short) and short in long and len(long) < 2 * len(short)


def same_relation(a: Record, b: Record) -> bool:
    """Whether two relations of one unit say the same of the same things."""
    if a["type"] != b["type"]:
        return False
    if same_name(a["head"], b["head"]) and same_name(a["tail"], b["tail"]):
        return True
    crossed = same_name(a["head"], b["tail"]) and same_name(a["tail"], b["head"])
    return bool(a["type"] == "cooperates_with" and crossed)


def same_target(a: Record, b: Record) -> bool:
    """Whether two values are one: indicator, number and unit agree."""
    same = _number(a["value"]) == _number(b["value"]) and (a.get("unit") or "") == (b.get("unit") or "")
    return same and same_name(a["indicator"], b["indicator"])


def _number(value: object) -> float | str:
    try:
        return round(float(str(value).replace(",", "").replace("，", "")), 6)
    except ValueError:
        return str(value)


def named_relations(record: Mapping[str, Any]) -> list[Record]:
    """The relations of a unit by the surfaces of their ends, each pair of names once."""
    names = {entity["key"]: entity["text"] for entity in record["entities"]}
    out = []
    for relation in record["relations"]:
        head, tail = (names.get(relation[side], relation[side]) for side in ("head", "tail"))
        if relation["type"] == "cooperates_with":
            head, tail = sorted((head, tail))
        out.append({**relation, "head": head, "tail": tail})
    return list(_once(out, lambda item: (item["type"], item["head"], item["tail"])))


def named_targets(record: Mapping[str, Any]) -> list[Record]:
    """The targets of a unit by the surfaces of indicator and subject, each value once."""
    names = {entity["key"]: entity["text"] for entity in record["entities"]}
    out = []
    for target in record.get("targets", []):
        indicator, subject = target["indicator"], target.get("subject") or "@doc"
        out.append(
            {**target, "indicator": names.get(indicator, indicator), "subject": names.get(subject, subject)}
        )
    return list(_once(out, lambda t: (t["indicator"], _number(t["value"]), t.get("unit"), t.get("year"))))


def _once(items: Iterable[Record], key: Callable[[Record], object]) -> Iterator[Record]:
    seen: set[object] = set()
    for item in items:
        if key(item) not in seen:
            seen.add(key(item))
            yield item
