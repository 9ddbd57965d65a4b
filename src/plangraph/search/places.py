"""Paragraphs, headings and table rows that hold the words, the best first by BM25."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plangraph.model import Span, cut, parse_spans
from plangraph.search.filters import Chosen, Rows, Values, facets
from plangraph.search.folding import folded
from plangraph.search.results import Facet, Place
from plangraph.search.snippets import snippet
from plangraph.search.words import Words, matching_in


@dataclass(frozen=True, slots=True)
class Places:
    """The places that are found; each method asks the database once.

    One word at least stands in the text itself; the others may stand in the headings above it.
    """

    rows: Rows
    words: Words
    chosen: Chosen

    def best(self, limit: int) -> tuple[Place, ...]:
        """The first of them; headings, and texts below headings with the words, rank higher."""
        found = self.rows(_BEST.format(conditions=self.chosen.places), {**self._values(), "limit": limit})
        return tuple(self._place(row) for row in found)

    def documents(self) -> tuple[Facet, ...]:
        """How many there are in each document."""
        return facets(self.rows(_DOCUMENTS.format(conditions=self.chosen.places), self._values()))

    def regions(self) -> tuple[Facet, ...]:
        """How many there are in the documents of each region."""
        return facets(self.rows(_REGIONS.format(conditions=self.chosen.places), self._values()))

    def _values(self) -> Values:
        return {**self.chosen.values, "match": matching_in("tokens", self.words.each)}

    def _place(self, row: tuple[Any, ...]) -> Place:
        iri, kind, document, title, region, section, text, spans, score = row
        marks = folded(text).find(self.words.each)
        shown, moved = snippet(text, marks)
        first = marks[0] if marks else Span(0, 0)
        return Place(
            iri=iri,
            kind=kind,
            document=document,
            title=title,
            region=region,
            section=section,
            snippet=shown,
            marks=moved,
            start=first.start,
            end=first.end,
            spans=cut(parse_spans(spans), first.start, first.end),
            score=round(score, 4),
        )


# BM25 of SQLite is the smaller the better. A heading counts half as much again; the headings above, half.
_BEST = """
SELECT texts.iri, texts.kind, documents.name, documents.title, coalesce(regions.label, ''),
       texts.section, texts.text, texts.spans,
       -bm25(texts_found, 1.0, 0.5) * CASE texts.kind WHEN 'heading' THEN 1.5 ELSE 1 END AS score
FROM texts_found JOIN texts ON texts.id = texts_found.rowid JOIN documents ON documents.id = texts.document
LEFT JOIN regions ON regions.id = documents.region
WHERE texts_found MATCH :match AND {conditions} ORDER BY score DESC, texts.id LIMIT :limit"""

_DOCUMENTS = """
SELECT documents.name, documents.title, COUNT(*)
FROM texts_found JOIN texts ON texts.id = texts_found.rowid JOIN documents ON documents.id = texts.document
WHERE texts_found MATCH :match AND {conditions} GROUP BY documents.id"""

_REGIONS = """
SELECT regions.code, regions.label, COUNT(*)
FROM texts_found JOIN texts ON texts.id = texts_found.rowid JOIN documents ON documents.id = texts.document
JOIN regions ON regions.id = documents.region
WHERE texts_found MATCH :match AND {conditions} GROUP BY regions.id"""
