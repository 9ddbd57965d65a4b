"""A text to be looked through, and the rules for what surrounds its body (`rules/furniture.toml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from plangraph.errors import ResourceError
from plangraph.reading.headings import HeadingRules, Marker
from plangraph.reading.lines import Layout, Line
from plangraph.resources import read_toml, rules_dir

_FILE = "furniture.toml"
_STOPS = "。！？"


@dataclass(frozen=True, slots=True)
class FurnitureRules:
    """`rules/furniture.toml`, with its patterns compiled; numbers count characters or lines."""

    patterns: Mapping[str, re.Pattern[str]]
    letter_spacing: tuple[re.Pattern[str], ...]
    longest: int
    title_min: int
    title_lines: int
    title_apart: int
    body_min: int
    body_long: int
    head_count: int
    head_min: int
    head_top: int
    link_count: int
    menu_lines: int
    menu_words: int
    contents_max: int
    contents_min: int
    contents_loose: int
    untitled_min: int
    untitled_share: float

    def fits(self, name: str, line: Line) -> bool:
        """Whether the whole line, folded and without blanks, is of this kind."""
        return len(line.text) <= self.longest and bool(self.patterns[name].fullmatch(line.plain))


@dataclass(frozen=True, slots=True)
class Page:
    """A text to be looked through.

    `plains` are the lines folded and without blanks (empty where a line is too long to be furniture), `markers`
    those of lines that are headings by their marker, `told` roles that the format of the file tells; `taken` are
    the lines that tables hold. Lines are given by index.
    """

    lines: Sequence[Line]
    plains: Sequence[str]
    markers: Sequence[Marker | None]
    taken: frozenset[int]
    layout: Layout
    title: str
    headings: HeadingRules
    rules: FurnitureRules
    told: Mapping[int, str] = field(default_factory=dict)

    def fits(self, name: str, index: int) -> bool:
        """Whether a whole line, folded and without blanks, is furniture of this kind."""
        plain = self.plains[index]
        return bool(plain) and bool(self.rules.patterns[name].fullmatch(plain))

    def is_annex(self, index: int, *, bare: bool = False) -> bool:
        """Whether a line is the heading of an annex; `bare`: nothing but its marker."""
        marker = self.markers[index]
        if marker is None or not marker.behind:
            return False
        return not bare or self.headings.lacks_title(self.lines[index].text, marker)

    def substantive(self, index: int) -> bool:
        """Whether a line is plainly of the body: a sentence of some length, or a full line of a wrapped text."""
        line, rules = self.lines[index], self.rules
        if self.layout.wrapped:
            return line.width >= self.layout.width - 3
        if len(line.text) < rules.body_min:
            return False
        sentence = len(line.text) >= rules.body_long or any(stop in line.text for stop in _STOPS)
        return sentence and not self.fits("navigation", index)

    def opens(self, index: int) -> bool:
        """Whether a body may begin with this line: a heading of a chapter, of 一、 or of （一）, or 前言."""
        text = self.lines[index].text
        marker = self.markers[index] or self.headings.sentence_heading(text)
        if marker is None:
            return self.headings.is_name(text)
        outer = marker.rank <= self.headings.numbered_from and not marker.behind
        return outer and not self.headings.lacks_title(text, marker)


@cache
def furniture_rules() -> FurnitureRules:
    """The rules as shipped."""
    try:
        return _rules(read_toml(rules_dir() / _FILE))
    except (KeyError, re.error) as error:
        raise ResourceError(f"not a usable rule: {error}", where=_FILE) from error


def _rules(data: dict[str, Any]) -> FurnitureRules:
    contents, number, spacing = data["contents"], data["page_number"], data["letter_spacing"]
    sources = {name: value for name, value in data.items() if isinstance(value, str)}
    sources |= {name: "|".join(data[name]) for name in ("navigation", "after_body")}
    sources["labels"] = "(?:" + "|".join(data["labels"]) + "):.*|" + "|".join(data["labels"])
    sources |= {"page_number": number["pattern"], "page_number_sure": number["sure"]}
    sources |= {f"contents_{name}": contents[name] for name in ("title", "entry", "leader", "page")}
    return FurnitureRules(
        patterns={name: re.compile(source, re.DOTALL) for name, source in sources.items()},
        letter_spacing=tuple(re.compile(source) for source in (rf"\A(?:{spacing['line']})\Z", *spacing["runs"])),
        longest=data["longest"],
        title_min=data["title_min"],
        title_lines=data["title_lines"],
        title_apart=data["title_apart"],
        body_min=data["body_min"],
        body_long=data["body_long"],
        head_count=data["running_head"]["min_count"],
        head_min=data["running_head"]["min_length"],
        head_top=data["running_head"]["min_top"],
        link_count=data["link_count"],
        menu_lines=data["menu_lines"],
        menu_words=data["menu_words"],
        contents_max=contents["max_length"],
        contents_min=contents["min_entries"],
        contents_loose=contents["max_loose"],
        untitled_min=contents["untitled_min"],
        untitled_share=contents["untitled_share"],
    )
