"""Lists: the noun that closes a list tells what its members are (A、B等D), and members stand for one another."""

from __future__ import annotations

import functools
from itertools import groupby
from typing import cast

from spacy.tokens import Doc, Span

from plangraph.extraction.heads import head_of, is_kind, trimmed, unquoted
from plangraph.extraction.industries import segment_type, texts
from plangraph.extraction.phrases import Phrase, Token, phrases
from plangraph.extraction.state import CANDIDATES, propose
from plangraph.extraction.wordlists import lines, table
from plangraph.model import EntityType


@functools.cache
def closers() -> dict[str, list[tuple[str, str]]]:
    """Closing noun → type of the members and the governors under which it holds."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in table("closers.csv"):
        found.setdefault(row["suffix"], []).append((row["type"], row["governors"]))
    return found


def closer_type(name: str, governor: str) -> EntityType | None:
    """What a list is of that this noun closes; None when it does not tell."""
    known = closers()
    for key in [f"={name}", *(name[-length:] for length in range(min(6, len(name)), 0, -1))]:
        for kind, governors in known.get(key, []):
            if governors == "*" or governor in governors.split():
                return cast(EntityType, kind) if kind else None
    return None


def groups(doc: Doc) -> list[list[Phrase]]:
    """The lists of a unit: neighbouring phrases of one group, two or more."""
    found = [list(members) for _number, members in groupby(phrases(doc), key=lambda phrase: phrase.group)]
    return [members for members in found if len(members) > 1]


def _closed(members: list[Phrase]) -> tuple[list[Phrase], Phrase | None]:
    """The members before 等 and the phrase after it."""
    for index, phrase in enumerate(members):
        if phrase.after_etc:
            return members[:index], phrase
    return members, None


def _name(doc: Doc, tokens: tuple[Token, ...]) -> str:
    return doc.text[tokens[0].start : tokens[-1].end]


def propose_closed(doc: Doc) -> None:
    """Candidates for the members of lists that end in 等 and a noun."""
    for group in groups(doc):
        members, closer = _closed(group)
        if closer is None:
            continue
        governor = members[0].governor if members else ""
        kind = closer_type(_name(doc, closer.tokens), governor)
        kind = kind or closer_type(_name(doc, trimmed(closer.tokens)), governor)
        if kind is None:
            continue
        sectors = kind == "ORG" and _sectors(doc, members)
        closed_by = "企业" if sectors else "领域" if governor not in {"develop", "attract"} else ""
        if closed_by == "领域" and not _name(doc, closer.tokens).startswith(texts("known")):
            closed_by = ""
        for phrase in members:
            _propose_member(doc, phrase, kind, closed_by)


def _sectors(doc: Doc, members: list[Phrase]) -> bool:
    """Does a list name sectors (电子信息、新材料等企业)?"""
    places = {(phrase.start, phrase.end) for phrase in members}
    return any((span.start, span.end) in places and span.label_ == "INDUSTRY" for span in doc.spans[CANDIDATES])


def _is_label(span: Span, start: int, end: int) -> bool:
    return span.id_ == "industry:label" and (span.start, span.end) == (start, end)


def _propose_member(doc: Doc, phrase: Phrase, kind: EntityType, closed_by: str) -> None:
    start, end = unquoted(doc.text, phrase.start, phrase.end)
    name = doc.text[start:end]
    suffix, classes = head_of(name)
    if len(name) < 2 or name.endswith(tuple(lines("no-members.txt"))):
        return
    if phrase.quantity or phrase.before_of or is_kind(phrase.tokens, suffix):
        return
    if kind == "PROJECT" and "park" in classes:
        kind = "PARK"
    sector = next((span for span in doc.spans[CANDIDATES] if _is_label(span, start, end)), None)
    if sector is not None:
        if kind in {"INDUSTRY", "FIELD", "ORG"}:
            propose(doc, start, end, cast(EntityType, sector.label_), "list:label", 0.65, sector.kb_id_)
        return
    if closed_by in texts("known"):
        return
    if kind == "INDUSTRY":
        kind = segment_type(name, kind)
    propose(doc, start, end, kind, f"list:{kind}", 0.6)


def propose_products(doc: Doc) -> None:
    """Lists of three or more, most of which end like a product (主控芯片、动力系统、机体): FIELD."""
    for group in groups(doc):
        members, closer = _closed(group)
        if len(members) < 3 or members[0].governor in {"hold", "other", "attain", "become", "build"}:
            continue
        products = [phrase for phrase in members if "field" in head_of(doc.text[phrase.start : phrase.end])[1]]
        if len(products) * 3 < len(members) * 2:
            continue
        for phrase in members:
            if 2 <= phrase.end - phrase.start <= 14 and not phrase.quantity and phrase is not closer:
                propose(doc, phrase.start, phrase.end, "FIELD", "products", 0.5)


def propose_siblings(doc: Doc) -> None:
    """Members of a list under a verb that develops are what their neighbours are (酸汤、刺梨、抹茶)."""
    for group in groups(doc):
        members, _closer = _closed(group)
        if len(members) < 3 or members[0].governor not in {"develop", "attract"}:
            continue
        typed = {
            (span.start, span.end): span.label_
            for span in doc.spans[CANDIDATES]
            if span.label_ in {"INDUSTRY", "FIELD"} and span._.confidence >= 0.5
        }
        labels = [typed[phrase.start, phrase.end] for phrase in members if (phrase.start, phrase.end) in typed]
        if len(labels) * 2 < len(members):
            continue
        kind = cast(EntityType, max(sorted(set(labels)), key=labels.count))
        for phrase in members:
            if (phrase.start, phrase.end) not in typed and 2 <= phrase.end - phrase.start <= 12:
                propose(doc, phrase.start, phrase.end, kind, f"sibling:{kind}", 0.55)
