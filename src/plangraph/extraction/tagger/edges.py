"""The edges of a name: quotation marks and brackets in pairs, no marks of punctuation.

A name holds both marks of a pair or none, and a name that is quoted as a whole goes without them
(docs/reference/guidelines.md, span details).
"""

from __future__ import annotations

_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "「": "」"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
_OUTSIDE = frozenset("、，,。；;：:！？!? \n\t")
#: The other mark of a pair is looked for this many characters beyond the name.
_REACH = 12


def mended(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with its edges put right; an empty one where nothing is left of the name.

    >>> text = "建设“数字政府”综合改革、"
    >>> start, end = mended(text, 3, 12)
    >>> text[start:end]
    '“数字政府”综合改革'
    """
    before = (-1, -1)
    while before != (start, end) and start < end:
        before = (start, end)
        start, end = _trimmed(text, start, end)
        start, end = _paired(text, start, end)
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _OUTSIDE:
        start += 1
    while start < end and text[end - 1] in _OUTSIDE:
        end -= 1
    return start, end


def _paired(text: str, start: int, end: int) -> tuple[int, int]:
    """Takes the missing mark of a pair in, or leaves out the one that has no other; whole quotes are left out."""
    if text[start:end].count("“") == 1 and text[start] + text[end - 1] == "“”":
        return start + 1, end - 1
    opened: list[int] = []
    for place in range(start, end):
        if text[place] in _PAIRS:
            opened.append(place)
        elif text[place] in _OPENING and opened:
            opened.pop()
        elif text[place] in _OPENING:
            return _closed_only(text, start, end, place)
    return _opened_only(text, start, end, opened[-1]) if opened else (start, end)


def _closed_only(text: str, start: int, end: int, place: int) -> tuple[int, int]:
    opening = text.rfind(_OPENING[text[place]], max(0, start - _REACH), start)
    if place == end - 1 and (opening == start - 1 or opening < 0):
        return start, end - 1
    if opening >= 0 and not any(mark in _OUTSIDE for mark in text[opening:start]):
        return opening, end
    return (place + 1, end) if opening < 0 else (start, end)


def _opened_only(text: str, start: int, end: int, place: int) -> tuple[int, int]:
    if place == start:
        return start + 1, end
    closing = text.find(_PAIRS[text[place]], end, end + _REACH)
    if closing >= 0 and not any(mark in _OUTSIDE for mark in text[end:closing]):
        return start, closing + 1
    return (start, place) if closing < 0 else (start, end)
