"""Sentences as templates: each list of mentions is one tag, so that a rule reads how a sentence is built.

    加强与[香港]、[澳门]的合作  ─►  加强与<REGION>的合作

Punctuation is brought to its full-width form; quotation and title marks round a tag and note marks are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.extraction.clauses import Group, groups, sentences
from plangraph.model import Mention

_WIDE = str.maketrans(",:;()", "，：；（）")
_NOTE_MARK = re.compile(r"\[\d+\]|〔\d+〕|\s+")
_OPEN = re.compile(r"[“‘《\"]$")
_CLOSE = re.compile(r"^[”’》\"]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A tag in a template: the group it stands for and where the tag lies in the template."""

    group: Group
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with tags; `start` and `end` are its offsets in the unit's text, `index` its number."""

    index: int
    start: int
    end: int
    text: str
    slots: tuple[Slot, ...]

    def before(self, slot: Slot) -> str:
        """What stands left of a tag."""
        return self.text[: slot.start]

    def after(self, slot: Slot) -> str:
        """What stands right of a tag."""
        return self.text[slot.end :]

    def at(self, position: int) -> Slot | None:
        """The slot whose tag begins at this position of the template."""
        return next((slot for slot in self.slots if slot.start == position), None)


def _plain(text: str) -> str:
    return _NOTE_MARK.sub("", text).translate(_WIDE)


def _template(text: str, index: int, start: int, end: int, spans: Sequence[Mention]) -> Template:
    pieces: list[str] = []
    slots: list[Slot] = []
    length, position, strip = 0, start, False
    for group in groups(text, spans):
        gap = _plain(text[position : group.start])
        gap = _CLOSE.sub("", gap) if strip else gap
        quoted = _OPEN.search(gap) is not None
        gap = gap[:-1] if quoted else gap
        tag = f"<{group.type}>"
        pieces += [gap, tag]
        slots.append(Slot(group, length + len(gap), length + len(gap) + len(tag)))
        length, position, strip = slots[-1].end, group.end, quoted
    tail = _plain(text[position:end])
    pieces.append(_CLOSE.sub("", tail) if strip else tail)
    return Template(index, start, end, "".join(pieces), tuple(slots))


def templates(text: str, spans: Sequence[Mention]) -> list[Template]:
    """The templates of all sentences of a unit; `spans` in order of position."""
    found = []
    for index, (start, end) in enumerate(sentences(text, spans)):
        inside = [span for span in spans if start <= span.start and span.end <= end]
        found.append(_template(text, index, start, end, inside))
    return found
