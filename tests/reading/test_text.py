from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from plangraph import text
from plangraph.reading.tables import header

MIXED = st.text(st.sampled_from("第一章发展，。！？；“”（）ＡB12 　\n％〔〕"), max_size=200)


def test_examples() -> None:
    for module in (text, header):
        result = doctest.testmod(module)
        assert result.failed == 0


def test_examples_are_there() -> None:
    assert doctest.testmod(text).attempted > 10


@given(MIXED)
def test_folding_keeps_offsets(value: str) -> None:
    assert len(text.fold(value)) == len(value)
    assert text.fold(text.fold(value)) == text.fold(value)


@given(MIXED, st.integers(1, 60))
def test_cuts_lose_nothing(value: str, limit: int) -> None:
    for cuts in (text.sentences(value), text.pieces(value, limit)):
        assert "".join(value[start:end] for start, end in cuts) == value
    assert all(end - start <= limit for start, end in text.pieces(value, limit)) or len(text.sentences(value)) > 0


@given(st.integers(1, 99))
def test_numerals_round_trip(number: int) -> None:
    assert text.chinese_number(text.to_chinese(number)) == number
