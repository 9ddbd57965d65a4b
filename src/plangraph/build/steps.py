"""The steps of a build, each a function from values to values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plangraph import extraction, linking
from plangraph.comparison import compare_plans
from plangraph.errors import ConformanceError
from plangraph.extraction.contents import with_contents
from plangraph.extraction.tables import annotate_table
from plangraph.graph import Codes, covering_concepts, denoted_concepts, finding_quads, gate, quads
from plangraph.lexicon import Lexicon
from plangraph.lexicon import load as load_lexicon
from plangraph.model import Annotation, Document, DocumentInfo, LinkedDocument, Passage, Unit, quote
from plangraph.reading import check_codes, read_document, read_manifest
from plangraph.reading.manifest import check_text
from plangraph.resources import ontology_dir
from plangraph.schema import Schema
from plangraph.schema import load as load_schema
from plangraph.store import OxigraphStore, parse_rdf
from plangraph.terms import DATASET, DCAT, DCTERMS, RDF, VOCABULARIES, VOID, Quad, named, zh
from plangraph.validation import run_checks

#: Kinds of passages that say something; headings are context, signatures and contents are not text.
_READ = frozenset({"paragraph", "list_item", "box", "note", "glossary"})


@dataclass(frozen=True)
class Tools:
    """What the steps need, loaded once and handed down."""

    corpus: Path
    infos: tuple[DocumentInfo, ...]
    schema: Schema
    lexicon: Lexicon
    nlp: extraction.Language
    rules: linking.LinkingRules
    plans: Mapping[str, str]
    titles: Mapping[str, str]
    codes: Codes
    decisions: tuple[linking.Decision, ...]


def load_tools(corpus: Path, *, trained: bool = True) -> Tools:
    """Manifest, ontology, vocabularies and pipeline; a manifest that names an unknown code is an error.

    Without `trained` the pipeline is the rules alone.
    """
    infos = tuple(read_manifest(corpus))
    lexicon = load_lexicon()
    codes = {region.code for region in lexicon.regions.values() if region.code}
    check_codes(corpus, codes, {code: kind.is_plan for code, kind in lexicon.plan_kinds.items()})
    plans, titles = linking.plan_register(infos)
    return Tools(
        corpus=corpus,
        infos=infos,
        schema=load_schema(),
        lexicon=lexicon,
        nlp=extraction.load(trained=trained),
        rules=linking.load_rules(),
        plans=plans,
        titles=titles,
        codes=codes_of(lexicon),
        decisions=linking.read_decisions(corpus),
    )


def codes_of(lexicon: Lexicon) -> Codes:
    """The words of texts that stand for individuals of the vocabularies."""
    return Codes(
        units={label: unit.iri for label, unit in lexicon.units.items()},
        priorities={label: priority.iri for label, priority in lexicon.priorities.items()},
        plan_classes={code: kind.plan_class for code, kind in lexicon.plan_kinds.items()},
        about_properties={code: kind.about_property for code, kind in lexicon.plan_kinds.items()},
        concepts=frozenset(lexicon.pref_label),
    )


def read(info: DocumentInfo, tools: Tools) -> Document:
    """One document from its file. Raises `InputError` when it cannot be read, or when its text is another one."""
    document = read_document(info, tools.corpus)
    check_text(document)
    return document


def process(document: Document, tools: Tools) -> tuple[LinkedDocument, linking.Context]:
    """A read document as linked statements that have passed the gate, and what they were found with."""
    info = document.info
    found = [
        (passage, annotate_passage(document, passage, tools)) for passage in document.passages if _says(passage)
    ]
    tables = [with_contents(tools.nlp, annotate_table(table, info), document) for table in document.tables]
    context = linking.Context(
        info=info,
        is_plan=not info.about and tools.lexicon.plan_kinds[info.kind].is_plan,
        lexicon=tools.lexicon,
        rules=tools.rules,
        chain=linking.region_chain(info.region, tools.lexicon),
        plans=tools.plans,
        titles=tools.titles,
    )
    return gate(linking.link(document, found, tables, context, tools.schema), tools.schema), context


def _says(passage: Passage) -> bool:
    return passage.kind in _READ and bool(passage.text.strip())


def annotate_passage(document: Document, passage: Passage, tools: Tools) -> Annotation:
    """What extraction finds in a passage: the same call that `annotate` makes for a unit of its own."""
    unit = Unit(
        id=f"{document.info.id}/{passage.id}",
        doc=document.info.id,
        region=document.info.region_name,
        period=document.info.period,
        headings=passage.headings,
        text=passage.text,
    )
    return extraction.annotate(tools.nlp, unit)


def identified(
    processed: Iterable[tuple[LinkedDocument, linking.Context]], tools: Tools
) -> tuple[list[LinkedDocument], list[linking.Undone]]:
    """The documents with names of one thing merged, by rule, then by decision; decisions that fit nothing."""
    settled = linking.settle(processed)
    return linking.decide(settled, tools.decisions, tools.rules, tools.lexicon.pref_label)


def check_evidence(linked: Iterable[LinkedDocument]) -> None:
    """Every quote is the join of its spans; one that is not ends the build."""
    for item in linked:
        for proof in item.evidence:
            if not proof.quote or proof.quote != quote(item.document.text, proof.spans):
                raise ConformanceError(
                    "a quote is not in the archived text", where=f"{proof.document}, {proof.passage}"
                )


def document_quads(linked: Iterable[LinkedDocument], tools: Tools) -> Iterator[Quad]:
    """What the documents contribute."""
    for item in linked:
        yield from quads(item, tools.schema, tools.codes)


def shared_quads(linked: Iterable[LinkedDocument], tools: Tools) -> Iterator[Quad]:
    """Vocabularies, identity of the concepts in use, and the description of the dataset."""
    documents = list(linked)
    yield from denoted_concepts(documents, tools.codes)
    yield from covering_concepts(documents, tools.lexicon.ancestors)
    for path in sorted(ontology_dir().rglob("*.ttl")):
        for quad in parse_rdf(path):
            yield quad._replace(graph=VOCABULARIES)
    dataset = named("dataset", "plangraph")
    for vocabulary in (DCAT, VOID):
        yield Quad(dataset, RDF + "type", vocabulary + "Dataset", DATASET)
    yield Quad(dataset, DCTERMS + "title", zh("规划知识图谱"), DATASET)
    for item in documents:
        yield Quad(dataset, DCTERMS + "hasPart", named("document", item.document.info.id), DATASET)


def check_quads(lines: Iterable[str], tools: Tools) -> Iterator[Quad]:
    """What checks and comparison find in a graph of these N-Quads: two values for one indicator, and the like."""
    store = OxigraphStore.in_memory("\n".join(lines).encode())
    yield from finding_quads(run_checks(store))
    yield from finding_quads(compare_plans(store, tools.lexicon))
