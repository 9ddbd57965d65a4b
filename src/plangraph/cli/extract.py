"""annotate, evaluate."""

from __future__ import annotations

import json
from pathlib import Path

import click

from plangraph import api
from plangraph.cli.output import print_json


@click.command()
@click.argument("units", type=click.Path(path_type=Path))
def annotate(units: Path) -> None:
    """Print each paragraph unit of UNITS (JSON lines) with its entities, relations and targets.

    A unit holds id, doc, region, period, headings and text. The same code extracts in `build`.
    """
    for record in api.annotate(units):
        click.echo(json.dumps(record, ensure_ascii=False))


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def evaluate(gold: tuple[Path, ...], form: str) -> None:
    """Score the extraction against GOLD files: strict and relaxed, for every type."""
    scores = api.evaluate(gold)
    if form == "json":
        print_json(scores.as_dict())
    else:
        click.echo(scores.as_text())
