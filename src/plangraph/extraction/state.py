"""What the components of the pipeline share: one spaCy Doc whose tokens are the characters of a unit.

With one token a character, token indices are offsets of the unit's text, and lexicon terms are never hidden
by a word boundary. Components read and write:

    doc._.unit               the Unit
    doc.spans["candidates"]  spans proposed by any component; they may overlap
    doc.spans["entities"]    the spans that were chosen, in order of position, never nested
    doc._.relations          list of Relation over mention keys of the chosen spans
    doc._.targets            list of TargetValue

A span's `label_` is the entity type, `kb_id_` the vocabulary concept, `id_` the rule; `span._.confidence` a
number between 0 and 1.
"""

from __future__ import annotations

from typing import cast

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from plangraph.model import EntityType, Mention, Unit

CANDIDATES = "candidates"
ENTITIES = "entities"
_TEXT = "plangraph.text"

Doc.set_extension("unit", default=None, force=True)
Doc.set_extension("relations", default=None, force=True)
Doc.set_extension("targets", default=None, force=True)


def _confidence_key(span: Span) -> str:
    return f"plangraph.confidence {span.start} {span.end} {span.label_} {span.id_}"


def _confidence(span: Span) -> float:
    value: float = span.doc.user_data.get(_confidence_key(span), 1.0)
    return value


def _set_confidence(span: Span, value: float) -> None:
    span.doc.user_data[_confidence_key(span)] = value


# spaCy keeps an extension's value by position alone; candidates of several types share their position.
Span.set_extension("confidence", getter=_confidence, setter=_set_confidence, force=True)


class CharacterTokenizer:
    """Text → Doc with one token a character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of this text; `doc.text == text` and token indices are offsets."""
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))


def text_of(doc: Doc) -> str:
    """The text of a Doc, joined once: `doc.text` joins the characters anew at every call."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    text: str = doc.user_data[_TEXT]
    return text


def start(doc: Doc, unit: Unit) -> Doc:
    """A Doc made ready for the first component."""
    doc._.unit = unit
    doc._.relations = []
    doc._.targets = []
    doc.spans[CANDIDATES] = []
    doc.spans[ENTITIES] = []
    return doc


def make_span(
    doc: Doc, begin: int, end: int, kind: EntityType, rule: str, confidence: float = 1.0, concept: str = ""
) -> Span:
    """A span of this Doc that carries its type, rule, confidence and vocabulary concept."""
    span = Span(doc, begin, end, label=kind, kb_id=concept, span_id=rule)
    span._.confidence = confidence
    return span


def propose(
    doc: Doc, begin: int, end: int, kind: EntityType, rule: str, confidence: float = 1.0, concept: str = ""
) -> None:
    """Add a candidate span to the Doc."""
    doc.spans[CANDIDATES].append(make_span(doc, begin, end, kind, rule, confidence, concept))


def mention(span: Span) -> Mention:
    """The frozen value of a chosen span."""
    return Mention(
        start=span.start,
        end=span.end,
        type=cast(EntityType, span.label_),
        text=span.text,
        rule=span.id_,
        confidence=span._.confidence,
        concept=span.kb_id_,
    )


def mentions(doc: Doc) -> list[Mention]:
    """The chosen mentions of a Doc, in order of position."""
    return sorted(mention(span) for span in doc.spans[ENTITIES])
