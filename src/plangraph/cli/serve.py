"""serve."""

from __future__ import annotations

from pathlib import Path

import click

from plangraph.cli import options
from plangraph.errors import PlangraphError
from plangraph.web.sparql.settings import Settings

_DEFAULT = Settings()
_MIB = 1024 * 1024


@click.command()
@options.graph
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--time-limit",
    type=click.FloatRange(0.1, 3600),
    default=_DEFAULT.seconds,
    show_default=True,
    help="Seconds that a SPARQL query may take.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=_DEFAULT.workers,
    show_default=True,
    help="Processes, each of which runs one SPARQL query at a time.",
)
@click.option(
    "--queue",
    type=click.IntRange(0, 10_000),
    default=_DEFAULT.queue,
    show_default=True,
    help="SPARQL queries that may wait for a process.",
)
@click.option(
    "--memory",
    type=click.IntRange(64),
    default=_DEFAULT.memory // _MIB,
    show_default=True,
    help="MiB that a process may take for a query.",
)
@click.option(
    "--rows", type=click.IntRange(1), default=_DEFAULT.rows, show_default=True, help="Rows of an answer."
)
@click.option("--service", multiple=True, metavar="IRI", help="An endpoint that SERVICE may ask. Repeatable.")
def serve(
    graph: Path,
    port: int,
    host: str,
    time_limit: float,
    workers: int,
    queue: int,
    memory: int,
    rows: int,
    service: tuple[str, ...],
) -> None:
    """Serve pages, linked data and a SPARQL endpoint on this machine.

    The pages begin at /, the endpoint is /sparql. Everything is read-only.
    """
    try:
        # The web framework is an extra; without it every other verb works.
        from plangraph.web.server import run  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise PlangraphError(f"{error.name} is not installed", hint="pip install 'plangraph[web]'") from error
    settings = Settings(
        seconds=time_limit,
        workers=workers,
        queue=queue,
        memory=memory * _MIB,
        rows=rows,
        services=service,
    )
    run(graph, host, port, settings)
