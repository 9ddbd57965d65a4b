"""search."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from plangraph import api
from plangraph.cli import options
from plangraph.cli.output import Cell, print_json, print_rows, print_table
from plangraph.model import Span, spans_text
from plangraph.search import LIMIT, PASSAGE, Found

_COLUMNS = (
    "kind",
    "name",
    "match",
    "matched",
    "class",
    "region",
    "statements",
    "targets",
    "document",
    "section",
    "passage",
    "start",
    "end",
    "spans",
    "iri",
)


@click.command()
@click.argument("text")
@options.graph
@options.form
@click.option("--kind", default="", help="Only this kind: park, project, industry, indicator, body, …, passage.")
@click.option("--region", default="", help="Only what is of this region: its name or code.")
@click.option("--document", default="", help="Only what this document speaks of: its id or title.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=LIMIT, show_default=True, help="Results of each sort."
)
def search(text: str, graph: Path, form: str, kind: str, region: str, document: str, limit: int) -> None:
    """Find names and passages that hold every word of TEXT; words in quotes stay together.

    One character is enough. 繁 and 简, full and half width, blanks and quotation marks make no difference; the
    beginnings of pinyin find names (xcl → 新材料). Names come first: those that are the text, then those that
    begin with it, then those that hold it; among equals, the most told of.
    """
    found = api.search(text, graph, kind=kind, region=region, document=document, limit=limit)
    if form == "json":
        print_json(found.record())
    elif form == "csv":
        print_rows(_COLUMNS, [*_thing_rows(found), *_place_rows(found)], form)
    else:
        _print_tables(found)


def _thing_rows(found: Found) -> Iterable[list[Cell]]:
    for item in found.things:
        labels = (item.class_zh, item.region_label, item.statements, item.targets)
        yield [item.kind, item.label, item.match, item.name, *labels, *[None] * 6, item.iri]


def _place_rows(found: Found) -> Iterable[list[Cell]]:
    for item in found.places:
        words = (item.document, item.section, item.snippet, item.start, item.end, spans_text(item.spans))
        yield [PASSAGE, None, None, None, item.kind, item.region, None, None, *words, item.iri]


def _print_tables(found: Found) -> None:
    if found.things:
        print_table(
            ("名称 name", "类型 class", "区域 region", "匹配 matched", "陈述 said"),
            [
                [
                    item.label,
                    item.class_zh,
                    item.region_label,
                    _marked(item.name, item.marks),
                    item.statements + item.targets,
                ]
                for item in found.things
            ],
            title=f"名称 names: {found.things_total}",
        )
    if found.places:
        print_table(
            ("文件 document", "章节 section", "原文 text"),
            [[item.title, item.section, _marked(item.snippet, item.marks)] for item in found.places],
            title=f"原文 passages: {found.places_total}",
        )
    if not found.things and not found.places:
        click.echo("没有找到 nothing was found")


def _marked(text: str, marks: Iterable[Span]) -> str:
    for mark in reversed(list(marks)):
        text = f"{text[: mark.start]}【{text[mark.start : mark.end]}】{text[mark.end :]}"
    return text
