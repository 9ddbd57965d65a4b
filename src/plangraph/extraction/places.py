"""REGION: which occurrences of a place name stand for the place, and how far the name reaches."""

from __future__ import annotations

import functools
import re

from spacy.tokens import Doc

from plangraph.extraction.state import candidates, kept, propose, text_of
from plangraph.extraction.wordlists import table

_LEVEL = re.compile(r"(?:特别行政区|自治区|自治州|自治县|(?<=..)新区|省|市|区|县|州|旗|镇|乡|街道|村)$")
_NAMED = re.compile(r"[\u4e00-\u9fa5][(（]$")
_GOES_ON = re.compile(r"新?[)）][\u4e00-\u9fa5]")
_ENCLOSED = re.compile(r"《[^《》]{2,60}》|“[^“”，。；、]{2,12}”")
_KEY = "plangraph.enclosed"
_SURE = 4  # labels of this length or more need no word boundary


@functools.cache
def affixes(kind: str) -> tuple[str, ...]:
    """The texts of `places.csv` of one kind."""
    return tuple(row["text"] for row in table("places.csv") if row["kind"] == kind)


@functools.cache
def _grown() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, sorted(affixes("grow"), key=len, reverse=True))) + ")")


@functools.lru_cache(maxsize=64)
def _unit_patterns(region: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Expressions for the names of the issuing region: in full, without its level, with its zone, one letter."""
    short = _LEVEL.sub("", region)
    if len(short) < 2:
        return ()
    name = re.escape(short)
    level = re.escape(region[len(short) :])
    zone = r"(?:高新|经开|开发)区?"
    return (
        (re.compile(rf"{zone}[（(]{name}(?:{level})?[）)](?:{level})?"), "region:zone"),
        (re.compile(rf"(?:高新|经开){name}"), "region:zone"),
        (re.compile(rf"{name}{level}|{name}"), "region:unit"),
        (re.compile(rf"(?<=[来在赴入]){short[0]}(?=[集落投设发创企务]|$)"), "region:letter"),
    )


def propose_unit(doc: Doc) -> None:
    """Candidates for the issuing region under each of its names."""
    region: str = doc._.unit.region if doc._.unit is not None else ""
    for pattern, rule in _unit_patterns(region):
        for match in pattern.finditer(text_of(doc)):
            propose_region(doc, match.start(), match.end(), "", rule)
            if rule == "region:zone":
                for one in list(candidates(doc)):
                    if one.type == "REGION" and one.end == match.start():
                        propose(doc, one.start, match.end(), "REGION", rule, 0.85)


def in_other_name(text: str, start: int, end: int) -> bool:
    """Do the words around a place name make it a part of another name (法治X, X大道)?"""
    return text.endswith(affixes("before"), 0, start) or text.startswith(affixes("after"), end)


def _enclosed(doc: Doc) -> list[tuple[int, int]]:
    """Where the titles and quotations of a unit stand."""
    return kept(doc, _KEY, lambda: [match.span() for match in _ENCLOSED.finditer(text_of(doc))])


def in_brackets(doc: Doc, start: int, end: int) -> bool:
    """Is it in a title, a slogan, a name that goes on behind the bracket (《X公报》, “X所能”, 中国（X）会)?"""
    text = text_of(doc)
    if end - start == 2 and text[start] in "和及与" and re.match(r"[\u4e00-\u9fa5”》）]", text[start - 1 : start]):
        return True  # 市和县
    if _GOES_ON.match(text, end) and _NAMED.search(text, 0, start):
        return True
    return any(left < start and end < right and right - left > end - start + 2 for left, right in _enclosed(doc))


def at_boundary(start: int, end: int, boundaries: set[int]) -> bool:
    """Is the place name a run of whole words?"""
    return end - start >= _SURE or (start in boundaries and end in boundaries)


def propose_region(doc: Doc, start: int, end: int, concept: str, rule: str = "region:label") -> None:
    """A candidate for the place, unless what stands around it makes it a part of another name."""
    text = text_of(doc)
    if in_other_name(text, start, end) or text[start:end] in affixes("never") or in_brackets(doc, start, end):
        return
    grown = _grown().match(text, end)
    if grown:
        propose(doc, start, grown.end(), "REGION", "region:grown", 0.75)
    propose(doc, start, end, "REGION", rule, 0.85, concept)
