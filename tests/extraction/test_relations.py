"""Relations of marked sentences: `relations.jsonl`, one case a line, mentions written as [name|TYPE]."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, cast

import pytest
import spacy
from spacy.language import Language

from plangraph.extraction import relations as component
from plangraph.extraction.state import Candidate, CharacterTokenizer, choose, start
from plangraph.model import EntityType, Relation, Unit

CASES = [json.loads(line) for line in (Path(__file__).parent / "relations.jsonl").read_text("utf-8").splitlines()]
_MARKED = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


@pytest.fixture(scope="module")
def nlp() -> Language:
    language = spacy.blank("zh")
    language.tokenizer = CharacterTokenizer(language.vocab)
    assert component.make_relations
    language.add_pipe("plangraph_relations")
    return language


def run(nlp: Language, case: dict[str, Any]) -> tuple[list[Relation], dict[str, str]]:
    """The relations of a case and the names of its mention keys."""
    text, spans, position = "", [], 0
    for match in _MARKED.finditer(case["text"]):
        text += case["text"][position : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text, position = text + match[1], match.end()
    text += case["text"][position:]
    unit = Unit("u", "d", case.get("region", "云溪县"), "2021-2025", tuple(case.get("headings", [])), text)
    doc = start(nlp.make_doc(text), unit)
    choose(doc, [Candidate(begin, end, cast(EntityType, kind), "gold", 1.0, "") for begin, end, kind in spans])
    doc = dict(nlp.pipeline)["plangraph_relations"](doc)
    return list(doc._.relations), {f"{kind}@{begin}-{end}": text[begin:end] for begin, end, kind in spans}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_relations(nlp: Language, case: dict[str, Any]) -> None:
    found, names = run(nlp, case)
    said = {
        " ".join(
            part
            for part in (
                names.get(r.head, r.head),
                r.type,
                names.get(r.tail, r.tail),
                r.status or r.role or "",
            )
            if part
        )
        for r in found
    }
    assert said == set(case["relations"])
    if "head" in case:
        assert {f"{r.head_name} {r.head_type}" for r in found if r.head == "@head"} == {case["head"]}


def test_every_relation_has_rule_confidence_and_sentence(nlp: Language) -> None:
    for case in CASES:
        for relation in run(nlp, case)[0]:
            assert relation.rule
            assert 0 < relation.confidence <= 1
            begin, end = relation.sentence
            assert begin < end


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("发展[新材料|INDUSTRY]、[新能源|INDUSTRY]等战略性新兴产业。", "战略性新兴"),
        ("做强[纺织|INDUSTRY]等传统优势产业。", "优势"),
        ("培育特色产业（[茶叶|INDUSTRY]）。", "特色"),
        ("发展[物流业|INDUSTRY]。", ""),
    ],
)
def test_priority_is_the_word_of_the_plan(nlp: Language, text: str, rank: str) -> None:
    found, _ = run(nlp, {"text": text})
    assert {relation.priority for relation in found if relation.type == "develops"} == {rank}


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("全力打造[名城|GOAL]。", "must"),
        ("探索发展[飞地经济|INDUSTRY]。", "explore"),
        ("发展[物流业|INDUSTRY]。", "promote"),
        ("试点建设[零碳园|PARK]。", "pilot"),
    ],
)
def test_strength_is_the_weakest_promise(nlp: Language, text: str, strength: str) -> None:
    found, _ = run(nlp, {"text": text})
    assert {relation.strength for relation in found} == {strength}
