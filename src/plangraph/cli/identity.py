"""identity: list, merge, split."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph import api
from plangraph.cli import options
from plangraph.cli.output import print_rows

_COLUMNS = {
    False: ("class", "name", "scope", "match", "toName", "reason", "confidence"),
    True: ("class", "name", "scope", "mentions", "reason"),
}


@click.group()
def identity() -> None:
    """List what names denote and why; merge and split names by decisions that survive every build."""


@identity.command("list")
@options.graph
@options.form
@click.option("--kind", default="", help="Only names of this kind: park, project, industry, indicator, body, …")
@click.option("--name", default="", help="Only names that hold these words.")
@click.option("--unlinked", is_flag=True, help="Names that denote nothing yet, the most frequent first.")
def list_names(graph: Path, form: str, kind: str, name: str, unlinked: bool) -> None:
    """List names with what they denote, or those that denote nothing yet."""
    found = api.identities(graph, kind=kind, name=name, unlinked=unlinked)
    columns = _COLUMNS[unlinked]
    print_rows(columns, [[row.get(column, "") for column in columns] for row in found], form)


def _decision(function: click.decorators.FC) -> click.decorators.FC:
    """The options that merge and split share."""
    for option in (
        click.option("--corpus", type=click.Path(path_type=Path), help="Folder with manifest.csv."),
        click.option("--date", default="", help="Date of the decision, as you want it written."),
        click.option("--by", default="", help="Who decides."),
        click.option("--reason", required=True, help="Why."),
        click.option("--scope", default="", help="Region code that a local name belongs to (440784)."),
    ):
        function = option(function)
    return function


@identity.command()
@click.argument("kind")
@click.argument("name")
@click.argument("other")
@_decision
def merge(kind: str, name: str, other: str, **columns: str) -> None:
    """Decide that NAME means what OTHER means: a name of the same kind, or a concept (industry:new-materials)."""
    _write("merge", kind, name, other, columns)


@identity.command()
@click.argument("kind")
@click.argument("name")
@click.argument("other", default="")
@_decision
def split(kind: str, name: str, other: str, **columns: str) -> None:
    """Decide that NAME does not mean what OTHER means; without OTHER, that it means nothing but itself."""
    _write("split", kind, name, other, columns)


def _write(action: str, kind: str, name: str, other: str, columns: dict[str, str]) -> None:
    corpus = columns.pop("corpus", None)
    path = api.decide(
        Path(corpus) if corpus else None, action=action, kind=kind, name=name, other=other, **columns
    )
    click.echo(f"{path}: {action} {name} {other}".rstrip())
    click.echo("run `plangraph build` to carry it out", err=True)
