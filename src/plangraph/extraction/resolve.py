"""Component: overlapping candidates → entities: outermost and never nested, stronger rules first."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.echoes import propose_echoes
from plangraph.extraction.state import Candidate, candidates, choose

LEAST = 0.3  # a candidate below this neither wins nor hides what it contains


def weight(one: Candidate) -> tuple[float, int, str]:
    """What decides between two candidates: confidence and length together, then the type's name."""
    length = one.end - one.start
    return (one.confidence + min(length, 20) * 0.04, length, one.type)


def outermost(found: list[Candidate]) -> list[Candidate]:
    """The candidates that lie inside no longer one; of equal ones the surest."""
    best: dict[tuple[int, int], Candidate] = {}
    for one in found:
        place = (one.start, one.end)
        if place not in best or weight(one) > weight(best[place]):
            best[place] = one
    ordered = sorted(best.values(), key=lambda one: (one.start, -one.end))
    kept: list[Candidate] = []
    reach = 0
    for one in ordered:
        if one.end > reach:
            kept.append(one)
            reach = one.end
    return kept


def best(doc: Doc) -> list[Candidate]:
    """The best of the candidates, none of which touches another, in order of position."""
    taken = [False] * len(doc)
    chosen: list[Candidate] = []
    sure = [one for one in candidates(doc) if one.confidence >= LEAST]
    for one in sorted(outermost(sure), key=weight, reverse=True):
        if not any(taken[one.start : one.end]):
            chosen.append(one)
            taken[one.start : one.end] = [True] * (one.end - one.start)
    return sorted(chosen, key=lambda one: one.start)


@Language.component("plangraph_resolve")
def resolve(doc: Doc) -> Doc:
    """Choose the entities of the unit; names that are found once are looked for again."""
    chosen = best(doc)
    if propose_echoes(doc, chosen):
        chosen = best(doc)
    choose(doc, chosen)
    return doc
