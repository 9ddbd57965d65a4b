"""Entities of made-up sentences: `entities.jsonl`, one mechanism a case, and what holds for every unit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from plangraph.extraction import annotate, load
from plangraph.model import Annotation, Unit

CASES = [json.loads(line) for line in (Path(__file__).parent / "entities.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load(trained=False)  # the cases are of the rules


def run(nlp: Language, case: dict[str, Any]) -> Annotation:
    return annotate(nlp, Unit("u", "d", case["region"], "2021-2025", (), case["text"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_entities(nlp: Language, case: dict[str, Any]) -> None:
    found = [f"{mention.type} {mention.text}" for mention in run(nlp, case).mentions]
    assert found == case["entities"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_mentions_are_slices_and_never_nested(nlp: Language, case: dict[str, Any]) -> None:
    end = 0
    for mention in run(nlp, case).mentions:
        assert mention.text == case["text"][mention.start : mention.end]
        assert mention.start >= end
        assert mention.rule
        assert 0 < mention.confidence <= 1
        end = mention.end


def test_types_at_one_place_keep_their_confidence(nlp: Language) -> None:
    unit = Unit("u", "d", "清新区", "2021-2025", (), "（责任单位：市民政局、市住建局、清远工业园区）")
    mentions = annotate(nlp, unit).mentions
    assert [mention.type for mention in mentions] == ["BODY", "BODY", "BODY"]
