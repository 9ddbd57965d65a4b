"""build, export."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph import api
from plangraph.build import DEFAULT_FOLDER
from plangraph.cli import options
from plangraph.cli.output import progress
from plangraph.errors import EXIT_NOT_CONFORMING, EXIT_OK


@click.command()
@click.option("--corpus", type=click.Path(path_type=Path), help="Folder with manifest.csv and its texts.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=DEFAULT_FOLDER, show_default=True, help="Where to write."
)
@options.rules_only
def build(corpus: Path | None, out: Path, rules_only: bool) -> int:
    """Build the graph from a corpus folder.

    Writes N-Quads, an embedded store, statements, targets and refusals as JSON lines, and a report. The last
    good graph stays where it is until the new one is whole. A document that cannot be read is told and left out;
    the command then ends with 1.
    """
    with progress() as tell:
        built = api.build(corpus, out, tell, trained=not rules_only)
    click.echo(
        f"{built.documents} documents → {built.statements:,} statements, {built.targets:,} target values, "
        f"{built.quads:,} quads in {built.folder}/ ({built.refusals:,} statements refused, see refusals.jsonl)"
    )
    for failure in built.failed:
        click.echo(f"not read: {failure.id}: {failure.error}", err=True)
    for undone in built.undone:
        click.echo(f"not carried out: identity.csv, line {undone.line} ({undone.name}): {undone.reason}", err=True)
    return EXIT_NOT_CONFORMING if built.failed else EXIT_OK


@click.command()
@options.graph
@click.option(
    "--format", "form", type=click.Choice(list(api.FORMATS)), help="What to write; else as the file's name ends."
)
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    help="The file; tables and neo4j: the folder.",
)
def export(graph: Path, form: str | None, output: Path) -> None:
    """Write the graph as RDF, tables, a workbook or a network.

    The file is compressed when its name ends in .gz or .zip. What was there stays until the new one is whole.
    """
    click.echo(str(api.export(graph, form or "", output)))
