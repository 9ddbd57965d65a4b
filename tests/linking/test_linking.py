"""What names mean: in their document, beside other names, and by decision."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from plangraph.errors import InputError
from plangraph.lexicon import Lexicon
from plangraph.lexicon import load as load_lexicon
from plangraph.linking import (
    Context,
    Decision,
    checked,
    decide,
    entity,
    load_rules,
    merge_names,
    plan_register,
    read_decisions,
    region_chain,
    write_decision,
)
from plangraph.linking.names import normal_form
from plangraph.model import Document, DocumentInfo, Entity, LinkedDocument
from plangraph.terms import named

HERE = Path(__file__).parent
CASES = [json.loads(line) for line in (HERE / "names.jsonl").read_text(encoding="utf-8").splitlines()]
MERGES = tomllib.loads((HERE / "merges.toml").read_text(encoding="utf-8"))["case"]
REGIONS = {"district": "440704", "county-city": "440784", "shandong": "371526"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def info_of(code: str, name: str, **other: str) -> DocumentInfo:
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


def context_of(code: str, lexicon: Lexicon) -> Context:
    info = info_of(code, lexicon.pref_label[named("region", code)])
    return Context(info, True, lexicon, load_rules(), region_chain(code, lexicon), *plan_register([info]))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['doc']}-{case['name']}" for case in CASES])
def test_names_are_linked_in_their_document(case: dict[str, Any], lexicon: Lexicon) -> None:
    found = entity(case["name"], case["type"], context_of(REGIONS[case["doc"]], lexicon))
    if "match" in case:
        assert found.match == case["match"]
    if "denotes" in case:
        assert lexicon.pref_label[found.denotes] == case["denotes"]
    if "full_name" in case:
        assert (found.full_name or found.name) == case["full_name"]
    assert [name for _iri, name in found.members] == case.get("members", [])
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize("case", MERGES, ids=[case["why"] for case in MERGES])
def test_names_of_one_thing_are_merged(case: dict[str, Any], lexicon: Lexicon) -> None:
    context = context_of(case["region"], lexicon)
    merges = merge_names([entity(name, case["type"], context) for name in case["names"]], context)
    assert sorted([merge.name.name, merge.into.name] for merge in merges) == sorted(case["one"])


def test_a_narrower_industry_is_linked_to_the_broader_concept(lexicon: Lexicon) -> None:
    found = entity("深海养殖装备制造业", "INDUSTRY", context_of("440704", lexicon))
    assert found.match == "broader"
    assert found.denotes == found.iri


def test_a_plan_is_known_without_the_name_of_its_region(lexicon: Lexicon) -> None:
    context = context_of("440784", lexicon)
    title = "国民经济和社会发展第十四个五年规划纲要"
    for name in (f"鹤山市{title}", f"市{title}", f"全市{title}", f"《鹤山市{title}》", "鹤山市“十四五”规划"):
        assert entity(name, "PLAN", context).denotes == context.plan
    for name in (f"江门市{title}", f"广东省{title}", "鹤山市水利发展规划"):
        assert entity(name, "PLAN", context).denotes != context.plan


def test_a_text_about_a_plan_shares_the_plans_iri() -> None:
    plan = info_of("440704", "江海区")
    note = info_of("440704", "江海区", id="note", title="解读", about="outline")
    register, titles = plan_register([note, plan])
    assert register[normal_form(plan.title)] == register[normal_form("江海区“十四五”规划")]
    assert register["outline"] == register[normal_form(plan.title)]
    assert titles[register["outline"]] == plan.title


def test_homonyms_stay_apart(lexicon: Lexicon) -> None:
    one = entity("高新技术产业园", "PARK", context_of("440704", lexicon))
    two = entity("高新技术产业园", "PARK", context_of("440784", lexicon))
    assert one.iri != two.iri


# ── decisions ───────────────────────────────────────────────────────────────────────────────────────────


def document_of(entities: list[Entity]) -> LinkedDocument:
    document = Document(info_of("440784", "鹤山市"), "", "text", "", (), (), ())
    return LinkedDocument(document, "", (), "", tuple(sorted(entities)), (), (), (), ())


def decision(**cells: str) -> Decision:
    return checked({"kind": "park", "scope": "440784", "reason": "看过地图", "by": "王芳", **cells}, "here", 2)


def decided(decisions: list[Decision], lexicon: Lexicon) -> tuple[dict[str, Entity], list[str]]:
    context = context_of("440784", lexicon)
    entities = [entity(name, "PARK", context) for name in ("鹤山工业城", "联东U谷", "东部新城")]
    entities.append(entity("智能家居", "INDUSTRY", context))
    documents, undone = decide([document_of(entities)], decisions, load_rules(), lexicon.pref_label)
    return {item.name: item for item in documents[0].entities}, [item.reason for item in undone]


def test_a_merge_is_carried_out_with_its_reason(lexicon: Lexicon) -> None:
    found, undone = decided([decision(action="merge", name="联东U谷", other="鹤山工业城")], lexicon)
    assert undone == []
    assert found["联东U谷"].denotes == found["鹤山工业城"].iri
    assert "看过地图" in found["联东U谷"].reason
    assert "王芳" in found["联东U谷"].reason
    assert found["东部新城"].denotes == found["东部新城"].iri


def test_merges_in_a_row_lead_to_the_last(lexicon: Lexicon) -> None:
    found, _undone = decided(
        [
            decision(action="merge", name="联东U谷", other="鹤山工业城"),
            decision(action="merge", name="鹤山工业城", other="东部新城"),
        ],
        lexicon,
    )
    assert {item.denotes for name, item in found.items() if name != "智能家居"} == {found["东部新城"].iri}


def test_a_name_is_split_from_a_concept_and_put_under_another(lexicon: Lexicon) -> None:
    split = decision(action="split", kind="industry", scope="", name="智能家居")
    found, undone = decided([split], lexicon)
    assert undone == []
    assert found["智能家居"].denotes == found["智能家居"].iri
    merge = decision(action="merge", kind="industry", scope="", name="智能家居", other="industry:new-materials")
    assert decided([merge], lexicon)[0]["智能家居"].denotes == named("industry", "new-materials")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"action": "merge", "name": "没有的园区", "other": "鹤山工业城"}, "no park of this name"),
        ({"action": "merge", "name": "联东U谷", "other": "没有的园区"}, "neither a name"),
        ({"action": "merge", "name": "联东U谷", "other": "联东U谷"}, "with itself"),
        ({"action": "split", "name": "联东U谷", "other": "东部新城"}, "not linked"),
    ],
)
def test_a_decision_that_fits_nothing_is_told(cells: dict[str, str], told: str, lexicon: Lexicon) -> None:
    found, undone = decided([decision(**cells)], lexicon)
    assert [told in reason for reason in undone] == [True]
    assert all(item.denotes == item.iri for name, item in found.items() if name != "智能家居")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("action,kind,scope,name\nmerge,park,,甲\n", "columns are missing: other"),
        ("action,kind,scope,name,other\nmarge,park,,甲,乙\n", "unknown action 'marge'"),
        ("action,kind,scope,name,other\nmerge,pork,,甲,乙\n", "unknown kind 'pork'"),
        ("action,kind,scope,name,other\nmerge,park,,甲,\n", "a name is missing"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, rows: str, told: str) -> None:
    (tmp_path / "identity.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_decisions(tmp_path)
    assert told in raised.value.message
    assert "line " in raised.value.where


def test_decisions_are_written_as_they_are_read(tmp_path: Path) -> None:
    first = decision(action="merge", name="联东U谷", other="鹤山工业城")
    second = decision(action="split", name="东部新城", date="2026-11-30")
    for item in (first, second):
        write_decision(tmp_path, item)
    assert [(item.action, item.name, item.line) for item in read_decisions(tmp_path)] == [
        ("merge", "联东U谷", 2),
        ("split", "东部新城", 3),
    ]
