"""The command `plangraph`: thin verbs over `plangraph.api`.

Command modules load when they are called, so that `--help` and mistakes are quick: the one place where an
import may be late.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from typing import NoReturn

import click

from plangraph import __version__
from plangraph.cli.output import print_error
from plangraph.errors import EXIT_COULD_NOT_RUN, PlangraphError

#: Verb → the module that holds it and its one-line help, so that listing verbs imports none of them.
VERBS: dict[str, tuple[str, str]] = {
    "read": ("read", "Show what is understood of a file: outline, passages, tables."),
    "add": ("add", "Add a file, or a folder of files, to a corpus folder."),
    "build": ("graph", "Build the graph from a corpus folder."),
    "query": ("ask", "Ask a named question across plans."),
    "sparql": ("ask", "Run a SPARQL query of your own."),
    "search": ("search", "Find names and passages by Chinese text."),
    "list": ("ask", "List queries, classes or documents."),
    "explain": ("ask", "Show where a statement comes from and why it was found."),
    "compare": ("compare", "Set two regions, documents or periods side by side."),
    "conflicts": ("compare", "List what plans say against each other."),
    "identity": ("identity", "List what names denote; merge and split names."),
    "validate": ("check", "Check the graph, or RDF files, against the shapes."),
    "verify": ("check", "Prove every quote against the archived text."),
    "vocabulary": ("vocabulary", "Check the vocabularies, or a folder of your own."),
    "export": ("graph", "Write the graph as RDF, tables, a workbook or a network."),
    "annotate": ("extract", "Find entities, relations and targets in paragraph units."),
    "evaluate": ("extract", "Score the extraction against gold files."),
    "train": ("train", "Fit the tagger's weights to gold files anew."),
    "serve": ("serve", "Serve pages, linked data and a SPARQL endpoint on this machine."),
}


class _Verbs(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"plangraph.cli.{VERBS[cmd_name][0]}")
        command = getattr(module, cmd_name.replace("list", "list_"))
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _end(0)  # the reader of a pipe has gone (`| head`): not an error, though click would end with 1

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_module, text) in VERBS.items()])


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Planning documents as a knowledge graph with evidence: build it, ask it, check it."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; errors become one message and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a character shows a mark instead
    try:
        code = cli.main(arguments, prog_name="plangraph", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except PlangraphError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_COULD_NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        _end(0)
    except OSError as error:
        click.echo(f"error: the answer cannot be written: {error.strerror or error}", err=True)
        _end(EXIT_COULD_NOT_RUN)


def _end(code: int) -> NoReturn:
    """End without writing anything more to a stream that cannot be written to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
