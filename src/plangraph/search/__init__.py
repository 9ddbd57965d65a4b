"""Search over names and texts in Chinese: one file beside the graph, written by the build and only read after.

    store ─► entries ─► index: every two neighbouring characters ─► names ranked, then places by BM25

Full-width and half-width, 繁 and 简, blanks and quotation marks make no difference; one character is enough.
"""

from pathlib import Path

from plangraph.search.entries import entries
from plangraph.search.index import LIMIT, SUGGESTED, Index
from plangraph.search.results import PASSAGE, Facet, Found, Named, Place, Suggestion
from plangraph.search.words import LONGEST
from plangraph.search.writing import write
from plangraph.store import Store

__all__ = [
    "LIMIT",
    "LONGEST",
    "PASSAGE",
    "SUGGESTED",
    "Facet",
    "Found",
    "Index",
    "Named",
    "Place",
    "Suggestion",
    "index_of",
    "write_index",
]


def write_index(store: Store, file: Path) -> None:
    """The index of a graph, as a new file."""
    write(entries(store), file)


def index_of(store: Store) -> Index:
    """The index of a graph in memory: for graphs without a file of their own."""
    return Index.in_memory(entries(store))
