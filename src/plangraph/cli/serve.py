"""serve."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph.cli import options
from plangraph.errors import PlangraphError


@click.command()
@options.graph
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def serve(graph: Path, port: int, host: str) -> None:
    """Serve the reader pages on this machine."""
    try:
        # The web framework is an extra; without it every other verb works.
        from plangraph.web.server import run  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise PlangraphError(f"{error.name} is not installed", hint="pip install 'plangraph[web]'") from error
    run(graph, host, port)
