"""What people see on the terminal: tables, progress and errors."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from plangraph.errors import PlangraphError

Cell = str | int | float | None

#: Columns up to this many cells of the terminal are never broken.
_SHORT = 22


def console(stderr: bool = False) -> Console:
    """A console as wide as the terminal, or wide enough to read when there is none."""
    made = Console(stderr=stderr, soft_wrap=False)
    if not made.is_terminal:
        made = Console(stderr=stderr, width=160, no_color=True)
    return made


def print_error(error: PlangraphError) -> None:
    """What is wrong, where, and what to do next."""
    where = f"{error.where}: " if error.where else ""
    click.echo(f"error: {where}{error.message}", err=True)
    if error.hint:
        click.echo(f"  → {error.hint}", err=True)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], form: str, title: str = "") -> None:
    """Rows as a table, as CSV, or as JSON objects."""
    if form == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    else:
        print_table(columns, list(rows), title)


def print_json(value: object) -> None:
    """Readable JSON with Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], title: str = "") -> None:
    """A table whose long columns share the width; IRIs are left to the other formats."""
    shown = [number for number in range(len(columns)) if not _all_iris(rows, number)]
    table = Table(title=title or None, box=box.SIMPLE_HEAVY, show_lines=True, title_justify="left", expand=True)
    for number in shown:
        ratio = _ratio(columns[number], [_text(row[number]) for row in rows])
        table.add_column(columns[number], overflow="fold", ratio=ratio or None, no_wrap=not ratio)
    previous: list[str] = []
    for row in rows:
        cells = [_text(row[number]) for number in shown]
        table.add_row(*(escape(cell) for cell in _without_repeats(cells, previous)))
        previous = cells
    console().print(table)
    click.echo(f"{len(rows)} rows", err=True)


def _ratio(column: str, cells: list[str]) -> int:
    """How much of the width a column asks for: 0 keeps it as wide as its longest cell."""
    longest = max((cell_len(line) for text in (column, *cells) for line in text.split("\n")), default=0)
    if longest <= _SHORT:
        return 0
    mean = sum(map(cell_len, cells)) // max(len(cells), 1)
    return min(6, 2 + mean // 25)


def _all_iris(rows: Sequence[Sequence[Cell]], number: int) -> bool:
    cells = [row[number] for row in rows if row[number] is not None]
    return bool(cells) and all(isinstance(cell, str) and cell.startswith("http") for cell in cells)


def _without_repeats(cells: list[str], previous: list[str]) -> list[str]:
    """Leading cells that only repeat the row above are left empty."""
    same = 0
    while same < min(len(cells), len(previous)) and cells[same] == previous[same]:
        same += 1
    return ["" if number < same else cell for number, cell in enumerate(cells)]


def _text(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split("\n"))


@contextmanager
def progress(quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """A progress display on stderr; silent when that is no terminal."""
    out = console(stderr=True)
    if quiet or not out.is_terminal:
        yield lambda _step, _done, _total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total or None)

        yield tell
