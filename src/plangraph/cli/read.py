"""read."""

from __future__ import annotations

from pathlib import Path

import click
from rich import box
from rich.markup import escape
from rich.table import Table as Grid

from plangraph import api
from plangraph.cli.output import console, print_json, progress
from plangraph.model import Document, Table, TableRow, TableValue
from plangraph.reading import records

#: Words of the roles of values, in the order in which columns of one time stand.
_ROLES = {
    "base": "基期",
    "total": "总投资",
    "done": "累计完成",
    "planned": "计划",
    "target": "目标",
    "actual": "实际",
    "growth": "年均增长",
    "cumulative": "累计",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--outline", "part", flag_value="outline", help="The headings.")
@click.option("--passages", "part", flag_value="passages", help="The paragraphs with their headings.")
@click.option("--tables", "part", flag_value="tables", help="The tables, row by row.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def read(file: Path, part: str | None, form: str) -> None:
    """Show what is understood of FILE (text, HTML, PDF or DOCX): a summary and the outline, or one part in full.

    Offsets count the code points of the text that is read from the file.
    """
    with progress() as tell:
        document = api.read(file, tell)
    if form == "json":
        print_json(_record(document, part))
    elif part == "tables":
        _print_tables(document)
    elif part == "passages":
        _print_passages(document)
    else:
        if part is None:
            _print_summary(document)
        _print_outline(document)


def _record(document: Document, part: str | None) -> records.Record:
    """The part that is asked for under its name; the summary with the outline when none is."""
    if part == "tables":
        return {"tables": records.table_records(document)}
    if part == "passages":
        return {"passages": records.passage_records(document)}
    outline: records.Record = {"outline": records.outline_records(document)}
    return outline if part else records.summary_record(document) | outline


def _print_summary(document: Document) -> None:
    summary = records.summary_record(document)
    counts = ", ".join(f"{summary[name]:,} {name}" for name in ("characters", "sections", "passages", "tables"))
    left_out = [f"{reason} ({count:,} characters)" for reason, count in summary["left_out_characters"].items()]
    gaps = [f"{gap['reason']} at {gap['spans'][0][0]}" for gap in summary["gaps"]]
    told = {
        "title": summary["title"] or "not found",
        "format": " ".join(filter(None, (document.format, document.encoding))),
        "read": counts,
        "left out": ", ".join(left_out) or "nothing",
        "tables not read": ", ".join(gaps) or "none",
        "places": f"{summary['references']:,} {_places(document)}" if document.references else "",
    }
    out = console()
    for name, value in told.items():
        if value:
            out.print(f"[bold]{name:>15}[/bold]  {escape(value)}", highlight=False)


def _places(document: Document) -> str:
    return f"{document.references[0].kind}s of the original"


def _print_outline(document: Document) -> None:
    for section in document.sections:
        click.echo("  " * (section.level - 1) + section.title)
    if not document.sections:
        click.echo("no headings were found", err=True)


def _print_passages(document: Document) -> None:
    out = console()
    headings: tuple[str, ...] = ()
    for passage in document.passages:
        if passage.headings != headings:
            headings = passage.headings
            out.print(f"[bold]{escape(' › '.join(headings))}[/bold]", highlight=False)
        out.print(f"[dim]{passage.id} {passage.kind}[/dim]  {escape(passage.text)}", highlight=False)


def _print_tables(document: Document) -> None:
    out = console()
    for table in document.tables:
        facts = filter(None, (table.kind, table.unit, records.table_period(table)))
        caption = f"{table.title or table.id} ({', '.join(facts)})"
        out.print(_grid(table, escape(caption)))
    click.echo(f"{len(document.tables)} tables", err=True)


def _grid(table: Table, caption: str) -> Grid:
    values = sorted((value for row in table.rows for value in row.values), key=_order)
    columns = list(dict.fromkeys(map(_column, values)))
    facts = {
        "单位": any(row.unit for row in table.rows),
        "属性": any(row.attribute for row in table.rows),
        "年限": any(row.start for row in table.rows),
        "内容": any(row.content for row in table.rows),
    }
    shown = [name for name, has in facts.items() if has]
    grid = Grid(title=caption, title_justify="left", box=box.SIMPLE_HEAVY)
    for name in ("序号", "名称", *columns, *shown):
        grid.add_column(name, overflow="fold", justify="right" if name in columns else "left")
    group = ""
    for row in table.rows:
        if row.group != group:
            group = row.group
            grid.add_row("", f"[bold]{escape(group)}[/bold]")
        grid.add_row(*map(escape, _cells(row, columns, shown)))
    return grid


def _cells(row: TableRow, columns: list[str], shown: list[str]) -> list[str]:
    values = {_column(value): value.text for value in row.values}
    facts = {
        "单位": row.unit,
        "属性": row.attribute,
        "年限": f"{row.start}–{row.end}" if row.start else "",
        "内容": row.content,
    }
    name = "  " * max(row.level - 1, 0) + row.name
    return [row.no, name, *(values.get(column, "") for column in columns), *(facts[name] for name in shown)]


def _column(value: TableValue) -> str:
    words = " ".join(_ROLES.get(word, word) for word in value.role.split())
    return " ".join(filter(None, (str(value.year or value.period or ""), words)))


def _order(value: TableValue) -> tuple[str, list[int]]:
    places = list(_ROLES)
    return str(value.year or value.period or ""), [
        places.index(word) for word in value.role.split() if word in places
    ]
