"""`rules/tables.toml`, with its patterns compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from plangraph.errors import ResourceError
from plangraph.resources import rules_dir
from plangraph.text import fold, squeeze


@dataclass(frozen=True, slots=True)
class ColumnPattern:
    """How the head of a column of this role is written."""

    role: str
    pattern: re.Pattern[str]
    group: bool


@dataclass(frozen=True, slots=True)
class TableRules:
    """What headers, rows and values look like."""

    pieces: tuple[re.Pattern[str], ...]  # heads of columns, and parts of them
    columns: tuple[ColumnPattern, ...]
    head: dict[str, re.Pattern[str]]
    above: dict[str, re.Pattern[str]]
    row: dict[str, re.Pattern[str]]
    value: dict[str, re.Pattern[str]]
    unit: re.Pattern[str]
    cost: dict[str, dict[str, float]]
    max_tokens: int
    max_name_cells: int

    def is_value(self, kind: str, text: str) -> bool:
        """Whether a whole cell is a value of this kind (number, bracket, dash, phrase)."""
        return bool(self.value[kind].fullmatch(plain(text)))

    def is_row(self, kind: str, text: str) -> bool:
        """Whether a whole cell is such a part of a row (attributes, money, years)."""
        return bool(self.row[kind].fullmatch(plain(text)))

    def is_head(self, text: str) -> bool:
        """Whether a folded text without blanks is made of heads of columns, or parts of them, and nothing else."""
        ends, reached = [0], {0}  # how far pieces lead; one expression for all of them may take exponential time
        for start in ends:
            found = {match.end() for piece in self.pieces if (match := piece.match(text, start))} - reached
            ends += sorted(found)
            reached |= found
        return bool(text) and len(text) in reached

    def printed_over(self, texts: Sequence[str]) -> bool:
        """Whether a row holds nothing but the unit of amounts, a word for “continued”, or a rule below a head."""
        patterns = (self.above["unit"], self.above["again"], self.row["rule"])
        return all(any(pattern.fullmatch(text) for pattern in patterns) for text in texts)

    def shape(self, text: str) -> str:
        """number, bracket, dash, or phrase for everything else."""
        return next((kind for kind in ("dash", "bracket", "number") if self.is_value(kind, text)), "phrase")


def plain(text: str) -> str:
    """Folded, straight quotation marks, no blanks: what the patterns are matched against."""
    return squeeze(fold(text)).replace("“", '"').replace("”", '"').replace("〔", "[").replace("〕", "]")


@cache
def table_rules() -> TableRules:
    """The rules as shipped."""
    path = rules_dir() / "tables.toml"
    try:
        return _rules(tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, re.error, tomllib.TOMLDecodeError) as error:
        raise ResourceError(f"not a usable rule: {error}", where=str(path)) from error


def _rules(data: dict[str, Any]) -> TableRules:
    row, limits = data["row"], ("max_tokens", "max_name_cells")
    heads = [column["pattern"] for column in data["column"]] + data["pieces"]
    return TableRules(
        pieces=tuple(re.compile(source) for source in heads),
        columns=tuple(
            ColumnPattern(c["role"], re.compile(c["pattern"]), c.get("group", False)) for c in data["column"]
        ),
        head=_compiled(data["head"]),
        above=_compiled(data["above"]),
        row=_compiled({name: source for name, source in row.items() if name not in limits}),
        value=_compiled(data["value"]),
        unit=re.compile(data["unit"]["pattern"]),
        cost=data["cost"],
        max_tokens=row["max_tokens"],
        max_name_cells=row["max_name_cells"],
    )


def _compiled(sources: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(source) for name, source in sources.items()}
