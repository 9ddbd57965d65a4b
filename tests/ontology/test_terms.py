"""The ontology file itself: bilingual, one domain and range, the guidelines' relations, terms from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import URIRef, namespace

from plangraph.model import EntityType, RelationType
from plangraph.resources import ontology_dir
from plangraph.schema import ONTOLOGY_FILE, PropertyInfo, Schema, TermInfo, local_name, read_turtle
from plangraph.terms import OWL, PG, RDF, RDFS, SKOS, XSD

TEXT = (ontology_dir() / ONTOLOGY_FILE).read_text(encoding="utf-8")
SOURCE = read_turtle(ontology_dir() / ONTOLOGY_FILE)
TERMS = [iri for iri in SOURCE.subjects if iri.startswith(PG) and SOURCE.iris(iri, RDFS + "isDefinedBy")]
OUTSIDE = read_turtle(Path(__file__).parent / "outside.ttl")
#: Vocabularies whose terms rdflib lists too.
LISTED = ("DCAT", "DCTERMS", "ORG", "PROV", "SH", "SKOS", "VOID")
#: The languages of OWL itself.
LANGUAGES = (RDF, RDFS, OWL, XSD)

# The relation table of the annotation guidelines: heads and tails by type; a mark stands where its class may.
RELATIONS = {
    "develops": ("REGION PARK", "INDUSTRY FIELD"),
    "has_field": ("INDUSTRY", "FIELD INDUSTRY"),
    "located_in": ("PARK PROJECT ORG REGION", "REGION PARK"),
    "undertakes": ("REGION PARK BODY ORG", "PROJECT PARK"),
    "serves_industry": ("PROJECT ORG", "INDUSTRY FIELD"),
    "aims_for": ("REGION PARK INDUSTRY FIELD PROJECT ORG", "GOAL"),
    "responsible_for": ("BODY ORG", "PLAN PROJECT PARK GOAL @para"),
    "cooperates_with": ("REGION PARK BODY ORG", "REGION PARK BODY ORG"),
    "based_on": ("PLAN", "PLAN"),
}
#: What OWL 2 RL knows nothing of.
FOREIGN = ("allValuesFrom", "complementOf", "minCardinality", "disjointUnionOf", "hasSelf", "ReflexiveProperty")


@pytest.mark.parametrize("iri", TERMS, ids=local_name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_term_has_one_label_comment_and_example_in_each_language(iri: str, language: str) -> None:
    for predicate in (RDFS + "label", RDFS + "comment", SKOS + "example"):
        found = SOURCE.texts(iri, predicate, language)
        assert len(found) == 1 and found[0].strip() == found[0] != ""


def test_a_term_is_defined_by_the_ontology_and_in_its_namespace_nothing_else_is() -> None:
    assert {iri for iri in SOURCE.subjects if iri.startswith(PG)} == set(TERMS)
    assert all(SOURCE.iris(iri, RDFS + "isDefinedBy") == (PG.rstrip("#"),) for iri in TERMS)


@pytest.mark.parametrize("iri", TERMS, ids=local_name)
def test_a_term_is_described_once_and_has_one_domain_and_range(iri: str) -> None:
    assert len(re.findall(rf"^pg:{local_name(iri)} a ", TEXT, re.MULTILINE)) == 1
    assert len(SOURCE.iris(iri, RDFS + "domain")) <= 1
    assert len(SOURCE.iris(iri, RDFS + "range")) <= 1


def test_labels_tell_the_terms_of_one_kind_apart(schema: Schema) -> None:
    tables: tuple[list[TermInfo], ...] = (
        [*schema.classes.values()],
        [*schema.properties.values()],
        [*schema.individuals.values()],
    )
    for table in tables:
        for labels in ([info.label_zh for info in table], [info.label_en for info in table]):
            assert sorted(labels) == sorted(set(labels))


def test_every_type_and_relation_of_the_guidelines_is_mapped_once(schema: Schema) -> None:
    types = [info.entity_type for info in schema.classes.values() if info.entity_type]
    relations = [info.relation for info in schema.properties.values() if info.relation]
    assert sorted(types) == sorted(EntityType.__args__)  # type: ignore[attr-defined]
    told = [*RelationType.__args__, "includes"]  # type: ignore[attr-defined]
    assert sorted(relations) == sorted(told)
    assert schema.class_of("@para") == PG + "Task"


@pytest.mark.parametrize("relation", RELATIONS)
def test_domains_and_ranges_are_those_of_the_guidelines(schema: Schema, relation: str) -> None:
    heads, tails = ({schema.class_of(word) for word in side.split()} for side in RELATIONS[relation])
    info = schema.properties[schema.property_of(relation)]
    assert info.domain == heads
    assert info.range == tails
    assert info.symmetric == (relation == "cooperates_with")


def test_object_properties_lead_to_classes_and_datatype_properties_to_datatypes(schema: Schema) -> None:
    def fits(info: PropertyInfo, iri: str) -> bool:
        literal = iri.startswith("http://www.w3.org/2001/XMLSchema#") or iri == RDF + "langString"
        return literal == (info.kind == "datatype")

    wrong = [(p.name, iri) for p in schema.properties.values() for iri in p.range if not fits(p, iri)]
    assert wrong == []


def test_annotations_have_no_domain_or_range(schema: Schema) -> None:
    annotations = [info for info in schema.properties.values() if info.kind == "annotation"]
    assert annotations
    assert not any(info.domain or info.range or info.functional for info in annotations)


def test_the_constructs_are_those_of_owl_2_rl() -> None:
    used = {local_name(iri) for ps in SOURCE.subjects.values() for iri in ps if iri.startswith(OWL)}
    assert used <= {"versionIRI", "versionInfo", "unionOf", "members", "disjointWith"}
    assert not any(word in TEXT for word in FOREIGN)


def test_the_version_iri_names_the_version(schema: Schema) -> None:
    ontology = next(SOURCE.typed(OWL + "Ontology"))
    assert ontology == PG.rstrip("#")
    assert SOURCE.iris(ontology, OWL + "versionIRI") == (f"{ontology}/{schema.version}",)


# ── terms of other vocabularies ─────────────────────────────────────────────────────────────────────────────


def named() -> set[str]:
    """Every IRI of the file that is neither ours nor of the languages of OWL."""
    values = (
        value
        for subject, predicates in SOURCE.subjects.items()
        for predicate, objects in predicates.items()
        for value in (subject, predicate, *objects)
        if isinstance(value, str) and not value.startswith("_:")
    )
    ours = (PG, PG.rstrip("#"), "https://www.apache.org/licenses/")
    return {value for value in values if not value.startswith((*ours, *LANGUAGES))}


def vocabulary_of(iri: str) -> str:
    return iri.removesuffix(local_name(iri))


def test_terms_from_outside_are_those_that_were_looked_up() -> None:
    known = set(OUTSIDE.subjects) - set(OUTSIDE.typed(OWL + "Ontology"))
    assert named() - known == set()
    assert known - named() == set()


def test_every_vocabulary_is_told_with_its_edition() -> None:
    for iri in OUTSIDE.subjects:
        vocabulary = iri if iri in OUTSIDE.typed(OWL + "Ontology") else vocabulary_of(iri)
        assert OUTSIDE.text(vocabulary, OWL + "versionInfo"), iri
        assert OUTSIDE.text(vocabulary, RDFS + "label"), iri


@pytest.mark.parametrize("name", LISTED)
def test_looked_up_terms_are_terms_of_the_vocabulary(name: str) -> None:
    vocabulary = getattr(namespace, name)
    base = str(vocabulary)
    terms = [iri for iri in OUTSIDE.subjects if iri.startswith(base) and iri != base]
    assert terms
    assert [iri for iri in terms if URIRef(iri) not in vocabulary] == []


def test_nothing_lies_under_a_term_that_is_only_near() -> None:
    """Law, the goals of 2030 and validation reports are other things than plans, targets and findings."""
    near = ("http://data.europa.eu/eli/", "http://metadata.un.org/sdg/", "http://www.w3.org/ns/shacl#")
    above = [
        parent
        for iri in TERMS
        for predicate in ("subClassOf", "subPropertyOf")
        for parent in SOURCE.iris(iri, RDFS + predicate)
    ]
    assert above and not any(parent.startswith(near) for parent in above)


def test_terms_from_outside_that_ours_lie_under_are_declared() -> None:
    above = {"subClassOf": {"Class"}, "subPropertyOf": {"ObjectProperty", "DatatypeProperty"}}
    for iri in TERMS:
        for predicate, kinds in above.items():
            for parent in SOURCE.iris(iri, RDFS + predicate):
                assert {local_name(kind) for kind in SOURCE.iris(parent, RDF + "type")} & kinds, (iri, parent)
