from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plangraph import schema
from plangraph.errors import ResourceError
from plangraph.resources import ontology_dir
from plangraph.terms import PG

PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pg: <https://w3id.org/plangraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.fixture(scope="module")
def ours() -> schema.Schema:
    return schema.load()


def loaded(folder: Path, turtle: str) -> schema.Schema:
    (folder / schema.ONTOLOGY_FILE).write_text(PREFIXES + turtle, encoding="utf-8")
    return schema.load(folder)


def test_types_marks_names_and_relations_lead_to_terms(ours: schema.Schema) -> None:
    assert ours.class_of("FIELD") == PG + "IndustrySegment"
    assert ours.class_of("@para") == PG + "Task"
    assert ours.class_of("Document") == PG + "Document"
    assert ours.property_of("has_field") == PG + "hasField"


def test_an_unknown_type_or_relation_is_told_with_the_nearest(ours: schema.Schema) -> None:
    with pytest.raises(ResourceError, match="INDUSTRY"):
        ours.class_of("INDUSTRIES")
    with pytest.raises(ResourceError, match="develops"):
        ours.property_of("develop")


def test_is_a_follows_subclasses(ours: schema.Schema) -> None:
    assert ours.is_a(PG + "OutlinePlan", PG + "Plan")
    assert ours.is_a(PG + "Plan", "http://www.w3.org/ns/prov#Plan")
    assert not ours.is_a(PG + "Plan", PG + "OutlinePlan")
    assert not ours.is_a("urn:x", PG + "Plan")


@pytest.mark.parametrize(
    ("relation", "subject", "object_", "why"),
    [
        ("develops", "REGION", "INDUSTRY", None),
        ("develops", "INDICATOR", "INDUSTRY", "develops does not allow Indicator as its subject"),
        ("develops", "REGION", "GOAL", "develops does not allow Positioning as its object"),
        ("based_on", "OutlinePlan", "SectorPlan", None),
        ("responsible_for", "BODY", "@para", None),
        ("located_in", "PARK", "ORG", "located_in"),
        ("cooperates_with", "REGION", "PARK", None),
    ],
)
def test_refuse_names_the_reason(
    ours: schema.Schema, relation: str, subject: str, object_: str, why: str | None
) -> None:
    reason = ours.refuse(ours.property_of(relation), ours.class_of(subject), ours.class_of(object_))
    if why is None:
        assert reason is None
    else:
        assert reason is not None and why.replace("located_in", "locatedIn") in reason


def test_refuse_knows_only_declared_terms(ours: schema.Schema) -> None:
    region = PG + "Region"
    assert ours.refuse(PG + "likes", region, region) == "unknown property likes"
    assert ours.refuse(PG + "develops", PG + "Thing", region) == "unknown class Thing as subject of develops"


def test_a_property_without_domain_allows_every_class(tmp_path: Path) -> None:
    made = loaded(tmp_path, "pg:A a owl:Class . pg:p a owl:ObjectProperty .")
    assert made.refuse(PG + "p", PG + "A", PG + "A") is None


def test_two_domains_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"intersection.*unionOf"):
        loaded(
            tmp_path, "pg:A a owl:Class . pg:B a owl:Class . pg:p a owl:ObjectProperty ; rdfs:domain pg:A, pg:B ."
        )


def test_an_unknown_class_in_a_range_is_named_with_file_and_term(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"plangraph\.ttl, pg:p: unknown class pg:Plam.*Plan"):
        loaded(tmp_path, "pg:Plan a owl:Class . pg:p a owl:ObjectProperty ; rdfs:range pg:Plam .")


def test_a_circle_of_classes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="its own superclass"):
        loaded(tmp_path, "pg:A a owl:Class ; rdfs:subClassOf pg:B . pg:B a owl:Class ; rdfs:subClassOf pg:A .")


def test_a_fault_in_turtle_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"plangraph\.ttl, line 4"):
        loaded(tmp_path, "pg:A a owl:Class ,, .")


def test_a_missing_file_is_a_resource_error(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        schema.load(tmp_path)


def test_a_class_is_added_by_editing_the_file_only(tmp_path: Path) -> None:
    path = tmp_path / schema.ONTOLOGY_FILE
    shutil.copy(ontology_dir() / schema.ONTOLOGY_FILE, path)
    more = 'pg:Port a owl:Class ; rdfs:label "港口"@zh ; rdfs:subClassOf pg:Park .'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    made = schema.load(tmp_path)
    assert made.refuse(made.property_of("develops"), PG + "Port", made.class_of("INDUSTRY")) is None
