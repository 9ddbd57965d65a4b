"""What a heading names: `@head`, when the paragraph does not name it itself.

A heading is read by the pipeline's own entity components, given as `recognise`; where they find nothing (or are
not there) the ending of the heading's own phrase decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plangraph.model import EntityType, Mention
from plangraph.resources import read_toml, rules_dir

Recognise = Callable[[str], Sequence[Mention]]

_LONGEST = 16  # a longer phrase is a sentence, not a name


@dataclass(frozen=True, slots=True)
class HeadingRules:
    """The patterns of `rules/heading-names.toml`."""

    number: re.Pattern[str]
    action: re.Pattern[str]
    sentence: re.Pattern[str]
    endings: tuple[tuple[EntityType, re.Pattern[str]], ...]


@cache
def heading_rules(path: Path | None = None) -> HeadingRules:
    """The rules of a file of the form of `rules/heading-names.toml`."""
    data = read_toml(path or rules_dir() / "heading-names.toml")
    endings = tuple((kind, re.compile(pattern)) for kind, pattern in data["ending"].items())
    return HeadingRules(
        re.compile(data["number"]), re.compile(data["action"]), re.compile(data["sentence"]), endings
    )


@dataclass(frozen=True, slots=True)
class HeadingName:
    """A name that a heading carries, its type, and whether the heading is nothing but this name."""

    name: str
    type: EntityType
    whole: bool


def phrase(heading: str) -> str:
    """A heading without its number.

    >>> phrase("第三节 着力做实核心区")
    '着力做实核心区'
    """
    return heading_rules().number.sub("", heading).strip(" ：:")


def _by_ending(text: str) -> HeadingName | None:
    rules = heading_rules()
    name = rules.action.sub("", text)
    if len(name) > _LONGEST or rules.sentence.search(name):
        return None
    kind = next((kind for kind, ending in rules.endings if ending.search(name)), None)
    return HeadingName(name, kind, name == text) if kind else None


class HeadingReader:
    """Names in headings, each heading read once."""

    def __init__(self, recognise: Recognise | None = None) -> None:
        self._recognise = recognise
        self._known: dict[str, HeadingName | None] = {}

    def name(self, heading: str) -> HeadingName | None:
        """The thing that a heading names, None when it names none."""
        if heading not in self._known:
            self._known[heading] = self._read(phrase(heading))
        return self._known[heading]

    def _read(self, text: str) -> HeadingName | None:
        found = [
            mention
            for mention in (self._recognise(text) if self._recognise else ())
            if mention.type in ("PARK", "REGION", "INDUSTRY", "PLAN", "PROJECT")
        ]
        if len(found) == 1:
            mention = found[0]
            return HeadingName(mention.text, mention.type, mention.text == text)
        return _by_ending(text) if not found else None
