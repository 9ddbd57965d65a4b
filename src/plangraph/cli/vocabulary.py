"""vocabulary check."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from plangraph import api
from plangraph.cli.output import print_json
from plangraph.errors import EXIT_NOT_CONFORMING, EXIT_OK


@click.group()
def vocabulary() -> None:
    """Check vocabularies: industries, regions, indicators, units and the other names that texts use."""


@vocabulary.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check(folder: Path | None, form: str) -> int:
    """Tell every fault with its file, line and term, and what to do.

    Looks at the Turtle files in FOLDER, or at the vocabularies that come with plangraph: schemes, hierarchies,
    labels, languages, matches and units. Ends with 1 when there are faults.
    """
    found = api.check_vocabulary(folder)
    if form == "json":
        print_json([asdict(fault) for fault in found.faults])
        return EXIT_NOT_CONFORMING if found.faults else EXIT_OK
    for fault in found.faults:
        click.echo(f"{fault.where}: {fault.message}")
        click.echo(f"  → {fault.hint}")
    count = f"{len(found.faults):,} faults" if len(found.faults) != 1 else "1 fault"
    click.echo(f"{found.concepts:,} concepts in {found.files} files: {count if found.faults else 'no faults'}")
    return EXIT_NOT_CONFORMING if found.faults else EXIT_OK
