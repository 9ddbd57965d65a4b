"""INDUSTRY and FIELD from vocabulary labels: how far a label reaches and in which surroundings it counts.

A label that says itself that it is a sector (…业, …经济, …产业) counts anywhere. Others (金融, 人工智能) are also
common words and count as the object of a verb that develops, before 企业, 领域 and the like, or in a list with
names of sectors. The words for this lie in `rules/industries.csv`.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from typing import cast

from spacy.tokens import Doc

from plangraph.extraction.phrases import Phrase, phrases
from plangraph.extraction.state import candidates, propose, text_of
from plangraph.extraction.wordlists import table, tails
from plangraph.model import EntityType

_CLOSING = re.compile("”(?:产业|业)")
_TAKEN = 0.5  # confidence from which an occurrence counts
_KIND_LENGTH = 4  # longest word of kind before a segment's label


@functools.cache
def texts(kind: str) -> tuple[str, ...]:
    """The texts of `industries.csv` of one kind, longest first."""
    found = [row["text"] for row in table("industries.csv") if row["kind"] == kind]
    return tuple(sorted(found, key=len, reverse=True))


@functools.cache
def _expression(kind: str, end: str = "") -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(texts(kind)) + ")" + end)


def extended(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    """The label with the modifiers before it and 产业, 业 after it."""
    right = _expression("right").match(text, end)
    if right and not _expression("not-right").match(text, end) and not text[start:end].endswith("制造业"):
        end = right.end()
    for _word in range(2):
        if not text.endswith(texts("left"), 0, start):
            break
        left = next(word for word in texts("left") if text.endswith(word, 0, start))
        if start - len(left) >= floor:
            start -= len(left)
    if text[start - 1 : start] == "“" and (closing := _CLOSING.match(text, end)):
        return start - 1, closing.end()
    return start, end


def phrase_at(doc: Doc, start: int, end: int) -> Phrase | None:
    """The phrase that holds a span."""
    found = phrases(doc)
    number = bisect_right(found, start, key=lambda phrase: phrase.start) - 1
    return found[number] if number >= 0 and end <= found[number].end else None


def segment_type(name: str, type_: str) -> EntityType:
    """FIELD for the name of a product or service line (…机器人, 冷链物流), else the type of the vocabulary."""
    if name.endswith(texts("sector")):
        return "INDUSTRY"
    return "FIELD" if name.endswith(texts("segment")) else cast(EntityType, type_)


@functools.cache
def _plain() -> re.Pattern[str]:
    goods, words = "|".join(texts("plain")), "|".join(texts("plain-left"))
    return re.compile(f"(?:{words}|{goods})*(?:{goods})")


def is_plain(name: str) -> bool:
    """Is this a bare word for goods (产品, 优质服务), which names no segment?"""
    return _plain().fullmatch(name) is not None


def behind_place(doc: Doc, start: int, end: int) -> int:
    """Where a sector begins that stands behind a place (湾区|新能源汽车); else `start`."""
    places = [one.end for one in candidates(doc) if one.type == "REGION" and one.start == start]
    found = {one.start for one in candidates(doc) if one.end == end and one.rule == "industry:label"}
    return next((place for place in places if place in found), start)


def _is_sector(name: str) -> bool:
    return name.endswith(texts("intrinsic"))


def _developed(phrase: Phrase, rest: str) -> bool:
    bare = rest
    while bare and (tail := next((word for word in tails() if bare.endswith(word)), "")):
        bare = bare[: -len(tail)]
    return not bare and phrase.governor in {"develop", "attract"}


def confidence(doc: Doc, phrase: Phrase | None, start: int, end: int, hidden: bool) -> float:
    """How sure it is that this occurrence names a sector; below 0.3 it is not taken."""
    text = text_of(doc)
    if _expression("never").match(text, end) or text.endswith(texts("blocked-before"), 0, start):
        return 0.1
    if _is_sector(text[start:end]):
        return 0.8
    if _expression("blocked").match(text, end):
        return 0.1
    if not hidden and _expression("company").match(text, end):
        return 0.7
    developed = phrase is not None and _developed(phrase, text[end : phrase.end])
    return 0.65 if developed and not (hidden and phrase is not None and phrase.start != start) else 0.2


def propose_industry(doc: Doc, start: int, end: int, type_: str, concept: str, hidden: bool) -> None:
    """A candidate for the industry with the words that belong to its name."""
    phrase = phrase_at(doc, start, end)
    floor = phrase.start if phrase is not None else start
    begin, stop = extended(text_of(doc), start, end, floor)
    sure = confidence(doc, phrase, begin, stop, hidden)
    kind = segment_type(text_of(doc)[begin:stop], type_)
    propose(doc, begin, stop, kind, "industry:label", sure, concept)
    if kind == "FIELD" and sure >= _TAKEN and phrase is not None and _is_modifier(doc, phrase.start, begin):
        propose(doc, phrase.start, stop, kind, "industry:segment", sure)  # 车用|电机


def _is_modifier(doc: Doc, start: int, end: int) -> bool:
    """Is this a short word of kind, no place?"""
    places = any(start <= one.start < end for one in candidates(doc) if one.type == "REGION")
    return 0 < end - start <= _KIND_LENGTH and not places
