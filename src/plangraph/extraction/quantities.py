"""Quantities as they are written: number, unit, comparator.

    地区生产总值超过249.03亿元 ─► Quantity(value="249.03", unit="亿元", comparator="gt")

What counts as a unit, a comparator or a rank is data: `rules/quantities.toml`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from plangraph.model import Comparator
from plangraph.resources import read_toml, rules_dir

QuantityKind = Literal["count", "measure", "money", "time", "share", "times", "years", "bare", "rank"]

_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
# A number is no quantity inside a name or code: PM2.5, IPv6, 第23届, 5G, G112.
_NOT_INSIDE = r"(?<![A-Za-z\d.第_＿+＋])"


_BARE = re.compile(rf"{_NOT_INSIDE}(?P<value>{_NUMBER})\s*[、和]\s*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`start:end` with its comparators, `number` where its digits begin; `after` is the comparator behind it."""

    start: int
    number: int
    end: int
    value: str
    unit: str
    comparator: Comparator
    kind: QuantityKind
    after: str = ""


def any_of(words: Iterable[str]) -> str:
    """A regular expression group for one of these words, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


@dataclass(frozen=True, slots=True)
class _Patterns:
    quantity: re.Pattern[str]
    rank: re.Pattern[str]
    number: re.Pattern[str]
    kinds: dict[str, QuantityKind]
    comparators: dict[str, Comparator]


@functools.cache
def _patterns() -> _Patterns:
    rules = read_toml(rules_dir() / "quantities.toml")
    kinds = {unit: cast(QuantityKind, kind) for kind, units in rules["units"].items() for unit in units.split()}
    words = rules["comparators"]
    comparators = {
        word: cast(Comparator, code) for side in words.values() for code, group in side.items() for word in group
    }
    return _Patterns(
        quantity=_quantity_pattern(rules, kinds),
        rank=_rank_pattern(rules["ranks"]),
        number=_number_pattern(words),
        kinds=kinds,
        comparators=comparators,
    )


def _number_pattern(words: dict[str, dict[str, list[str]]]) -> re.Pattern[str]:
    before, after = (any_of(word for group in words[side].values() for word in group) for side in words)
    return re.compile(rf"(?:(?P<before>{before})\s*)?(?<![\d.])(?P<value>{_NUMBER})(?:\s*(?P<after>{after}))?")


def _quantity_pattern(rules: dict[str, Any], kinds: dict[str, QuantityKind]) -> re.Pattern[str]:
    before = any_of(word for group in rules["comparators"]["before"].values() for word in group)
    after = any_of(word for group in rules["comparators"]["after"].values() for word in group)
    more, unit, dash = any_of(rules["more"]), any_of(kinds), any_of(rules["dashes"])
    magnitude = any_of(rules["magnitudes"])
    return re.compile(
        rf"(?:(?P<before>{before})\s*)?{_NOT_INSIDE}(?P<value>{_NUMBER}(?:[%％]?\s*{dash}\s*{_NUMBER})?)\s*"
        rf"(?P<more>{more})?\s*"
        rf"(?P<unit>{magnitude}?(?P<more2>{more})?\s*(?P<base>{unit})(?:[/／每]{unit})?(?:[（(]{unit}[）)])?|{magnitude})"
        rf"(?P<more3>{more})?(?:\s*(?P<after>{after}))?"
    )


def _rank_pattern(rules: dict[str, list[str]]) -> re.Pattern[str]:
    scope, unit = any_of(rules["scopes"]), any_of(rules["units"])
    digits = rf"第(?P<digits>\d+){unit}"
    chinese = rf"{scope}第(?P<chinese>[一二三四五六七八九十]+)(?:{unit}|(?![\w]))"
    front = rf"{scope}前(?P<front>\d+|[一二三四五六七八九十]+)(?:{unit}|(?![\w]))"
    return re.compile(rf"{chinese}|{scope}?{digits}|{front}")


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of the text, in order of position."""
    found = [*_plain(text), *_ranks(text)]
    return sorted(found, key=lambda quantity: quantity.start)


def _plain(text: str) -> Iterator[Quantity]:
    patterns = _patterns()
    for match in patterns.quantity.finditer(text):
        kind: QuantityKind = patterns.kinds[match["base"]] if match["base"] else "bare"
        # 2020年 is a date, and 国道514大修工程 has no 514大.
        date = kind == "years" and re.search(r"\d{4}", match["value"])
        if date or (match["unit"] == "大" and len(match["value"]) > 2):
            continue
        yield from _sharing(text, match, kind)
        yield Quantity(
            start=match.start(),
            number=match.start("value"),
            end=match.end(),
            value=re.sub(r"[%％\s]", "", match["value"]),
            unit=_unit(match),
            comparator=_comparator(match, patterns.comparators),
            kind=kind,
            after=match["after"] or "",
        )


def _sharing(text: str, match: re.Match[str], kind: QuantityKind) -> Iterator[Quantity]:
    """The number before this one that has the same unit (提高16.8、9.7个百分点)."""
    if match["before"] or not (bare := _BARE.search(text, max(0, match.start() - 20), match.start())):
        return
    start, end = bare.span("value")
    yield Quantity(start, start, end, bare["value"], _unit(match), "eq", kind)


def _unit(match: re.Match[str]) -> str:
    """The unit without blanks and without 余; the full-width per cent sign becomes the usual one."""
    start = match.start("unit")
    unit: str = match["unit"]
    if match["more2"]:
        unit = unit[: match.start("more2") - start] + unit[match.end("more2") - start :]
    return re.sub(r"\s", "", unit).replace("％", "%").replace("／", "/")


def _comparator(match: re.Match[str], codes: dict[str, Comparator]) -> Comparator:
    if match["after"] and match["before"] not in {"超过", "突破"}:
        return codes[match["after"]]
    if match["before"]:
        return codes[match["before"]]
    return "gt" if match["more"] or match["more2"] or match["more3"] else "eq"


def _ranks(text: str) -> Iterator[Quantity]:
    for match in _patterns().rank.finditer(text):
        value = match["digits"] or match["chinese"] or match["front"]
        yield Quantity(
            start=match.start(),
            number=match.start(),
            end=match.end(),
            value=value,
            unit="位",
            comparator="le" if match["front"] else "eq",
            kind="rank",
        )


def bare_number(text: str) -> Quantity | None:
    """The first number of a text that needs no unit, as in the cell of a table; its sign is left out."""
    patterns = _patterns()
    match = patterns.number.search(text)
    if match is None:
        return None
    after = match["after"]
    word = after or match["before"]
    comparator = patterns.comparators[word] if word else "eq"
    place = (match.start(), match.start("value"), match.end())
    return Quantity(*place, match["value"], "", comparator, "bare", after or "")
