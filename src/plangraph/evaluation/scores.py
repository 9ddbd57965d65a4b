"""Scores of predicted annotations against gold.

An entity is right (strict) when type, start and end agree, (relaxed) when the type agrees and the spans overlap.
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


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts by type, with `ALL` for their sum, and accuracies by attribute (`relation status`, `target year`)."""

    units: int
    strict: Mapping[str, Count]
    relaxed: Mapping[str, Count]
    relations: Mapping[str, Count]
    targets: Count
    attributes: Mapping[str, Accuracy]

    def rows(self) -> Iterator[tuple[str, Count]]:
        """Every count with its name, the sums first."""
        sections = (
            ("entity strict", self.strict),
            ("entity relaxed", self.relaxed),
            ("relation", self.relations),
            ("target", {"ALL": self.targets}),
        )
        for section, counts in sections:
            for name in sorted(counts, key=lambda name: (name != "ALL", name)):
                yield f"{section} {name}", counts[name]

    def as_dict(self) -> dict[str, object]:
        """All figures, rounded to four places."""
        counts: dict[str, object] = {
            name: {"p": round(c.precision, 4), "r": round(c.recall, 4), "f1": round(c.f1, 4), "gold": c.gold}
            for name, c in self.rows()
        }
        return {"units": self.units, **counts, **{k: round(a.share, 4) for k, a in self.attributes.items()}}

    def as_text(self) -> str:
        """All figures as a table."""
        lines = [f"{self.units} units", f"{'':34}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}"]
        lines += [f"{name:34}{c.precision:7.3f}{c.recall:7.3f}{c.f1:7.3f}{c.gold:7}" for name, c in self.rows()]
        lines += [f"{name:34}{a.share:7.3f}  of {a.all}" for name, a in self.attributes.items()]
        return "\n".join(lines)


def evaluate(gold: Path | Sequence[Path], predict: Predict | Mapping[str, Mapping[str, Any]]) -> Scores:
    """Scores on gold files, of a function that annotates a unit or of predictions by unit id."""
    paths = [gold] if isinstance(gold, Path) else list(gold)
    tally = _Tally()
    for path in paths:
        for record in read_gold(path):
            if callable(predict):
                found: Mapping[str, Any] = annotation_to_gold(predict(unit_from_gold(record, str(path))))
            else:
                found = predict.get(record["id"], {"entities": [], "relations": [], "targets": []})
            tally.add(record, found)
    return tally.scores()


class _Tally:
    """Adds up the units."""

    def __init__(self) -> None:
        self.units = 0
        self.counts: dict[tuple[str, str], Count] = {}
        self.attributes: dict[str, Accuracy] = {}

    def add(self, gold: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        """Count one unit."""
        self.units += 1
        self._entities("strict", gold, found, _same_span)
        self._entities("relaxed", gold, found, _overlap)
        self._relations(_relations(gold), _relations(found))
        self._targets(_targets(gold), _targets(found))

    def scores(self) -> Scores:
        """The sums, types in alphabetical order."""

        def of(section: str) -> dict[str, Count]:
            return {name: self.counts[kind, name] for kind, name in sorted(self.counts) if kind == section}

        return Scores(
            units=self.units,
            strict=of("strict"),
            relaxed=of("relaxed"),
            relations=of("relation"),
            targets=self.counts.get(("target", "ALL"), Count()),
            attributes=dict(sorted(self.attributes.items())),
        )

    def _count(self, section: str, gold: _Records, found: _Records, right: _Records) -> None:
        for name in sorted({item["type"] for item in (*gold, *found)} | {"ALL"}):
            here = Count(*(sum(name in (item["type"], "ALL") for item in items) for items in (right, gold, found)))
            self.counts[section, name] = self.counts.get((section, name), Count()) + here

    def _entities(
        self,
        section: str,
        gold: Mapping[str, Any],
        found: Mapping[str, Any],
        equal: Callable[[Record, Record], bool],
    ) -> None:
        pairs = _match(gold["entities"], found["entities"], equal)
        self._count(section, gold["entities"], found["entities"], [pair[0] for pair in pairs])

    def _relations(self, gold: _Records, found: _Records) -> None:
        pairs = _match(gold, found, _same_relation)
        self._count("relation", gold, found, [pair[0] for pair in pairs])
        for right, other in pairs:
            for name in _RELATION_KEYS:
                if right.get(name):
                    self._attribute(f"relation {name}", right[name] == other.get(name))

    def _targets(self, gold: _Records, found: _Records) -> None:
        pairs = _match(gold, found, _same_target)
        total = self.counts.get(("target", "ALL"), Count())
        self.counts["target", "ALL"] = total + Count(len(pairs), len(gold), len(found))
        for right, other in pairs:
            for name in _TARGET_KEYS:
                self._attribute(f"target {name}", right.get(name) == other.get(name))
            self._attribute("target subject", _same_name(right["subject"], other["subject"]))

    def _attribute(self, name: str, right: bool) -> None:
        before = self.attributes.get(name, Accuracy())
        self.attributes[name] = Accuracy(before.right + right, before.all + 1)


def _match(gold: Sequence[_T], found: Sequence[_T], equal: Callable[[_T, _T], bool]) -> list[tuple[_T, _T]]:
    """Pairs of equals, each item used once, in the order of gold."""
    left, pairs = list(found), []
    for item in gold:
        place = next((index for index, other in enumerate(left) if equal(item, other)), None)
        if place is not None:
            pairs.append((item, left.pop(place)))
    return pairs


def _same_span(a: Record, b: Record) -> bool:
    return (a["type"], a["start"], a["end"]) == (b["type"], b["start"], b["end"])


def _overlap(a: Record, b: Record) -> bool:
    return bool(a["type"] == b["type"] and a["start"] < b["end"] and b["start"] < a["end"])


def _same_name(a: str, b: str) -> bool:
    """Whether two surfaces name one thing: equal, or one holds the other and is not twice as long."""
    if a == b:
        return True
    if a.startswith("@") or b.startswith("@"):
        return False
    short, long = sorted((a.strip('“”《》" '), b.strip('“”《》" ')), key=len)
    return bool(short) and short in long and len(long) < 2 * len(short)


def _same_relation(a: Record, b: Record) -> bool:
    if a["type"] != b["type"]:
        return False
    if _same_name(a["head"], b["head"]) and _same_name(a["tail"], b["tail"]):
        return True
    crossed = _same_name(a["head"], b["tail"]) and _same_name(a["tail"], b["head"])
    return bool(a["type"] == "cooperates_with" and crossed)


def _same_target(a: Record, b: Record) -> bool:
    same = _number(a["value"]) == _number(b["value"]) and (a.get("unit") or "") == (b.get("unit") or "")
    return same and _same_name(a["indicator"], b["indicator"])


def _number(value: object) -> float | str:
    try:
        return round(float(str(value).replace(",", "").replace("，", "")), 6)
    except ValueError:
        return str(value)


def _relations(record: Mapping[str, Any]) -> list[Record]:
    """The relations of a unit by the surfaces of their ends, each pair of names once."""
    names = {entity["key"]: entity["text"] for entity in record["entities"]}
    out = []
    for relation in record["relations"]:
        head, tail = (names.get(relation[side], relation[side]) for side in ("head", "tail"))
        if relation["type"] == "cooperates_with":
            head, tail = sorted((head, tail))
        out.append({**relation, "head": head, "tail": tail})
    return list(_once(out, lambda item: (item["type"], item["head"], item["tail"])))


def _targets(record: Mapping[str, Any]) -> list[Record]:
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
