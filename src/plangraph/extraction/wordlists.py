"""Reads the word lists in `rules/` that entity components share, each once and in one shape."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from plangraph.errors import ResourceError
from plangraph.resources import lines_of, read_table, read_toml, rules_dir


@functools.cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file in `rules/`, its comment lines left out."""
    path = rules_dir() / name
    if not path.is_file():
        raise ResourceError("the word list is missing", where=name, hint="reinstall plangraph")
    return tuple(row for _number, row in read_table(path))


@functools.cache
def lines(name: str) -> frozenset[str]:
    """The lines of a plain list in `rules/`."""
    return frozenset(line for _number, line in lines_of(rules_dir() / name))


@functools.cache
def names() -> dict[str, Any]:
    """The table `rules/names.toml`."""
    return read_toml(rules_dir() / "names.toml")


@functools.cache
def name_pattern(name: str) -> re.Pattern[str]:
    """A pattern of `rules/names.toml`."""
    return re.compile(names()["pattern"][name])


@dataclass(frozen=True, slots=True)
class WordClass:
    """How a word acts at the edge of a name: its kind, and for a verb what it governs."""

    kind: str
    verb: str = ""
    nominal: bool = False


@functools.cache
def word_classes() -> dict[str, WordClass]:
    """Every word of `words.csv` and `verbs.csv` with its class."""
    known = {row["word"]: WordClass(row["class"]) for row in table("words.csv")}
    for row in table("verbs.csv"):
        nominal = row["nominal"] == "1"
        if row["verb"] not in known or not nominal:
            known[row["verb"]] = WordClass("verb", row["class"], nominal)
        else:
            known[row["verb"]] = WordClass("verb", row["class"], True)
    return known


@functools.cache
def longest_words() -> dict[str, int]:
    """First character → length of the longest word that begins with it and has a class."""
    return {word[0]: len(word) for word in sorted(word_classes(), key=len)}


@functools.cache
def heads() -> dict[str, frozenset[str]]:
    """Suffix → head classes."""
    found: dict[str, set[str]] = {}
    for row in table("heads.csv"):
        found.setdefault(row["suffix"], set()).add(row["class"])
    for row in table("compounds.csv"):
        found.setdefault(row["modifier"] + row["noun"], set()).add(row["class"])
    return {suffix: frozenset(classes) for suffix, classes in found.items()}


@functools.cache
def longest_heads() -> dict[str, int]:
    """Last character → length of the longest suffix that ends with it and has a head class."""
    return {suffix[-1]: len(suffix) for suffix in sorted(heads(), key=len)}


@functools.cache
def tails() -> frozenset[str]:
    """Words that are trimmed from the right end of a phrase."""
    return frozenset(row["word"] for row in table("words.csv") if row["class"] == "tail")


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of `decisions.csv`."""

    head: str
    governor: str
    evidence: str
    type: str
    confidence: float

    @property
    def rule(self) -> str:
        """The rule id that a mention carries."""
        return f"{self.head}:{self.governor}:{self.evidence}"


@functools.cache
def decisions() -> tuple[Decision, ...]:
    """The decision table, in file order."""
    return tuple(
        Decision(row["head"], row["governor"], row["evidence"], row["type"], float(row["confidence"]))
        for row in table("decisions.csv")
    )


@functools.cache
def decisions_on(classes: frozenset[str], governors: frozenset[str]) -> tuple[Decision, ...]:
    """The rows for these classes of a head and these governors, the surest first, else in file order."""
    rows = [row for row in decisions() if row.head in classes and row.governor in governors | {"*"}]
    return tuple(sorted(rows, key=lambda row: -row.confidence))
