"""Types phrases by what they end in and what governs them (`rules/heads.csv`, `rules/decisions.csv`)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from itertools import groupby
from typing import cast

from spacy.tokens import Doc

from plangraph.extraction.industries import behind_place, is_plain
from plangraph.extraction.phrases import Phrase, Token, phrases
from plangraph.extraction.places import affixes
from plangraph.extraction.state import candidates, propose, text_of, withdraw
from plangraph.extraction.wordlists import (
    Decision,
    decisions_on,
    heads,
    lines,
    longest_heads,
    name_pattern,
    names,
    tails,
)
from plangraph.model import EntityType

_BY_PATTERN = {"nation", "roadwork", "unranked"}  # evidence that is a pattern of names.toml
_FIRM = {"specific", "unranked", "proper", "quoted"}  # evidence that lies in the name itself
_SINGLE = {
    "status",
    "strong",
    "park",
    "harbour",
    "zone",
    "brand",
    "facility",
}  # a number of them is no single name
_OWNERS = {"harbour"}  # may stand before 的 (X港的合作)
_INNER = {"park", "harbour", "org"}
_QUOTES = {"“": "”", "《": "》"}


def head_of(name: str) -> tuple[str, frozenset[str]]:
    """The longest known suffix of a name, with its classes."""
    known = heads()
    longest = longest_heads().get(name[-1:], 0)
    for length in range(min(longest, len(name)), 0, -1):
        if name[-length:] in known:
            return name[-length:], known[name[-length:]]
    return "", frozenset()


def trimmed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without the words that only follow a name (建设, 工作), until a head is at the end."""
    kept = tokens
    while len(kept) > 1 and kept[-1].text in tails():
        name = "".join(token.text for token in kept)
        suffix, classes = head_of(name)
        in_tail = kept[-1].text in tails() and len(suffix) < len(kept[-1].text)
        if suffix and suffix not in tails() and not in_tail:
            break
        reform = kept[-1].text == names()["words"]["reform"] and any(token.kind == "quote" for token in kept)
        if "brand" in classes and (reform or kept[-2].kind == "quote"):
            break
        if "rework" in classes and name_pattern("roadwork").search(name):
            break
        kept = kept[:-1]
    return kept


def is_specific(doc: Doc, start: int, end: int) -> bool:
    """Does this modifier say which one: a place, a quotation, a number, a word unknown to ordinary language?"""
    text = text_of(doc)[start:end]
    if name_pattern("marked").search(text):
        return True
    if name_pattern("level").match(text_of(doc)[start : end + 2]):
        return True
    return any(one.type == "REGION" and start <= one.start and one.end <= end for one in candidates(doc))


@functools.cache
def _ranks() -> re.Pattern[str]:
    words = sorted(lines("ranks.txt"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + r"|\d|[一二三四五六七八九十])*")


@functools.cache
def _general() -> re.Pattern[str]:
    words = sorted(lines("generic.txt"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")*")


def is_kind(tokens: tuple[Token, ...], suffix: str) -> bool:
    """Is the name made of general words and a suffix alone (重大项目)?"""
    name = "".join(token.text for token in tokens)
    return _general().fullmatch(name.removesuffix(suffix)) is not None


def _evidence(doc: Doc, tokens: tuple[Token, ...], suffix: str, need: str) -> bool:
    """Is what a row of the decision table asks for there?"""
    first, last = unquoted(text_of(doc), tokens[0].start, tokens[-1].end)
    start, end = first, last - len(suffix)
    if need in _BY_PATTERN:
        return name_pattern(need).search(text_of(doc)[first:last]) is not None
    tests: dict[str, Callable[[], bool]] = {
        "any": lambda: last > first,
        "goods": lambda: not is_plain(text_of(doc)[first:last]),
        "quoted": lambda: "“" in text_of(doc)[max(0, first - 1) : last],
        "road": lambda: _is_road(doc, tokens, first, last),
        "placed": lambda: any(one.type == "REGION" and one.start == first for one in candidates(doc)),
        "named": lambda: end - start >= 2 and _ranks().fullmatch(text_of(doc)[start:end]) is None,
        "short": lambda: 2 <= end - start <= 5 and not is_kind(tokens, suffix),
        "proper": lambda: end > start and _is_proper(doc, tokens, suffix, end) and not is_kind(tokens, suffix),
        "specific": lambda: is_specific(doc, start, end),
        "long": lambda: is_specific(doc, start, end) or (end - start >= 2 and not is_kind(tokens, suffix)),
    }
    return tests[need]()


def _is_road(doc: Doc, tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """The name of a road, and no common word that ends like one (思路, “一路”)."""
    bare = len(tokens) == 1 or len(tokens[-2].text) > 1
    common = (len(tokens[-1].text) == 2 and bare and tokens[-1].text not in heads()) or "“" in text_of(doc)[
        max(0, first - 1) : last
    ]
    return not common and name_pattern("road").search(text_of(doc)[first:last]) is not None


def _is_proper(doc: Doc, tokens: tuple[Token, ...], suffix: str, end: int) -> bool:
    """Does the modifier hold a word that the dictionary does not know, or a place?"""
    unknown = any(len(token.text) == 1 for token in tokens if token.end <= end)
    return unknown or suffix in names()["words"]["sure_organisations"] or is_specific(doc, tokens[0].start, end)


def effective_governor(phrase: Phrase, tokens: tuple[Token, ...]) -> str:
    """The governing verb's class; 推进X建设 builds X, 推进X创建 strives for it, 促进X发展 develops it."""
    after = phrase.tokens[len(tokens)].text if len(tokens) < len(phrase.tokens) else ""
    by_tail: str = names()["governors"].get(after, "")
    leads = phrase.governor in {"advance", "support", "hold", "other", ""}
    return by_tail if by_tail and leads else phrase.governor


def decide(doc: Doc, phrase: Phrase, tokens: tuple[Token, ...]) -> Decision | None:
    """The best row of the decision table for a phrase, None when there is no reason to take it."""
    text = text_of(doc)
    start, end = unquoted(text, tokens[0].start, tokens[-1].end)
    suffix, classes = head_of(text[start:end])
    if _is_slogan(phrase, tokens):
        classes = frozenset({"slogan"})
    if "“" in text[start:end]:
        classes = classes - {"industry"}
    if classes & _SINGLE and name_pattern("number").match(text, start):
        classes = classes - _SINGLE
    if not classes:
        return None
    governor = effective_governor(phrase, tokens)
    if not phrase.governor and len(tokens) == len(phrase.tokens) and name_pattern("acted").match(text, phrase.end):
        governor = "acted"
    rows = decisions_on(classes, frozenset((governor, phrase.governor)))
    return next((row for row in rows if _evidence(doc, tokens, suffix, row.evidence)), None)


def _is_slogan(phrase: Phrase, tokens: tuple[Token, ...]) -> bool:
    """Is it nothing but a name in quotes that a verb carries out (开展“两清两改”, 推进“四好农村路”建设)?"""
    alone = len(tokens) == 1 and tokens[0].kind == "quote"
    if (
        not alone
        or not name_pattern("campaign").fullmatch(tokens[0].text)
        or tokens[0].text[1:].startswith(affixes("before"))
    ):
        return False
    if head_of(tokens[0].text[1:-1])[1] - {"work", "brand", "road"}:
        return False
    ends = not phrase.following or phrase.following in "，,。；;、"
    built = len(phrase.tokens) > 1 and phrase.tokens[1].text in names()["words"]["built"]
    carried = bool(phrase.verb) and phrase.verb.endswith(tuple(lines("carrying.txt")))
    return ((ends or built) and carried) or (built and phrase.governor == "advance")


def propose_phrases(doc: Doc) -> None:
    """Candidates for all phrases whose head and governor the decision table knows."""
    for _number, members in groupby(phrases(doc), key=lambda phrase: phrase.group):
        group = list(members)
        for phrase in group:
            if not (phrase.quantity or name_pattern("counted").match(text_of(doc)[phrase.start : phrase.end])):
                _propose_phrase(doc, phrase)
        if len(group) > 1 and not (group[-1].after_etc or group[-1].quantity or group[-1].before_of):
            _propose_joined(doc, group[:-1], trimmed(group[-1].tokens))


def _propose_phrase(doc: Doc, phrase: Phrase) -> None:
    tokens = trimmed(phrase.tokens)
    row = decide(doc, phrase, tokens)
    if row is not None and row.head == "industry" and _holds_label(doc, tokens):
        return
    if row is not None and row.head == "field" and behind_place(doc, phrase.start, tokens[-1].end) > phrase.start:
        return
    if row is None:
        tokens, row = _inner(doc, phrase, tokens)
    if phrase.before_of and (row is None or row.head not in _OWNERS or row.evidence not in _FIRM):
        return
    if phrase.quantity and (row is None or row.head != "field"):
        return
    if row is None:
        _drop_places(doc, tokens)
    else:
        start, end = unquoted(text_of(doc), tokens[0].start, tokens[-1].end)
        propose(doc, start, end, cast(EntityType, row.type), row.rule, row.confidence)


def _drop_places(doc: Doc, tokens: tuple[Token, ...]) -> None:
    """A place at the front of a station's or a hall's name that is only mentioned is no mention of the place."""
    start, end = tokens[0].start, tokens[-1].end
    if len(tokens) > 1 and head_of(text_of(doc)[start:end])[1] & {"road", "facility"}:
        withdraw(doc, lambda one: one.type == "REGION" and one.start == start and one.end < end)


def _inner(doc: Doc, phrase: Phrase, tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], Decision | None]:
    """A name at the front of a phrase that goes on with common words (佛冈工业园|扩能提质)."""
    for length in range(len(tokens) - 1, 1, -1):
        if not (tokens[length].text in tails() or tokens[length].verb):
            continue
        row = decide(doc, phrase, tokens[:length])
        if row is not None and row.evidence in _FIRM and row.head in _INNER:
            return tokens[:length], row
    return tokens, None


def _holds_label(doc: Doc, tokens: tuple[Token, ...]) -> bool:
    return any(
        one.end == tokens[-1].end and one.rule == "industry:label" and tokens[0].start <= one.start
        for one in candidates(doc)
    )


def _propose_joined(doc: Doc, earlier: list[Phrase], tokens: tuple[Token, ...]) -> None:
    """A name that holds a list itself (接警、处置决策和信息管理系统): no member before has a head."""
    if not earlier or earlier[0].governor not in {"advance", "build"}:
        return
    if not head_of(text_of(doc)[tokens[0].start : tokens[-1].end])[1] & {"work", "facility"}:
        return
    for phrase in earlier:
        name = text_of(doc)[phrase.start : phrase.end]
        if phrase.before_of or phrase.after_etc or len(name) < 2 or "“" in name or head_of(name)[1] - {"rework"}:
            return
        if trimmed(phrase.tokens) != phrase.tokens and phrase.tokens[-1].text == "建设":
            return
    if not re.search(r"\d处|的|建设|项目和", text_of(doc)[earlier[0].start : tokens[-1].end]):
        propose(doc, earlier[0].start, tokens[-1].end, "PROJECT", "joined", 0.5)


def unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without quotation marks that enclose the whole of it."""
    if end - start > 2 and _QUOTES.get(text[start]) == text[end - 1] and "“" not in text[start + 1 : end - 1]:
        return start + 1, end - 1
    return start, end
