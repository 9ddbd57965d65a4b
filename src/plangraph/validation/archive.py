"""The archived texts that a build keeps beside its graph: are they the ones that the graph speaks of?"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plangraph.model import Span, parse_spans, quote
from plangraph.reading.decode import decode
from plangraph.terms import PG
from plangraph.validation.nodes import Nodes, document_id

#: (kind, node, what the message tells): a finding before it is worded and placed.
Fault = tuple[str, str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Archive:
    """The archived texts by document IRI, and the faults that were met while they were read."""

    texts: Mapping[str, str]
    faults: tuple[Fault, ...] = field(default=())

    def at(self, document: str, spans: str) -> str:
        """The words at these spans of a document; empty when they cannot be told."""
        try:
            return quote(self.texts.get(document, ""), parse_spans(spans))
        except ValueError:
            return ""

    def check_spans(self, node: str, document: str, written: str) -> Iterator[Fault]:
        """Whether spans are of the right form, in order, not empty, and inside the text."""
        try:
            spans = parse_spans(written)
        except ValueError:
            spans = ()
        if not spans:
            yield "spans-malformed", node, {"detail": written}
            return
        if not _ordered(spans):
            yield "spans-order", node, {"detail": written}
        length = len(self.texts[document])
        if max(span.end for span in spans) > length:
            yield "spans-bounds", node, {"detail": written, "length": str(length)}


def _ordered(spans: tuple[Span, ...]) -> bool:
    end = 0
    for span in spans:
        if span.start < end or span.end <= span.start:
            return False
        end = span.end
    return True


def read_archive(nodes: Nodes, folder: Path) -> Archive:
    """The texts of all documents of the graph, from `<id>.txt` in this folder."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for document in nodes.typed(PG + "Document"):
        path = folder / f"{document_id(document)}.txt"
        if not path.is_file():
            faults.append(("text-missing", document, {"detail": path.name}))
            continue
        data = path.read_bytes()
        found = hashlib.sha256(data).hexdigest()
        if found != nodes.one(document, PG + "sha256"):
            faults.append(("text-changed", document, {"detail": found}))
        try:
            texts[document] = data.decode("utf-8")  # a build writes nothing else
        except UnicodeDecodeError as error:
            faults.append(("text-unreadable", document, {"detail": f"{path.name}: {error}"}))
    return Archive(texts, tuple(faults))


def changed_files(nodes: Nodes, corpus: Path) -> Iterator[Fault]:
    """The files of a corpus that are no longer what the graph was built from."""
    manifest = corpus / "manifest.csv"
    if not manifest.is_file():
        return
    rows = csv.DictReader(io.StringIO(decode(manifest.read_bytes(), str(manifest))[0], newline=""))
    files = {row.get("id", ""): row.get("file", "") for row in rows}
    for document in nodes.typed(PG + "Document"):
        name = files.get(document_id(document), "")
        path = corpus / name
        if not name or not path.is_file():
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() != nodes.one(document, PG + "fileSha256"):
            yield "corpus-changed", document, {"detail": name}
