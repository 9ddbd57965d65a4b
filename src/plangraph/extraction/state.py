"""What the components of the pipeline share: one spaCy Doc whose tokens are the characters of a unit.

With one token a character, token indices are offsets of the unit's text, and lexicon terms are never hidden
by a word boundary. Components read and write:

    doc._.unit               the Unit
    candidates(doc)          names proposed by any component; they may overlap
    doc.spans["entities"]    the spans that were chosen, in order of position, never nested
    doc._.relations          list of Relation over mention keys of the chosen spans
    doc._.targets            list of TargetValue

A span's `label_` is the entity type, `kb_id_` the vocabulary concept, `id_` the rule; `span._.confidence` a
number between 0 and 1. Candidates are plain values: they are read far too often to be spans, which spaCy makes
anew at every look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar, cast

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from plangraph.model import EntityType, Mention, Unit

ENTITIES = "entities"
_CANDIDATES = "plangraph.candidates"
_TEXT = "plangraph.text"
_T = TypeVar("_T")

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


# spaCy keeps an extension's value by position alone; spans of several types may share their position.
Span.set_extension("confidence", getter=_confidence, setter=_set_confidence, force=True)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that a rule proposes."""

    start: int
    end: int
    type: EntityType
    rule: str
    confidence: float
    concept: str


class CharacterTokenizer:
    """Text → Doc with one token a character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of this text; `doc.text == text` and token indices are offsets."""
        doc = Doc(self.vocab, words=list(text), spaces=[False] * len(text))
        doc.user_data[_TEXT] = text
        return doc


def kept(doc: Doc, key: str, make: Callable[[], _T]) -> _T:
    """What was made for this Doc under this key; made now when it is first asked for."""
    made: dict[str, _T] = doc.user_data
    if key not in made:
        made[key] = make()
    return made[key]


def text_of(doc: Doc) -> str:
    """The text that the Doc was made of: `doc.text` joins the characters anew at every call."""
    text: str = doc.user_data[_TEXT]
    return text


def start(doc: Doc, unit: Unit) -> Doc:
    """A Doc made ready for the first component."""
    doc._.unit = unit
    doc._.relations = []
    doc._.targets = []
    doc.user_data[_CANDIDATES] = []
    doc.spans[ENTITIES] = []
    return doc


def make_span(
    doc: Doc, begin: int, end: int, kind: EntityType, rule: str, confidence: float = 1.0, concept: str = ""
) -> Span:
    """A span of this Doc that carries its type, rule, confidence and vocabulary concept."""
    span = Span(doc, begin, end, label=kind, kb_id=concept, span_id=rule)
    span._.confidence = confidence
    return span


def candidates(doc: Doc) -> list[Candidate]:
    """The names proposed so far, in order of their proposal."""
    found: list[Candidate] = doc.user_data[_CANDIDATES]
    return found


def propose(
    doc: Doc, begin: int, end: int, kind: EntityType, rule: str, confidence: float = 1.0, concept: str = ""
) -> None:
    """Add a candidate to the Doc."""
    candidates(doc).append(Candidate(begin, end, kind, rule, confidence, concept))


def withdraw(doc: Doc, unwanted: Callable[[Candidate], bool]) -> None:
    """Take candidates back."""
    doc.user_data[_CANDIDATES] = [one for one in candidates(doc) if not unwanted(one)]


def choose(doc: Doc, chosen: Iterable[Candidate]) -> None:
    """Make these candidates, in order of position, the entities of the Doc."""
    doc.spans[ENTITIES] = [
        make_span(doc, one.start, one.end, one.type, one.rule, one.confidence, one.concept) for one in chosen
    ]


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
