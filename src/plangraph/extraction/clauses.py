"""How a paragraph is cut: sentences, clauses, coordinated lists of mentions; and the trigger words of the rules.

Cuts never fall inside a mention (a name may hold a comma). Offsets are those of the unit's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from plangraph.errors import ResourceError
from plangraph.model import EntityType, Mention, Strength
from plangraph.resources import read_table, rules_dir

_STOP = re.compile(r"[。！？；!?;\n]+[”’）」]*")
_COMMA = re.compile(r"[，：]|[,:](?!\d)|(?<!\d)[,:]")
# What may stand between two members of one list; quotation and title marks round a name are no part of it.
_OPEN, _CLOSE = '[“‘《（("]?', '[”’》"]?'
_NOTE_MARK = r"(?:\[\d+\]|〔\d+〕)?"
_JOINER = re.compile(rf"\s*{_CLOSE}{_NOTE_MARK}\s*(?:、|和|及|以及|与|或|或者|暨|，|,|/)?\s*{_OPEN}\s*")
# Of two actors joined by 与 each keeps its own part in the sentence (甲与乙共建).
_ACTORS = frozenset({"REGION", "PARK", "ORG", "BODY"})


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one type that a text coordinates (A、B和C): they share verb and role."""

    type: EntityType
    members: tuple[Mention, ...]

    @property
    def start(self) -> int:
        """Offset of the first member."""
        return self.members[0].start

    @property
    def end(self) -> int:
        """Offset behind the last member."""
        return self.members[-1].end


@dataclass(frozen=True, slots=True)
class Trigger:
    """One row of `rules/triggers.csv`: a word, the relations it can state, and how strongly it commits."""

    word: str
    relations: tuple[str, ...]
    strength: Strength | None


def _bracketed(text: str) -> bool:
    """Whether a bracket is still open at the end (（牵头单位：甲；责任单位：乙）is one piece)."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _cuts(
    text: str, start: int, end: int, mark: re.Pattern[str], spans: Sequence[Mention]
) -> list[tuple[int, int]]:
    pieces, begin = [], start
    for found in mark.finditer(text, start, end):
        inside = any(span.start <= found.start() < span.end for span in spans)
        if inside or (found[0][0] in "；;" and _bracketed(text[begin : found.start()])):
            continue
        pieces.append((begin, found.end()))
        begin = found.end()
    if text[begin:end].strip():
        pieces.append((begin, end))
    return pieces


def sentences(text: str, spans: Sequence[Mention] = ()) -> list[tuple[int, int]]:
    """Start and end of each sentence, its stop included; a semicolon ends one too.

    >>> sentences("发展甲；建设乙。")
    [(0, 4), (4, 8)]
    """
    return _cuts(text, 0, len(text), _STOP, spans)


def clauses(text: str, start: int, end: int, spans: Sequence[Mention] = ()) -> list[tuple[int, int]]:
    """Start and end of each clause of the sentence `start:end`, its comma or colon included.

    >>> clauses("立足甲，发展乙。", 0, 8)
    [(0, 4), (4, 8)]
    """
    return _cuts(text, start, end, _COMMA, spans)


def joined(text: str, left: Mention, right: Mention) -> bool:
    """Whether two neighbouring mentions belong to one list."""
    if left.type != right.type:
        return False
    gap = text[left.end : right.start]
    if "与" in gap and left.type in _ACTORS:
        return False
    return _JOINER.fullmatch(gap) is not None


def groups(text: str, spans: Sequence[Mention]) -> list[Group]:
    """The mentions in order of position, coordinated ones together."""
    found: list[list[Mention]] = []
    for span in spans:
        if found and joined(text, found[-1][-1], span):
            found[-1].append(span)
        else:
            found.append([span])
    return [Group(members[0].type, tuple(members)) for members in found]


@cache
def triggers(path: Path | None = None) -> tuple[Trigger, ...]:
    """The trigger words, longest first, so that 做大做强 is found before 做强."""
    path = path or rules_dir() / "triggers.csv"
    rows = []
    for number, row in read_table(path):
        strength = row["strength"] or None
        if not row["word"] or strength not in (None, *get_args(Strength)):
            raise ResourceError("a trigger needs a word and a known strength", where=f"{path.name}, line {number}")
        rows.append(Trigger(row["word"], tuple(row["relations"].split()), cast("Strength | None", strength)))
    return tuple(sorted(rows, key=lambda trigger: (-len(trigger.word), trigger.word)))


@cache
def words(relation: str) -> str:
    """The trigger words of a relation as one alternation for a regular expression."""
    return "|".join(re.escape(trigger.word) for trigger in triggers() if relation in trigger.relations)
