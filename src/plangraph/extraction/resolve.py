"""Component: overlapping candidates → entities: outermost and never nested, stronger rules first."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from plangraph.extraction.echoes import propose_echoes
from plangraph.extraction.state import CANDIDATES, ENTITIES

LEAST = 0.3  # a candidate below this neither wins nor hides what it contains


def weight(span: Span) -> tuple[float, int, str]:
    """What decides between two candidates: confidence and length together, then the type's name."""
    length = span.end - span.start
    return (span._.confidence + min(length, 20) * 0.04, length, span.label_)


def outermost(spans: list[Span]) -> list[Span]:
    """The spans that lie inside no longer one; of equal spans the surest."""
    best: dict[tuple[int, int], Span] = {}
    for span in spans:
        place = (span.start, span.end)
        if place not in best or weight(span) > weight(best[place]):
            best[place] = span
    ordered = sorted(best.values(), key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    reach = 0
    for span in ordered:
        if span.end > reach:
            kept.append(span)
            reach = span.end
    return kept


def choose(doc: Doc) -> list[Span]:
    """The best of the candidates, none of which touches another, in order of position."""
    taken = [False] * len(doc)
    chosen: list[Span] = []
    sure = [span for span in doc.spans[CANDIDATES] if span._.confidence >= LEAST]
    for span in sorted(outermost(sure), key=weight, reverse=True):
        if not any(taken[span.start : span.end]):
            chosen.append(span)
            taken[span.start : span.end] = [True] * (span.end - span.start)
    return sorted(chosen, key=lambda span: span.start)


@Language.component("plangraph_resolve")
def resolve(doc: Doc) -> Doc:
    """Choose the entities of the unit; names that are found once are looked for again."""
    chosen = choose(doc)
    if propose_echoes(doc, chosen):
        chosen = choose(doc)
    doc.spans[ENTITIES] = chosen
    return doc
