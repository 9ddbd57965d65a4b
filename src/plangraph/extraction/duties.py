"""BODY and ORG in lists of who answers: （责任单位：市财政局、各区政府）, （区住建局、区民政局、某镇）."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from plangraph.extraction.places import affixes
from plangraph.extraction.state import propose, text_of
from plangraph.model import EntityType

_LIST = re.compile(r"[（(]([^（）()。]{4,400})[)）]|(?:责任单位|牵头单位|配合单位)[:：]([^（）()。]{2,300})")
_LABEL = re.compile(r"^(?:责任|牵头|配合|主办|协办|参与|实施)?(?:单位|部门)?[:：]")
_DUTY = re.compile(r"(?:按职责分工)?(?:分别)?(?:牵头|配合|负责|参与|参加|落实|按职责).{0,12}$")
_OFFICE = re.compile(r"(?:局|委|办|厅|部|院|政府|管委会|办公室|部门|海关|分行)$")


def propose_duties(doc: Doc) -> None:
    """Candidates for the members of lists in which at least half are offices."""
    for match in _LIST.finditer(text_of(doc)):
        group = 1 if match.group(1) is not None else 2
        members = _members(match.group(group), match.start(group))
        offices = [member for member in members if _OFFICE.search(member[2])]
        if len(members) < 2 or len(offices) * 2 < len(members) - 1:
            continue
        for start, end, name in members:
            if 2 <= len(name) <= 30 and (_OFFICE.search(name) or len(offices) >= 2):
                kind: EntityType = "ORG" if name.endswith(affixes("company")) else "BODY"
                propose(doc, start, end, kind, "duty-list", 0.95)


def _members(text: str, offset: int) -> list[tuple[int, int, str]]:
    out: list[tuple[int, int, str]] = []
    position = 0
    for part in re.split(r"([、，,；;])", text):
        start, end = position, position + len(part)
        position = end
        label = _LABEL.match(part)
        if label:
            start += label.end()
        duty = _DUTY.search(text[start:end])
        if duty:
            end = start + duty.start()
        if end > start and part not in "、，,；;":
            out.append((offset + start, offset + end, text[start:end]))
    return out
