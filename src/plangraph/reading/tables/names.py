"""Cells that name something: what else is printed in them besides the name."""

from __future__ import annotations

import re

from plangraph.model import cut, quote
from plangraph.reading.tables.cells import Cell, trimmed
from plangraph.reading.tables.rules import TableRules, plain
from plangraph.text import compact

_BRACKET_END = re.compile(r"[（(]([^（）()]{1,14}|[^（）()]*[（(][^（）()]*[）)][^（）()]*)[）)]$")


def unit_at_end(text: str, rules: TableRules) -> str:
    """The unit in a bracket that a folded text ends with; empty when there is none."""
    match = _BRACKET_END.search(text)
    return match[1] if match and rules.unit.fullmatch(match[1]) else ""


def named(archived: str, whole: Cell, rules: TableRules) -> tuple[Cell, str]:
    """The name of an indicator without the mark of a note before it and the unit behind it, and that unit."""
    whole = _unmarked(archived, whole, rules)
    unit = unit_at_end(plain(whole.text), rules)
    return (_before_bracket(archived, whole), unit) if unit else (whole, "")


def uncounted(archived: str, whole: Cell, rules: TableRules) -> Cell:
    """The name of a project without the number of its parts behind it (3个大项)."""
    match = re.search(rules.row["count"].pattern + "$", plain(whole.text))
    return _before_bracket(archived, whole) if match and match.start() > 0 else whole


def _before_bracket(archived: str, whole: Cell) -> Cell:
    raw = quote(archived, whole.spans)
    return trimmed(archived, whole.spans, len(raw) - max(raw.rfind("("), raw.rfind("（")))


def _unmarked(archived: str, whole: Cell, rules: TableRules) -> Cell:
    raw = quote(archived, whole.spans)
    match = rules.row["mark"].match(raw)
    return whole if match is None or match.end() == len(raw) else behind(archived, whole, match.end())


def behind(archived: str, whole: Cell, length: int) -> Cell:
    """The cell without its first `length` characters and the blanks after those."""
    raw = quote(archived, whole.spans)
    start = length + len(raw[length:]) - len(raw[length:].lstrip())
    return Cell(compact(raw[start:]), cut(whole.spans, start, len(raw)))


def divided(archived: str, whole: Cell, pattern: re.Pattern[str]) -> tuple[Cell, Cell]:
    """What a cell begins with, as the pattern says of folded text without blanks, and what follows.

    The first is empty when the cell begins otherwise, or holds nothing else.
    """
    raw = quote(archived, whole.spans)
    match = pattern.match(plain(whole.text))
    length = printed_length(raw, match.end()) if match else 0
    rest = behind(archived, whole, length)
    if not length or not rest.text:
        return Cell("", ()), whole
    return Cell(compact(raw[:length]), cut(whole.spans, 0, length)), rest


def printed_length(text: str, count: int) -> int:
    """How many characters of `text` hold its first `count` characters that are no blanks."""
    for length, char in enumerate(text, start=1):
        count -= not char.isspace()
        if count == 0:
            return length
    return len(text)
