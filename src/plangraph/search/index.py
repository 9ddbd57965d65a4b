"""An index that is asked: names first, then places in the texts."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock
from typing import Any

from plangraph.errors import GraphError
from plangraph.search.entries import Entries
from plangraph.search.filters import Values, choose, joined
from plangraph.search.places import Places
from plangraph.search.results import PASSAGE, Facet, Found, Suggestion
from plangraph.search.things import Things, suggestions
from plangraph.search.words import parse
from plangraph.search.writing import VERSION, fill

#: Results of each sort when nobody says how many.
LIMIT = 20
#: Names that a search box offers.
SUGGESTED = 10
_AGAIN = "run `plangraph build` again"


class Index:
    """An index, open for reading. Threads may share it; they take turns."""

    def __init__(self, connection: sqlite3.Connection, where: str = "") -> None:
        self._connection = connection
        self._where = where
        self._lock = Lock()

    @classmethod
    def open(cls, file: Path) -> Index:
        """The index in a file that `write` left. Raises `GraphError` when there is none, or another version's."""
        if not file.is_file():
            raise GraphError("there is no search index here", where=str(file), hint=_AGAIN)
        address = file.absolute().as_uri() + "?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise _unreadable(error, str(file)) from error
        index = cls(connection, str(file))
        ((version,),) = index._rows("PRAGMA user_version", {})
        if version != VERSION:
            index.close()
            raise GraphError("the search index is of another version", where=str(file), hint=_AGAIN)
        return index

    @classmethod
    def in_memory(cls, entries: Entries) -> Index:
        """An index that lives as long as the process."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        fill(connection, entries)
        return cls(connection)

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def search(
        self, text: str, *, kind: str = "", region: str = "", document: str = "", limit: int = LIMIT
    ) -> Found:
        """What holds every word of the text: at most `limit` things, and as many places in the texts.

        `kind` is one of the kinds of things (park, industry, …) or `passage`; `region` a name or code, `document`
        an id or a title. Raises `QueryError` for values that are not known, and for a text that is too long.
        """
        words = parse(text)
        chosen = choose(self._rows, kind, region, document)
        if not words.each:
            return Found(text.strip())
        things, places = Things(self._rows, words, chosen), Places(self._rows, words, chosen)
        kinds = things.kinds() if kind != PASSAGE else ()
        in_documents = places.documents()
        count = sum(facet.count for facet in in_documents)
        return Found(
            text=text.strip(),
            things=things.best(limit) if kinds else (),
            places=places.best(limit) if count else (),
            things_total=sum(facet.count for facet in kinds),
            places_total=count,
            facets={
                "kind": (*kinds, *([Facet(PASSAGE, "原文", count)] if count else ())),
                "region": joined(things.regions() if kinds else (), places.regions()),
                "document": joined(things.documents() if kinds else (), in_documents),
            },
        )

    def suggest(self, text: str, limit: int = SUGGESTED) -> tuple[Suggestion, ...]:
        """Things with a name that begins so, or its pinyin: the exact ones first, then the most told of."""
        words = parse(text)
        return suggestions(self._rows, words, limit) if words.each else ()

    def _rows(self, sql: str, values: Values) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _unreadable(error, self._where) from error


def _unreadable(error: sqlite3.Error, where: str) -> GraphError:
    return GraphError(f"the search index cannot be read: {error}", where=where, hint=_AGAIN)
