from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from plangraph import lexicon
from plangraph.errors import ResourceError
from plangraph.model import EntityType
from plangraph.terms import ID, PG

PREFIXES = """@prefix pg: <https://w3id.org/plangraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://w3id.org/plangraph/id/x/> .
"""


@pytest.fixture(scope="module")
def lex() -> lexicon.Lexicon:
    return lexicon.load()


def loaded(folder: Path, turtle: str) -> lexicon.Lexicon:
    (folder / "made.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return lexicon.load(folder)


@pytest.mark.parametrize(
    ("name", "kind", "slug"),
    [
        ("鹤山", "REGION", "region/440784"),
        ("江海区", "REGION", "region/440704"),
        ("江门市", "REGION", "region/440700"),
        ("涞水县", "REGION", "region/130623"),
        ("大湾区", "REGION", "region/guangdong-hong-kong-macao-greater-bay-area"),
        ("新一代电子信息", "INDUSTRY", "industry/electronic-information"),
        ("电子信息", "INDUSTRY", "industry/electronic-information"),
        ("高端装备与智能制造", "INDUSTRY", "industry/high-end-equipment"),
        ("冷链物流", "FIELD", "segment/cold-chain-logistics"),
        ("GDP", "INDICATOR", "indicator/gdp"),
        ("城镇化率", "INDICATOR", "indicator/urbanization-rate"),
    ],
)
def test_names_lead_to_concepts(lex: lexicon.Lexicon, name: str, kind: EntityType, slug: str) -> None:
    assert ID + slug in [term.concept for term in lex.lookup(name, kind)]


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("前沿新材料", "新材料"),
        ("先进材料", "新材料"),
        ("科技金融", "金融"),
        ("乡村旅游", "旅游"),
        ("文旅", "旅游"),
        ("现代农业", "农业"),
        ("新能源汽车", "汽车"),
        ("集成电路", "电子信息"),
    ],
)
def test_names_of_one_sector_meet(lex: lexicon.Lexicon, narrow: str, wide: str) -> None:
    (low,), (high,) = lex.lookup(narrow, "INDUSTRY"), lex.lookup(wide, "INDUSTRY")
    assert high.concept in lex.ancestors(low.concept)


def test_a_name_is_no_term_of_another_type(lex: lexicon.Lexicon) -> None:
    assert lex.lookup("鹤山", "INDUSTRY") == ()
    assert lex.lookup("不存在的名称", "REGION") == ()


def test_negative_labels_are_terms_but_are_not_looked_up(lex: lexicon.Lexicon) -> None:
    assert any(term.label == "中山大学" and term.kind == "negative" for term in lex.terms)
    assert lex.lookup("中山大学", "REGION") == ()


def test_values_compare_in_base_units(lex: lexicon.Lexicon) -> None:
    assert lex.to_base(Decimal("2.5"), "亿元") == lex.to_base(Decimal(25000), "万元") == (Decimal(250000000), "元")
    assert lex.to_base(Decimal(1), "平方公里") == lex.to_base(Decimal(100), "公顷")
    assert lex.to_base(Decimal(1), "不知道") is None


def test_regions_tell_their_place(lex: lexicon.Lexicon) -> None:
    heshan = lex.regions[ID + "region/440784"]
    assert (heshan.name, heshan.code, heshan.level) == ("鹤山市", "440784", "county")
    assert lex.pref_label_en[heshan.iri] == "Heshan City"
    assert [lex.pref_label[iri] for iri in heshan.part_of] == ["江门市"]


def test_kinds_of_plans(lex: lexicon.Lexicon) -> None:
    assert lex.plan_kinds["outline"].is_plan and lex.plan_kinds["outline"].plan_class == PG + "OutlinePlan"
    assert not lex.plan_kinds["interpretation"].is_plan
    assert {"sector-plan", "proposal", "drafting-note", "report", "measures", "action-plan"} <= set(lex.plan_kinds)


def test_bodies_are_told_by_their_endings(lex: lexicon.Lexicon) -> None:
    endings = {ending: kind.label for kind in lex.body_kinds for ending in kind.suffixes}
    assert endings["发改局"] == "发展和改革局"
    assert endings["街道办"] == "街道办事处"


def test_priorities_are_ordered(lex: lexicon.Lexicon) -> None:
    assert lex.priorities["战略性新兴"].rank < lex.priorities["重点"].rank < lex.priorities["传统"].rank
    assert lex.priorities["支柱产业"].iri == ID + "priority/pillar"


def test_terms_come_in_one_order(lex: lexicon.Lexicon) -> None:
    assert lexicon.load().terms == lex.terms
    kinds = [term.kind for term in lex.terms]
    assert kinds == sorted(kinds, key=["preferred", "alternative", "hidden", "negative"].index)


def test_loading_is_quick() -> None:
    start = time.process_time()
    lexicon.load()
    assert time.process_time() - start < 1.5


def test_a_term_is_added_by_editing_a_file_only(tmp_path: Path) -> None:
    made = loaded(
        tmp_path, 'x:tea a pg:Industry, skos:Concept ; skos:prefLabel "茶旅"@zh ; skos:altLabel "茶文旅"@zh .'
    )
    assert [term.kind for term in made.lookup("茶文旅", "INDUSTRY")] == ["alternative"]
    assert made.pref_label == {ID + "x/tea": "茶旅"}


def test_concepts_of_no_entity_type_give_no_terms(tmp_path: Path) -> None:
    assert loaded(tmp_path, 'x:c a skos:Concept ; skos:prefLabel "制造业"@zh .').terms == ()


@pytest.mark.parametrize(
    ("turtle", "told"),
    [
        (
            "x:a skos:broader x:b . x:b skos:broader x:a .",
            r"made\.ttl, line 4, id:x/a: a circle: id:x/a → id:x/b → id:x/a",
        ),
        (
            'x:a a pg:Industry ; skos:prefLabel "茶"@zh .\nx:b a pg:Industry ;\n skos:altLabel "茶"@zh .',
            r"made\.ttl, line 6, id:x/b: 茶 names id:x/a too \(made\.ttl, line 4\)",
        ),
        ('x:a a pg:Indicator ;\n pg:usualUnit "斗" .', r"made\.ttl, line 5, id:x/a: the usual unit 斗 is no unit"),
    ],
    ids=["circle", "label of two concepts", "unknown unit"],
)
def test_names_that_mean_two_things_are_told_with_file_and_line(tmp_path: Path, turtle: str, told: str) -> None:
    with pytest.raises(ResourceError, match=told):
        loaded(tmp_path, turtle)


def test_a_name_may_be_of_two_types(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        'x:a a pg:Industry ; skos:prefLabel "茶"@zh . x:b a pg:Indicator ; skos:prefLabel "茶"@zh .',
    )
    assert made.lookup("茶", "INDUSTRY") != made.lookup("茶", "INDICATOR")


def test_a_unit_without_factor_is_told_with_file_and_term(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"made\.ttl, u: pg:toBase is missing"):
        loaded(tmp_path, 'x:u a pg:Unit ; skos:prefLabel "斗"@zh .')


def test_a_folder_without_vocabularies_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no vocabulary"):
        lexicon.load(tmp_path)
