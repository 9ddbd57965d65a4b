"""GOAL: the whole noun phrase after 打造, 建成, 成为 …, with 的-modifiers and lists inside it."""

from __future__ import annotations

import functools
import re
from itertools import takewhile

from spacy.tokens import Doc

from plangraph.extraction.heads import head_of, unquoted
from plangraph.extraction.phrases import Token, tokens
from plangraph.extraction.state import propose, text_of
from plangraph.extraction.wordlists import tails
from plangraph.resources import read_toml, rules_dir

_END = re.compile(r"[，,。；;：:！!？?\n]")
_FIGURES = re.compile(r"\d.*?的")
_RANKING = {"attain", "become"}  # verbs after which a rank says that something is a status
_CONFIDENCE = {"attain": 0.8, "become": 0.66, "build": 0.62}
_CLOSING = {"status", "strong", "title", "facility", "park", "work", "road", "org"}  # heads that end a member


@functools.cache
def goal_words() -> dict[str, frozenset[str]]:
    """The word lists of `rules/goals.toml`."""
    data = read_toml(rules_dir() / "goals.toml")
    return {name: frozenset(words) for name, words in data["words"].items()}


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    """A pattern of `rules/goals.toml`."""
    data = read_toml(rules_dir() / "goals.toml")
    return re.compile(data["pattern"][name])


def propose_goals(doc: Doc) -> None:
    """A candidate for each status named after a verb of becoming, or after 建设 when it is plainly a status."""
    found = tokens(doc)
    for index, token in enumerate(found):
        if token.kind != "verb" or token.verb not in _CONFIDENCE:
            continue
        if token.verb == "build" and token.text not in goal_words()["building"]:
            continue
        wanted = "strong" if token.verb == "build" else "status"
        for start, end in members(doc, _zone(found, index), wanted, token.verb in _RANKING):
            begin, stop = unquoted(text_of(doc), start, end)
            propose(doc, begin, stop, "GOAL", f"goal:{token.verb}", _CONFIDENCE[token.verb])


def _zone(found: list[Token], index: int) -> list[Token]:
    zone: list[Token] = []
    for token in found[index + 1 :]:
        if token.kind == "punctuation" and _END.match(token.text):
            break
        if token.kind == "verb" and token.verb in {"become", "attain"}:
            break
        if token.text in goal_words()["ground"] and zone:
            return zone[:-1] if zone[-1].text == "的" else zone
        zone.append(token)
    return zone


def members(doc: Doc, zone: list[Token], wanted: str, ranked: bool) -> list[tuple[int, int]]:
    """The spans of the statuses in a zone: cut at 、和与 after a head, and between two quotations."""
    out: list[tuple[int, int]] = []
    current: list[Token] = []
    for index, token in enumerate([*zone, None]):
        quotes = token is not None and token.kind == "quote" and bool(current) and current[-1].kind == "quote"
        ends = token is None or quotes or (token.kind == "joint" and _closes(doc, current, zone[index + 1 :]))
        if not ends and token is not None:
            current.append(token)
            continue
        span = _status(doc, current, wanted, ranked)
        if span:
            out.append(span)
        current = [token] if quotes and token is not None else []
    return out


def _closes(doc: Doc, current: list[Token], rest: list[Token]) -> bool:
    """Does a name end before this joint? Not inside 以A、B为主的C; surely between two that begin with a rank."""
    texts = [token.text for token in current]
    if texts and texts[0] in goal_words()["framing"] and "的" not in texts:
        return False
    ranked = _pattern("ranked").match
    if rest and texts and ranked(rest[0].text) and ranked(texts[0]) and current[-1].kind == "quote":
        return True
    return _has_head(doc, current)


def _has_head(doc: Doc, part: list[Token]) -> bool:
    kept = _opened(part)
    if not kept or kept[-1].text in goal_words()["open"]:
        return False
    _begin, stop = unquoted(text_of(doc), kept[0].start, kept[-1].end)
    name = text_of(doc)[kept[0].start : stop].rstrip("”")
    return (bool(head_of(name)[1] & _CLOSING) and len(name) > 2) or (kept[-1].kind == "quote" and len(kept) == 1)


def _opened(part: list[Token]) -> list[Token]:
    """The part without the words that only lead to the name."""
    kept = list(part)
    while kept and (
        kept[0].text in goal_words()["particles"]
        or kept[0].text.isspace()
        or (kept[0].kind in {"adverb", "lead", "deictic"} and not _belongs(kept))
    ):
        kept = kept[1:]
    return kept


def _belongs(kept: list[Token]) -> bool:
    following = kept[1].kind if len(kept) > 1 else ""
    return kept[0].text in goal_words()["kept"] and not (kept[0].kind == "deictic" and following == "quote")


def _status(doc: Doc, part: list[Token], wanted: str, ranked: bool) -> tuple[int, int] | None:
    kept = list(takewhile(lambda token: token.kind != "etc", _opened(part)))
    if (
        not kept
        or (kept[0].text in goal_words()["framing"] and all(token.text != "的" for token in kept))
        or _pattern("counted").match(text_of(doc), kept[0].start)
        or kept[0].kind == "quantity"
        or any(token.kind == "quantity" for token in kept[:2])
    ):
        return None
    for length in range(len(kept), 0, -1):
        last = kept[length - 1]
        if length < len(kept) and not _may_end(kept, length, wanted):
            continue
        start, end = kept[0].start, last.end
        if _fits(text_of(doc)[start:end], wanted, ranked and length == len(kept)):
            figures = _FIGURES.search(text_of(doc)[start:end])
            return (start + figures.end(), end) if figures and figures.end() < end - start else (start, end)
    return None


def _may_end(kept: list[Token], length: int, wanted: str) -> bool:
    """Can a name end before this token: before 的, a tail word, a verb, a bracket, 等?"""
    after = kept[length]
    return after.text in tails() or after.kind in {"etc", "verb", "function", "punctuation", "adverb"}


def _fits(name: str, wanted: str, ranked: bool) -> bool:
    bare = name.rstrip("”").lstrip("“")
    suffix, classes = head_of(bare)
    if wanted in classes and (len(bare) > len(suffix) or "title" in classes):
        return True
    named = bool(suffix) or _pattern("ending").search(bare) is not None
    return ranked and named and _pattern("ranked").match(bare) is not None and 6 <= len(bare) <= 24
