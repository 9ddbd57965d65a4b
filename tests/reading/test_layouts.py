"""The plans of the corpus laid out in other formats: the same tables, and every quote of the graph proved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from layouts import docx, html, pdf
from layouts.blocks import Block, Heading, TableBlock, blocks_of, outline, rows
from plangraph import api
from plangraph.model import Document, DocumentInfo
from plangraph.reading import load, read_document, read_manifest, structured
from plangraph.reading.manifest import COLUMNS
from plangraph.resources import corpus_dir

INFOS = {info.id: info for info in read_manifest(corpus_dir())}
OUTLINES = ("heshan-outline", "jianghai-outline")
Render = Callable[[list[Block], str], bytes]
FORMATS: dict[str, Render] = {
    "pdf": lambda blocks, _title: pdf.render(blocks),
    "docx": lambda blocks, _title: docx.render(blocks),
    "html": html.render,
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {key: read_document(INFOS[key], corpus_dir()) for key in OUTLINES}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("key", OUTLINES)
def test_tables_and_outline_are_the_same(documents: dict[str, Document], key: str, form: str) -> None:
    document = documents[key]
    data = FORMATS[form](_once(blocks_of(document)), document.info.title)
    again = structured(document.info, load(data, f"plan.{form}"))
    assert again.format == form
    assert [rows(table) for table in again.tables] == [rows(table) for table in document.tables]
    assert [(t.kind, t.unit) for t in again.tables] == [(t.kind, t.unit) for t in document.tables]
    assert again.gaps == ()
    assert outline(again) == outline(document)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_graph_of_it_is_proved(documents: dict[str, Document], tmp_path: Path, form: str) -> None:
    document = documents["jianghai-outline"]
    data = FORMATS[form](blocks_of(document), document.info.title)
    (tmp_path / f"plan.{form}").write_bytes(data)
    info = replace(document.info, file=f"plan.{form}", sha256=sha256(data).hexdigest())
    _manifest(tmp_path, info)
    built = api.build(tmp_path, tmp_path / "graph")
    assert built.targets > 200
    assert api.verify(tmp_path / "graph").findings == ()
    place = {"pdf": "page", "docx": "paragraph"}[form]
    placed = api.sparql(f"ASK {{ ?e a pg:Evidence FILTER NOT EXISTS {{ ?e pg:{place} ?n }} }}", tmp_path / "graph")
    assert placed is False


def _manifest(folder: Path, info: DocumentInfo) -> None:
    cells = {**{c: getattr(info, c) for c in COLUMNS}, "issuers": "|".join(info.issuers), "aliases": ""}
    line = ",".join("" if cells[c] is None else str(cells[c]) for c in COLUMNS)
    (folder / "manifest.csv").write_text(f"{','.join(COLUMNS)}\n{line}\n", encoding="utf-8")


def _once(blocks: list[Block]) -> list[Block]:
    """The blocks with the title of a table printed once, as its heading."""
    headed = [isinstance(before, Heading) and before.text for before in (None, *blocks)]
    return [
        replace(block, title="") if isinstance(block, TableBlock) and block.title == above else block
        for block, above in zip(blocks, headed, strict=False)
    ]
