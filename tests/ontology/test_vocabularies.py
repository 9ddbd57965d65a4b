"""The vocabularies that come with plangraph: labels, codes, units. Their faults are told by tests/vocabulary."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from plangraph.lexicon import Lexicon
from plangraph.resources import vocabulary_dir
from plangraph.schema import Description, Schema, local_name, read_turtle
from plangraph.terms import ID, PG, RDF, RDFS, SKOS, Literal

FILES = sorted(vocabulary_dir().glob("*.ttl"))
SOURCES = {path.stem: read_turtle(path) for path in FILES}
LABELS = (SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel")
#: Endings that no name of a sector needs: 新材料 is 新材料产业集群.
EMPTY_ENDINGS = ("产业集群", "产业链", "行业", "产业", "集群", "领域", "业")
#: Sectors and forms of the economy that lie across all others.
TOP_SECTORS = {
    *("agriculture", "industry", "construction", "services", "high-tech-industry", "health-industry"),
    *("digital-economy", "low-altitude-economy", "green-economy", "bioeconomy", "silver-economy"),
    *("marine-economy", "port-economy", "airport-economy", "county-economy", "enclave-economy"),
    *("new-economy", "future-space"),
}
OWN_PREDICATES = re.compile(re.escape(PG) + r"\w+")


def concepts(source: Description) -> list[str]:
    return list(source.typed(SKOS + "Concept"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_concept_has_one_description_and_a_label_in_each_language(path: Path) -> None:
    source = SOURCES[path.stem]
    assert concepts(source)
    for iri in concepts(source):
        for language in ("zh", "en"):
            assert len(source.texts(iri, SKOS + "prefLabel", language)) == 1, iri
        assert len(source.iris(iri, SKOS + "inScheme")) == 1, iri
        labels = [label for predicate in LABELS for label in source.texts(iri, predicate, "zh")]
        assert len(labels) == len(set(labels)), iri
    heads = re.findall(r"^\S+:\S+ a ", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(heads) == len(set(heads))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_scheme_is_described_in_both_languages(path: Path) -> None:
    source = SOURCES[path.stem]
    schemes = set(source.typed(SKOS + "ConceptScheme"))
    assert schemes == {scheme for iri in concepts(source) for scheme in source.iris(iri, SKOS + "inScheme")}
    for scheme in schemes:
        assert scheme.startswith(ID + "scheme/")
        for predicate in (RDFS + "label", RDFS + "comment"):
            assert all(len(source.texts(scheme, predicate, language)) == 1 for language in ("zh", "en"))


def test_short_names_of_regions_mean_one_region(lex: Lexicon) -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for region in lex.regions.values():
        for name in region.short_names:
            meant[name].add(region.iri)
    assert {name: iris for name, iris in meant.items() if len(iris) > 1} == {}


def test_no_segment_has_the_name_of_an_industry(lex: Lexicon) -> None:
    names = {
        kind: {term.label for term in lex.terms if term.type == kind and term.kind != "negative"}
        for kind in ("INDUSTRY", "FIELD")
    }
    assert names["INDUSTRY"] & names["FIELD"] == set()


def stem(name: str) -> str:
    while ending := next((end for end in EMPTY_ENDINGS if name.endswith(end) and len(name) > len(end) + 1), ""):
        name = name.removesuffix(ending)
    return name


def test_names_of_two_sectors_differ_by_more_than_an_ending(lex: Lexicon) -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for term in lex.terms:
        if term.type in ("INDUSTRY", "FIELD") and term.kind != "negative":
            meant[stem(term.label)].add(term.concept)
    assert {name: concepts for name, concepts in meant.items() if len(concepts) > 1} == {}


def test_sectors_have_a_wider_one_or_are_on_top(lex: Lexicon) -> None:
    assert {local_name(iri) for iri in concepts(SOURCES["industries"]) if iri not in lex.broader} == TOP_SECTORS
    assert all(iri in lex.broader for iri in concepts(SOURCES["segments"]))


def test_a_negative_label_contains_a_label_and_is_none_itself(lex: Lexicon) -> None:
    labels = {term.label for term in lex.terms if term.kind != "negative"}
    stray = [
        term.label
        for term in lex.terms
        if term.kind == "negative" and not any(label in term.label for label in labels)
    ]
    assert stray == []
    negative = {(term.label, term.type) for term in lex.terms if term.kind == "negative"}
    positive = {(term.label, term.type) for term in lex.terms if term.kind in ("preferred", "alternative")}
    assert negative & positive == set()


def test_matches_lead_to_the_official_classifications() -> None:
    source = SOURCES["industries"]
    codes = set(concepts(SOURCES["industry-codes"]))
    matches = {
        target
        for iri in concepts(source)
        for kind in ("exactMatch", "closeMatch", "broadMatch")
        for target in source.iris(iri, SKOS + kind)
    }
    assert matches and matches <= codes
    clusters = {iri for iri in codes if "/gdcluster/" in iri}
    assert len(clusters) == 20 and clusters <= matches
    assert {iri for iri in codes if re.search(r"/sei2018/[1-8]$", iri)} <= matches


def test_the_official_classifications_are_complete() -> None:
    source = SOURCES["industry-codes"]
    notations = defaultdict(list)
    for iri in concepts(source):
        notations[iri.rsplit("/", 2)[1]].append(source.text(iri, SKOS + "notation"))
        assert iri.rsplit("/", 1)[1] == source.text(iri, SKOS + "notation")
    assert [code for code in notations["gbt4754"] if code.isalpha()] == list("ABCDEFGHIJKLMNOPQRST")
    assert [code for code in notations["gbt4754"] if code.isdigit()] == [f"{n:02d}" for n in range(1, 98)]
    assert [code for code in notations["sei2018"] if "." not in code] == [str(n) for n in range(1, 10)]


def test_divisions_have_codes_that_agree_with_their_place(lex: Lexicon) -> None:
    for region in lex.regions.values():
        if region.level == "area":
            assert region.code == "" and not region.iri.rsplit("/", 1)[1].isdigit()
            continue
        assert region.level in ("province", "prefecture", "county")
        assert re.fullmatch(r"\d{6}", region.code) and region.iri == f"{ID}region/{region.code}"
        above = [lex.regions[iri].code for iri in region.part_of]
        assert len(above) == (region.level != "province")
        assert all(region.code.startswith(code.rstrip("0")[:4] or code[:2]) for code in above)


def test_divisions_are_all_there(lex: Lexicon) -> None:
    levels = Counter(region.level for region in lex.regions.values())
    assert levels["province"] == 34
    assert levels["prefecture"] == 333
    assert levels["county"] > 2800


def test_terms_of_ours_in_the_vocabularies_are_terms_of_the_ontology(schema: Schema) -> None:
    known = {**schema.classes, **schema.properties, **schema.individuals}
    used: set[str] = set()
    for source in SOURCES.values():
        for predicates in source.subjects.values():
            used.update(iri for iri in predicates if iri.startswith(PG))
            used.update(iri for iri in predicates.get(RDF + "type", ()) if str(iri).startswith(PG))  # type: ignore[misc]
    assert used - set(known) == set()


def test_units_convert_to_a_base_unit_that_is_its_own_base(lex: Lexicon) -> None:
    for unit in lex.units.values():
        assert unit.to_base > 0
        assert lex.units[unit.base].to_base == 1 and lex.units[unit.base].base == unit.base


def test_indicators_tell_what_is_wanted(lex: Lexicon) -> None:
    assert {info.direction for info in lex.indicators.values()} <= {"up", "down", ""}
    assert len(lex.indicators) >= 80


def test_growth_of_an_indicator_tells_which(lex: Lexicon) -> None:
    growing = {iri for iri, info in lex.indicators.items() if info.name.endswith("增长")}
    assert growing and growing <= set(lex.rates)
    assert set(lex.rates.values()) <= set(lex.indicators)


def test_roles_are_priorities_and_not_industries(lex: Lexicon) -> None:
    for role in ("战略性新兴产业", "主导产业", "传统产业", "支柱产业", "特色产业", "未来产业"):
        assert lex.lookup(role, "INDUSTRY") == ()
        assert role in lex.priorities
    ranks = {priority.iri: priority.rank for priority in lex.priorities.values()}
    assert min(ranks.values()) == 1


def test_slogans_are_not_regions(lex: Lexicon) -> None:
    assert [
        name for name in ("双区", "双城", "一核一带一区", "全国", "全省", "全市") if lex.lookup(name, "REGION")
    ] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_labels_are_clean(path: Path) -> None:
    for predicates in SOURCES[path.stem].subjects.values():
        for values in predicates.values():
            for value in values:
                if isinstance(value, Literal):
                    assert value.value == value.value.strip() != ""
                    assert "  " not in value.value and "\n" not in value.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_declares_the_prefixes_that_it_uses_and_no_other(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = set(re.findall(r"^@prefix (\S+): ", text, re.MULTILINE))
    body = re.sub(r'^@prefix .*$|^#.*$|"[^"]*"', "", text, flags=re.MULTILINE)
    assert declared == set(re.findall(r"(?:^|[\s,;(\[])([a-zA-Z][\w-]*):[\w\\.-]", body))
