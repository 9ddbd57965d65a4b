"""The index as one SQLite file: the same entries give the same bytes with the same version of SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from plangraph.errors import GraphError
from plangraph.search.entries import Entries, Thing
from plangraph.search.folding import fold
from plangraph.search.passages import Text
from plangraph.search.pinyin import initials, syllables
from plangraph.search.words import tokens

#: Goes up when a file of before cannot be read any more.
VERSION = 1

# Folded texts hold no blanks and no quotes, so that every other character can be part of a token.
_TOKENIZER = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\\]^_{|}~'"

_SCHEMA = f"""
CREATE TABLE classes (id INTEGER PRIMARY KEY, iri TEXT, zh TEXT, en TEXT);
CREATE TABLE kinds (name TEXT PRIMARY KEY, class INTEGER) WITHOUT ROWID;
CREATE TABLE regions (id INTEGER PRIMARY KEY, iri TEXT, code TEXT, label TEXT);
CREATE TABLE region_names (folded TEXT, region INTEGER, PRIMARY KEY (folded, region)) WITHOUT ROWID;
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT UNIQUE, title TEXT, folded TEXT, region INTEGER);
CREATE TABLE things (
  id INTEGER PRIMARY KEY, iri TEXT, label TEXT, en TEXT, kind TEXT, class INTEGER, region INTEGER,
  statements INTEGER, targets INTEGER
);
CREATE TABLE names (id INTEGER PRIMARY KEY, thing INTEGER, name TEXT, folded TEXT, initials TEXT, pinyin TEXT);
CREATE TABLE thing_documents (thing INTEGER, document INTEGER, PRIMARY KEY (thing, document)) WITHOUT ROWID;
CREATE TABLE thing_regions (thing INTEGER, region INTEGER, PRIMARY KEY (thing, region)) WITHOUT ROWID;
CREATE TABLE texts (
  id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, document INTEGER, section TEXT, text TEXT, spans TEXT
);
CREATE VIRTUAL TABLE names_found USING fts5(tokens, content='', detail=full, prefix=1, tokenize="{_TOKENIZER}");
CREATE VIRTUAL TABLE texts_found USING fts5(
  tokens, headings, content='', detail=full, prefix=1, tokenize="{_TOKENIZER}"
);
"""

_INDEXES = """
CREATE INDEX names_by_folded ON names (folded);
CREATE INDEX names_by_initials ON names (initials);
CREATE INDEX names_by_pinyin ON names (pinyin);
INSERT INTO names_found (names_found) VALUES ('optimize');
INSERT INTO texts_found (texts_found) VALUES ('optimize');
"""


def write(entries: Entries, path: Path) -> None:
    """A new index in a file."""
    try:
        connection = sqlite3.connect(path)
        try:
            fill(connection, entries)
            connection.execute("VACUUM")
        finally:
            connection.close()
    except sqlite3.Error as error:
        hint = "plangraph needs an SQLite with FTS5" if "fts5" in str(error) else ""
        raise GraphError(f"the search index cannot be written: {error}", where=str(path), hint=hint) from error


def fill(connection: sqlite3.Connection, entries: Entries) -> None:
    """All entries into an empty database."""
    connection.executescript(f"PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; {_SCHEMA}")
    with connection:
        regions = _regions(connection, entries)
        documents = _documents(connection, entries, regions)
        _things(connection, entries, regions, documents)
        _texts(connection, entries.texts, documents)
    connection.executescript(f"{_INDEXES} PRAGMA user_version = {VERSION};")


def _regions(connection: sqlite3.Connection, entries: Entries) -> dict[str, int]:
    numbers = {iri: number for number, iri in enumerate(entries.regions, start=1)}
    rows = [(numbers[iri], iri, names[1], names[0]) for iri, names in entries.regions.items()]
    connection.executemany("INSERT INTO regions VALUES (?, ?, ?, ?)", rows)
    names = sorted({(fold(name), numbers[iri]) for iri, known in entries.regions.items() for name in known})
    connection.executemany("INSERT INTO region_names VALUES (?, ?)", names)
    return numbers


def _documents(connection: sqlite3.Connection, entries: Entries, regions: dict[str, int]) -> dict[str, int]:
    numbers = {source.id: number for number, source in enumerate(entries.sources, start=1)}
    rows = [(numbers[s.id], s.id, s.title, fold(s.title), regions.get(s.region)) for s in entries.sources]
    connection.executemany("INSERT INTO documents VALUES (?, ?, ?, ?, ?)", rows)
    return numbers


def _things(
    connection: sqlite3.Connection, entries: Entries, regions: dict[str, int], documents: dict[str, int]
) -> None:
    classes = {cls: number for number, cls in enumerate(entries.classes, start=1)}
    rows = [(classes[cls], cls, *labels) for cls, labels in entries.classes.items()]
    connection.executemany("INSERT INTO classes VALUES (?, ?, ?, ?)", rows)
    kinds = [(kind, classes.get(cls)) for kind, cls in entries.kinds.items()]
    connection.executemany("INSERT INTO kinds VALUES (?, ?)", kinds)
    numbered = list(enumerate(entries.things, start=1))
    connection.executemany(
        "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_thing(number, thing, classes, regions) for number, thing in numbered),
    )
    names = list(_names(numbered))
    connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?)", names)
    found = ((row[0], tokens(str(row[3]))) for row in names)
    connection.executemany("INSERT INTO names_found (rowid, tokens) VALUES (?, ?)", found)
    for table, pairs in (
        ("thing_documents", ((n, documents[d]) for n, t in numbered for d in t.documents if d in documents)),
        ("thing_regions", ((n, regions[r]) for n, t in numbered for r in t.regions)),
    ):
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", sorted(pairs))


def _thing(
    number: int, thing: Thing, classes: dict[str, int], regions: dict[str, int]
) -> tuple[str | int | None, ...]:
    region, cls = regions.get(thing.region), classes.get(thing.cls)
    counts = thing.statements, thing.targets
    return (number, thing.iri, thing.label, thing.label_en, thing.kind, cls, region, *counts)


def _names(things: Iterable[tuple[int, Thing]]) -> Iterator[tuple[int | str, ...]]:
    """The names of each thing, the best to show first."""
    numbers = count(1)
    for number, thing in things:
        for name in thing.names:
            folded = fold(name)
            if folded:
                yield next(numbers), number, name, folded, initials(folded), syllables(folded)


def _texts(connection: sqlite3.Connection, texts: Iterable[Text], documents: dict[str, int]) -> None:
    for number, text in enumerate(texts, start=1):
        path = " › ".join(text.headings)
        row = (number, text.iri, text.kind, documents.get(text.document), path, text.text, text.spans)
        connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        found = (number, tokens(fold(text.text)), " ".join(tokens(fold(title)) for title in text.headings))
        connection.execute("INSERT INTO texts_found (rowid, tokens, headings) VALUES (?, ?, ?)", found)
