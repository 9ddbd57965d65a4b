"""Named queries and their answers as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from plangraph import queries
from plangraph.queries import Answer, NamedQuery
from plangraph.store import Store
from plangraph.terms import ID, expand
from plangraph.web.messages import Message
from plangraph.web.rows import Name, href, names

LIMIT = 1000
#: Columns with these names hold words of a text, and link to them where the row names a statement.
_QUOTES = frozenset({"quote"})
_STATEMENTS = ("statement", "target", "evidence")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an answer."""

    text: str
    href: str = ""
    number: bool = False
    quote: bool = False
    rows: int = 1  # how many rows it spans; 0 when the cell above covers it


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter in the form."""

    name: str
    label: Message
    value: str
    default: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column."""

    label: Message
    number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The page of a named query with its answer."""

    query: NamedQuery
    fields: tuple[Field, ...]
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


def questions(folder: Path | None = None) -> tuple[NamedQuery, ...]:
    """All named queries, by name."""
    return tuple(queries.load(folder).values())


def answer(store: Store, name: str, given: Mapping[str, str], folder: Path | None = None) -> Table | None:
    """The answer to a named query, None when there is none of this name; wrong values raise `QueryError`."""
    query = queries.load(folder).get(name)
    if query is None:
        return None
    found = queries.ask(store, query, {key: value for key, value in given.items() if value.strip()})
    shown = [column for column in found.columns if column not in _STATEMENTS]
    labels = {column.name: Message(column.label_zh, column.label_en) for column in query.columns}
    rows = tuple(_rows(found, shown))
    return Table(
        query=query,
        fields=tuple(_fields(store, query, given)),
        columns=tuple(
            Heading(labels.get(column, Message(column, "")), any(row[place].number for row in rows))
            for place, column in enumerate(shown)
        ),
        rows=rows,
        total=len(found.rows),
    )


def _fields(store: Store, query: NamedQuery, given: Mapping[str, str]) -> list[Field]:
    defaults = {item.name: expand(item.default.strip("<>")) for item in query.parameters}
    known = names(store, (iri for iri in defaults.values() if iri.startswith(ID)))
    return [
        Field(
            name=item.name,
            label=Message(item.label_zh, item.label_en),
            value=given.get(item.name, ""),
            default=_default(item.default, known.get(defaults[item.name])),
        )
        for item in query.parameters
    ]


def _default(written: str, known: Name | None) -> str:
    """A default in words; empty when the parameter is free."""
    if known is not None:
        return known.zh
    return "" if written == "UNDEF" else written.strip('"')


def _rows(found: Answer, shown: list[str]) -> list[tuple[Cell, ...]]:
    index = {column: place for place, column in enumerate(found.columns)}
    outer = [column for column in found.columns if column not in found.query.nested] if found.query.nest else []
    rows = found.rows[:LIMIT]
    keys = [tuple(row[index[column]] for column in outer) for row in rows]
    out = []
    for number, row in enumerate(rows):
        sources = (str(row[index[name]] or "") for name in _STATEMENTS if name in index)
        link = next((href(source) for source in sources if source), "")
        height = _height(keys, number) if outer else 1
        out.append(tuple(_cell(row[index[name]], name, link, height if name in outer else 1) for name in shown))
    return out


def _height(keys: list[tuple[str | int | float | None, ...]], number: int) -> int:
    """How many rows from this one on share their outer cells; 0 when the row above shares them too."""
    if number and keys[number - 1] == keys[number]:
        return 0
    end = number
    while end < len(keys) and keys[end] == keys[number]:
        end += 1
    return end - number


def _digits(value: float) -> str:
    """A number with all its digits, never as a power of ten."""
    digits = format(Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _cell(value: str | int | float | None, column: str, link: str, height: int) -> Cell:
    if value is None:
        return Cell("", rows=height)
    if isinstance(value, int | float):
        return Cell(_digits(value), number=True, rows=height)
    if column in _QUOTES:
        return Cell(value, href=link, quote=True, rows=height)
    if value.startswith(ID):
        return Cell(value.removeprefix(ID), href=href(value), rows=height)
    return Cell(value, rows=height)
