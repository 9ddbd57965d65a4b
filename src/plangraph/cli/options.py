"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph.build import DEFAULT_FOLDER

graph = click.option(
    "--graph",
    "graph",
    type=click.Path(path_type=Path),
    default=DEFAULT_FOLDER,
    show_default=True,
    help="Folder that `build` wrote.",
)
rules_only = click.option(
    "--rules-only", is_flag=True, help="Leave the trained tagger out: entities as the rules choose them."
)
form = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How the rows are printed.",
)
