"""What a value measures: a level, an annual growth, or a change; and its bound when it is said apart."""

from __future__ import annotations

import functools
import re

from plangraph.extraction.nounphrases import pattern, rules
from plangraph.extraction.quantities import Quantity
from plangraph.model import Comparator, Measure


def bound_of(quantity: Quantity, said: str) -> Comparator:
    """The comparator, which may stand apart from the number (至少建成1个, 不低于总量的30%)."""
    if quantity.comparator == "eq" and (match := _pattern("bound").search(said)):
        return "ge" if match["ge"] else "le"
    return quantity.comparator


def has_verb(words: str) -> bool:
    """Whether a verb that takes an indicator as its object stands here."""
    return pattern(r"{lead.change}|{lead.verbs}").search(words) is not None


def adds(words: str) -> bool:
    """Whether the verb here makes a count an addition (新增, 新建, 取消)."""
    return pattern(r"{lead.change}").search(words) is not None


def measure_of(quantity: Quantity, noun: str, lead: str, links: str, added: bool) -> Measure:
    """The measure of a value of `noun`; `added` when the verb that governs the list says so."""
    named = _named(quantity, noun)
    if named:
        return named
    if _pattern("extent").search(links):
        return "change"
    if quantity.kind == "rank" or pattern(r"{links.reach}\s*(?:{time}的?\s*)?$").search(links):
        return "level"
    if pattern(r"{links.rise}|{links.fall}").search(links):
        return _movement(quantity, lead + links)
    return (
        "change" if _pattern("added").search(noun) or (added and not _pattern("stock").search(noun)) else "level"
    )


def counted_measure(quantity: Quantity, noun: str, lead: str, added: bool) -> Measure:
    """The measure of a count whose noun stands behind it (新建5所学校)."""
    listed = has_verb(lead) or re.search(r"[、和及]", lead) is not None
    change = added and listed and quantity.kind != "share"
    return _named(quantity, noun) or ("change" if change else "level")


def _named(quantity: Quantity, noun: str) -> Measure | None:
    """What unit or noun alone say."""
    if quantity.kind == "times" or quantity.unit.endswith("百分点") or pattern(r"{heads.change}$").search(noun):
        return "change"
    return "growth" if pattern(r"{heads.growth}$").search(noun) else None


def _movement(quantity: Quantity, said: str) -> Measure:
    if quantity.kind != "share":
        return "change"
    if pattern(r"{links.yearly}").search(said):
        return "growth"
    compared = _pattern("compared").search(said)
    return "change" if compared or pattern(r"{links.fall}").search(said) else "growth"


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    """A pattern of the section `measures` of `rules/indicators.toml`."""
    return re.compile(rules()["measures"][name])
