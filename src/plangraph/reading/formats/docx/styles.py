"""What the style of a paragraph or of characters tells: outline level, title, list of contents, list, hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.errors import ResourceError
from plangraph.reading.formats.docx.elements import child, switched, value, whole
from plangraph.resources import read_toml, rules_dir

_MAX_CHAIN = 12  # styles each based on the next: Word allows eleven
_BODY_TEXT = 9  # the outline level of what is no heading; headings have 0 to 8


@dataclass(frozen=True, slots=True)
class WordRules:
    """`rules/word.toml`, with its patterns compiled."""

    heading: re.Pattern[str]
    title: re.Pattern[str]
    contents: re.Pattern[str]
    no_title: re.Pattern[str]
    template_dates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Look:
    """What paragraph properties and styles make of a paragraph.

    `heading`: outline level from 1, 0 for none. `list` and `level`: the list that numbers it (empty for none)
    and the level in it (None: the one that the list has for `list_style`, the style that names the list).
    """

    heading: int = 0
    title: bool = False
    contents: bool = False
    list: str = ""
    list_style: str = ""
    level: int | None = None
    hidden: bool = False


@cache
def word_rules() -> WordRules:
    """The rules as shipped."""
    path = rules_dir() / "word.toml"
    data = read_toml(path)
    try:
        styles, properties = data["styles"], data["properties"]
        patterns = (styles["heading"], styles["title"], styles["contents"], properties["no_title"])
        heading, title, contents, no_title = (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
        return WordRules(heading, title, contents, no_title, frozenset(properties["template_dates"]))
    except (KeyError, re.error) as error:
        raise ResourceError(f"not a usable rule: {error}", where=str(path)) from error


class Styles:
    """The styles part of a file, which may be missing; every style takes over what the one it is based on has."""

    def __init__(self, root: Element | None) -> None:
        styles = list(root.iterchildren(qn("w:style"))) if root is not None else []
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in styles}
        usual = (
            s for s in styles if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) in ("1", "true")
        )
        self._usual = next((style.get(qn("w:styleId"), "") for style in usual), "")
        self._looks: dict[str, Look] = {}
        self._hidden: dict[str, bool | None] = {}

    def look(self, paragraph: Element) -> Look:
        """What its own properties make of a paragraph, and where they are silent its style."""
        properties = child(paragraph, "w:pPr")
        style = value(properties, "w:pStyle") or self._usual
        if style not in self._looks:
            self._looks[style] = self._styled(style)
        return _over(self._looks[style], properties)

    def hides(self, run: Element, look: Look) -> bool:
        """Whether the characters of a run are hidden."""
        own = switched(run, "w:rPr", "w:vanish")
        if own is not None:
            return own
        style = value(run, "w:rPr", "w:rStyle")
        if style not in self._hidden:
            told = (switched(s, "w:rPr", "w:vanish") for s in self._chain(style))
            self._hidden[style] = next((told for told in told if told is not None), None)
        return look.hidden if self._hidden[style] is None else bool(self._hidden[style])

    def list_of(self, style: str) -> str:
        """The list that a numbering style stands for."""
        return value(self._by_id.get(style), "w:pPr", "w:numPr", "w:numId")

    def _chain(self, style: str) -> Iterator[Element]:
        """A style and those that it is based on; a circle ends like a chain that is too long."""
        for _ in range(_MAX_CHAIN):
            if style not in self._by_id:
                return
            yield self._by_id[style]
            style = value(self._by_id[style], "w:basedOn")

    def _styled(self, style: str) -> Look:
        look = Look()
        for element in reversed(list(self._chain(style))):
            look = _over(_named(look, value(element, "w:name").strip()), child(element, "w:pPr"))
            if value(element, "w:pPr", "w:numPr", "w:numId"):
                look = replace(look, list_style=element.get(qn("w:styleId"), ""))
            hidden = switched(element, "w:rPr", "w:vanish")
            look = look if hidden is None else replace(look, hidden=hidden)
        return look


def _named(look: Look, name: str) -> Look:
    """A look with what the name of a style says."""
    rules = word_rules()
    heading = rules.heading.fullmatch(name)
    return replace(
        look,
        heading=int(heading[1]) if heading else look.heading,
        title=look.title or bool(rules.title.fullmatch(name)),
        contents=look.contents or bool(rules.contents.fullmatch(name)),
    )


def _over(look: Look, properties: Element | None) -> Look:
    """A look with what paragraph properties change of it."""
    outline = whole(value(properties, "w:outlineLvl"))
    level = whole(value(properties, "w:numPr", "w:ilvl"))
    return replace(
        look,
        heading=look.heading if outline is None else (outline + 1 if outline < _BODY_TEXT else 0),
        list=value(properties, "w:numPr", "w:numId") or look.list,
        level=look.level if level is None else level,
    )
