"""Named queries and their answers as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from plangraph import queries
from plangraph.errors import QueryError
from plangraph.queries import Answer, NamedQuery
from plangraph.store import Store
from plangraph.terms import ID
from plangraph.web.messages import Catalogue, Message
from plangraph.web.rows import href
from plangraph.web.views import forms
from plangraph.web.views.sources import Source, Sources

LIMIT = 1000
#: Columns with these names hold words of a text, link to them, and say below them where they stand.
_QUOTES = frozenset({"quote"})
_STATEMENTS = ("statement", "target", "evidence")
_DOCUMENTS = ("document", "document_title")
_SECTIONS = ("section",)
_Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an answer."""

    text: str
    href: str = ""
    number: bool = False
    source: Source | None = None  # of a quote
    rows: int = 1  # how many rows it spans; 0 when the cell above covers it


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column."""

    label: Message
    number: bool
    quote: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The page of a named query with its answer, or with what was wrong."""

    query: NamedQuery
    fields: tuple[forms.Field, ...]
    columns: tuple[Heading, ...] = ()
    groups: tuple[tuple[tuple[Cell, ...], ...], ...] = ()  # rows that share their outer cells together
    shown: int = 0
    total: int = 0
    problem: forms.Problem | None = None
    answer: Answer | None = None  # None when it could not be asked


def questions(folder: Path | None = None) -> tuple[NamedQuery, ...]:
    """All named queries, by name."""
    return tuple(queries.load(folder).values())


def starting(catalogue: Catalogue, folder: Path | None = None) -> tuple[NamedQuery, ...]:
    """The questions to start from: those that the catalogue lists, the first three when there is none of them."""
    known = queries.load(folder)
    listed = tuple(known[name] for name in catalogue.starting if name in known)
    return listed or tuple(known.values())[:3]


def answer(
    store: Store, name: str, given: Mapping[str, str], catalogue: Catalogue, folder: Path | None = None
) -> Table | None:
    """The answer to a named query, None when there is none of this name; what is wrong is told in the table."""
    query = queries.load(folder).get(name)
    if query is None:
        return None
    filled = {key: value.strip() for key, value in given.items() if value.strip()}
    try:
        found = queries.ask(store, query, filled)
    except QueryError as error:
        problem = forms.problem(store, query, filled, error, catalogue)
        return Table(query, forms.fields(store, query, given, problem.field), problem=problem)
    return _table(
        store, found, given, None if found.rows else forms.without_documents(store, query, filled, catalogue)
    )


def _table(store: Store, found: Answer, given: Mapping[str, str], problem: forms.Problem | None) -> Table:
    shown = _columns(found)
    labels = {column.name: Message(column.label_zh, column.label_en) for column in found.query.columns}
    rows = tuple(_rows(store, found, shown))
    numbers = [any(row[place].number for row in rows) for place in range(len(shown))]
    return Table(
        query=found.query,
        fields=forms.fields(store, found.query, given, problem.field if problem else ""),
        columns=tuple(
            Heading(labels.get(column, Message(column, "")), number, column in _QUOTES)
            for column, number in zip(shown, numbers, strict=True)
        ),
        groups=tuple(_grouped(rows)),
        shown=len(rows),
        total=len(found.rows),
        problem=problem,
        answer=found,
    )


def _columns(found: Answer) -> list[str]:
    """The columns of the page: those that the query shows, without what stands below the quote."""
    chosen = [name for name in found.query.shown if name in found.columns] or list(found.columns)
    quoted = any(name in _QUOTES for name in chosen)
    below = {*_STATEMENTS, *(_DOCUMENTS if quoted else ()), *(_SECTIONS if quoted else ())}
    return [name for name in chosen if name not in below]


def _rows(store: Store, found: Answer, shown: list[str]) -> Iterator[tuple[Cell, ...]]:
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows[:LIMIT]]
    outer = [name for name in found.columns if name not in found.query.nested] if found.query.nest else []
    keys = [tuple(row[name] for name in outer) for row in rows]
    sources = Sources(store, (_first(row, _STATEMENTS) for row in rows))
    for number, row in enumerate(rows):
        source = sources.of(_first(row, _STATEMENTS), _first(row, _DOCUMENTS), _first(row, _SECTIONS))
        height = _height(keys, number) if outer else 1
        yield tuple(_cell(row[name], name, source, height if name in outer else 1) for name in shown)


def _first(row: Mapping[str, _Value], columns: Iterable[str]) -> str:
    return next((str(row[name]) for name in columns if row.get(name)), "")


def _grouped(rows: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    """The rows by group: a new one begins where no cell is covered from above."""
    number = 0

    def group(row: tuple[Cell, ...]) -> int:
        nonlocal number
        number += all(cell.rows for cell in row)
        return number

    return (tuple(members) for _number, members in groupby(rows, key=group))


def _height(keys: list[tuple[_Value, ...]], number: int) -> int:
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


def _cell(value: _Value, column: str, source: Source, height: int) -> Cell:
    if column in _QUOTES:
        return Cell(str(value or ""), source=source, rows=height)
    if value is None:
        return Cell("", rows=height)
    if isinstance(value, int | float):
        return Cell(_digits(value), number=True, rows=height)
    if value.startswith(ID):
        return Cell(value.removeprefix(ID), href=href(value), rows=height)
    return Cell(value, rows=height)
