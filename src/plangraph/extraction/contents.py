"""What the contents of a project table name: 支持五邑路扩建、会港大道等项目 ─► projects of the package."""

from __future__ import annotations

from dataclasses import replace

from plangraph.extraction.pipeline import Language, annotate
from plangraph.model import (
    Document,
    RowPart,
    RowProject,
    Table,
    TableAnnotation,
    Unit,
    cut,
    quote,
)

_BUILT = frozenset({"PROJECT", "PARK"})


def with_contents(nlp: Language, found: TableAnnotation, document: Document) -> TableAnnotation:
    """The same annotation with the projects and parks that the contents of each row say are to be built."""
    projects = (replace(project, parts=_parts(nlp, project, found.table, document)) for project in found.projects)
    return replace(found, projects=tuple(projects))


def _parts(nlp: Language, project: RowProject, table: Table, document: Document) -> tuple[RowPart, ...]:
    text = quote(document.text, project.row.content_spans)
    if not text:
        return ()
    unit = Unit(
        id=f"{document.info.id}/{table.id}",
        doc=document.info.id,
        region=document.info.region_name,
        period=document.info.period,
        headings=(*table.headings, table.title),
        text=text,
    )
    annotation = annotate(nlp, unit)
    mentions = {mention.key: mention for mention in annotation.mentions if mention.type in _BUILT}
    return tuple(
        RowPart(
            name=mention.text,
            type=mention.type,
            spans=cut(project.row.content_spans, mention.start, mention.end),
            confidence=relation.confidence,
            strength=relation.strength,
        )
        for relation in annotation.relations
        if relation.type == "undertakes" and relation.status != "past" and relation.tail in mentions
        for mention in [mentions[relation.tail]]
    )
