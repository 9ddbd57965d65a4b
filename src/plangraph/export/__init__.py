"""The graph in the serialisations, tables and networks that others load.

    N-Quads ─► rdf, jsonld
    store ─► tables ─► csvw, workbook
    store ─► networks, neo4j

Every writer takes the folder of a graph and a stream (or an empty folder) and knows nothing of where it leads:
`compress` puts what is whole in its place.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from plangraph.errors import GraphError, InputError, nearest
from plangraph.export.compress import GZIP, ZIP, uncompressed, writing, writing_folder
from plangraph.export.csvw import write_tables
from plangraph.export.jsonld import write_jsonld
from plangraph.export.neo4j import write_neo4j
from plangraph.export.networks import write_gexf, write_graphml
from plangraph.export.rdf import triples_as, write_nquads, write_trig
from plangraph.export.workbook import write_workbook
from plangraph.folder import graph_folder

_FileWriter = Callable[[Path, IO[bytes]], None]
_FolderWriter = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """How an export is written: to a file whose name ends so, or to a folder."""

    write: _FileWriter | None = None
    ending: str = ""
    write_folder: _FolderWriter | None = None
    packed: bool = False  # it is a zip archive already


def export(graph: Path, format_name: str, target: Path) -> Path:
    """Write the whole graph to a file or folder and return its path.

    An empty `format_name` is told by the ending of the file. A name that ends in `.gz` or `.zip` is compressed.
    What is written stands beside its place and is moved there when it is whole; nothing inside the graph's own
    folder is ever written.
    """
    form = _format(format_name or guess(target), target)
    folder = graph_folder(graph)
    if target.resolve().is_relative_to(folder.resolve()):
        raise InputError("this lies inside the graph's folder", where=str(target), hint="write it elsewhere")
    try:
        if form.write_folder is not None:
            with writing_folder(target) as place:
                form.write_folder(folder, place)
        elif form.write is not None:
            with writing(target) as out:
                form.write(folder, out)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror or error}", where=str(target)) from error
    return target


def guess(target: Path) -> str:
    """The format that the ending of a file tells."""
    ending = Path(uncompressed(target.name)).suffix.removeprefix(".").lower()
    endings = {form.ending: name for name, form in FORMATS.items() if form.ending}
    if ending in endings:
        return endings[ending]
    what = f"the ending .{ending} tells no format" if ending else "this name tells no format"
    raise InputError(what, where=str(target), hint=f"{nearest(ending, endings)} (or use --format)")


def _format(name: str, target: Path) -> Format:
    if name not in FORMATS:
        raise InputError(f"unknown format {name!r}", hint=nearest(name, FORMATS))
    form = FORMATS[name]
    if form.packed and target.name != uncompressed(target.name):
        raise InputError(
            f"{name} is compressed already", where=str(target), hint=f"end the name in .{form.ending}"
        )
    if form.write_folder is not None and target.name.endswith(GZIP):
        raise InputError(f"{name} is a folder", where=str(target), hint=f"end the name in {ZIP}")
    return form


def _write_csv(folder: Path, out: IO[bytes]) -> None:
    """The statements as the build lists them, with the mark by which Excel knows UTF-8."""
    records = folder / "statements.jsonl"
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    try:
        with records.open(encoding="utf-8", newline="\n") as lines:
            rows: Iterator[dict[str, object]] = (json.loads(line) for line in lines if line.strip())
            first = next(rows, {})
            writer = csv.DictWriter(text, fieldnames=list(first), lineterminator="\n")
            writer.writeheader()
            writer.writerows([first] if first else [])
            writer.writerows(rows)
    except ValueError as error:
        hint = "run `plangraph build` again"
        raise GraphError(f"the statements cannot be read: {error}", where=str(records), hint=hint) from error
    finally:
        text.detach()


FORMATS: Mapping[str, Format] = {
    "nquads": Format(write_nquads, "nq"),
    "trig": Format(write_trig, "trig"),
    "jsonld": Format(write_jsonld, "jsonld"),
    "turtle": Format(triples_as("turtle"), "ttl"),
    "ntriples": Format(triples_as("ntriples"), "nt"),
    "rdfxml": Format(triples_as("rdfxml"), "rdf"),
    "csv": Format(_write_csv, "csv"),
    "tables": Format(write_folder=write_tables),
    "xlsx": Format(write_workbook, "xlsx", packed=True),
    "graphml": Format(write_graphml, "graphml"),
    "gexf": Format(write_gexf, "gexf"),
    "neo4j": Format(write_folder=write_neo4j),
}
