"""query, sparql, list, explain."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from plangraph import api, queries
from plangraph.cli import options
from plangraph.cli.output import Cell, console, print_json, print_rows, print_table
from plangraph.errors import InputError, QueryError
from plangraph.store import Solutions, serialise
from plangraph.terms import Literal, Node, shorten


@click.command()
@click.argument("name")
@click.argument("values", nargs=-1, metavar="[PARAM=VALUE]...")
@options.graph
@options.form
def query(name: str, values: tuple[str, ...], graph: Path, form: str) -> None:
    """Ask a named question across plans; `plangraph list queries` names them.

    Labels are accepted for IRIs: `plangraph query region-goals region=鹤山`.
    """
    asked = queries.get(name)
    answer = api.query(name, graph, **_pairs(values))
    if form == "json":
        print_json(answer.records())
        return
    if form == "csv":
        print_rows(answer.columns, answer.rows, form)
        return
    labels = {column.name: f"{column.label_zh}\n{column.label_en}" for column in asked.columns}
    shown = [answer.columns.index(name) for name in asked.shown or answer.columns]
    headers = [labels.get(answer.columns[number], answer.columns[number]) for number in shown]
    rows = [[row[number] for number in shown] for row in answer.rows]
    print_table(headers, rows, title=f"{asked.title_zh} · {asked.title_en}")
    if not rows:
        regions = sorted({row["region"] for row in api.list_documents(graph) if "region" in row})
        click.echo(f"没有找到；图谱中有规划的区域 regions with plans: {'、'.join(regions)}", err=True)


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals:
            raise QueryError(f"{value!r} is not of the form parameter=value")
        if name in pairs:
            raise QueryError(f"parameter {name!r} is given twice")
        pairs[name] = text
    return pairs


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.graph
@options.form
def sparql(file: Path, graph: Path, form: str) -> None:
    """Run the SPARQL query in FILE (`-` for standard input). Triples are printed as Turtle."""
    text = _read(file)
    if not text.strip():
        raise InputError("there is no query in it", where=str(file))
    result = api.sparql(text, graph)
    if isinstance(result, bool):
        click.echo("true" if result else "false")
    elif isinstance(result, Solutions):
        rows = [[_cell(node, form) for node in row] for row in result.rows]
        print_rows(result.columns, rows, form)
    else:
        click.echo(serialise(result, "turtle").decode(), nl=False)


def _cell(node: Node | None, form: str) -> Cell:
    if node is None:
        return None
    return shorten(node.value) if form == "table" and not isinstance(node, Literal) else node.value


def _read(file: Path) -> str:
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"the query cannot be read: {reason}", where=str(file)) from error


@click.command()
@click.argument("what", type=click.Choice(["queries", "classes", "documents"]), default="queries")
@options.graph
@options.form
def list_(what: str, graph: Path, form: str) -> None:
    """List queries, classes or documents."""
    if what == "queries":
        rows: list[list[Cell]] = [
            [item.name, item.title_zh, item.title_en, " ".join(f"{p.name}={p.type}" for p in item.parameters)]
            for item in api.list_queries()
        ]
        print_rows(("name", "问题", "question", "parameters"), rows, form)
        return
    records = api.list_classes(graph) if what == "classes" else api.list_documents(graph)
    columns = tuple(records[0]) if records else ()
    names = tuple(dict.fromkeys(name for record in records for name in record)) or columns
    print_rows(names, [[shorten(record.get(name, "")) for name in names] for record in records], form)


@click.command()
@click.argument("statement")
@options.graph
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(statement: str, graph: Path, form: str) -> None:
    """Show where STATEMENT comes from: quote, section, rule, confidence and why it was found."""
    found = api.explain(statement, graph)
    if form == "json":
        print_json(found)
        return
    out = console()
    for name, text in found.items():
        out.print(f"[bold]{name:>12}[/bold]  ", end="")
        out.print(text, markup=False, highlight=False)
