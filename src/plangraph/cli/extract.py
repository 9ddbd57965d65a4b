"""annotate, evaluate."""

from __future__ import annotations

import json
from pathlib import Path

import click

from plangraph import api
from plangraph.cli.output import print_json
from plangraph.evaluation import report


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
@click.option("--errors", "listed", is_flag=True, help="List each miss and false find by cause.")
@click.option("--baselines", is_flag=True, help="Score two plain methods on the same files too.")
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write figures and errors to a page."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def evaluate(gold: tuple[Path, ...], listed: bool, baselines: bool, html: Path | None, form: str) -> None:
    """Score the extraction against GOLD files: by type and region, strict, half and relaxed, with intervals."""
    found = api.evaluate(gold, baselines=baselines)
    if html is not None:
        title = "plangraph evaluate " + " ".join(path.name for path in gold)
        html.write_text(report.as_html(found.scores, found.errors, title), encoding="utf-8")
    if form == "json":
        figures = report.as_dict(found.scores)
        plain = {name: report.as_dict(scores) for name, scores in found.baselines.items()}
        print_json(
            figures
            | ({"baselines": plain} if baselines else {})
            | ({"errors": report.errors_as_dicts(found.errors)} if listed else {})
        )
        return
    click.echo(report.as_text(found.scores, found.baselines))
    if listed:
        click.echo("\n" + report.errors_as_text(found.errors))
