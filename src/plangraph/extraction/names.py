"""Component: names found by how they are written, whatever governs them (PLAN, BODY, ORG, PARK, PROJECT).

The patterns lie in `rules/patterns.toml`; the phrase heads in `rules/heads.csv`, what they mean under which verb
in `rules/decisions.csv`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.duties import propose_duties
from plangraph.extraction.heads import propose_phrases
from plangraph.extraction.state import candidates, propose, text_of
from plangraph.model import EntityType
from plangraph.resources import read_toml, rules_dir


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of `patterns.toml`: the group `name` (or the whole match) is the span."""

    id: str
    type: EntityType
    expression: re.Pattern[str]
    confidence: float
    unless: re.Pattern[str] | None
    after: str  # type of the candidate that the match follows and takes in


@functools.cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns with their shared parts filled in."""
    data = read_toml(rules_dir() / "patterns.toml")
    parts = data["parts"]

    def filled(expression: str) -> re.Pattern[str]:
        for _depth in range(3):
            for name, part in parts.items():
                expression = expression.replace(f"<{name}>", f"(?:{part})")
        return re.compile(expression)

    return tuple(
        Pattern(
            entry["id"],
            cast(EntityType, entry["type"]),
            filled(entry["match"]),
            entry["confidence"],
            filled(entry["unless"]) if "unless" in entry else None,
            entry.get("after", ""),
        )
        for entry in data["pattern"]
    )


def _matches(doc: Doc, pattern: Pattern) -> Iterator[tuple[int, int]]:
    text = text_of(doc)
    if pattern.after:
        for one in list(candidates(doc)):
            match = pattern.expression.match(text, one.end) if one.type == pattern.after else None
            if match:
                yield one.start, match.end()
        return
    for match in pattern.expression.finditer(text):
        yield match.span("name" if "name" in pattern.expression.groupindex else 0)


def propose_patterns(doc: Doc) -> None:
    """Candidates from the patterns of `patterns.toml`."""
    for pattern in patterns():
        for start, end in _matches(doc, pattern):
            if end > start and not (pattern.unless and pattern.unless.search(text_of(doc)[start:end])):
                propose(doc, start, end, pattern.type, f"pattern:{pattern.id}", pattern.confidence)


@Language.component("plangraph_names")
def names(doc: Doc) -> Doc:
    """Propose what is a name by its form."""
    propose_patterns(doc)
    propose_phrases(doc)
    propose_duties(doc)
    return doc
