"""Scores and the JSON form of annotations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plangraph import api
from plangraph.errors import InputError
from plangraph.evaluation import (
    Count,
    annotation_to_gold,
    as_dict,
    as_html,
    as_text,
    errors,
    errors_as_text,
    evaluate,
    read_gold,
    score,
    unit_from_gold,
)
from plangraph.evaluation.intervals import intervals
from plangraph.model import Annotation, Mention, Relation, TargetValue, Unit

GOLD = Path(__file__).parent / "gold" / "dev-own.jsonl"
TEXT = "安宁县与青山镇合作建设新材料产业园，到2025年产值达到30亿元。"
UNIT = Unit("u1", "doc", "安宁县", "2021-2025", ("第一章",), TEXT)
REGION, TOWN = Mention(0, 3, "REGION", "安宁县"), Mention(4, 7, "REGION", "青山镇")
PARK, OUTPUT = Mention(11, 17, "PARK", "新材料产业园"), Mention(24, 26, "INDICATOR", "产值")
ANNOTATION = Annotation(
    UNIT,
    (REGION, TOWN, PARK, OUTPUT),
    (
        Relation("cooperates_with", REGION.key, TOWN.key, status="planned"),
        Relation("undertakes", "@doc", PARK.key, status="planned"),
        Relation("responsible_for", "@doc", "@para", role="lead"),
    ),
    (TargetValue(OUTPUT.key, "30", "亿元", "eq", "level", 2025, "target", PARK.key),),
)
RECORD = annotation_to_gold(ANNOTATION)


def write(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def test_json_form() -> None:
    assert RECORD["entities"][2] == {"key": "E3", "type": "PARK", "start": 11, "end": 17, "text": "新材料产业园"}
    assert RECORD["relations"] == [
        {"type": "cooperates_with", "head": "E1", "tail": "E2", "status": "planned"},
        {"type": "undertakes", "head": "@doc", "tail": "E3", "status": "planned"},
        {"type": "responsible_for", "head": "@doc", "tail": "@para", "role": "lead"},
    ]
    assert RECORD["targets"] == [
        {"indicator": "E4", "value": "30", "unit": "亿元", "comparator": "eq", "measure": "level",
         "year": 2025, "status": "target", "subject": "E3"}
    ]  # fmt: skip
    context = ["id", "doc", "region", "period", "headings", "text"]
    assert list(RECORD) == [*context, "entities", "relations", "targets"]
    assert unit_from_gold(RECORD, "here") == UNIT


def test_perfect_prediction(tmp_path: Path) -> None:
    scores = evaluate(write(tmp_path, RECORD), lambda unit: replace(ANNOTATION, unit=unit))
    assert len(scores.units) == 1
    assert scores.strict["ALL"] == scores.relaxed["ALL"] == Count(4, 4, 4)
    assert scores.relations["ALL"] == Count(3, 3, 3)
    assert scores.targets == Count(1, 1, 1)
    assert all(accuracy.share == 1.0 for accuracy in scores.attributes.values())


def test_reports(tmp_path: Path) -> None:
    scores = evaluate(write(tmp_path, RECORD), lambda unit: replace(ANNOTATION, unit=unit))
    assert as_dict(scores)["entity strict PARK"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "ci": [1.0, 1.0], "gold": 1}
    assert as_dict(scores)["target year"] == 1.0
    lines = as_text(scores).splitlines()
    assert lines[0] == "1 units"
    assert lines[2].split() == ["entity", "strict", "ALL", "1.000", "1.000", "1.000", "1.000-1.000", "4"]


def test_gold_against_itself() -> None:
    records = {record["id"]: record for record in read_gold(GOLD)}
    scores = evaluate([GOLD], records)
    assert len(scores.units) == 229
    assert scores.strict["ALL"].f1 == scores.relations["ALL"].f1 == scores.targets.f1 == 1.0


def test_no_prediction() -> None:
    scores = evaluate(GOLD, {})
    assert scores.targets == Count(0, 92, 0)
    assert scores.strict["ALL"].f1 == 0.0
    assert not scores.attributes


def test_near_misses(tmp_path: Path) -> None:
    shorter = Mention(11, 16, "PARK", "新材料产业")
    found = Annotation(
        UNIT,
        (REGION, TOWN, shorter, OUTPUT),
        (
            Relation("cooperates_with", TOWN.key, REGION.key, status="past"),  # no direction
            Relation("undertakes", "@doc", shorter.key, status="planned"),  # one surface holds the other
            Relation("undertakes", REGION.key, shorter.key, status="planned"),  # a mark is not a name
        ),
        (TargetValue(OUTPUT.key, "30.0", "亿元", "ge", "level", None, "target", "@doc"),),
    )
    scores = evaluate(write(tmp_path, RECORD), lambda _unit: found)
    assert scores.strict["PARK"] == Count(0, 1, 1)
    assert scores.relaxed["PARK"] == Count(1, 1, 1)
    assert scores.relations["ALL"] == Count(2, 3, 3)
    assert scores.targets == Count(1, 1, 1)
    shares = {name: accuracy.share for name, accuracy in scores.attributes.items()}
    assert shares == {
        "relation status": 0.5,
        "target comparator": 0.0,
        "target measure": 1.0,
        "target year": 0.0,
        "target status": 1.0,
        "target subject": 0.0,
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "a unit is a JSON object"),
        ('{"id": "u1"}', "the unit has no 'doc'"),
        (json.dumps({**RECORD, "text": 3}), "are texts"),
        (json.dumps({k: v for k, v in RECORD.items() if k != "entities"}), "the annotation lacks 'entities'"),
        (json.dumps({**RECORD, "text": TEXT[1:]}), "E1 is not what stands at 0-3"),
        (json.dumps({**RECORD, "entities": []}), "no entity has the key"),
        (json.dumps({**RECORD, "relations": [{"type": "likes", "head": "@doc", "tail": "E1"}]}), "called likes"),
        (json.dumps({**RECORD, "entities": [{**RECORD["entities"][0], "type": "THING"}]}), "called THING"),
    ],
)
def test_malformed_gold(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(RECORD) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_gold(path)
    assert caught.value.where == f"{path}, line 3"


def test_missing_gold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")


def _changed(**changes: object) -> dict[str, Any]:
    """The record with other lists of entities, relations or targets."""
    return {**json.loads(json.dumps(RECORD)), **changes}


def _with(items: list[dict[str, Any]], number: int, **changes: object) -> list[dict[str, Any]]:
    return [{**item, **changes} if index == number else item for index, item in enumerate(items)]


ENTITIES, RELATIONS, TARGETS = RECORD["entities"], RECORD["relations"], RECORD["targets"]
SHORTER = {"end": 15, "text": TEXT[11:15]}
ERRORS: list[tuple[dict[str, Any], list[tuple[str, str, str]]]] = [
    (RECORD, []),
    (_changed(entities=_with(ENTITIES, 2, **SHORTER)), [("entity", "PARK", "boundary")]),
    (_changed(entities=_with(ENTITIES, 1, type="PARK")), [("entity", "REGION", "type")]),
    (
        _changed(entities=ENTITIES[1:], relations=RELATIONS[1:]),
        [("entity", "REGION", "not found"), ("relation", "cooperates_with", "an end was not found")],
    ),
    (_changed(relations=_with(RELATIONS, 1, head="E2")), [("relation", "undertakes", "other head")]),
    (_changed(relations=_with(RELATIONS, 1, tail="E2")), [("relation", "undertakes", "other tail")]),
    (_changed(relations=_with(RELATIONS, 1, type="develops")), [("relation", "undertakes", "other relation")]),
    (_changed(relations=RELATIONS[:2]), [("relation", "responsible_for", "not found")]),
    (_changed(relations=_with(RELATIONS, 1, status="past")), [("relation", "undertakes", "attribute")]),
    (_changed(targets=_with(TARGETS, 0, value="31")), [("target", "target", "value or unit")]),
    (_changed(targets=_with(TARGETS, 0, indicator="E3")), [("target", "target", "indicator")]),
    (_changed(targets=_with(TARGETS, 0, year=2035)), [("target", "target", "attribute")]),
    (_changed(targets=[]), [("target", "target", "not found")]),
]


@pytest.mark.parametrize(("found", "expected"), ERRORS)
def test_errors_tell_their_cause(found: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    listed = errors([(RECORD, found)])
    assert [(error.layer, error.type, error.cause) for error in listed] == expected
    assert all(error.sentence == TEXT for error in listed)
    assert (errors_as_text(listed) == "") == (not expected)


def test_false_finds_are_listed_with_their_rule() -> None:
    bare = _changed(entities=ENTITIES[:2], relations=[], targets=[])
    found = _changed(entities=_with(ENTITIES[:3], 2, rule="names:park"), relations=[], targets=[])
    (error,) = errors([(bare, found)])
    assert (error.cause, error.gold, error.found, error.rule) == (
        "not in gold",
        "",
        "新材料产业园 (PARK)",
        "names:park",
    )
    page = as_html(evaluate([GOLD], {}), [error], "<figures>")
    assert "新材料产业园 (PARK)" in page
    assert "&lt;figures&gt;" in page


def test_half_overlap() -> None:
    gold = _changed(entities=[ENTITIES[2]], relations=[], targets=[])
    for end, half in ((14, 1), (13, 0)):
        found = _changed(entities=[{**ENTITIES[2], "end": end, "text": TEXT[11:end]}], relations=[], targets=[])
        scores = score([(gold, found)])
        assert (scores.half["ALL"].right, scores.relaxed["ALL"].right, scores.strict["ALL"].right) == (half, 1, 0)


def test_intervals_hold_the_figure_and_are_narrower_with_more_units() -> None:
    wrong = _changed(entities=ENTITIES[:2], relations=[], targets=[])
    few = score([(RECORD, RECORD), (RECORD, wrong)] * 5)
    many = score([(RECORD, RECORD), (RECORD, wrong)] * 50)
    key = ("strict", "ALL")
    (low, high), (lower, higher) = intervals(few)[key], intervals(many)[key]
    assert low < lower < few.strict["ALL"].f1 < higher < high
    assert intervals(few) == intervals(few)


def test_rules_and_tagger_beat_the_rules_and_those_both_baselines() -> None:
    found = api.evaluate([GOLD], baselines=True)
    rules, *plain = [scores.strict["ALL"].f1 for scores in found.baselines.values()]
    assert len(plain) == 2
    assert all(figure < rules for figure in plain)
    assert all(0 < plain.strict["ALL"].f1 < found.scores.strict["ALL"].f1 for plain in found.baselines.values())
    assert set(found.scores.regions()) == {"江海区", "鹤山市"}


def test_confidence_rises_with_the_share_that_is_right() -> None:
    groups = [
        group for group in api.evaluate([GOLD.parent / "pool-0.jsonl"]).reliability if group.kind == "entity"
    ]
    shares = [group.right for group in groups if group.found >= 20]
    assert len(shares) > 2
    assert shares[0] < shares[-1]


def test_a_unit_is_prefilled_in_the_form_of_gold(tmp_path: Path) -> None:
    units = tmp_path / "units.jsonl"
    units.write_text(GOLD.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    prefilled = tmp_path / "prefilled.jsonl"
    record = next(iter(api.annotate(units, explain=False)))
    prefilled.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert read_gold(prefilled) == [record]
    assert "rule" not in json.dumps(record)


@pytest.mark.parametrize("path", sorted((GOLD.parent / "readings").glob("*.jsonl")), ids=lambda path: path.name)
def test_readings_are_well_formed(path: Path) -> None:
    """Every span is what stands in its text and every slot names an entity or a mark: `read_gold` checks both."""
    records = read_gold(path)
    assert len({record["id"] for record in records}) == len(records)


# ── linking ─────────────────────────────────────────────────────────────────────────────────────────────


def test_linking_is_as_good_as_it_is_said_to_be() -> None:
    units = sorted(GOLD.parent.glob("*.jsonl"))
    judged = api.evaluate_links(GOLD.parent / "linking.csv", units)
    rates = {kind: right / total for kind, right, total in api.link_accuracy(judged)}
    assert len(judged) >= 300
    least = {"REGION": 0.95, "INDICATOR": 0.95, "INDUSTRY": 0.90, "BODY": 0.90}
    assert {kind: rate for kind, rate in rates.items() if rate < least.get(kind, 0)} == {}


def test_a_link_of_an_unknown_unit_is_told_with_its_line(tmp_path: Path) -> None:
    gold = tmp_path / "links.csv"
    gold.write_text(
        "unit,start,end,type,surface,match,concept\nnowhere-0001,0,2,BODY,区委,named,x\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as raised:
        api.evaluate_links(gold, [GOLD])
    assert "nowhere-0001" in raised.value.message
    assert raised.value.where.endswith("line 2")
    gold.write_text("unit,start\n", encoding="utf-8")
    with pytest.raises(InputError, match="columns are missing"):
        api.evaluate_links(gold, [GOLD])
