"""Automatic numbering: the labels that Word shows before paragraphs and that are not in their text.

A list (`w:num`) takes its levels from a definition (`w:abstractNum`), which several lists may share; they then
count on together, except where a list says that it begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.reading.formats.docx.elements import child, shown, switched, value, whole
from plangraph.reading.formats.docx.numerals import numeral
from plangraph.reading.formats.docx.styles import Look, Styles
from plangraph.reading.formats.docx.symbols import bullet

_PLACE = re.compile(r"%([1-9])")
_MAX_LABEL = 255  # characters: Word takes no longer ones, and a label stands before every paragraph of a list
_LEVELS = 9  # that Word has
_GAPS = {"nothing": ""}  # between label and text; a tab and a space are both a blank
_NO_LIST = "0"  # takes a paragraph out of the list of its style


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: `text` holds %1 to %9 for the numbers of the levels; `restart` as in `w:lvlRestart`."""

    start: int
    format: str
    text: str
    gap: str
    font: str
    restart: int | None
    arabic: bool  # shows the numbers of all levels in Arabic digits


_PLAIN = Level(1, "decimal", "", "", "", None, False)  # of a level that is not defined: counted, not shown


@dataclass(frozen=True, slots=True)
class _List:
    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # levels that begin anew with this list


class Numbering:
    """Labels for the paragraphs of a file, which must be asked for in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        definitions = {} if root is None else _by_id(root, "w:abstractNum", "w:abstractNumId")
        numbers = {} if root is None else _by_id(root, "w:num", "w:numId")
        self._style_levels: dict[tuple[str, str], int] = {}  # definition and style → level
        self._lists: dict[str, _List] = {}
        for key, number in numbers.items():
            name = _definition(number, definitions, numbers, styles)
            if name in definitions:
                self._lists[key] = _list(name, definitions[name], number)
        for name, definition in definitions.items():
            for level in definition.iterchildren(qn("w:lvl")):
                if style := value(level, "w:pStyle"):
                    self._style_levels[name, style] = whole(level.get(qn("w:ilvl"), "")) or 0
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, look: Look) -> str:
        """The label of the next paragraph, with the blank after it; empty when it has none."""
        if look.list in ("", _NO_LIST) or look.list not in self._lists:
            return ""
        found = self._lists[look.list]
        index = look.level
        if index is None:
            index = self._style_levels.get((found.definition, look.list_style), 0)
        if index >= _LEVELS:
            return ""
        counts = self._counts.setdefault(found.definition, {})
        self._count(look.list, found, index, counts)
        level = found.levels.get(index, _PLAIN)
        text = _shown(level, found, counts)[:_MAX_LABEL]
        return text + level.gap if text else ""

    def _count(self, key: str, found: _List, index: int, counts: dict[int, int]) -> None:
        level = found.levels.get(index, _PLAIN)
        if index in found.starts and (key, index) not in self._begun:
            counts[index] = found.starts[index]
        else:
            counts[index] = counts[index] + 1 if index in counts else found.starts.get(index, level.start)
        self._begun.add((key, index))
        for deeper in [deeper for deeper in counts if deeper > index]:
            restart = found.levels.get(deeper, _PLAIN).restart
            if restart is None or index < restart:
                del counts[deeper]


def _by_id(root: Element, name: str, attribute: str) -> dict[str, Element]:
    return {element.get(qn(attribute), ""): element for element in root.iterchildren(qn(name))}


def _definition(
    number: Element, definitions: Mapping[str, Element], numbers: Mapping[str, Element], styles: Styles
) -> str:
    """The definition of a list; where that only names a numbering style, the one of the list of that style."""
    name = value(number, "w:abstractNumId")
    link = value(definitions.get(name), "w:numStyleLink")
    return value(numbers.get(styles.list_of(link)), "w:abstractNumId") if link else name


def _list(name: str, definition: Element, number: Element) -> _List:
    levels = {_index(element): _level(element) for element in definition.iterchildren(qn("w:lvl"))}
    starts: dict[int, int] = {}
    for override in number.iterchildren(qn("w:lvlOverride")):
        own = child(override, "w:lvl")
        if own is not None:
            levels[_index(override)] = _level(own)
        start = whole(value(override, "w:startOverride"))
        if start is not None:
            starts[_index(override)] = start
    return _List(name, levels, starts)


def _index(element: Element) -> int:
    return whole(element.get(qn("w:ilvl"), "")) or 0


def _level(element: Element) -> Level:
    start = whole(value(element, "w:start"))
    formats = [found.get(qn("w:val"), "") for found in element.iter(qn("w:numFmt"))]
    fonts = child(element, "w:rPr", "w:rFonts")
    return Level(
        start=0 if start is None else start,
        format=formats[-1] if formats else "decimal",  # the last: what stands in for a format of a later Word
        text=shown(value(element, "w:lvlText"))[:_MAX_LABEL],
        gap=_GAPS.get(value(element, "w:suff"), " "),
        font=fonts.get(qn("w:ascii"), "") if fonts is not None else "",
        restart=whole(value(element, "w:lvlRestart")),
        arabic=bool(switched(element, "w:isLgl")),
    )


def _shown(level: Level, found: _List, counts: Mapping[int, int]) -> str:
    """The text of a label; a level above that has not been counted yet shows what it counts from, as in Word."""
    if level.format == "bullet":
        return bullet(level.text, level.font)

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        counted = found.levels.get(index, _PLAIN)
        count = counts.get(index, max(counted.start - 1, 0))
        return numeral(count, "decimal" if level.arabic else counted.format)

    return _PLACE.sub(number, level.text)
