"""Recognises headings and the kinds of paragraphs by how they begin; the patterns are `rules/headings.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from plangraph.errors import ResourceError
from plangraph.model import PassageKind
from plangraph.resources import rules_dir
from plangraph.text import chinese_number, fold

_NUMERAL = re.compile(r"[0-9]+|[一二三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Marker:
    """How the headings of one rank begin."""

    name: str
    pattern: re.Pattern[str]
    rank: int
    alone: bool
    min: int


@dataclass(frozen=True, slots=True)
class HeadingRules:
    """`rules/headings.toml`, with its patterns compiled."""

    markers: tuple[Marker, ...]
    box: re.Pattern[str]
    kinds: dict[str, re.Pattern[str]]
    unmarked: dict[str, int]
    breaks: str
    no_end: str
    max_length: int
    max_numbered: int
    numbered_from: int

    def marker(self, text: str) -> Marker | None:
        """The marker that a line begins with."""
        return next((marker for marker in self.markers if marker.pattern.match(text)), None)

    def numbered(self, text: str) -> tuple[Marker | None, int]:
        """The marker of a line and the number in it (0 when it holds none)."""
        marker = self.marker(text)
        match = marker.pattern.match(text) if marker else None
        numeral = _NUMERAL.search(fold(match[0])) if match else None
        if numeral is None:
            return marker, 0
        return marker, int(numeral[0]) if numeral[0].isdigit() else chinese_number(numeral[0]) or 0

    def heading(self, text: str) -> Marker | None:
        """The marker of a line that is a heading: short, with a marker, without the end of a sentence."""
        marker = self.marker(text)
        if marker is None or not self._short(text, marker):
            return None
        match = marker.pattern.match(text)
        title = text[match.end() :].strip() if match else ""
        if marker.alone and not title:
            return marker
        return marker if len(title) >= marker.min and self.unbroken(text) else None

    def _short(self, text: str, marker: Marker) -> bool:
        return len(text) <= (self.max_numbered if marker.rank >= self.numbered_from else self.max_length)

    def unbroken(self, text: str) -> bool:
        """Whether a line holds no end of a sentence and does not end like the middle of one."""
        return not any(c in self.breaks for c in text) and text[-1:] not in self.no_end

    def is_box(self, text: str) -> bool:
        """Whether a line is the title of a box."""
        return bool(self.box.match(text)) and len(text) <= self.max_length and self.unbroken(text)

    def bare(self, text: str) -> bool:
        """Whether a line may be a heading without a marker."""
        low, high = self.unmarked["min"], self.unmarked["max"]
        plain = low <= len(text) <= high and not any(c in self.breaks + self.no_end for c in text)
        return plain and not self.kind_matches("list_item", text)

    def kind_matches(self, kind: str, text: str) -> bool:
        """Whether a paragraph begins like those of this kind."""
        return bool(self.kinds[kind].match(text))

    def kind(self, text: str, *, after_note: bool = False) -> PassageKind:
        """The kind of a paragraph of the body; numbered items that follow a note belong to it."""
        if self.kind_matches("note", text) or (after_note and self.kind_matches("note_item", text)):
            return "note"
        if self.kind_matches("glossary", text):
            return "glossary"
        if self.kind_matches("list_item", text):
            return "list_item"
        return "note" if self.kinds["caption"].fullmatch(text) else "paragraph"

    def begins_item(self, text: str) -> bool:
        """Whether a line begins a paragraph, whatever stands before it."""
        return self.marker(text) is not None or any(
            self.kind_matches(kind, text) for kind in ("list_item", "note", "glossary")
        )


@cache
def heading_rules() -> HeadingRules:
    """The rules as shipped."""
    path = rules_dir() / "headings.toml"
    try:
        return _rules(tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, re.error, tomllib.TOMLDecodeError) as error:
        raise ResourceError(f"not a usable rule: {error}", where=str(path)) from error


def _rules(data: dict[str, Any]) -> HeadingRules:
    markers = tuple(
        Marker(m["name"], re.compile(m["pattern"]), m["rank"], m.get("alone", False), m.get("min", 1))
        for m in data["marker"]
    )
    return HeadingRules(
        markers=markers,
        box=re.compile(data["box"]["pattern"]),
        kinds={name: re.compile(pattern) for name, pattern in data["kinds"].items()},
        unmarked=data["unmarked"],
        breaks=data["breaks"],
        no_end=data["no_end"],
        max_length=data["max_length"],
        max_numbered=data["max_numbered"],
        numbered_from=data["numbered_from"],
    )
