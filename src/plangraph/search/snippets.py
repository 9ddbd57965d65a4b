"""The piece of a text that shows why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from plangraph.model import Span

#: Characters of a snippet, and how many of them stand before the first match.
WIDTH, BEFORE = 90, 24


def snippet(text: str, marks: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """The window of the text with the most matches, the first of these; … where the text goes on.

    >>> snippet("发展水利。", [Span(2, 4)])
    ('发展水利。', (Span(start=2, end=4),))
    """
    begin = max((mark.start for mark in marks), key=lambda at: (_inside(marks, at), -at), default=0)
    start = max(0, min(begin - BEFORE, len(text) - WIDTH))
    end = min(len(text), start + WIDTH)
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    shift = len(head) - start
    shown = [Span(max(mark.start, start), min(mark.end, end)) for mark in marks]
    moved = tuple(Span(mark.start + shift, mark.end + shift) for mark in shown if mark.start < mark.end)
    return head + text[start:end] + tail, moved


def _inside(marks: Iterable[Span], start: int) -> int:
    end = start + WIDTH - BEFORE
    return sum(1 for mark in takewhile(lambda mark: mark.end <= end, marks) if mark.start >= start)
