"""compare, conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from plangraph import api, comparison
from plangraph.cli import options
from plangraph.cli.output import Cell, print_json, print_rows, print_table

_SEVERITIES = ("warning", "info")


@click.command()
@click.argument("first")
@click.argument("second")
@options.graph
@options.form
@click.option(
    "--memo", type=click.Path(path_type=Path, dir_okay=False), help="Write a Word memo with quotes to this file."
)
def compare(first: str, second: str, graph: Path, form: str, memo: Path | None) -> None:
    """Set FIRST and SECOND side by side: regions (江海区 鹤山市), documents by id, or periods (2016-2020).

    Industries are met at their concept; a cell that is empty was not found in the texts that were read.
    """
    found = api.compare(first, second, graph)
    if memo is not None:
        click.echo(str(api.write_memo(found, memo)))
        return
    if form == "json":
        print_json(found.record())
        return
    columns = ("section", "label", first, second, f"{first} quote", f"{second} quote")
    rows = [row for title, lines in _sections(found) for row in _rows(title, lines, quotes=form == "csv")]
    if form == "csv":
        print_rows(columns, rows, form)
        return
    for title, lines in _sections(found):
        shown = [row[1:] for row in _rows(title, lines, quotes=False)]
        print_table(("", found.a.label, found.b.label), shown, title=title)


def _sections(found: comparison.Comparison) -> list[tuple[str, Sequence[comparison.Line]]]:
    return [
        ("产业 industries", found.industries),
        ("目标 targets", found.targets),
        ("共同定位 goals of both", found.goals),
        ("合作对象 partners", found.partners),
    ]


def _rows(title: str, lines: Sequence[comparison.Line], *, quotes: bool) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for line in lines:
        cells = (line.a, line.b)
        quoted = [cell.quote if cell else None for cell in cells] if quotes else []
        rows.append([title, line.label, *(_short(cell) for cell in cells), *quoted])
    return rows


def _short(cell: comparison.Cell | None) -> str | None:
    if cell is None:
        return None
    return f"{cell.text} ({cell.statements})" if cell.statements > 1 else cell.text


@click.command()
@options.graph
@options.form
@click.option("--region", default="", help="Only findings of this region.")
@click.option("--kind", default="", help="Only findings of this kind.")
@click.option("--severity", type=click.Choice(_SEVERITIES), help="Only findings as grave as this.")
def conflicts(graph: Path, form: str, region: str, kind: str, severity: str | None) -> None:
    """List what plans say against each other, the gravest first. Every value has its quote; none is resolved."""
    found = api.conflicts(graph, region=region, kind=kind, severity=severity or "")
    if form == "json":
        print_json(found)
        return
    columns = ("kind", "severity", "subject", "year", "value", "unit", "document", "section", "quote")
    rows: list[list[Cell]] = []
    titles = {name: f"{known.title_zh} {known.title_en}" for name, known in comparison.kinds().items()}
    for record in found:
        kind_of = str(record["kind"])
        head = [titles[kind_of] if form == "table" else kind_of]
        head += [cast(str, record[name]) for name in ("severity", "subject", "year")]
        for value in cast("list[dict[str, str]]", record["values"]):
            rows.append([*head, *(value[name] for name in columns[4:])])
    if form == "table" and not rows:
        click.echo("没有发现 nothing was found")
    elif form == "table":
        print_table(
            ("", "事项 subject", "年 year", "数值 value", "文件 document", "原文 quote"),
            [[row[0], row[2], row[3], row[4], row[6], row[8]] for row in rows],
        )
    else:
        print_rows(columns, rows, form)
