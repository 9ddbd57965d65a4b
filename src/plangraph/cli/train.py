"""train."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph.errors import ResourceError
from plangraph.resources import rules_dir

_FILES = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("gold", nargs=-1, required=True, type=_FILES)
@click.option(
    "--tuned", multiple=True, type=_FILES, help="A file of GOLD that rules were written with. Repeatable."
)
@click.option("--aside", multiple=True, required=True, type=_FILES, help="For calibration only. Repeatable.")
@click.option("--rounds", type=click.IntRange(1), default=6, show_default=True, help="Passes over the units.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder of the weights.")
def train(
    gold: tuple[Path, ...], tuned: tuple[Path, ...], aside: tuple[Path, ...], rounds: int, out: Path | None
) -> None:
    """Fit the tagger to GOLD files anew (needs `pip install 'plangraph[train]'`; some 15 minutes).

    Without --out the weights that come with plangraph are replaced. A --tuned file is read whether or not it
    stands among GOLD.
    """
    try:
        from plangraph import training  # noqa: PLC0415  (torch is an extra, and slow to import)
    except ImportError as error:
        raise ResourceError(f"{error.name} is not installed", hint="pip install 'plangraph[train]'") from error
    files = list(dict.fromkeys((*tuned, *gold)))
    made = training.train(
        files,
        aside,
        out or rules_dir() / "tagger",
        tuned=tuned,
        settings=training.Settings(rounds=rounds),
        progress=lambda line: click.echo(line, err=True),
    )
    precision, recall = made.right / max(1, made.found), made.right / max(1, made.gold)
    click.echo(f"{made.units} units; in {made.aside} set aside: precision {precision:.3f}, recall {recall:.3f}")
