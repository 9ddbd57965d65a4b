"""Things whose names hold the words: each once, under the name that matches best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plangraph.search.filters import Chosen, Rows, Values, facets
from plangraph.search.folding import folded
from plangraph.search.results import MATCHES, Facet, Named, Suggestion
from plangraph.search.words import Words, matching

#: Ends a range of texts that begin alike: no character comes after it.
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Things:
    """The things that are found; each method asks the database once."""

    rows: Rows
    words: Words
    chosen: Chosen

    def best(self, limit: int) -> tuple[Named, ...]:
        """The first of them: by match, then the most told of."""
        found = self.rows(self._sql(_BEST), {**self._values(), "limit": limit})
        return tuple(self._named(row) for row in found)

    def kinds(self) -> tuple[Facet, ...]:
        """How many there are of each kind."""
        return facets(self.rows(self._sql(_KINDS), self._values()))

    def regions(self) -> tuple[Facet, ...]:
        """How many there are of each region; one of several regions counts in each."""
        return facets(self.rows(self._sql(_REGIONS), self._values()))

    def documents(self) -> tuple[Facet, ...]:
        """How many of them each document speaks of."""
        return facets(self.rows(self._sql(_DOCUMENTS), self._values()))

    def _sql(self, what: str) -> str:
        letters = _LETTERS if self.words.letters else ""
        return _FOUND.format(conditions=self.chosen.things, letters=letters) + what

    def _values(self) -> Values:
        return {
            **self.chosen.values,
            **_whole(self.words),
            "match": matching(self.words.each),
            "length": len(self.words.whole),
        }

    def _named(self, row: tuple[Any, ...]) -> Named:
        iri, label, label_en, kind, cls, class_zh, class_en, *others = row
        region, region_label, statements, targets, rank, name = others
        return Named(
            iri=iri,
            label=label,
            label_en=label_en,
            kind=kind,
            cls=cls,
            class_zh=class_zh,
            class_en=class_en,
            region=region,
            region_label=region_label,
            statements=statements,
            targets=targets,
            match=MATCHES[min(rank, len(MATCHES) - 1)],
            name=name,
            marks=tuple(folded(name).find(self.words.each)),
        )


def suggestions(rows: Rows, words: Words, limit: int) -> tuple[Suggestion, ...]:
    """Things with a name, or a name in pinyin, that begins with the words."""
    letters = _SUGGESTED_LETTERS if words.letters else ""
    found = rows(_SUGGESTIONS.format(letters=letters), {**_whole(words), "limit": limit})
    return tuple(Suggestion(*row) for row in found)


def _whole(words: Words) -> dict[str, str | int]:
    return {"whole": words.whole, "end": words.whole + _LAST}


_LETTERS = """
  UNION ALL SELECT id, 4 - (initials = :whole) FROM names WHERE initials >= :whole AND initials < :end
  UNION ALL SELECT id, 5 - 2 * (pinyin = :whole) FROM names WHERE pinyin >= :whole AND pinyin < :end"""

# The rank of a name and its number in one integer: the least is the best name of a thing.
_FOUND = """
WITH hits (name, rank) AS (
  SELECT names.id,
         CASE WHEN folded = :whole THEN 0 WHEN substr(folded, 1, :length) = :whole THEN 1 ELSE 2 END
  FROM names_found JOIN names ON names.id = names_found.rowid WHERE names_found MATCH :match{letters}
), found (thing, best) AS (
  SELECT things.id, MIN((hits.rank << 40) | hits.name)
  FROM hits JOIN names ON names.id = hits.name JOIN things ON things.id = names.thing
  WHERE {conditions} GROUP BY things.id
)"""

_BEST = """
SELECT things.iri, things.label, things.en, things.kind,
       coalesce(classes.iri, ''), coalesce(classes.zh, ''), coalesce(classes.en, ''),
       coalesce(regions.iri, ''), coalesce(regions.label, ''), statements, targets, best >> 40, names.name
FROM found JOIN things ON things.id = found.thing JOIN names ON names.id = best & ((1 << 40) - 1)
LEFT JOIN classes ON classes.id = things.class LEFT JOIN regions ON regions.id = things.region
ORDER BY best >> 40, statements + targets DESC, length(names.folded), things.id LIMIT :limit"""

_KINDS = """
SELECT things.kind, coalesce(zh, things.kind), COUNT(*), coalesce(classes.en, '')
FROM found JOIN things ON things.id = found.thing
JOIN kinds ON kinds.name = things.kind LEFT JOIN classes ON classes.id = kinds.class GROUP BY things.kind"""

_REGIONS = """
SELECT regions.code, regions.label, COUNT(*) FROM found JOIN thing_regions USING (thing)
JOIN regions ON regions.id = thing_regions.region GROUP BY regions.id"""

_DOCUMENTS = """
SELECT documents.name, documents.title, COUNT(*) FROM found JOIN thing_documents USING (thing)
JOIN documents ON documents.id = thing_documents.document GROUP BY documents.id"""

_SUGGESTED_LETTERS = """
  UNION ALL SELECT id, 3 - (initials = :whole) FROM names WHERE initials >= :whole AND initials < :end
  UNION ALL SELECT id, 4 - 2 * (pinyin = :whole) FROM names WHERE pinyin >= :whole AND pinyin < :end"""

_SUGGESTIONS = """
WITH hits (name, rank) AS (
  SELECT id, folded <> :whole FROM names WHERE folded >= :whole AND folded < :end{letters}
), found (thing, best) AS (
  SELECT thing, MIN((hits.rank << 40) | hits.name) FROM hits JOIN names ON names.id = hits.name GROUP BY thing
)
SELECT things.iri, things.kind, names.name, things.label,
       coalesce(classes.zh, ''), coalesce(classes.en, ''), statements + targets
FROM found JOIN things ON things.id = found.thing JOIN names ON names.id = best & ((1 << 40) - 1)
LEFT JOIN classes ON classes.id = things.class
ORDER BY best >> 40, statements + targets DESC, length(names.folded), things.id LIMIT :limit"""
