"""annotate, evaluate."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from plangraph import api
from plangraph.cli import options
from plangraph.cli.output import print_json
from plangraph.evaluation import report


@click.command()
@click.argument("units", type=click.Path(path_type=Path))
@options.rules_only
@click.option(
    "--prefill", is_flag=True, help="In the form of gold, for a person to correct: no rules, no confidence."
)
def annotate(units: Path, rules_only: bool, prefill: bool) -> None:
    """Print each paragraph unit of UNITS (JSON lines) with its entities, relations and targets.

    A unit holds id, doc, region, period, headings and text. The same code extracts in `build`.
    """
    for record in api.annotate(units, trained=not rules_only, explain=not prefill):
        click.echo(json.dumps(record, ensure_ascii=False))


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--errors", "listed", is_flag=True, help="List each miss and false find by cause.")
@click.option("--baselines", is_flag=True, help="Score the rules alone and two plain methods too.")
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write figures and errors to a page."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.rules_only
def evaluate(
    gold: tuple[Path, ...], listed: bool, baselines: bool, html: Path | None, form: str, rules_only: bool
) -> None:
    """Score the extraction against GOLD files: by type and region, strict, half and relaxed, with intervals."""
    found = api.evaluate(gold, baselines=baselines, trained=not rules_only)
    if html is not None:
        title = "plangraph evaluate " + " ".join(path.name for path in gold)
        html.write_text(report.as_html(found.scores, found.errors, title), encoding="utf-8")
    if form == "json":
        figures = report.as_dict(found.scores)
        plain = {name: report.as_dict(scores) for name, scores in found.baselines.items()}
        print_json(
            figures
            | ({"baselines": plain} if baselines else {})
            | {"reliability": [asdict(group) for group in found.reliability]}
            | ({"errors": report.errors_as_dicts(found.errors)} if listed else {})
        )
        return
    click.echo(report.as_text(found.scores, found.baselines))
    click.echo("\n" + report.reliability_as_text(found.reliability))
    if listed:
        click.echo("\n" + report.errors_as_text(found.errors))
