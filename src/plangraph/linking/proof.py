"""Sentence → Evidence: the spans of the archived text that a statement stands on."""

from __future__ import annotations

from plangraph.model import (
    Document,
    Evidence,
    Passage,
    Section,
    Span,
    Table,
    TableRow,
    cut,
    quote,
    spans_text,
)
from plangraph.terms import mint


def sentence_evidence(
    document: Document, passage: Passage, sentence: tuple[int, int], carried: tuple[Span, ...]
) -> Evidence:
    """Evidence for what a sentence of a passage says; `carried` is where else an argument stands."""
    start, end = sentence if sentence[0] < sentence[1] else (0, len(passage.text))
    spans = cut(passage.spans, start, end)
    return _evidence(document, passage.section, passage.id, passage.headings, spans, carried)


def row_evidence(document: Document, table: Table, row: TableRow, head: tuple[Span, ...] = ()) -> Evidence:
    """Evidence for what a table row says; `head` is where the table's head names the column."""
    spans = _with_breaks(document.text, row.spans)
    return _evidence(document, table.section, table.id, table.headings, spans, head)


def _with_breaks(archived: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans with the first character of each blank between two of them, so that cells stay apart."""
    following = (*(span.start for span in spans[1:]), None)
    return tuple(
        Span(span.start, span.end + 1)
        if after is not None and span.end < after and archived[span.end : after].isspace()
        else span
        for span, after in zip(spans, following, strict=True)
    )


def _evidence(
    document: Document,
    section: str | None,
    place: str,
    path: tuple[str, ...],
    spans: tuple[Span, ...],
    carried: tuple[Span, ...],
) -> Evidence:
    return Evidence(
        iri=mint("evidence", document.info.id, spans_text(spans), spans_text(carried)),
        document=document.info.id,
        section=section or "",
        passage=place,
        path=path,
        spans=spans,
        quote=quote(document.text, spans),
        carried=carried,
    )


def carried_from_heading(document: Document, passage: Passage, name: str) -> tuple[Span, ...]:
    """Where the nearest heading above a passage that holds this name stands; empty when none does."""
    by_id = {section.id: section for section in document.sections}
    section: Section | None = by_id.get(passage.section or "")
    while section is not None:
        if _holds(section.title, name):
            return section.spans
        section = by_id.get(section.parent or "")
    return ()


def _holds(text: str, name: str) -> bool:
    return bool(name) and "".join(name.split()) in "".join(text.split())
