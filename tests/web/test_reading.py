"""Marked texts keep every character, once, in order, and say what covers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hypothesis import given
from hypothesis import strategies as st

from plangraph.model import Span, cut
from plangraph.web.reading import Block, Part, Range, Segment, locate, mark, plain

TEXT = "清溪县重点发展新材料产业，建设清溪高新区（东园）。"


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Range], list[Range]]:
    text = draw(st.text(max_size=30))

    def ranges(prefix: str) -> list[Range]:
        border = st.integers(-2, len(text) + 2)
        pairs = draw(st.lists(st.tuples(border, border), max_size=6))
        return [Range(start, end, f"{prefix}{number}") for number, (start, end) in enumerate(pairs)]

    return text, ranges("s"), ranges("m")


def covered(
    parts: Iterable[Part], over: tuple[str, ...] = ()
) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Each character with the keys of the sentences and of the mentions over it."""
    for part in parts:
        if isinstance(part, Segment):
            yield from ((character, frozenset(over), frozenset(part.keys)) for character in part.text)
        else:
            yield from covered(part.parts, (*over, *part.keys))


def blocks(parts: Iterable[Part]) -> Iterator[Block]:
    for part in parts:
        if isinstance(part, Block):
            yield part
            yield from blocks(part.parts)


def over(ranges: Iterable[Range], position: int, length: int) -> frozenset[str]:
    valid = (item for item in ranges if 0 <= item.start < item.end <= length)
    return frozenset(item.key for item in valid if item.start <= position < item.end)


@given(marked())
def test_every_character_is_kept_with_what_covers_it(case: tuple[str, list[Range], list[Range]]) -> None:
    text, sentences, mentions = case
    parts = mark(text, sentences, mentions)
    assert plain(parts) == text
    expected = [
        (character, over(sentences, place, len(text)), over(mentions, place, len(text)))
        for place, character in enumerate(text)
    ]
    assert list(covered(parts)) == expected


@given(marked())
def test_every_sentence_begins_once_and_ends_once(case: tuple[str, list[Range], list[Range]]) -> None:
    text, sentences, mentions = case
    found = list(blocks(mark(text, sentences, mentions)))
    valid = sorted(item.key for item in sentences if 0 <= item.start < item.end <= len(text))
    assert sorted(key for block in found if block.first for key in block.keys) == valid
    assert sorted(key for block in found if block.last for key in block.keys) == valid


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9)), min_size=1, max_size=5), st.data())
def test_a_sentence_is_located_where_it_was_cut(gaps: list[tuple[int, int]], data: st.DataObject) -> None:
    spans, at = [], 0
    for gap, length in gaps:
        spans.append(Span(at + gap, at + gap + length))
        at += gap + length
    whole = sum(length for _gap, length in gaps)
    start = data.draw(st.integers(0, whole - 1))
    end = data.draw(st.integers(start + 1, whole))
    assert locate(spans, cut(tuple(spans), start, end)) == (start, end)


def test_what_lies_elsewhere_is_not_located() -> None:
    assert locate([Span(0, 5)], [Span(7, 9)]) is None
    assert locate([Span(0, 5)], []) is None


def test_a_name_inside_a_name_leads_to_the_shorter_first() -> None:
    outer, inner = Range(15, 24, "东园"), Range(15, 20, "高新区")
    assert mark(TEXT, [], [outer, inner]) == (
        Segment(TEXT[:15]),
        Segment("清溪高新区", ("高新区", "东园")),
        Segment("（东园）", ("东园",)),
        Segment("。"),
    )


def test_the_same_sentence_twice_is_one_block() -> None:
    (block,) = mark(TEXT, [Range(0, len(TEXT), "b"), Range(0, len(TEXT), "a")], [])
    assert block == Block(("a", "b"), (Segment(TEXT),))


def test_a_sentence_that_crosses_another_goes_on_after_it() -> None:
    first, second = mark("甲乙丙", [Range(0, 2, "x"), Range(1, 3, "y")], [])
    inner = Block(("y",), (Segment("乙"),), first=True, last=False)
    assert first == Block(("x",), (Segment("甲"), inner))
    assert second == Block(("y",), (Segment("丙"),), first=False, last=True)
