"""The graph in the serialisations and tables that others load."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from plangraph.errors import GraphError, InputError, nearest
from plangraph.folder import GRAPH_FILE, graph_folder
from plangraph.store import FORMATS as RDF_FORMATS
from plangraph.store import parse_nquads, serialise

FORMATS = (*RDF_FORMATS, "csv")


def export(graph: Path, format_name: str, target: Path) -> Path:
    """Write the whole graph to a file (for csv its statements, with their quotes) and return its path.

    The file is written beside its place and moved there when it is whole; nothing inside the graph's own folder
    is ever written.
    """
    if format_name not in FORMATS:
        raise InputError(f"unknown format {format_name!r}", hint=nearest(format_name, FORMATS))
    folder = graph_folder(graph)
    if target.resolve().is_relative_to(folder.resolve()):
        raise InputError("this lies inside the graph's folder", where=str(target), hint="write it elsewhere")
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(_bytes(folder, format_name))
        beside.replace(target)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror or error}", where=str(target)) from error
    finally:
        beside.unlink(missing_ok=True)
    return target


def _bytes(folder: Path, format_name: str) -> bytes:
    if format_name == "nquads":
        return (folder / GRAPH_FILE).read_bytes()
    if format_name == "csv":
        return _csv(folder / "statements.jsonl").encode("utf-8-sig")
    return serialise(parse_nquads(folder / GRAPH_FILE), format_name)


def _csv(records: Path) -> str:
    try:
        rows = [json.loads(line) for line in records.read_text(encoding="utf-8").split("\n") if line]
    except ValueError as error:
        hint = "run `plangraph build` again"
        raise GraphError(f"the statements cannot be read: {error}", where=str(records), hint=hint) from error
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
