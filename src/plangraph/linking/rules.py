"""`rules/linking.toml` as values: how one name is written in several ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plangraph.errors import ResourceError
from plangraph.resources import read_toml, rules_dir


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Other wordings of one thing: each pattern is replaced in turn, then each meaningless ending is dropped."""

    patterns: tuple[tuple[re.Pattern[str], str], ...]
    endings: tuple[str, ...]  # longest first
    least: int  # shortest name that an ending may leave, in characters

    def __call__(self, name: str) -> str:
        """The name in the wording that its variants share."""
        for pattern, form in self.patterns:
            name = pattern.sub(form, name)
        while ending := next(
            (end for end in self.endings if name.endswith(end) and len(name) - len(end) >= self.least), ""
        ):
            name = name[: -len(ending)]
        return name


@dataclass(frozen=True, slots=True)
class LinkingRules:
    """All of `rules/linking.toml`."""

    industry_suffixes: tuple[str, ...]
    industry_endings_min: int
    industry_behind_max: int
    level_marks: tuple[str, ...]
    everywhere: tuple[str, ...]  # 全区, 本市: the document's own region
    body_endings: Mapping[str, str]
    central: tuple[re.Pattern[str], ...]
    park_bodies: tuple[re.Pattern[str], ...]
    body_groups: tuple[str, ...]
    office_endings: tuple[str, ...]
    committee: str
    committee_endings: tuple[str, ...]
    government: str
    bare_bodies: frozenset[str]
    department: tuple[str, str]
    left_out: tuple[tuple[str, str], ...]
    zones: frozenset[str]
    body_shapes: tuple[str, ...]
    prefixed_levels: frozenset[str]
    party_prefix: str
    short_form_types: frozenset[str]
    region_left_out: tuple[str, ...]
    region_endings: tuple[str, ...]
    town_endings: tuple[str, ...]
    not_inside: tuple[str, ...]
    rewritings: Mapping[str, Rewriting]  # by entity type
    reasons: Mapping[str, str]
    confidences: Mapping[str, float]  # by reason

    def rewrite(self, kind: str, name: str) -> str:
        """The name in the wording that its variants share; unchanged for a type without such rules."""
        rewriting = self.rewritings.get(kind)
        return rewriting(name) if rewriting else name


def load_rules() -> LinkingRules:
    """The rules as shipped."""
    data = read_toml(rules_dir() / "linking.toml")
    return LinkingRules(
        industry_suffixes=tuple(data["industry_suffixes"]),
        industry_endings_min=data["industry_endings_min"],
        industry_behind_max=data["industry_behind_max"],
        level_marks=tuple(data["level_marks"]),
        everywhere=tuple(data["everywhere"]),
        body_endings=data["body_endings"],
        central=tuple(_pattern(text) for text in data["bodies"]["central"]),
        park_bodies=tuple(_pattern(text) for text in data["bodies"]["of_parks"]),
        body_groups=tuple(data["bodies"]["groups"]),
        office_endings=tuple(data["bodies"]["offices"]),
        committee=data["bodies"]["committee"],
        committee_endings=tuple(data["bodies"]["committee_offices"]),
        government=data["bodies"]["government"],
        bare_bodies=frozenset(data["bodies"]["bare"]),
        department=(data["bodies"]["department"][0], data["bodies"]["department"][1]),
        left_out=tuple((short, full) for short, full in data["bodies"]["left_out"]),
        zones=frozenset(data["regions"]["zones"]),
        body_shapes=tuple(data["bodies"]["shapes"]),
        prefixed_levels=frozenset(data["bodies"]["after_the_region_above"]),
        party_prefix=data["party_prefix"],
        short_form_types=frozenset(data["short_forms"]["types"]),
        region_left_out=tuple(data["regions"]["left_out"]),
        region_endings=tuple(data["regions"]["endings"]),
        town_endings=tuple(data["regions"]["towns"]),
        not_inside=tuple(data["regions"]["not_inside"]),
        rewritings={kind: _rewriting(rules) for kind, rules in data["wordings"].items()},
        reasons=data["reasons"],
        confidences=data["confidences"],
    )


def _rewriting(rules: Mapping[str, Any]) -> Rewriting:
    ordered = sorted(rules.get("endings", ()), key=lambda ending: (-len(ending), ending))
    patterns = tuple((_pattern(old), new) for old, new in rules.get("patterns", ()))
    return Rewriting(patterns, tuple(ordered), rules.get("least", 2))


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ResourceError(
            f"this pattern cannot be read: {error}", where=f"linking.toml, {text!r}", hint="mend the pattern"
        ) from error
