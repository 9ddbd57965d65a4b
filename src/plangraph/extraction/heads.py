"""Types phrases by what they end in and what governs them (`rules/heads.csv`, `rules/decisions.csv`)."""

from __future__ import annotations

import re
from typing import cast

from spacy.tokens import Doc

from plangraph.extraction.phrases import Phrase, Token, phrases
from plangraph.extraction.state import CANDIDATES, propose
from plangraph.extraction.wordlists import Decision, decisions, heads, lines, tails
from plangraph.model import EntityType

_MARKED = re.compile(r"[0-9A-Za-z“《·]|[一二三四五六七八九十]期|^[省市区县州镇][^场域民政容区级]")
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


def is_kind(tokens: tuple[Token, ...], suffix: str) -> bool:
    """Is the name made of general words and a suffix alone (重大项目)?"""
    generic = lines("generic.txt")
    rest = "".join(token.text for token in tokens)[: -len(suffix)]
    words = [token.text for token in tokens]
    left = rest
    for word in words:
        if not left:
            return True
        if not left.startswith(word):
            word = left[: len(word)]
        if word not in generic:
            return False
        left = left[len(word) :]
    return True


def _evidence(doc: Doc, tokens: tuple[Token, ...], suffix: str, need: str) -> bool:
    start, end = tokens[0].start, tokens[-1].end - len(suffix)
    if need == "any":
        return end > start
    if need == "short":
        return 2 <= end - start <= 5 and not is_kind(tokens, suffix)
    specific = is_specific(doc, start, end)
    if need == "specific":
        return specific
    return specific or (end - start >= 3 and not is_kind(tokens, suffix))


def decide(doc: Doc, phrase: Phrase, tokens: tuple[Token, ...]) -> Decision | None:
    """The best row of the decision table for a phrase, None when there is no reason to take it."""
    name = doc.text[tokens[0].start : tokens[-1].end]
    suffix, classes = head_of(name)
    best: Decision | None = None
    for row in decisions():
        if row.head not in classes or row.governor not in ("*", phrase.governor):
            continue
        if _evidence(doc, tokens, suffix, row.evidence) and (best is None or row.confidence > best.confidence):
            best = row
    return best


def propose_phrases(doc: Doc) -> None:
    """Candidates for all phrases whose head and governor the decision table knows."""
    for phrase in phrases(doc):
        if phrase.quantity or phrase.before_of:
            continue
        tokens = trimmed(phrase.tokens)
        row = decide(doc, phrase, tokens)
        if row is not None:
            start, end = unquoted(doc.text, tokens[0].start, tokens[-1].end)
            propose(doc, start, end, cast(EntityType, row.type), row.rule, row.confidence)


def unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without quotation marks that enclose the whole of it."""
    pairs = {"“": "”", "《": "》"}
    if end - start > 2 and pairs.get(text[start]) == text[end - 1] and text[start + 1 : end - 1].count("“") == 0:
        return start + 1, end - 1
    return start, end
