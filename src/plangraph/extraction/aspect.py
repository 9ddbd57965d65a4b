"""Past against planned: what a heading, the opening of a paragraph and the sentence itself say of the time."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plangraph.model import Status, Unit
from plangraph.resources import rules_dir


@dataclass(frozen=True, slots=True)
class Marks:
    """Words that speak for each of the two aspects at one place."""

    past: re.Pattern[str]
    planned: re.Pattern[str]

    def of(self, text: str) -> Status | None:
        """What the text says, None when it says nothing or both."""
        past, planned = self.past.search(text) is not None, self.planned.search(text) is not None
        if past == planned:
            return None
        return "past" if past else "planned"


@dataclass(frozen=True, slots=True)
class AspectRules:
    """The marks of `rules/aspect.toml`."""

    heading: Marks
    opening: Marks
    sentence: Marks
    results: re.Pattern[str]
    least: int


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def aspect_rules(path: Path | None = None) -> AspectRules:
    """The rules of a file of the form of `rules/aspect.toml`."""
    data = tomllib.loads((path or rules_dir() / "aspect.toml").read_text(encoding="utf-8"))
    marks = {name: Marks(_any(data[name]["past"]), _any(data[name]["planned"])) for name in ("heading", "opening", "sentence")}
    return AspectRules(results=_any(data["paragraph"]["results"]), least=data["paragraph"]["least"], **marks)


def _chapter(unit: Unit, rules: AspectRules) -> Status | None:
    for title in reversed(unit.headings):
        if said := rules.heading.of(title):
            return said
    return None


def paragraph_status(unit: Unit) -> Status | None:
    """The aspect of a whole paragraph, None when nothing above or at its opening says it."""
    rules = aspect_rules()
    if said := rules.opening.of(unit.text[:40]):
        return said
    if said := _chapter(unit, rules):
        return said
    results = len(rules.results.findall(unit.text))
    return "past" if results >= rules.least else None


def sentence_status(sentence: str, paragraph: Status | None) -> Status:
    """The aspect of one sentence in a paragraph of this aspect."""
    rules = aspect_rules().sentence
    if paragraph == "past":
        looks_ahead = rules.of(sentence) == "planned" and re.search(r"到20\d\d年|“十四五”|下一步|今后|将", sentence)
        return "planned" if looks_ahead else "past"
    if paragraph is None and rules.of(sentence) == "past":
        return "past"
    return "planned"
