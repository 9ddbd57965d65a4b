"""Each case of targets.jsonl is a paragraph and every value that it states, in order."""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from plangraph.extraction import annotate, load
from plangraph.extraction.indicators import read_values
from plangraph.extraction.state import mentions, propose, start
from plangraph.model import Mention, Unit

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "targets.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def pipeline() -> Language:
    return load(HERE / "targets.toml")


def subject(mention: Mention | None, mark: str) -> str:
    return f"{mention.type}:{mention.text}" if mention else mark


def found(case: dict[str, Any]) -> list[list[Any]]:
    """The targets of a case as rows of indicator, value, unit, comparator, measure, year, status, subject."""
    nlp = pipeline()
    unit = Unit("case", "doc", "安宁县", "2021-2025", tuple(case["headings"]), case["text"])
    doc = start(nlp.make_doc(unit.text), unit)
    for begin, end, kind in case["names"]:
        propose(doc, begin, end, kind, "case")
    for _name, component in nlp.pipeline:
        doc = component(doc)
    named = {mention.key: mention for mention in mentions(doc)}
    return [
        [
            named[target.indicator].text,
            target.value,
            target.unit,
            target.comparator,
            target.measure,
            target.year,
            target.status,
            subject(named.get(target.subject), target.subject),
        ]
        for target in doc._.targets
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_values(case: dict[str, Any]) -> None:
    assert found(case) == case["targets"]


def test_spans_slice_the_text() -> None:
    for case in CASES:
        for record in read_values(case["text"], "安宁县"):
            noun = case["text"][record.start : record.end]
            assert noun and noun == noun.strip(" ，、和")
            assert record.clause[0] <= record.quantity.start < record.clause[1]


def test_four_hundred_paragraphs_in_seconds() -> None:
    texts = ["".join(case["text"] for case in CASES[index : index + 4]) for index in range(20)] * 20
    read_values(texts[0])
    begin = time.perf_counter()
    for text in texts:
        read_values(text, "安宁县")
    assert time.perf_counter() - begin < 6  # 2 s on an idle machine


def test_full_width_digits_are_read_and_names_stay_as_written() -> None:
    text = "到２０２５年，ＧＤＰ达到３５０亿元，年均增长７％。"
    found = annotate(load(), Unit("u", "d", "清新区", "2021-2025", (), text))
    assert [(value.value, value.unit, value.year) for value in found.targets] == [
        ("350", "亿元", 2025),
        ("7", "%", 2025),
    ]
    assert [mention.text for mention in found.mentions] == ["ＧＤＰ"]
