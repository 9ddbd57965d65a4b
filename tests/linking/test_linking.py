from __future__ import annotations

import json
from pathlib import Path

import pytest

from plangraph.lexicon import Lexicon
from plangraph.lexicon import load as load_lexicon
from plangraph.linking import Context, load_rules, plan_register, region_chain
from plangraph.linking.identity import entity, merge_short_forms
from plangraph.linking.names import normal_form
from plangraph.model import DocumentInfo

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "names.jsonl").read_text(encoding="utf-8").splitlines()
]
REGIONS = {"district": ("440704", "江海区"), "county-city": ("440784", "鹤山市")}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _info(code: str, name: str, **other: str) -> DocumentInfo:
    return DocumentInfo(
        id=other.get("id", "outline"),
        file="outline.txt",
        title=other.get("title", f"{name}国民经济和社会发展第十四个五年规划纲要"),
        kind="outline",
        issuers=(f"{name}人民政府",),
        approver="",
        region=code,
        region_name=name,
        period_start=2021,
        period_end=2025,
        outlook=2035,
        date="2021",
        number="",
        about=other.get("about", ""),
        aliases=(f"{name}“十四五”规划",),
        source="",
        sha256="",
    )


def _context(kind: str, lexicon: Lexicon) -> Context:
    info = _info(*REGIONS[kind])
    chain = region_chain(info.region, lexicon)
    return Context(info, True, lexicon, load_rules(), chain, *plan_register([info]))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['doc']}-{case['name']}" for case in CASES])
def test_names_are_linked_in_their_document(case: dict[str, str], lexicon: Lexicon) -> None:
    found = entity(case["name"], case["type"], _context(case["doc"], lexicon))  # type: ignore[arg-type]
    assert found.match == case["match"]
    if "denotes" in case:
        assert lexicon.pref_label[found.denotes] == case["denotes"]
    assert found.full_name == case.get("full_name", "")


def test_a_narrower_industry_is_linked_to_the_broader_concept(lexicon: Lexicon) -> None:
    found = entity("深海养殖装备制造业", "INDUSTRY", _context("district", lexicon))
    assert found.match == "broader"
    assert found.denotes == found.iri


def test_short_forms_merge_only_when_the_document_uses_both(lexicon: Lexicon) -> None:
    context = _context("county-city", lexicon)
    names = ("鹤山工业城", "工业城", "东部新城")
    parks = {name: entity(name, "PARK", context) for name in names}
    assert merge_short_forms(parks.values(), context) == {parks["工业城"].iri: parks["鹤山工业城"].iri}
    assert merge_short_forms([parks["工业城"]], context) == {}


def test_a_text_about_a_plan_shares_the_plans_iri() -> None:
    plan = _info("440704", "江海区")
    note = _info("440704", "江海区", id="note", title="解读", about="outline")
    register, titles = plan_register([note, plan])
    assert register[normal_form(plan.title)] == register[normal_form("江海区“十四五”规划")]
    assert register["outline"] == register[normal_form(plan.title)]
    assert titles[register["outline"]] == plan.title


def test_homonyms_stay_apart(lexicon: Lexicon) -> None:
    one = entity("高新技术产业园", "PARK", _context("district", lexicon))
    two = entity("高新技术产业园", "PARK", _context("county-city", lexicon))
    assert one.iri != two.iri
