"""Where the rows of an answer come from: sentence, document and section of the statement that a row names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plangraph.store import Store
from plangraph.web.facts import sentence_href
from plangraph.web.rows import href, is_iri, values


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quote stands; empty where the row does not tell."""

    sentence: str = ""  # address of the highlighted sentence
    said: str = ""  # address of the statement in the list below its paragraph
    document: str = ""
    document_href: str = ""
    section: str = ""


class Sources:
    """The sources of statements, targets or evidence, looked up at once."""

    def __init__(self, store: Store, said: Iterable[str]) -> None:
        wanted = {iri for iri in said if iri and is_iri(iri)}
        rows = store.select(_SOURCES.format(said=values(wanted))) if wanted else []
        self._rows = {row["said"]: row for row in reversed(rows)}
        self._titles = {row["title"]: row["document"] for row in store.select(_TITLES)}

    def of(self, said: str, document: str, section: str) -> Source:
        """The source of a row, from the statement that it names or else from its own columns."""
        row = self._rows.get(said)
        if row is None:
            iri = self._titles.get(document, "")
            return Source(document=document, document_href=href(iri), section=section)
        return Source(
            sentence=sentence_href(row["document"], row["evidence"].rsplit("/", 1)[-1]),
            said=href(said),
            document=row.get("title", document),
            document_href=href(row["document"]),
            section=row.get("section", section),
        )


_SOURCES = """
SELECT ?said ?evidence ?document ?title ?section WHERE {{
  VALUES ?said {{ {said} }}
  OPTIONAL {{ ?said pg:evidence ?one }} BIND(COALESCE(?one, ?said) AS ?evidence)
  ?evidence a pg:Evidence ; pg:document ?document .
  OPTIONAL {{ ?document dcterms:title ?title }}
  OPTIONAL {{ ?evidence pg:sectionPath ?section }}
}} ORDER BY ?said ?evidence"""

_TITLES = "SELECT ?title ?document WHERE { ?document a pg:Document ; dcterms:title ?title }"
