"""BODY and ORG in lists of who answers: （责任单位：市财政局、各区政府）, （区住建局、区民政局、某镇）."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from plangraph.extraction.places import affixes
from plangraph.extraction.state import propose, text_of
from plangraph.extraction.wordlists import name_pattern
from plangraph.model import EntityType


def propose_duties(doc: Doc) -> None:
    """Candidates for the members of lists in which at least half are offices."""
    for match in name_pattern("duty_list").finditer(text_of(doc)):
        group = 1 if match.group(1) is not None else 2
        members = _members(match.group(group), match.start(group))
        offices = [member for member in members if name_pattern("office").search(member[2])]
        if len(members) < 2 or len(offices) * 2 < len(members) - 1:
            continue
        for start, end, name in members:
            if 2 <= len(name) <= 30 and (name_pattern("office").search(name) or len(offices) >= 2):
                kind: EntityType = "ORG" if name.endswith(affixes("company")) else "BODY"
                propose(doc, start, end, kind, "duty-list", 0.95)


def _members(text: str, offset: int) -> list[tuple[int, int, str]]:
    out: list[tuple[int, int, str]] = []
    position = 0
    for part in re.split(r"([、，,；;])", text):
        start, end = position, position + len(part)
        position = end
        label = name_pattern("duty_label").match(part)
        if label:
            start += label.end()
        duty = name_pattern("duty").search(text[start:end])
        if duty:
            end = start + duty.start()
        if end > start and part not in "、，,；;":
            out.append((offset + start, offset + end, text[start:end]))
    return out
