"""Component: overlapping candidates → entities: outermost and never nested, stronger rules first."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from plangraph.extraction.state import CANDIDATES, ENTITIES


def weight(span: Span) -> tuple[float, int, str]:
    """What decides between two candidates: confidence and length together, then the type's name."""
    length = span.end - span.start
    return (span._.confidence + min(length, 20) * 0.04, length, span.label_)


@Language.component("plangraph_resolve")
def resolve(doc: Doc) -> Doc:
    """Choose the entities of the unit."""
    taken = [False] * len(doc.text)
    chosen: list[Span] = []
    for span in sorted(doc.spans[CANDIDATES], key=weight, reverse=True):
        if not any(taken[span.start : span.end]):
            chosen.append(span)
            taken[span.start : span.end] = [True] * (span.end - span.start)
    doc.spans[ENTITIES] = sorted(chosen, key=lambda span: span.start)
    return doc
