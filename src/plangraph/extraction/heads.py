"""Types phrases by what they end in and what governs them (`rules/heads.csv`, `rules/decisions.csv`)."""

from __future__ import annotations

import functools
import re
from typing import cast

from spacy.tokens import Doc

from plangraph.extraction.phrases import Phrase, Token, phrases
from plangraph.extraction.state import CANDIDATES, propose
from plangraph.extraction.wordlists import Decision, decisions, heads, lines, tails
from plangraph.model import EntityType

_MARKED = re.compile(r"[0-9A-Za-z“《·]|[一二三四五六七八九十]期|^[省市区县州镇][^场域民政容区级]")
_TESTS = {
    "nation": re.compile(r"^(?:国家|全国|省级|国家级|中国)"),
    "unranked": re.compile(r"^(?!.*(?:级|类|村|现代化|各|配套|特色|重点|[铁出海航空内渔]+港|国家高新区|香港|省一流|大湾区))"),
}
_LONGEST_HEAD = 10


def head_of(name: str) -> tuple[str, frozenset[str]]:
    """The longest known suffix of a name, with its classes."""
    known = heads()
    for length in range(min(_LONGEST_HEAD, len(name)), 0, -1):
        if name[-length:] in known:
            return name[-length:], known[name[-length:]]
    return "", frozenset()


def trimmed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without the words that only follow a name (建设, 工作), until a head is at the end."""
    kept = tokens
    while len(kept) > 1:
        name = "".join(token.text for token in kept)
        suffix, classes = head_of(name)
        if suffix and suffix not in tails() and classes:
            break
        if kept[-1].text not in tails():
            break
        kept = kept[:-1]
    return kept


def is_specific(doc: Doc, start: int, end: int) -> bool:
    """Does this modifier say which one: a place, a quotation, a number, a word unknown to ordinary language?"""
    text = doc.text[start:end]
    if _MARKED.search(text):
        return True
    return any(
        span.label_ == "REGION" and start <= span.start and span.end <= end for span in doc.spans[CANDIDATES]
    )


@functools.cache
def _general() -> re.Pattern[str]:
    words = sorted(lines("generic.txt"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")*")


def is_kind(tokens: tuple[Token, ...], suffix: str) -> bool:
    """Is the name made of general words and a suffix alone (重大项目)?"""
    name = "".join(token.text for token in tokens)
    return _general().fullmatch(name.removesuffix(suffix)) is not None


def _evidence(doc: Doc, tokens: tuple[Token, ...], suffix: str, need: str) -> bool:
    first, last = unquoted(doc.text, tokens[0].start, tokens[-1].end)
    if need == "quoted":
        return "“" in doc.text[max(0, first - 1) : last]
    start, end = first, last - len(suffix)
    if need in _TESTS:
        return _TESTS[need].search(doc.text[first:last]) is not None
    if need == "placed":
        return any(span.label_ == "REGION" and span.start == first for span in doc.spans[CANDIDATES])
    if need == "any":
        return last > first
    if need == "short":
        return 2 <= end - start <= 5 and not is_kind(tokens, suffix)
    specific = is_specific(doc, start, end)
    if need == "specific":
        return specific
    return specific or (end - start >= 3 and not is_kind(tokens, suffix))


def effective_governor(phrase: Phrase, tokens: tuple[Token, ...]) -> str:
    """The governing verb's class; 推进X建设 builds X, 推进X创建 strives for it, 促进X发展 develops it."""
    after = phrase.tokens[len(tokens)].text if len(tokens) < len(phrase.tokens) else ""
    by_tail = {"建设": "build", "创建": "attain", "扩建": "build"}.get(after, "")
    return by_tail if by_tail and phrase.governor in {"advance", "support", "hold", "other", ""} else phrase.governor


def decide(doc: Doc, phrase: Phrase, tokens: tuple[Token, ...]) -> Decision | None:
    """The best row of the decision table for a phrase, None when there is no reason to take it."""
    start, end = unquoted(doc.text, tokens[0].start, tokens[-1].end)
    suffix, classes = head_of(doc.text[start:end])
    governor = effective_governor(phrase, tokens)
    best: Decision | None = None
    for row in decisions():
        if row.head not in classes or row.governor not in ("*", governor, phrase.governor):
            continue
        if _evidence(doc, tokens, suffix, row.evidence) and (best is None or row.confidence > best.confidence):
            best = row
    return best


def propose_phrases(doc: Doc) -> None:
    """Candidates for all phrases whose head and governor the decision table knows."""
    earlier: list[Phrase] = []
    for phrase in phrases(doc):
        if earlier and earlier[-1].group != phrase.group:
            earlier = []
        tokens = trimmed(phrase.tokens)
        row = None if phrase.quantity or phrase.before_of else decide(doc, phrase, tokens)
        if row is not None:
            start, end = unquoted(doc.text, tokens[0].start, tokens[-1].end)
            propose(doc, start, end, cast(EntityType, row.type), row.rule, row.confidence)
            if row.head in {"work", "facility"} and row.type == "PROJECT" and not phrase.after_etc:
                _propose_joined(doc, earlier, tokens[-1].end)
        earlier.append(phrase)


def _propose_joined(doc: Doc, earlier: list[Phrase], end: int) -> None:
    """A name that holds a list itself (火灾智能预警、接警、处置决策和信息管理系统): no member before has a head."""
    if not earlier or not earlier[0].governor or any(phrase.before_of or phrase.after_etc for phrase in earlier):
        return
    if any(head_of(doc.text[phrase.start : phrase.end])[0] for phrase in earlier):
        return
    propose(doc, earlier[0].start, end, "PROJECT", "joined", 0.5)


def unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without quotation marks that enclose the whole of it."""
    pairs = {"“": "”", "《": "》"}
    if end - start > 2 and pairs.get(text[start]) == text[end - 1] and text[start + 1 : end - 1].count("“") == 0:
        return start + 1, end - 1
    return start, end
