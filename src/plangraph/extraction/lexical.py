"""Component: vocabulary labels (industries, segments, regions) on characters, leftmost and longest.

Negative labels (上海南部 for 海南) and names of indicators take part
in the search and remove what they cover. An industry stem is extended to the words that belong to it, a region
to its bracket.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from plangraph import lexicon
from plangraph.extraction.automaton import Automaton
from plangraph.extraction.industries import propose_industry, texts
from plangraph.extraction.places import at_boundary, propose_region, propose_unit
from plangraph.extraction.segment import word_ends
from plangraph.extraction.state import text_of


@dataclass(frozen=True, slots=True)
class Found:
    """A label of the vocabulary in a text."""

    start: int
    end: int
    type: str
    concept: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Matcher:
    """An automaton over labels and what each label stands for."""

    automaton: Automaton
    terms: tuple[lexicon.Term, ...]
    labels: frozenset[str]

    def find(self, text: str) -> list[Found]:
        """The labels in a text that no negative label and no indicator covers."""
        matches = [(self.terms[number], start, end) for number, start, end in self.automaton.find(text)]
        return [
            Found(start, end, term.type, term.concept, term.kind == "hidden")
            for term, start, end in matches
            if term.kind != "negative" and term.type != "INDICATOR"
        ]


def _names_sector(label: str, labels: set[str]) -> bool:
    """Is a negative label a sector and 企业, 集群 or the like? It names no sector, but the sector stands in it."""
    return any(label.endswith(word) and label.removesuffix(word) in labels for word in texts("company"))


@functools.cache
def matcher(type_: str) -> Matcher:
    """The matcher for the labels of one kind of entity (FIELD and INDUSTRY share one)."""
    chosen: dict[str, lexicon.Term] = {}
    known = sorted(lexicon.load().terms, key=lambda term: term.kind == "hidden")
    labels = {term.label for term in known if term.kind != "negative"}
    for term in known:
        if term.kind == "negative" and _names_sector(term.label, labels):
            continue
        if (term.type == "REGION") == (type_ == "REGION"):
            chosen.setdefault(term.label, term)
    terms = tuple(chosen.values())
    names = [term.label for term in terms]
    return Matcher(Automaton(names), terms, frozenset(names))


def propose_regions(doc: Doc) -> None:
    """Candidates for places; a label that cuts a word is tried without its last character (鹤山区|位)."""
    boundaries = {0, *word_ends(doc)}
    labels = matcher("REGION").labels
    for found in matcher("REGION").find(text_of(doc)):
        if at_boundary(found.start, found.end, boundaries):
            propose_region(doc, found.start, found.end, found.concept)
        elif text_of(doc)[found.start : found.end - 1] in labels and found.end - 1 in boundaries:
            propose_region(doc, found.start, found.end - 1, "")
    propose_unit(doc)


@Language.component("plangraph_lexical")
def lexical(doc: Doc) -> Doc:
    """Propose regions, industries and segments that the vocabulary names."""
    propose_regions(doc)
    boundaries = {0, *word_ends(doc)}
    labels = matcher("INDUSTRY").labels
    for found in matcher("INDUSTRY").find(text_of(doc)):
        start = found.start
        if (
            start not in boundaries
            and text_of(doc)[start] == "大"
            and text_of(doc)[start + 1 : found.end] in labels
        ):
            start += 1  # 扩大|物流
        propose_industry(doc, start, found.end, found.type, found.concept, found.hidden)
    return doc
