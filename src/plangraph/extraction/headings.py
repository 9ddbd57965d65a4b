"""What a heading names: `@head`, when the paragraph does not name it itself.

A heading is read by the pipeline's own entity components, given as `recognise`; where they find nothing (or are
not there) the ending of the heading's own phrase decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plangraph.model import EntityType, Mention

Recognise = Callable[[str], Sequence[Mention]]

_NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]+[编章节篇部分条]+|[（(]?[一二三四五六七八九十\d]+[）)、.．]|专栏\s*\d+|[一二三四五六七八九十]是)\s*"
)
_ACTION = re.compile(
    r"^(?:加快|大力|着力|全力|积极|持续|深入|高标准|高质量|高水平|高起点|强力|统筹|优化|重点)*"
    r"(?:推进|推动|建设|打造|做实|做强|做大|发展|培育|壮大|规划|开发|提升|实施|构建|加强)+"
)
_LONGEST = 16  # a longer phrase is a sentence, not a name
_CLAUSES = re.compile(r"[，,。、；;\s]|建设|打造|推动|提升|构建")
_ENDINGS: tuple[tuple[re.Pattern[str], EntityType], ...] = (
    (re.compile(r"(?:街道|镇|乡|自治县|区域|村)$|^.{2,4}[市县]$"), "REGION"),
    (re.compile(r"(?:园区|产业园|工业园|工业城|开发区|高新区|核心区|集聚区|示范区|新城|物流中心|产业带|基地|港)$"), "PARK"),
    (re.compile(r"(?:产业|制造业|服务业|农业|工业|经济|旅游业|物流业|金融业)$"), "INDUSTRY"),
    (re.compile(r"(?:规划|纲要|方案|意见|措施|办法)[》”]?$"), "PLAN"),
)


@dataclass(frozen=True, slots=True)
class HeadingName:
    """A name that a heading carries, its type, and whether the heading is nothing but this name."""

    name: str
    type: EntityType
    whole: bool


def phrase(heading: str) -> str:
    """A heading without its number.

    >>> phrase("第三节 着力做实核心区")
    '着力做实核心区'
    """
    return _NUMBER.sub("", heading).strip(" ：:")


def _by_ending(text: str) -> HeadingName | None:
    name = _ACTION.sub("", text)
    for ending, kind in _ENDINGS:
        if 2 <= len(name) <= _LONGEST and ending.search(name) and not _CLAUSES.search(name):
            return HeadingName(name, kind, name == text)
    return None


class HeadingReader:
    """Names in headings, each heading read once."""

    def __init__(self, recognise: Recognise | None = None) -> None:
        self._recognise = recognise
        self._known: dict[str, HeadingName | None] = {}

    def name(self, heading: str) -> HeadingName | None:
        """The thing that a heading names, None when it names none."""
        if heading not in self._known:
            self._known[heading] = self._read(phrase(heading))
        return self._known[heading]

    def _read(self, text: str) -> HeadingName | None:
        found = [
            mention
            for mention in (self._recognise(text) if self._recognise else ())
            if mention.type in ("PARK", "REGION", "INDUSTRY", "PLAN", "PROJECT")
        ]
        if len(found) == 1:
            mention = found[0]
            return HeadingName(mention.text, mention.type, mention.text == text)
        return _by_ending(text) if not found else None
