"""The graph in the serialisations and tables that others load."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

from plangraph.errors import InputError, nearest
from plangraph.folder import GRAPH_FILE, graph_folder
from plangraph.store import FORMATS as RDF_FORMATS
from plangraph.store import parse_nquads, serialise

FORMATS = (*RDF_FORMATS, "csv")


def export(graph: Path, format_name: str, target: Path) -> Path:
    """Write the whole graph to a file (for csv its statements, with their quotes) and return its path."""
    if format_name not in FORMATS:
        raise InputError(f"unknown format {format_name!r}", hint=nearest(format_name, FORMATS))
    folder = graph_folder(graph)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if format_name == "nquads":
            shutil.copyfile(folder / GRAPH_FILE, target)
        elif format_name == "csv":
            target.write_text(_csv(folder / "statements.jsonl"), encoding="utf-8-sig")
        else:
            target.write_bytes(serialise(parse_nquads(folder / GRAPH_FILE), format_name))
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror or error}", where=str(target)) from error
    return target


def _csv(records: Path) -> str:
    rows = [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
