"""Recognises headings and the kinds of paragraphs by how they begin; the patterns are `rules/headings.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from plangraph.errors import ResourceError
from plangraph.model import PassageKind
from plangraph.resources import read_toml, rules_dir
from plangraph.text import chinese_number, fold, squeeze

_NUMERAL = re.compile(r"[0-9]+|[一二三四五六七八九十百]+")
_FILE = "headings.toml"


@dataclass(frozen=True, slots=True)
class Marker:
    """How the headings of one rank begin. `alone`: it may have its title on the next line; `behind`: an annex."""

    name: str
    pattern: re.Pattern[str]
    rank: int
    alone: bool
    behind: bool
    min: int


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """Which sentences are headings: how long they are, how they end, and what they do not hold."""

    max: int
    ends: str
    none: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class UnmarkedRules:
    """Headings without a marker: their rank, their length, and names that are headings wherever they stand."""

    rank: int
    min: int
    max: int
    names: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class HeadingRules:
    """`rules/headings.toml`, with its patterns compiled."""

    markers: tuple[Marker, ...]
    any_marker: re.Pattern[str]
    box: re.Pattern[str]
    glossary: re.Pattern[str]
    glossary_rank: int
    attachments: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]
    sentence: SentenceRules
    unmarked: UnmarkedRules
    breaks: str
    no_end: str
    goes_on: str
    max_length: int
    max_numbered: int
    max_lines: int
    numbered_from: int
    listed_from: int

    def marker(self, text: str) -> Marker | None:
        """The marker that a line begins with."""
        if not self.any_marker.match(text):
            return None
        return next((marker for marker in self.markers if marker.pattern.match(text)), None)

    def numbered(self, text: str) -> tuple[Marker | None, int]:
        """The marker of a line and the last number in it (0 when it holds none)."""
        marker = self.marker(text)
        match = marker.pattern.match(text) if marker else None
        numerals = _NUMERAL.findall(fold(match[0])) if match else []
        if not numerals:
            return marker, 0
        return marker, int(numerals[-1]) if numerals[-1].isdigit() else chinese_number(numerals[-1]) or 0

    def heading(self, text: str) -> Marker | None:
        """The marker of a line that is a heading: short, with a marker, without the end of a sentence."""
        if len(text) > self.max_length:
            return None
        marker = self.marker(text)
        if marker is None or not self._short(text, marker):
            return None
        title = self._title(text, marker)
        if marker.alone and not title:
            return marker
        return marker if len(title) >= marker.min and self.unbroken(text) else None

    def sentence_heading(self, text: str) -> Marker | None:
        """The marker of a line that would be a heading if it did not end with a stop or a colon."""
        rules = self.sentence
        if len(text) > rules.max or text[-1:] not in rules.ends:
            return None
        marker = self.heading(text[:-1])
        return None if marker is None or rules.none.search(self._title(text, marker)) else marker

    def lacks_title(self, text: str, marker: Marker) -> bool:
        """Whether a heading is nothing but its marker."""
        return not self._title(text, marker)

    def _title(self, text: str, marker: Marker) -> str:
        match = marker.pattern.match(text)
        return text[match.end() :].strip() if match else ""

    def _short(self, text: str, marker: Marker) -> bool:
        return len(text) <= (self.max_numbered if marker.rank >= self.numbered_from else self.max_length)

    def unbroken(self, text: str) -> bool:
        """Whether a line holds no end of a sentence and does not end like the middle of one."""
        return not any(c in text for c in self.breaks) and text[-1:] not in self.no_end

    def is_box(self, text: str) -> bool:
        """Whether a line is the title of a box."""
        return len(text) <= self.max_length and bool(self.box.match(text)) and self.unbroken(text)

    def is_glossary(self, text: str) -> bool:
        """Whether a line is the heading of a section that explains words."""
        return len(text) <= self.unmarked.max and bool(self.glossary.fullmatch(self._unmarked(text)))

    def _unmarked(self, text: str) -> str:
        marker = self.marker(text)
        return squeeze(self._title(text, marker) if marker else text)

    def is_name(self, text: str) -> bool:
        """Whether a line is a heading by what it says, without any marker: 前言."""
        return len(text) <= self.unmarked.max and bool(self.unmarked.names.fullmatch(squeeze(text)))

    def bare(self, text: str) -> bool:
        """Whether a line may be a heading without a marker."""
        short = self.unmarked.min <= len(text) <= self.unmarked.max
        plain = short and not any(c in text for c in self.breaks + self.no_end)
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
        if self.kind_matches("imprint", text):
            return "signature"
        return "note" if self.is_caption(text) else "paragraph"

    def is_caption(self, text: str) -> bool:
        """Whether a line names a figure."""
        return len(text) <= self.max_length and bool(self.kinds["caption"].fullmatch(text))

    def begins_item(self, text: str) -> bool:
        """Whether a line begins a paragraph, whatever stands before it."""
        return self.marker(text) is not None or any(
            self.kind_matches(kind, text) for kind in ("list_item", "note", "glossary", "imprint")
        )


@cache
def heading_rules() -> HeadingRules:
    """The rules as shipped."""
    try:
        return _rules(read_toml(rules_dir() / _FILE))
    except (KeyError, re.error) as error:
        raise ResourceError(f"not a usable rule: {error}", where=_FILE) from error


def _rules(data: dict[str, Any]) -> HeadingRules:
    sentence, unmarked = data["sentence"], data["unmarked"]
    patterns = "|".join(f"(?:{item['pattern']})" for item in data["marker"])
    return HeadingRules(
        markers=tuple(_marker(item) for item in data["marker"]),
        any_marker=re.compile(patterns),
        box=re.compile(data["box"]["pattern"]),
        glossary=re.compile(data["glossary"]["heading"]),
        glossary_rank=data["glossary"]["rank"],
        attachments=re.compile(data["attachments"]["begins"]),
        kinds={name: re.compile(pattern) for name, pattern in data["kinds"].items()},
        sentence=SentenceRules(sentence["max"], sentence["ends"], re.compile(sentence["none"])),
        unmarked=UnmarkedRules(unmarked["rank"], unmarked["min"], unmarked["max"], re.compile(unmarked["names"])),
        breaks=data["breaks"],
        no_end=data["no_end"],
        goes_on=data["goes_on"],
        max_length=data["max_length"],
        max_numbered=data["max_numbered"],
        max_lines=data["max_lines"],
        numbered_from=data["numbered_from"],
        listed_from=data["listed_from"],
    )


def _marker(item: dict[str, Any]) -> Marker:
    return Marker(
        name=item["name"],
        pattern=re.compile(item["pattern"]),
        rank=item["rank"],
        alone=item.get("alone", False),
        behind=item.get("behind", False),
        min=item.get("min", 1),
    )
