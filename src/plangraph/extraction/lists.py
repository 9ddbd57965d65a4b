"""Lists: the noun that closes a list tells what its members are (A、B等D), and members stand for one another."""

from __future__ import annotations

import functools
from itertools import groupby, pairwise
from typing import cast

from spacy.tokens import Doc, Span

from plangraph.extraction.heads import head_of, is_kind, trimmed, unquoted
from plangraph.extraction.industries import segment_type, texts
from plangraph.extraction.phrases import Phrase, Token, phrases
from plangraph.extraction.state import CANDIDATES, propose, text_of
from plangraph.extraction.wordlists import heads, lines, table
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
    return text_of(doc)[tokens[0].start : tokens[-1].end]


def propose_closed(doc: Doc) -> None:
    """Candidates for the members of lists that end in 等 and a noun."""
    for group in groups(doc):
        members, closer = _closed(group)
        if closer is None:
            continue
        governor = members[0].governor if members else ""
        kind = _closed_type(doc, closer, governor)
        if kind is None:
            continue
        known_only = (kind == "ORG" and _sectors(doc, members)) or any(
            word in _name(doc, closer.tokens) for word in texts("known")
        )
        for phrase in members:
            _propose_member(doc, phrase, kind, known_only)


def _closed_type(doc: Doc, closer: Phrase, governor: str) -> EntityType | None:
    """The type by the whole closing noun, else by a noun at its front (企业上市: 企业)."""
    whole = closer_type(_name(doc, closer.tokens), governor)
    whole = whole or closer_type(_name(doc, trimmed(closer.tokens)), governor)
    if whole is not None:
        return whole
    for length in range(1, len(closer.tokens)):
        kind = closer_type(_name(doc, closer.tokens[:length]), governor)
        if kind in {"ORG", "PROJECT", "PARK"}:
            return kind
    return None


def _sectors(doc: Doc, members: list[Phrase]) -> bool:
    """Does a list name sectors (电子信息、新材料等企业)?"""
    places = {(phrase.start, phrase.end) for phrase in members}
    return any((span.start, span.end) in places and span.label_ == "INDUSTRY" for span in doc.spans[CANDIDATES])


def _is_label(span: Span, start: int, end: int) -> bool:
    return span.id_ == "industry:label" and (span.start, span.end) == (start, end)


def _propose_member(doc: Doc, phrase: Phrase, kind: EntityType, known_only: bool) -> None:
    start, end = unquoted(text_of(doc), phrase.start, phrase.end)
    name = text_of(doc)[start:end]
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
    if known_only:
        return
    if kind == "INDUSTRY":
        kind = segment_type(name, kind)
    propose(doc, start, end, kind, f"list:{kind}", 0.6)


def propose_products(doc: Doc) -> None:
    """Lists of three or more, most of which end like a product (伺服电机、视觉传感器、减速箱): FIELD."""
    for group in groups(doc):
        members, closer = _closed(group)
        if len(members) < 3 or members[0].governor in {"hold", "other", "attain", "become", "build"}:
            continue
        products = [phrase for phrase in members if "field" in head_of(text_of(doc)[phrase.start : phrase.end])[1]]
        if len(products) * 3 < len(members) * 2:
            continue
        for phrase in members:
            if 2 <= phrase.end - phrase.start <= 14 and not phrase.quantity and phrase is not closer:
                propose(doc, phrase.start, phrase.end, "FIELD", "products", 0.5)


def propose_pairs(doc: Doc) -> None:
    """A product and the bare word that goes with it are one name (动力电池及材料, 新能源汽车与零配件)."""
    text = text_of(doc)
    for group in groups(doc):
        for first, second in pairwise(group):
            bare = "field" in heads().get(text[second.start : second.end], frozenset())
            if not bare or text[first.end : second.start] not in {"及", "与", "和"}:
                continue
            labels = {
                span.label_
                for span in doc.spans[CANDIDATES]
                if (span.start, span.end) == (first.start, first.end) and span._.confidence >= 0.5
            }
            if labels & {"FIELD", "INDUSTRY"}:
                kind: EntityType = "FIELD" if "FIELD" in labels else "INDUSTRY"
                propose(doc, first.start, second.end, kind, "pair", 0.6)


def propose_siblings(doc: Doc) -> None:
    """Members of a list under a verb that develops are what their neighbours are (香菇、竹笋、山茶油)."""
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
