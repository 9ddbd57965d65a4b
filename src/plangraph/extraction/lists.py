"""Lists: the noun that closes a list tells what its members are (A、B等D), and members stand for one another."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import cast

from spacy.tokens import Doc

from plangraph.extraction.heads import head_of, is_kind, trimmed, unquoted
from plangraph.extraction.industries import behind_place, is_plain, texts
from plangraph.extraction.phrases import Phrase, Token, phrases
from plangraph.extraction.state import Candidate, candidates, kept, propose, text_of, withdraw
from plangraph.extraction.wordlists import heads, lines, name_pattern, table
from plangraph.model import EntityType

_GROUPS = "plangraph.lists"
_QUOTED = re.compile(r"“(?P<name>[^“”，。；]{2,16})”")
_GOODS = {"develop", "attract", "advance", "support"}  # under these verbs A、B等C names goods when C does


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
    return kept(doc, _GROUPS, lambda: _groups(phrases(doc)))


def _groups(found: Iterable[Phrase]) -> list[list[Phrase]]:
    lists = [list(members) for _number, members in groupby(found, key=lambda phrase: phrase.group)]
    return [members for members in lists if len(members) > 1]


def _closed(members: list[Phrase]) -> tuple[list[Phrase], Phrase | None]:
    """The members before 等 and the phrase after it."""
    for index, phrase in enumerate(members):
        if phrase.after_etc:
            return members[:index], phrase
    return members, None


def _counted(members: list[Phrase]) -> tuple[list[Phrase], Phrase | None]:
    """The members and the noun of a list that a count closes (A、B、C3处公园)."""
    last = members[-1].tokens
    for index in range(1, len(last) - 2):
        if last[index].text.isdigit() and len(last[index + 1].text) == 1:
            first, rest = last[:index], last[index + 2 :]
            named = members[-1]._replace(end=first[-1].end, tokens=first)
            return [*members[:-1], named], members[-1]._replace(start=rest[0].start, tokens=rest)
    return members, None


def _drop(doc: Doc, end: int) -> None:
    """Take back the works that end here: the count belongs to none of them."""
    withdraw(doc, lambda one: one.end == end and one.type in {"PROJECT", "PARK"})


def propose_quoted(doc: Doc) -> None:
    """Candidates for names in quotes that a number of works closes (“A”“B”“C”三大行动)."""
    for match in name_pattern("quoted_works").finditer(text_of(doc)):
        for name in _QUOTED.finditer(match["names"]):
            start = match.start("names") + name.start("name")
            propose(doc, start, start + len(name["name"]), "PROJECT", "list:quoted", 0.95)
        _drop(doc, match.end())


def _name(doc: Doc, tokens: tuple[Token, ...]) -> str:
    return text_of(doc)[tokens[0].start : tokens[-1].end]


def propose_closed(doc: Doc) -> None:
    """Candidates for the members of lists that end in 等 and a noun."""
    for group in groups(doc):
        members, closer = _closed(group)
        if closer is None:
            members, closer = _counted(group)
        if closer is None:
            continue
        governor = members[0].governor if members else ""
        kind = _closed_type(doc, closer, governor)
        if kind is None:
            continue
        if not closer.after_etc:
            _drop(doc, closer.end)
        open_list = governor in {"develop", "attract"}
        known_only = (kind == "ORG" and _sectors(doc, members)) or (
            not open_list and any(word in _name(doc, closer.tokens) for word in texts("known"))
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
    name = _name(doc, closer.tokens)
    goods = governor in _GOODS and "field" in head_of(name)[1] and not name.endswith(texts("plain"))
    return "FIELD" if goods else None


def _sectors(doc: Doc, members: list[Phrase]) -> bool:
    """Does a list name sectors (电子信息、新材料等企业)?"""
    places = {(phrase.start, phrase.end) for phrase in members}
    return any(one.type == "INDUSTRY" and (one.start, one.end) in places for one in candidates(doc))


def _is_label(one: Candidate, start: int, end: int) -> bool:
    return one.start == start and one.end == end and one.rule == "industry:label"


def _propose_member(doc: Doc, phrase: Phrase, kind: EntityType, known_only: bool) -> None:
    start, end = unquoted(text_of(doc), phrase.start, phrase.end)
    if kind in {"INDUSTRY", "FIELD"}:
        start = behind_place(doc, start, end)
    elif kind == "PROJECT" and phrase.tokens[-1].text == "建设" and phrase.end == end:
        end = trimmed(phrase.tokens)[-1].end
    name = text_of(doc)[start:end]
    suffix, classes = head_of(name)
    if len(name) < 2 or name.endswith(tuple(lines("no-members.txt"))):
        return
    if phrase.quantity or phrase.before_of or is_kind(phrase.tokens, suffix):
        return
    if kind == "PROJECT" and "park" in classes:
        kind = "PARK"
    sector = next((one for one in candidates(doc) if _is_label(one, start, end)), None)
    if sector is not None:
        if kind in {"INDUSTRY", "FIELD", "ORG"}:
            propose(doc, start, end, sector.type, "list:label", 0.65, sector.concept)
        return
    if known_only or (kind == "FIELD" and is_plain(name)):
        return
    propose(doc, start, end, kind, f"list:{kind}", 0.6)


def _not_of_goods(first: Phrase) -> bool:
    """Does the verb of a list say that it names no goods? 推广 does not (推广乡村游、美食游)."""
    return first.verb != "推广" and first.governor in {"hold", "other", "attain", "become", "build"}


def propose_products(doc: Doc) -> None:
    """Lists of three or more, most of which end like a product (伺服电机、视觉传感器、减速箱): FIELD."""
    for group in groups(doc):
        members, closer = _closed(group)
        if len(members) < 3 or _not_of_goods(members[0]):
            continue
        products = [phrase for phrase in members if "field" in head_of(text_of(doc)[phrase.start : phrase.end])[1]]
        if len(products) * 3 < len(members) * 2:
            continue
        for phrase in members:
            name = text_of(doc)[phrase.start : phrase.end]
            plain = name in texts("loose") or name.endswith(texts("no-goods"))
            if 2 <= phrase.end - phrase.start <= 14 and not (phrase.quantity or plain) and phrase is not closer:
                propose(doc, phrase.start, phrase.end, "FIELD", "products", 0.5)


def _one_item(doc: Doc, group: list[Phrase], second: Phrase) -> bool:
    """Between items that 、 parts, 甲及乙 is one item when both are goods (高性能纤维及复合材料)."""
    text = text_of(doc)
    if text[second.start - 1] != "及" or not any("、" in text[a.end : b.start] for a, b in pairwise(group)):
        return False
    goods = any(
        one.type == "FIELD" and (one.start, one.end) == (second.start, second.end) for one in candidates(doc)
    )
    return goods and not any(one.type == "INDUSTRY" and one.end == second.start - 1 for one in candidates(doc))


def propose_pairs(doc: Doc) -> None:
    """A product and the bare word that goes with it are one name (动力电池及材料, 新能源汽车与零配件)."""
    text = text_of(doc)
    for group in groups(doc):
        for first, second in pairwise(group):
            if text[first.end : second.start] not in {"及", "与", "和"}:
                continue
            name = text[second.start : second.end]
            bare = "field" in heads().get(name, frozenset()) or _one_item(doc, group, second)
            plain = text[first.start : first.end].endswith(texts("loose")) and is_plain(name)
            if not bare or plain:
                continue
            labels = {
                one.type
                for one in candidates(doc)
                if one.start == first.start and one.end == first.end and one.confidence >= 0.5
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
            (one.start, one.end): one.type
            for one in candidates(doc)
            if one.type in {"INDUSTRY", "FIELD"} and one.confidence >= 0.5
        }
        labels = [typed[phrase.start, phrase.end] for phrase in members if (phrase.start, phrase.end) in typed]
        if len(labels) * 2 < len(members):
            continue
        kind = cast(EntityType, max(sorted(set(labels)), key=labels.count))
        for phrase in members:
            plain = text_of(doc)[phrase.start : phrase.end].endswith(texts("no-goods"))
            plain = plain or behind_place(doc, phrase.start, phrase.end) > phrase.start
            if (phrase.start, phrase.end) not in typed and 2 <= phrase.end - phrase.start <= 12 and not plain:
                propose(doc, phrase.start, phrase.end, kind, f"sibling:{kind}", 0.55)
