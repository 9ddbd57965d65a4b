"""Text with ranges marked in it → segments: every character once, in order, with the ranges that cover it.

Sentences that carry statements become blocks, one inside the other where they overlap; mentions become flat
segments, because a link cannot hold a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from plangraph.model import Span


@dataclass(frozen=True, slots=True)
class Range:
    """A half-open range of a text and what stands there."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text and the mentions that cover it, the shortest first."""

    text: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A sentence, or a piece of one that another sentence cuts in two.

    `keys` are those of all ranges that cover exactly these characters. `first` and `last` say whether the
    piece begins and ends the sentence, so that its anchor and its marker are written once.
    """

    keys: tuple[str, ...]
    parts: tuple[Part, ...]
    first: bool = True
    last: bool = True


#: What a marked text is made of.
Part = Segment | Block


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    mentions: tuple[str, ...]
    path: tuple[_Sentence, ...]  # the sentences over it, the outermost first


def mark(text: str, sentences: Iterable[Range], mentions: Iterable[Range]) -> tuple[Part, ...]:
    """The text as nested blocks and segments; ranges outside the text are left out."""
    whole = _merged(_inside(text, sentences))
    pieces = list(_pieces(len(text), whole, _inside(text, mentions)))
    return tuple(_parts(text, pieces, 0))


def plain(parts: Iterable[Part]) -> str:
    """The text that the parts hold."""
    return "".join(part.text if isinstance(part, Segment) else plain(part.parts) for part in parts)


def locate(passage: Sequence[Span], spans: Sequence[Span]) -> tuple[int, int] | None:
    """Where spans of the archived text begin and end in the text of a passage, None when they are not in it."""
    if not spans:
        return None
    start, end = _offset(passage, spans[0].start), _offset(passage, spans[-1].end - 1)
    return (start, end + 1) if start is not None and end is not None and start <= end else None


def _offset(passage: Sequence[Span], position: int) -> int | None:
    before = 0
    for span in passage:
        if span.start <= position < span.end:
            return before + position - span.start
        before += span.end - span.start
    return None


def _inside(text: str, ranges: Iterable[Range]) -> list[Range]:
    return [item for item in ranges if 0 <= item.start < item.end <= len(text)]


def _merged(ranges: Iterable[Range]) -> list[_Sentence]:
    keys: dict[tuple[int, int], list[str]] = {}
    for item in ranges:
        keys.setdefault((item.start, item.end), []).append(item.key)
    return [_Sentence(start, end, tuple(sorted(set(found)))) for (start, end), found in keys.items()]


def _pieces(length: int, sentences: list[_Sentence], mentions: list[Range]) -> Iterator[_Piece]:
    """The stretches between any two borders, each with what covers it."""
    ranges: list[_Sentence | Range] = [*sentences, *mentions]
    borders = {0, length}.union(border for item in ranges for border in (item.start, item.end))
    places = sorted(borders)
    waiting = sorted(sentences, key=lambda item: (-item.start, item.end))
    coming = sorted(mentions, key=lambda item: -item.start)
    path: list[_Sentence] = []
    open_: list[Range] = []
    for start, end in pairwise(places):
        path = [item for item in path if item.end > start]
        while waiting and waiting[-1].start == start:
            path.append(waiting.pop())
        open_ = [item for item in open_ if item.end > start]
        while coming and coming[-1].start == start:
            open_.append(coming.pop())
        shortest = sorted(open_, key=lambda item: (item.end - item.start, item.start, item.key))
        yield _Piece(start, end, tuple(dict.fromkeys(item.key for item in shortest)), tuple(path))


def _parts(text: str, pieces: Iterable[_Piece], depth: int) -> Iterator[Part]:
    def sentence(piece: _Piece) -> _Sentence | None:
        return piece.path[depth] if len(piece.path) > depth else None

    for found, group in groupby(pieces, key=sentence):
        members = list(group)
        if found is None:
            yield from (Segment(text[item.start : item.end], item.mentions) for item in members)
            continue
        yield Block(
            keys=found.keys,
            parts=tuple(_parts(text, members, depth + 1)),
            first=members[0].start == found.start,
            last=members[-1].end == found.end,
        )
