"""The rules of `rules/relations.toml`, compiled.

A rule says which relation a tag (`of`, its types) has when the text left of it ends with `before` and the text
right of it begins with `after`. The first rule of a relation that fits a tag decides. Patterns are regular
expressions over templates, with these shorthands:

    <REGION|PARK>    a tag of one of these types;  <*>  any tag
    <H:REGION|PARK>  the tag that is the head (or the tail, when the rule's own tag is the head); <H2:…> one more
    %build%          any trigger word of `rules/triggers.csv` for `build`, or a word list of the same file
    _  ~             a character of the same clause; the same, but of no tag
    …                the members of a list that stand before the tag, tags or not
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from plangraph.errors import ResourceError
from plangraph.extraction.clauses import words
from plangraph.model import EntityType, RelationType, Role
from plangraph.resources import read_toml, rules_dir

_TAG = re.compile(r"<(?:(H\d?):)?([A-Z|*]+)>")
_MEMBERS = r"(?:[^，；：。、]{0,24}、){0,30}(?:[^，；：。、]{1,24}(?:和|及|以及|与))?"
_LIST = re.compile(r"%([a-z_]+)%")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for the tags of the types `of`; `anchor` says which argument that tag is."""

    id: str
    relation: RelationType
    of: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    anchor: str = "tail"
    reject: bool = False
    mark: str = ""  # the other argument when it is @doc or @para
    role: Role | None = None
    also: bool = False  # rules below may add to it
    follows: bool = False  # aims_for: shares the head of an earlier aim of the sentence
    yields: bool = False  # gives way to the park or place that the paragraph is on
    confidence: float = 0.8

    def match(self, left: str, right: str) -> dict[str, tuple[str, int]] | None:
        """The captured tags as name → (side, position), or None when the rule does not fit."""
        # The right side first: it is tried at one place only, the left one at every character.
        after = self.after.match(right) if self.after else None
        if self.after and after is None:
            return None
        before = self.before.search(left) if self.before else None
        if self.before and before is None:
            return None
        return _tags("before", before) | _tags("after", after)


def _tags(side: str, hit: re.Match[str] | None) -> dict[str, tuple[str, int]]:
    return {name: (side, hit.start(name)) for name, tag in hit.groupdict().items() if tag} if hit else {}


@dataclass(frozen=True, slots=True)
class SubjectRule:
    """Which tag of a sentence is the subject of what follows in the sentence or in the paragraph."""

    id: str
    scope: str
    pattern: re.Pattern[str]
    relations: frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules: by relation and type of the rule's own tag; and the subject rules in order."""

    rules: dict[tuple[str, str], tuple[Rule, ...]]
    subjects: tuple[SubjectRule, ...]
    patterns: dict[str, re.Pattern[str]]

    def of(self, relation: str, kind: str) -> tuple[Rule, ...]:
        """The rules for one relation and one type of tag, in order."""
        return self.rules.get((relation, kind), ())


def _tag(match: re.Match[str]) -> str:
    kinds = "[A-Z]+" if match[2] == "*" else match[2]
    name = (match[1] or "").replace("H", "head")
    return f"(?P<{name}><(?:{kinds})>)" if name else f"<(?:{kinds})>"


def expand(pattern: str, lists: dict[str, list[str]]) -> str:
    """A pattern with its shorthands written out."""

    def alternatives(match: re.Match[str]) -> str:
        own = lists.get(match[1])
        found = "|".join(own) if own else words(match[1])
        if not found:
            raise ResourceError(f"no words for %{match[1]}%")
        return f"(?:{found})"

    text = _LIST.sub(alternatives, pattern).replace("…", _MEMBERS)
    text = re.sub(r"(?<!\\)_", "[^，；：。]", text)
    text = re.sub(r"~", "[^，；：。<>]", text)
    return _TAG.sub(_tag, text)


def _compiled(pattern: str, lists: dict[str, list[str]], suffix: str = "") -> re.Pattern[str] | None:
    return re.compile(f"(?:{expand(pattern, lists)}){suffix}") if pattern else None


def _rule(row: dict[str, Any], lists: dict[str, list[str]]) -> Rule:
    if row["relation"] not in get_args(RelationType):
        raise ResourceError(f"unknown relation {row['relation']!r}")
    if unknown := set(row["of"].split()) - set(get_args(EntityType)):
        raise ResourceError(f"unknown entity types {sorted(unknown)}")
    return Rule(
        id=row["id"],
        relation=row["relation"],
        of=frozenset(row["of"].split()),
        before=_compiled(row.get("before", ""), lists, "$"),
        after=_compiled(row.get("after", ""), lists),
        anchor=row.get("anchor", "tail"),
        reject=row.get("reject", False),
        mark=row.get("mark", ""),
        role=cast("Role | None", row.get("role")),
        also=row.get("also", False),
        follows=row.get("follows", False),
        yields=row.get("yields", False),
        confidence=row.get("confidence", 0.8),
    )


def _subject(row: dict[str, Any], lists: dict[str, list[str]]) -> SubjectRule:
    return SubjectRule(
        id=row["id"],
        scope=row["scope"],
        pattern=re.compile(expand(row["pattern"], lists)),
        relations=frozenset(row["relations"].split()),
    )


@cache
def rule_book(path: Path | None = None) -> RuleBook:
    """The rules of a file of the form of `rules/relations.toml`."""
    path = path or rules_dir() / "relations.toml"
    data = read_toml(path)
    lists: dict[str, list[str]] = data["words"]
    table: dict[tuple[str, str], tuple[Rule, ...]] = {}
    for row in data["rule"]:
        try:
            rule = _rule(row, lists)
        except (KeyError, re.error, ResourceError) as error:
            raise ResourceError(f"rule {row.get('id')!r}: {error}", where=path.name) from error
        for kind in sorted(rule.of):
            table[rule.relation, kind] = (*table.get((rule.relation, kind), ()), rule)
    patterns = {name: re.compile(expand(pattern, lists)) for name, pattern in data["pattern"].items()}
    return RuleBook(table, tuple(_subject(row, lists) for row in data["subject"]), patterns)
