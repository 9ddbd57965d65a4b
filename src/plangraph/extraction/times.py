"""Times that a text names, and the year that a value at some place is for.

The year is said beside the value (2015年的24.25亿元), before it in its sentence (到2025年,…), by an outlook
earlier in the paragraph, or by the nearest heading that names exactly one year; else it is not known.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plangraph.model import Unit
from plangraph.resources import read_toml, rules_dir

_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}


@dataclass(frozen=True, slots=True)
class Time:
    """A named time. `base`: something is compared with it; `ahead`: it holds for what follows (到2025年)."""

    start: int
    end: int
    year: int
    base: bool = False
    ahead: bool = False


@functools.cache
def time_rules() -> dict[str, Any]:
    """The table `rules/targets.toml`."""
    return read_toml(rules_dir() / "targets.toml")


@functools.cache
def time_pattern() -> re.Pattern[str]:
    """A calendar year or range of years, or a five-year period with a word that makes it a time."""
    rules = time_rules()["times"]
    year = r"(?:20\d\d|二[〇○零]二?[〇○零一二三四五六七八九]{1,2})"
    periods = "|".join(rules["periods"])
    return re.compile(
        rf"(?P<ahead>{rules['ahead']})?\s*"
        rf"(?:(?:{year}\s*年?\s*[-—–~至到]\s*)?(?P<year>{year})\s*年(?:\s*\d+\s*月)?(?:\s*\d+\s*日)?(?:{rules['edges']})?"
        rf"|[“\"]?(?P<period>{periods})[”\"]?(?:{rules['period_words']}))"
    )


def _number(year: str) -> int:
    return int("".join(_DIGITS.get(char, char) for char in year))


def find_times(text: str) -> Iterator[Time]:
    """Every named time of the text."""
    rules = time_rules()["times"]
    base, basis = re.compile(rules["base_before"]), re.compile(rules["base_after"])
    for match in time_pattern().finditer(text):
        year = _number(match["year"]) if match["year"] else rules["periods"][match["period"]]
        compared = base.search(text, 0, match.start()) or basis.match(text, match.end())
        yield Time(match.start(), match.end(), year, bool(compared), bool(match["ahead"] or match["period"]))


def heading_year(unit: Unit) -> int | None:
    """The year that the nearest heading with a time names, when it names exactly one."""
    for heading in reversed(unit.headings):
        if years := _years(heading):
            return next(iter(years)) if len(years) == 1 else None
    return None


@functools.lru_cache(maxsize=256)
def _years(heading: str) -> frozenset[int]:
    """The years that a heading names; all paragraphs below a heading ask for them."""
    periods = time_rules()["times"]["periods"]
    named = {year for name, year in periods.items() if re.search(rf"[“\"]{name}[”\"]", heading)}
    return frozenset(named.union(time.year for time in find_times(heading)))


def first_year(unit: Unit) -> int | None:
    """The first year of the planning period that the unit belongs to."""
    match = re.match(r"(\d{4})", unit.period)
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The times of one unit."""

    unit: Unit
    times: tuple[Time, ...]
    heading: int | None

    @classmethod
    def of(cls, unit: Unit) -> Calendar:
        """Read the times of a unit and its headings once."""
        return cls(unit, tuple(find_times(unit.text)), heading_year(unit))

    def year_at(self, place: int, sentence: int) -> int | None:
        """The year for a value whose expression starts at `place`, in the sentence that starts at `sentence`."""
        rules = time_rules()["times"]
        before = [time for time in self.times if time.end <= place]
        attached = re.compile(rules["attached"])
        if before and not before[-1].base and attached.fullmatch(self.unit.text, before[-1].end, place):
            return before[-1].year
        free = [time for time in before if not time.base and not self._is_attached(time, attached)]
        spoken = [time for time in free if time.start >= sentence] or [time for time in free if time.ahead]
        if spoken:
            return spoken[-1].year
        if re.search(rules["opening_year"], self.unit.text[:place]):
            return first_year(self.unit)
        return self.heading

    def _is_attached(self, time: Time, attached: re.Pattern[str]) -> bool:
        """Whether the time belongs to one value only (从2015年的2.83%, 从“十二五”期末2.4)."""
        if re.search(time_rules()["times"]["since"], self.unit.text[: time.start]):
            return True
        match = re.match(attached.pattern + r"(?=第?\d)", self.unit.text[time.end :])
        return match is not None and match.end() > 0
