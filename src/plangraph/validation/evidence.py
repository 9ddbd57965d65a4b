"""Proves that every quote stands where the graph says, and that every claim rests on one.

Nothing is taken on trust: checksums, spans, quotes, surfaces and IRIs are computed again from the archived
texts. One fault is one finding; a graph without evidence does not pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from plangraph.folder import GRAPH_FILE, TEXTS_FOLDER, graph_folder
from plangraph.model import Finding, parse_spans
from plangraph.store import parse_nquads
from plangraph.terms import OA, PG
from plangraph.text import squeeze
from plangraph.validation.archive import Archive, Fault, changed_files, read_archive
from plangraph.validation.conformance import in_order
from plangraph.validation.nodes import Nodes, document_id
from plangraph.validation.recipes import RECIPES, Recipe
from plangraph.validation.wording import WORDING

_WARNINGS = {"corpus-changed"}
#: Which arguments of a claim have a surface, by class of the claim.
_SIDES = {PG + "Statement": ("subject", "object"), PG + "QuantitativeTarget": ("indicator", "subject")}


def verify(
    graph_dir: Path, corpus_dir: Path | None = None, recipes: Mapping[str, Recipe] = RECIPES
) -> list[Finding]:
    """Everything in a built graph that its archived texts do not bear out; empty when all of it verifies.

    `graph_dir` is a build folder; files of `corpus_dir` that changed since the build are told too.
    """
    folder = graph_folder(graph_dir)
    nodes = Nodes(parse_nquads(folder / GRAPH_FILE))
    findings = verify_nodes(nodes, read_archive(nodes, folder / TEXTS_FOLDER), recipes)
    if corpus_dir is not None:
        findings += [_finding(nodes, fault) for fault in changed_files(nodes, corpus_dir)]
    return in_order(findings)


def verify_nodes(nodes: Nodes, archive: Archive, recipes: Mapping[str, Recipe] = RECIPES) -> list[Finding]:
    """The same for a graph and texts that are at hand."""
    faults = list(archive.faults)
    if not nodes.typed(PG + "Evidence"):
        faults.append(("nothing-to-verify", "", {}))
    for node in nodes.typed(PG + "Evidence"):
        faults += _quoted(nodes, archive, node, OA + "exact")
        faults += _bounds(nodes, node)
        faults += _carried(nodes, archive, node)
    for node in nodes.typed(PG + "Passage"):
        faults += _quoted(nodes, archive, node, PG + "text")
    for cls, sides in _SIDES.items():
        for node in nodes.typed(cls):
            faults += _claim(nodes, archive, node, sides)
    for cls, recipe in recipes.items():
        for node in nodes.typed(cls):
            faults += _iri(nodes, node, recipe)
    return in_order({_finding(nodes, fault) for fault in faults})


def _quoted(nodes: Nodes, archive: Archive, node: str, predicate: str) -> Iterator[Fault]:
    """The words of an evidence node or a passage are those at its spans."""
    document, spans = nodes.one(node, PG + "document"), nodes.one(node, PG + "spans")
    if document not in archive.texts:
        return
    wrong = list(archive.check_spans(node, document, spans))
    yield from wrong
    found = archive.at(document, spans)
    if not wrong and [found] != nodes.values(node, predicate):
        yield "quote-differs", node, {"detail": found}


def _bounds(nodes: Nodes, node: str) -> Iterator[Fault]:
    """`oa:start` and `oa:end` are the ends of the spans."""
    spans = nodes.one(node, PG + "spans")
    ends = f"{nodes.one(node, OA + 'start')}-{nodes.one(node, OA + 'end')}"
    if ends != f"{spans.split('-')[0]}-{spans.split('-')[-1]}":
        yield "bounds-differ", node, {"detail": ends}


def _carried(nodes: Nodes, archive: Archive, node: str) -> Iterator[Fault]:
    """What is carried over has spans inside the text."""
    document = nodes.one(node, PG + "document")
    for spans in nodes.values(node, PG + "carriedSpans"):
        if document in archive.texts:
            yield from archive.check_spans(node, document, spans)


def _claim(nodes: Nodes, archive: Archive, node: str, sides: tuple[str, ...]) -> Iterator[Fault]:
    """A statement or target has evidence, of its own document, and its words lie in it."""
    document = nodes.one(node, PG + "foundIn")
    found = [item for item in nodes.values(node, PG + "evidence") if nodes.values(item, PG + "spans")]
    if not found or len(found) != len(nodes.values(node, PG + "evidence")):
        yield "evidence-missing", node, {}
        return
    for item in found:
        if nodes.one(item, PG + "document") != document:
            yield "evidence-elsewhere", node, {"detail": document_id(nodes.one(item, PG + "document"))}
    if document in archive.texts:
        yield from _surfaces(nodes, archive, node, sides, found)


def _surfaces(
    nodes: Nodes, archive: Archive, node: str, sides: tuple[str, ...], evidence: list[str]
) -> Iterator[Fault]:
    """Each argument stands at its spans, and these in the evidence; one of the named ones has to.

    A mark (@doc) has no words. A name without spans is looked for in the quote and in what is carried over.
    """
    document = nodes.one(node, PG + "foundIn")
    surfaces = {side: nodes.one(node, f"{PG}{side}Surface") for side in sides}
    named = {side: surface for side, surface in surfaces.items() if not surface.startswith("@")}
    found = False
    for side, surface in named.items():
        spans = nodes.one(node, f"{PG}{side}Spans")
        if spans and squeeze(archive.at(document, spans)) != squeeze(surface):
            yield "surface-differs", node, {"detail": surface}
        inside = _spans_inside(nodes, spans, evidence) if spans else _inside(nodes, archive, surface, evidence)
        if spans and not inside:
            yield "surface-outside", node, {"detail": surface}
        found = found or inside or bool(spans)
    if named and not found:
        yield "surface-outside", node, {"detail": "、".join(sorted(named.values()))}


def _spans_inside(nodes: Nodes, spans: str, evidence: list[str]) -> bool:
    """Whether every span of an argument lies in the quote or in what is carried over."""
    written = (nodes.one(item, PG + name) for item in evidence for name in ("spans", "carriedSpans"))
    try:
        whole = [span for text in written for span in parse_spans(text)]
        parts = parse_spans(spans)
    except ValueError:
        return False
    return all(any(one.start <= part.start and part.end <= one.end for one in whole) for part in parts)


def _inside(nodes: Nodes, archive: Archive, surface: str, evidence: list[str]) -> bool:
    """Whether a name stands in the quote or in what is carried over, blanks and line breaks apart."""
    words: list[str] = []
    for item in evidence:
        carried = archive.at(nodes.one(item, PG + "document"), nodes.one(item, PG + "carriedSpans"))
        words += [nodes.one(item, OA + "exact"), carried]
    return any(squeeze(surface) in squeeze(text) for text in words if surface)


def _iri(nodes: Nodes, node: str, recipe: Recipe) -> Iterator[Fault]:
    """A node's IRI is the one made from its content."""
    made = recipe(nodes, node)
    if made != node:
        yield "iri-differs", node, {"detail": made}


def _finding(nodes: Nodes, fault: Fault) -> Finding:
    kind, subject, details = fault
    place = nodes.place(subject)
    chinese, english = WORDING[kind]
    return Finding(
        kind=f"evidence/{kind}",
        severity="warning" if kind in _WARNINGS else "violation",
        subject=subject,
        message_zh=chinese.format(**details),
        message_en=english.format(**details),
        document=place.document,
        place=place.path,
        quotes=place.quotes,
    )
