"""IRIs that have no page of their own → the place in a document where they are shown."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from plangraph.store import Store
from plangraph.terms import ID, named
from plangraph.web.facts import said_href, sentence_href
from plangraph.web.rows import href, is_iri, term


def place(store: Store, kind: str, name: str) -> str | None:
    """The address that `/id/kind/name` leads to, None when the thing has a page of its own or is unknown."""
    iri = named(kind, name)
    if kind not in _PLACES or not is_iri(iri):
        return None
    query, address = _PLACES[kind]
    rows = store.select(query.format(iri=term(iri)))
    return address(rows[0]) if rows else None


def _sentence(row: dict[str, str]) -> str:
    return sentence_href(row["document"], row["evidence"].rsplit("/", 1)[-1])


def _said(row: dict[str, str]) -> str:
    return said_href(row["document"], row["said"])


def _part(row: dict[str, str]) -> str:
    document, anchor = row["part"].rsplit("/", 2)[-2:]
    return f"/documents/{quote(document)}#{quote(anchor)}"


def _document(row: dict[str, str]) -> str:
    return "/documents/" + quote(row["document"].removeprefix(ID + "document/"))


_SAID = (
    "SELECT ?said ?document {{ BIND({iri} AS ?said) ?said pg:evidence ?evidence ; pg:foundIn ?document }} LIMIT 1"
)
_EVIDENCE = (
    "SELECT ?evidence ?document {{ BIND({iri} AS ?evidence) ?evidence a pg:Evidence ; pg:document ?document }}"
)
_PART = "SELECT ?part {{ BIND({iri} AS ?part) ?part pg:document ?document }} LIMIT 1"
_MENTION = "SELECT ?part {{ {iri} pg:passage ?part }} LIMIT 1"
_DOCUMENT = "SELECT ?document {{ BIND({iri} AS ?document) ?document a pg:Document }} LIMIT 1"
_LINK = "SELECT ?from {{ {iri} pg:linkFrom ?from }} LIMIT 1"

_PLACES: dict[str, tuple[str, Callable[[dict[str, str]], str]]] = {
    "statement": (_SAID, _said),
    "target": (_SAID, _said),
    "evidence": (_EVIDENCE, _sentence),
    "section": (_PART, _part),
    "passage": (_PART, _part),
    "table": (_PART, _part),
    "mention": (_MENTION, _part),
    "document": (_DOCUMENT, _document),
    "link": (_LINK, lambda row: href(row["from"])),
}
