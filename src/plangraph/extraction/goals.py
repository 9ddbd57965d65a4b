"""GOAL: the whole noun phrase after 打造, 建成, 成为 …, with 的-modifiers and lists inside it."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from plangraph.extraction.heads import head_of, unquoted
from plangraph.extraction.phrases import Token, tokens
from plangraph.extraction.state import propose
from plangraph.extraction.wordlists import tails

_END = re.compile(r"[，,。；;：:！!？?\n]")
_MEMBER = {"joint"}


def propose_goals(doc: Doc) -> None:
    """A candidate for each status named after a verb of becoming."""
    found = tokens(doc)
    for index, token in enumerate(found):
        if token.kind == "verb" and token.verb == "become":
            for start, end in _members(doc, _zone(found, index)):
                begin, stop = unquoted(doc.text, start, end)
                propose(doc, begin, stop, "GOAL", f"goal:{token.verb}", 0.7)


def _zone(found: list[Token], index: int) -> list[Token]:
    zone: list[Token] = []
    for token in found[index + 1 :]:
        if token.kind == "punctuation" and _END.match(token.text):
            break
        if token.kind == "verb" and token.verb == "become":
            break
        zone.append(token)
    return zone


def _members(doc: Doc, zone: list[Token]) -> list[tuple[int, int]]:
    """The spans of the statuses in a zone: cut at 、和与 only after a status head."""
    out: list[tuple[int, int]] = []
    current: list[Token] = []
    for token in [*zone, None]:
        if token is not None and (token.kind != "joint" or not _status(doc, current)):
            current.append(token)
            continue
        span = _status(doc, current)
        if span:
            out.append(span)
        current = []
    return out


def _status(doc: Doc, part: list[Token]) -> tuple[int, int] | None:
    kept = list(part)
    while kept and kept[0].kind in {"adverb", "lead"} or (kept and kept[0].text in {"成", "为", "出"}):
        kept = kept[1:]
    if not kept or any(token.kind == "quantity" for token in kept):
        return None
    while kept and (kept[-1].text in tails() or kept[-1].kind in {"etc", "verb"}):
        if "status" in head_of(doc.text[kept[0].start : kept[-1].end])[1]:
            break
        kept = kept[:-1]
    if not kept:
        return None
    name = doc.text[kept[0].start : kept[-1].end]
    suffix, classes = head_of(name.rstrip("”"))
    if "status" in classes and len(name) - len(suffix) >= 1:
        return kept[0].start, kept[-1].end
    return None
