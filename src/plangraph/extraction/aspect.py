"""Past against planned: what a heading, the opening of a paragraph and the sentence itself say of the time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plangraph.model import Status, Unit
from plangraph.resources import read_toml, rules_dir


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
    ahead: re.Pattern[str]
    results: re.Pattern[str]
    least: int


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def aspect_rules(path: Path | None = None) -> AspectRules:
    """The rules of a file of the form of `rules/aspect.toml`."""
    data = read_toml(path or rules_dir() / "aspect.toml")
    places = ("heading", "opening", "sentence")
    marks = {place: Marks(_any(data[place]["past"]), _any(data[place]["planned"])) for place in places}
    review = data["paragraph"]
    return AspectRules(
        ahead=_any(review["ahead"]), results=_any(review["results"]), least=review["least"], **marks
    )


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
    rules = aspect_rules()
    said = rules.sentence.of(sentence)
    if paragraph == "past":
        return "planned" if said == "planned" and rules.ahead.search(sentence) else "past"
    return "past" if paragraph is None and said == "past" else "planned"
