"""What the components of the pipeline share: one spaCy Doc whose tokens are the characters of a unit.

With one token a character, token indices are offsets of the unit's text, and lexicon terms are never hidden
by a word boundary. Components read and write:

    doc._.unit               the Unit
    candidates(doc)          names proposed by any component; they may overlap
    mentions(doc)            the entities that were chosen of them
    doc._.relations          list of Relation over mention keys of the chosen entities
    doc._.targets            list of TargetValue

Candidates and mentions are plain values: they are read far too often to be spans, which spaCy makes anew at
every look. For users of spaCy the entities are spans too, `doc.spans["entities"]`: `label_` is the entity type,
`kb_id_` the vocabulary concept, `id_` the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from plangraph.model import EntityType, Mention, Unit

_CANDIDATES = "plangraph.candidates"
_MENTIONS = "plangraph.mentions"
_TEXT = "plangraph.text"
_T = TypeVar("_T")

Doc.set_extension("unit", default=None, force=True)
Doc.set_extension("relations", default=None, force=True)
Doc.set_extension("targets", default=None, force=True)


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
    choose(doc, [])
    return doc


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
    """Make these candidates the entities of the Doc; none of them may lie inside another."""
    text = text_of(doc)
    found = sorted(
        Mention(one.start, one.end, one.type, text[one.start : one.end], one.rule, one.confidence, one.concept)
        for one in chosen
    )
    doc.user_data[_MENTIONS] = found
    doc.spans["entities"] = [
        Span(doc, one.start, one.end, label=one.type, kb_id=one.concept, span_id=one.rule) for one in found
    ]


def mentions(doc: Doc) -> list[Mention]:
    """The entities of a Doc, in order of position."""
    found: list[Mention] = doc.user_data[_MENTIONS]
    return found
