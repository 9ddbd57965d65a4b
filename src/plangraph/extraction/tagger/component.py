"""The component that lets the tagger choose the entities (factory `plangraph_tagger`).

It stands behind `resolve` in the pipeline; without it the choice of the rules stays.
"""

from __future__ import annotations

import functools

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.state import Candidate, choose, mentions, text_of
from plangraph.extraction.tagger.coding import Span, best_path, certainty, decode
from plangraph.extraction.tagger.columns import columns
from plangraph.extraction.tagger.edges import mended
from plangraph.extraction.tagger.network import network
from plangraph.model import Mention
from plangraph.resources import read_table, rules_dir

_RULE = "tagger"


class Tagger:
    """Replaces the chosen entities by those that the tagger sees.

    Entities of the types in `rules_keep` stay as the rules chose them, unless a span of the tagger holds one
    of them and more.
    """

    def __init__(self, rules_keep: list[str]) -> None:
        self._keep = frozenset(rules_keep)

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its entities chosen anew."""
        text = text_of(doc)
        if not text:
            return doc
        chosen = {(found.start, found.end, found.type): found for found in mentions(doc)}
        headings = doc._.unit.headings
        scores = network().scores(headings[-1] if headings else "", text, columns(text, chosen))
        path = best_path(scores)
        sure = _apart({_mended(text, span): certainty(scores, path, span[0], span[1]) for span in decode(path)})
        kept = [span for span in chosen if span[2] in self._keep]
        spans = _together(kept, [span for span in sure if span[2] not in self._keep])
        choose(doc, [Candidate(*span, *_reason(chosen.get(span), sure.get(span))) for span in spans])
        return doc


def _mended(text: str, span: Span) -> Span:
    return (*mended(text, span[0], span[1]), span[2])


def _apart(sure: dict[Span, float]) -> dict[Span, float]:
    """Whole spans that do not touch: of two that came to do so, the longer."""
    apart: dict[Span, float] = {}
    for span in sorted(sure, key=lambda span: (span[0] - span[1], span)):
        if span[0] < span[1] and not any(span[0] < other[1] and other[0] < span[1] for other in apart):
            apart[span] = sure[span]
    return apart


def _together(kept: list[Span], tagged: list[Span]) -> list[Span]:
    """Spans that do not touch: of two that do, the outer one stays, else the one that the rules keep."""
    inner = {a for a in kept for b in tagged if b[0] <= a[0] and a[1] <= b[1] and b[1] - b[0] > a[1] - a[0]}
    rest = [span for span in kept if span not in inner]
    return rest + [b for b in tagged if not any(a[0] < b[1] and b[0] < a[1] for a in rest)]


def _reason(rule: Mention | None, sure: float | None) -> tuple[str, float, str]:
    """Rule, confidence and concept of an entity that the rules, the tagger or both found."""
    if sure is None:
        assert rule is not None
        return rule.rule, rule.confidence, rule.concept
    if rule is None:
        return _RULE, calibrated(sure), ""
    return rule.rule, calibrated(sure), rule.concept


def calibrated(certainty: float) -> float:
    """The share of right spans among those of such a certainty, as measured when the weights were made."""
    return next((share for least, share in _shares() if certainty >= least), 0.0)


@functools.cache
def _shares() -> tuple[tuple[float, float], ...]:
    rows = read_table(rules_dir() / "tagger" / "calibration.csv")
    return tuple(sorted(((float(row["least"]), float(row["right"])) for _n, row in rows), reverse=True))


@Language.factory("plangraph_tagger", default_config={"rules_keep": []})
def make_tagger(nlp: Language, name: str, rules_keep: list[str]) -> Tagger:
    """The component for a pipeline."""
    return Tagger(rules_keep)
