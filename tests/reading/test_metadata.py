"""What documents tell of themselves, against `covers.toml` and the manifest of the corpus."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from plangraph.adding import load_names
from plangraph.model import quote
from plangraph.reading import load
from plangraph.reading.metadata import Found, find_metadata, iso_date, plan_period
from plangraph.reading.metadata_rules import rules
from plangraph.reading.names import Names, Place
from plangraph.reading.source import Source
from plangraph.reading.structure import read_structure
from plangraph.resources import corpus_dir
from plangraph.text import fold, squeeze

CASES = tomllib.loads((Path(__file__).parent / "covers.toml").read_text(encoding="utf-8"))["case"]
PLACES = (
    Place("990000", ("长河省", "长河")),
    Place("990100", ("云溪市", "云溪"), ("990000",)),
    Place("990102", ("东山区",), ("990100", "990000")),
    Place("990121", ("清溪县",), ("990100", "990000")),
    Place("990200", ("南江市", "南江"), ("990000",)),
    Place("990202", ("东山区",), ("990200", "990000")),
)
NAMES = Names(
    places={place.code: place for place in PLACES},
    kinds={
        "远景目标纲要": "outline",
        "五年规划纲要": "outline",
        "建议": "proposal",
        "行动方案": "action-plan",
        "实施方案": "action-plan",
        "发展规划": "sector-plan",
        "政府工作报告": "report",
        "政策解读": "interpretation",
        "解读": "interpretation",
    },
    plans=frozenset({"outline", "proposal", "action-plan", "sector-plan", "report"}),
    bodies=("人民政府", "办公室", "工委", "区委", "局"),
)
# Columns of the corpus that the texts tell in other words, or not at all.
NOT_TOLD = {
    "heshan-outline": {"source"},
    "jianghai-outline": {"title", "kind", "issuers", "approver", "outlook", "date", "aliases", "source"},
    "jianghai-proposal": {"aliases", "source"},
    "jianghai-outline-interpretation": {"about", "source"},
    "jianghai-manufacturing-drafting-note": {"issuers", "date", "source"},
}


def found_in(text: str, case: dict[str, Any]) -> tuple[Found, ...]:
    source = Source(text, "text", "utf-8", metadata=case.get("metadata", {}))
    return find_metadata(source, read_structure(source), NAMES, case.get("given", {}))


def values(found: Iterable[Found]) -> dict[str, Any]:
    return {item.column: item.value or list(item.options) for item in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_exactly_what_is_told_is_found(case: dict[str, Any]) -> None:
    assert values(found_in(case["text"], case)) == case["expected"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_words_stand_where_they_are_said_to_stand(case: dict[str, Any]) -> None:
    for item in found_in(case["text"], case):
        assert item.place
        if item.spans:
            assert squeeze(quote(case["text"], item.spans)) == squeeze(item.words)


@pytest.mark.parametrize("document", NOT_TOLD)
def test_the_corpus_tells_what_its_manifest_says(document: str) -> None:
    with (corpus_dir() / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        row = next(row for row in csv.DictReader(lines) if row["id"] == document)
    path = corpus_dir() / row["file"]
    source = load(path.read_bytes(), str(path))
    found = values(find_metadata(source, read_structure(source), load_names(), {}))
    told = set(row) - {"id", "file", "sha256"} - NOT_TOLD[document]
    assert {column: found.get(column, "") for column in told} == {column: row[column] for column in told}


def test_rules_name_kinds_of_the_vocabulary() -> None:
    known = set(load_names().kinds.values())
    assert {rule["code"] for rule in rules()["kind"]} | set(rules()["aliases"]) <= known


def test_heads_of_manifests_are_told_apart() -> None:
    heads = [fold(head) for words in rules()["heads"].values() for head in words]
    assert len(heads) == len(set(heads))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021年7月", "2021-07"),
        ("二〇二一年十二月三十一日", "2021-12-31"),
        ("二○二一年七月", "2021-07"),
        ("２０２１年７月５日", "2021-07-05"),
        ("2021-3-5 10:20", "2021-03-05"),
        ("2021/03", "2021-03"),
        ("2021年", ""),
        ("2021年13月", ""),
        ("2021年7月32日", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("第十三个五年规划", "2016-2020"),
        ("“十五五”规划", "2026-2030"),
        ("行动方案（2024—2027年）", "2024-2027"),
        ("行动方案（2024年至2026年）", "2024-2026"),
        ("2027-2024年方案", ""),
        ("2021年政府工作报告", ""),
    ],
)
def test_periods(title: str, period: str) -> None:
    assert plan_period(title) == period
