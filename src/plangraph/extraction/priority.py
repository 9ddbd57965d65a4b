"""The plan's own word of rank for an industry, and how strongly a sentence commits to something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plangraph import lexicon
from plangraph.extraction.clauses import triggers
from plangraph.model import Strength
from plangraph.resources import read_toml, rules_dir

_ORDER: tuple[Strength, ...] = ("pilot", "explore", "must", "promote")


@dataclass(frozen=True, slots=True)
class PriorityRules:
    """The patterns of `rules/priority.toml` (right of the industry, left of it, in a heading) and the labels."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    heading: re.Pattern[str]
    labels: dict[str, str]  # word as written → the vocabulary's preferred label


@cache
def priority_rules(path: Path | None = None) -> PriorityRules:
    """The rules of a file of the form of `rules/priority.toml`, with the vocabulary's words of rank."""
    data = read_toml(path or rules_dir() / "priority.toml")
    known = lexicon.load().priorities
    labels: dict[str, str] = {}
    for word in sorted(known, key=len):
        stem = re.sub(data["endings"], "", word)
        if len(stem) > 1:  # 新 of 新产业 is no rank
            labels.setdefault(stem, known[word].label)
    rank = "|".join(re.escape(word) for word in sorted(labels, key=lambda word: (-len(word), word)))
    after, before, heading = (data[name].replace("{rank}", rank) for name in ("after", "before", "heading"))
    return PriorityRules(re.compile(after), re.compile(before), re.compile(heading), labels)


def priority(left: str, right: str, headings: tuple[str, ...]) -> str:
    """The rank that the words beside an industry's tag give it, else the nearest heading; empty when none does."""
    rules = priority_rules()
    found = rules.after.search(right) or rules.before.search(left)
    if found is None and headings:
        found = rules.heading.search(headings[-1])
    return rules.labels[found["rank"]] if found else ""


@cache
def _strengths() -> dict[Strength, re.Pattern[str]]:
    rows = [trigger for trigger in triggers() if trigger.strength]
    return {
        strength: re.compile("|".join(re.escape(row.word) for row in rows if row.strength == strength))
        for strength in _ORDER
    }


def strength(clause: str) -> Strength | None:
    """How strongly the words left of an argument commit: the weakest promise counts (探索建设 explores)."""
    for name, pattern in _strengths().items():
        if pattern.search(clause):
            return name
    return None
