"""Each verb of the command line as a function of the same name and meaning.

>>> import plangraph.api as plangraph
>>> plangraph.build()                                        # doctest: +SKIP
>>> plangraph.query("shared-industries", a="江海区", b="鹤山市")   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from plangraph import (
    adding,
    comparison,
    evaluation,
    extraction,
    lexicon,
    linking,
    queries,
    schema,
    validation,
    vocabulary,
)
from plangraph.adding import Added, Outcome
from plangraph.build import DEFAULT_FOLDER, build, graph_folder
from plangraph.comparison import Comparison
from plangraph.errors import QueryError, nearest
from plangraph.evaluation import linking as linking_gold
from plangraph.evaluation.linking import Judged
from plangraph.export import FORMATS, export
from plangraph.export.memo import write_memo
from plangraph.folder import GRAPH_FILE, SEARCH_FILE, STORE_FOLDER
from plangraph.model import Annotation, Document, Finding, Unit
from plangraph.queries import Answer, NamedQuery
from plangraph.reading import Progress
from plangraph.resources import rules_dir
from plangraph.search import LIMIT, SUGGESTED, Found, Index, Suggestion
from plangraph.store import OxigraphStore, Solutions, parse_nquads
from plangraph.terms import Quad, expand

__all__ = [
    "FORMATS",
    "add",
    "add_folder",
    "annotate",
    "build",
    "check_vocabulary",
    "compare",
    "conflicts",
    "decide",
    "evaluate",
    "evaluate_links",
    "explain",
    "export",
    "identities",
    "link_accuracy",
    "list_classes",
    "list_documents",
    "list_queries",
    "open_graph",
    "open_index",
    "query",
    "read",
    "search",
    "sparql",
    "suggest",
    "validate",
    "verify",
    "write_memo",
]


def read(file: Path, progress: Progress | None = None) -> Document:
    """A file of any format as a document: what is understood of it, before it is in any corpus.

    Its `info` holds what the document tells of itself. Raises `InputError` when it cannot be read.
    """
    return adding.document(adding.propose(adding.examine(file, progress), adding.load_names(), {}))


def add(file: Path, corpus: Path | None = None, *, dry_run: bool = False, **columns: str) -> Added:
    """Adds a file to a corpus folder; `columns` of the manifest that are not given are found in the document.

    Raises `InputError`, with nothing written, when a needed column is neither given nor found, or when the file is
    in the corpus already.
    """
    folder = adding.corpus_folder(corpus)
    proposal = adding.propose(adding.examine(file), adding.load_names(), columns)
    return adding.admit(proposal, folder, dry_run=dry_run)


def add_folder(
    source: Path, corpus: Path | None = None, progress: Progress | None = None, *, dry_run: bool = False
) -> list[Outcome]:
    """Adds the files that a folder's own CSV manifest lists; tells for each row what became of it."""
    folder = adding.corpus_folder(corpus)
    return adding.add_folder(source, folder, adding.load_names(), progress, dry_run=dry_run)


def open_graph(graph: Path = DEFAULT_FOLDER) -> OxigraphStore:
    """The store of a built graph, for reading."""
    return OxigraphStore.open(graph_folder(graph) / STORE_FOLDER)


def query(name: str, graph: Path = DEFAULT_FOLDER, **values: str) -> Answer:
    """The answer to a named query; parameters accept labels for IRIs (`a="江海区"`)."""
    return queries.ask(open_graph(graph), queries.get(name), values)


def sparql(text: str, graph: Path = DEFAULT_FOLDER) -> Solutions | bool | list[Quad]:
    """The answer to a query of your own; the usual prefixes need not be declared."""
    return open_graph(graph).run(text)


def search(
    text: str,
    graph: Path = DEFAULT_FOLDER,
    *,
    kind: str = "",
    region: str = "",
    document: str = "",
    limit: int = LIMIT,
) -> Found:
    """Things by their names, and places in the texts, that hold every word; counts by kind, region and document.

    Words in quotes stay together. `kind` (park, industry, …, passage), `region` (name or code) and `document` (id
    or title) choose some. Raises `QueryError` for a search of more than 100 characters.
    """
    with closing(open_index(graph)) as index:
        return index.search(text, kind=kind, region=region, document=document, limit=limit)


def suggest(text: str, graph: Path = DEFAULT_FOLDER, limit: int = SUGGESTED) -> tuple[Suggestion, ...]:
    """Names that begin with the text, or whose pinyin does (xcl → 新材料)."""
    with closing(open_index(graph)) as index:
        return index.suggest(text, limit)


def open_index(graph: Path = DEFAULT_FOLDER) -> Index:
    """The search index of a built graph: opened once, it answers many searches in milliseconds."""
    return Index.open(graph_folder(graph) / SEARCH_FILE)


def list_queries() -> list[NamedQuery]:
    """The named queries, by name."""
    return list(queries.load().values())


def list_classes(graph: Path = DEFAULT_FOLDER) -> list[dict[str, str]]:
    """The classes with their labels and how many things of each there are."""
    return open_graph(graph).select(_CLASSES)


def list_documents(graph: Path = DEFAULT_FOLDER) -> list[dict[str, str]]:
    """The documents with kind, region, date and number of statements."""
    return open_graph(graph).select(_DOCUMENTS)


def validate(graph: Path = DEFAULT_FOLDER, files: Iterable[Path] = ()) -> list[Finding]:
    """What the shapes and checks find, in a built graph or in RDF files of others."""
    chosen = list(files)
    if chosen:
        return [finding for path in chosen for finding in validation.validate_file(path)]
    quads = list(parse_nquads(graph_folder(graph) / GRAPH_FILE))
    return [*validation.validate_graph(quads), *validation.run_checks(open_graph(graph))]


def compare(first: str, second: str, graph: Path = DEFAULT_FOLDER) -> Comparison:
    """Two regions, documents or periods side by side; `write_memo` writes it for Word."""
    return comparison.compare(open_graph(graph), lexicon.load(), first, second)


def conflicts(
    graph: Path = DEFAULT_FOLDER, *, region: str = "", kind: str = "", severity: str = ""
) -> list[dict[str, object]]:
    """What plans say against each other, the gravest first: kind, severity, subject, year, and the values.

    `region` (a name), `kind` and `severity` choose some of them.
    """
    store = open_graph(graph)
    if kind and kind not in comparison.kinds():
        raise QueryError(f"unknown kind {kind!r}", hint=nearest(kind, comparison.kinds()))
    wanted = comparison.find_side(store, region).key if region else ""
    return [
        comparison.finding_record(finding, label)
        for finding, label in comparison.read_findings(store)
        if (not wanted or finding.region == wanted)
        and (not kind or finding.kind == kind)
        and (not severity or finding.severity == severity)
    ]


def identities(
    graph: Path = DEFAULT_FOLDER, *, kind: str = "", name: str = "", unlinked: bool = False
) -> list[dict[str, str]]:
    """Names and what they denote, with the reason; or, `unlinked`, the names that denote nothing yet."""
    types = {segment: name for name, segment in linking.KINDS.items()}
    if kind and kind not in types:
        raise QueryError(f"unknown kind {kind!r}", hint=nearest(kind, types))
    rows = open_graph(graph).select(_UNLINKED if unlinked else _LINKED)
    cls = schema.load().class_of(types[kind]) if kind else ""
    return [
        {**row, "class": row["class"].rsplit("#", 1)[-1]}
        for row in rows
        if (not cls or row["class"] == cls) and name in row["name"]
    ]


def evaluate_links(gold: Path, units: Iterable[Path]) -> list[Judged]:
    """What linking says of each mention of a gold file (CSV); `units` are the files that hold their paragraphs."""
    return list(linking_gold.evaluate_links(gold, units, lexicon.load()))


def link_accuracy(judged: Iterable[Judged]) -> list[tuple[str, int, int]]:
    """For each type, and ALL: how many mentions are linked rightly, of how many."""
    return list(linking_gold.accuracy(judged))


def decide(corpus: Path | None = None, **columns: str) -> Path:
    """Adds a curator's decision (action, kind, scope, name, other, reason, by, date) to a corpus folder.

    It holds from the next build on. Raises `InputError` for a decision that cannot be read.
    """
    folder = adding.corpus_folder(corpus)
    return linking.write_decision(folder, linking.checked(columns, "this decision"))


@dataclass(frozen=True, slots=True)
class VocabularyCheck:
    """How much a check of vocabularies looked at, and what it found wrong, in the order of files and lines."""

    files: int
    concepts: int
    faults: Sequence[vocabulary.Fault]


def check_vocabulary(folder: Path | None = None) -> VocabularyCheck:
    """What is wrong with the vocabularies in a folder, or with those that come with plangraph."""
    found = vocabulary.read(folder)
    return VocabularyCheck(len(found.sources), len(found.concepts), vocabulary.faults(found))


@dataclass(frozen=True, slots=True)
class Proof:
    """What `verify` looked at, and what it found wrong."""

    documents: int
    statements: int
    targets: int
    evidence: int
    findings: tuple[Finding, ...]


def verify(graph: Path = DEFAULT_FOLDER) -> Proof:
    """Proves every quote, surface and IRI against the archived texts."""
    findings = validation.verify(graph_folder(graph))
    counts = {row["class"]: int(row["things"]) for row in open_graph(graph).select(_PROVED)}
    names = ("Document", "Statement", "QuantitativeTarget", "Evidence")
    documents, statements, targets, evidence = (counts.get(expand(f"pg:{name}"), 0) for name in names)
    return Proof(documents, statements, targets, evidence, tuple(findings))


def explain(statement: str, graph: Path = DEFAULT_FOLDER) -> dict[str, str]:
    """Quote, section, rule, confidence and meaning of one statement or target.

    `statement` is its IRI, its prefixed name (`id:statement/…`) or the hash alone.
    """
    store = open_graph(graph)
    names = [expand(statement)]
    if "/" not in statement:
        names = [expand(f"id:{kind}/{statement}") for kind in ("statement", "target")]
    for iri in names:
        if any(char in iri for char in '<>"{}|^`\\ \n\t'):
            break
        rows = store.select(_EXPLAIN.format(iri=iri))
        if rows:
            return rows[0]
    raise QueryError(
        f"there is no statement {statement!r}", hint="ids stand in statements.jsonl and in the answers to queries"
    )


def annotate(units: Path, *, trained: bool = True, explain: bool = True) -> Iterator[dict[str, object]]:
    """Each line of a file of paragraph units with its entities, relations and targets.

    Without `trained` the rules work alone; without `explain` rule and confidence are left out, as in gold.
    """
    nlp = extraction.load(trained=trained)
    for where, record in evaluation.read_records(units):
        unit = evaluation.unit_from_gold(record, where)
        yield evaluation.annotation_to_gold(extraction.annotate(nlp, unit), explain=explain)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures on gold files, how far confidence is right, the baselines on the same files, and every error."""

    scores: evaluation.Scores
    reliability: Sequence[evaluation.Reliability]
    baselines: Mapping[str, evaluation.Scores]
    errors: Sequence[evaluation.Error]


def evaluate(gold: Iterable[Path], *, baselines: bool = False, trained: bool = True) -> Evaluation:
    """Scores of the extraction against gold files, with its errors.

    `baselines` scores the rules alone and two plain methods too; without `trained` the rules are what is scored.
    """
    paths = list(gold)
    pairs = list(evaluation.predictions(paths, _predict(None, trained=trained)))
    plain = {
        name: evaluation.evaluate(paths, _predict(file, trained=False))
        for name, file in _BASELINES.items()
        if baselines
    }
    return Evaluation(evaluation.score(pairs), evaluation.reliability(pairs), plain, evaluation.errors(pairs))


def _predict(pipeline: str | None, *, trained: bool) -> Callable[[Unit], Annotation]:
    nlp = extraction.load(rules_dir() / pipeline if pipeline else None, trained=trained)
    return lambda unit: extraction.annotate(nlp, unit)


_BASELINES = {
    "rules alone": None,
    "lexicon, longest match": "baseline-lexicon.toml",
    "word classes, suffixes": "baseline-words.toml",
}


_LINKED = """
SELECT ?class ?name ?scope ?match ?to ?toName ?reason ?confidence WHERE {
  ?link a pg:IdentityLink ; pg:linkFrom ?from ; pg:linkTo ?to ; pg:matchKind ?match ; pg:reason ?reason .
  ?from a ?class ; rdfs:label ?name ; pg:scope ?scope .
  ?to rdfs:label|skos:prefLabel ?toName FILTER(LANG(?toName) = "zh")
  OPTIONAL { ?link pg:confidence ?confidence }
} ORDER BY ?class ?name ?scope ?to"""

_UNLINKED = """
SELECT ?class ?name ?scope ?reason (COUNT(?mention) AS ?mentions) WHERE {
  ?from pg:candidateReason ?reason ; a ?class ; rdfs:label ?name ; pg:scope ?scope .
  OPTIONAL { ?mention pg:entity ?from }
} GROUP BY ?class ?name ?scope ?reason ORDER BY DESC(?mentions) ?class ?name ?scope"""

_CLASSES = """
SELECT ?class ?zh ?en (COUNT(?thing) AS ?things) WHERE {
  ?class a owl:Class ; rdfs:label ?zh, ?en . FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  FILTER(STRSTARTS(STR(?class), STR(pg:)))
  OPTIONAL { ?thing a ?class }
} GROUP BY ?class ?zh ?en ORDER BY ?class"""

_PROVED = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  VALUES ?class { pg:Document pg:Statement pg:QuantitativeTarget pg:Evidence } ?thing a ?class
} GROUP BY ?class"""

_DOCUMENTS = """
SELECT ?id ?title ?kind ?region ?date ?statements WHERE {
  ?d a pg:Document ; dcterms:identifier ?id ; dcterms:title ?title .
  OPTIONAL { ?d pg:documentKind/skos:prefLabel ?kind . FILTER(LANG(?kind) = "zh") }
  OPTIONAL { ?d pg:region/skos:prefLabel ?region . FILTER(LANG(?region) = "zh") }
  OPTIONAL { ?d dcterms:issued ?date }
  { SELECT ?d (COUNT(?s) AS ?statements) WHERE {
      ?d a pg:Document OPTIONAL { ?s pg:foundIn ?d ; a pg:Statement } } GROUP BY ?d }
} ORDER BY ?id"""

_EXPLAIN = """
SELECT ?id ?subject ?predicate ?object ?value ?document ?section ?page ?paragraph ?quote ?spans ?carried
       ?mode ?status ?priority ?strength ?rule ?confidence WHERE {{
  VALUES ?s {{ <{iri}> }}
  BIND(STR(?s) AS ?id)
  ?s pg:evidence ?e ; pg:rule ?rule ; pg:confidence ?confidence ; pg:foundIn/dcterms:title ?document .
  ?e oa:exact ?quote ; pg:spans ?spans .
  OPTIONAL {{ ?e pg:sectionPath ?section }}
  OPTIONAL {{ ?e pg:page ?page }}
  OPTIONAL {{ ?e pg:paragraph ?paragraph }}
  OPTIONAL {{ ?e pg:carriedSpans ?carried }}
  OPTIONAL {{ ?s (pg:subject|pg:targetSubject)/(rdfs:label|skos:prefLabel) ?subject
             FILTER(LANG(?subject) = "zh") }}
  OPTIONAL {{ ?s pg:predicate/rdfs:label ?predicate FILTER(LANG(?predicate) = "zh") }}
  OPTIONAL {{ ?s (pg:object|pg:indicator)/(rdfs:label|skos:prefLabel) ?object FILTER(LANG(?object) = "zh") }}
  OPTIONAL {{ ?s pg:valueText ?value }}
  OPTIONAL {{ ?s pg:mode/rdfs:label ?mode FILTER(LANG(?mode) = "zh") }}
  OPTIONAL {{ ?s pg:status|pg:targetStatus ?st . ?st rdfs:label ?status FILTER(LANG(?status) = "zh") }}
  OPTIONAL {{ ?s pg:priority/skos:prefLabel ?priority FILTER(LANG(?priority) = "zh") }}
  OPTIONAL {{ ?s pg:strength/rdfs:label ?strength FILTER(LANG(?strength) = "zh") }}
}} LIMIT 1"""
