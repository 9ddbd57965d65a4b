"""add."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click
from rich.markup import escape

from plangraph import adding, api
from plangraph.cli.output import console, print_error, print_table, progress
from plangraph.errors import EXIT_NOT_CONFORMING, EXIT_OK, InputError
from plangraph.reading.manifest import COLUMNS, OPTIONAL

_HELP = {
    "id": "Id of the document, small letters, digits and hyphens.",
    "title": "Full title in Chinese.",
    "kind": "Kind of document: its code or its Chinese name.",
    "issuers": "Who issued it; several set apart by |.",
    "approver": "Who passed it.",
    "region": "Division code, or the name of the region.",
    "region_name": "Name of the region as the text writes it.",
    "period_start": "First year of the planning period.",
    "period_end": "Last year of the planning period.",
    "outlook": "Year that the long-range part looks to.",
    "date": "Date of issue: 2021, 2021-07 or 2021-07-31.",
    "number": "文号.",
    "about": "For a text about a plan: the plan's id or full title.",
    "aliases": "Short titles; several set apart by |.",
    "source": "Where the file comes from.",
}


def _columns(command: click.Command) -> click.Command:
    """An option for each column that people can give."""
    for column in reversed(adding.GIVEN):
        command.params.insert(1, click.Option([f"--{column.replace('_', '-')}", column], help=_HELP[column]))
    return command


@_columns
@click.command()
@click.argument("path", metavar="FILE_OR_FOLDER", type=click.Path(path_type=Path))
@click.option("--corpus", type=click.Path(path_type=Path), help="Your corpus folder.  [default: ./corpus]")
@click.option("--dry-run", is_flag=True, help="Print the rows and write nothing.")
def add(path: Path, corpus: Path | None, dry_run: bool, **columns: str | None) -> int:
    """Add a file to a corpus folder: a copy of it, and a row of manifest.csv.

    What the options do not tell is looked for in the document and shown with the words that tell it. What is
    needed and not found is asked for on a terminal, and an error elsewhere. A folder needs a CSV manifest of its
    own with a column `file` (文件); nothing is asked, and a row that cannot be added stops no other.
    """
    given = {column: value for column, value in columns.items() if value}
    if not path.is_dir():
        return _add_file(path, corpus, given, dry_run)
    if given:
        names = ", ".join(f"--{column.replace('_', '-')}" for column in given)
        raise InputError(f"{names} cannot be given for a folder", where=str(path), hint="write it in its manifest")
    return _add_folder(path, corpus, dry_run)


def _add_file(path: Path, corpus: Path | None, given: dict[str, str], dry_run: bool) -> int:
    folder = adding.corpus_folder(corpus)
    names = adding.load_names()
    with progress() as tell:
        examined = adding.examine(path, tell)
    proposal = adding.propose(examined, names, given)
    if not dry_run:
        _print_found(proposal, given)
    if sys.stdin.isatty():
        proposal = _ask(proposal, names, given)
    added = adding.admit(proposal, folder, dry_run=dry_run)
    if dry_run:
        _print_rows([added])
    else:
        click.echo(f"added {added.cells['id']}: {added.folder / added.cells['file']}")
    return EXIT_OK


def _print_found(proposal: adding.Proposal, given: dict[str, str]) -> None:
    """Each column with its value, the words that told it, and where they stand (offsets in the text)."""
    out = console()
    for column, value in given.items():
        out.print(f"[bold]{column:>12}[/bold]  {escape(value)}  [dim]given[/dim]", highlight=False)
    for item in proposal.found:
        value = item.value or f"one of {', '.join(item.options)}"
        place = f"{item.place} {item.spans[0].start}–{item.spans[-1].end}" if item.spans else item.place
        words = "" if item.value == item.words else " ".join(item.words.split())
        told = f"[dim]{escape(': '.join(filter(None, (place, words))))}[/dim]"
        out.print(f"[bold]{item.column:>12}[/bold]  {escape(value)}  {told}", highlight=False)


def _ask(proposal: adding.Proposal, names: adding.Names, given: dict[str, str]) -> adding.Proposal:
    """Asks for what is missing, until nothing is; each answer may tell more."""
    while proposal.missing:
        column = proposal.missing[0]
        options = next((item.options for item in proposal.found if item.column == column and item.options), ())
        if options:
            click.echo(adding.described(options, names))
        answer = click.prompt(f"{column}: {_HELP[column]}", default=options[0] if options else None)
        try:
            proposal = adding.propose(proposal.examined, names, given | {column: str(answer)})
            given[column] = str(answer)
        except InputError as error:
            print_error(error)
    return proposal


def _print_rows(added: list[adding.Added]) -> None:
    columns = (*COLUMNS, *OPTIONAL)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([item.cells[column] for column in columns] for item in added)


def _add_folder(path: Path, corpus: Path | None, dry_run: bool) -> int:
    with progress() as tell:
        outcomes = api.add_folder(path, corpus, tell, dry_run=dry_run)
    if dry_run:
        _print_rows([outcome.added for outcome in outcomes if outcome.added])
    else:
        rows = [[o.file, o.added.cells["id"], o.added.cells["title"]] for o in outcomes if o.added]
        print_table(("file", "id", "title"), rows)
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        click.echo(f"not added: {outcome.file or 'a row without a file'} ({outcome.where})", err=True)
        if outcome.error:
            print_error(outcome.error)
    click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} documents added", err=True)
    return EXIT_NOT_CONFORMING if failed else EXIT_OK
