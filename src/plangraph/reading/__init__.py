"""Manifest and files → documents with sections, passages in running text, and tables.

    read_manifest(folder) ─► DocumentInfo … ─► read_document(info, folder) ─► Document

Nothing is corrected here: a passage is the join of spans of the archived text, and what is not part of the
document proper (navigation, lists of contents, page numbers) is kept in `left_out` with the reason.
"""

from __future__ import annotations

from pathlib import Path

from plangraph.model import Document, DocumentInfo
from plangraph.reading.decode import decode
from plangraph.reading.manifest import check_codes, read_manifest
from plangraph.reading.structure import read_structure

__all__ = ["check_codes", "read_document", "read_manifest"]


def read_document(info: DocumentInfo, folder: Path) -> Document:
    """The document that a row of the manifest describes."""
    path = folder / info.file
    text, encoding = decode(path.read_bytes(), str(path))
    found = read_structure(text, info.title)
    return Document(
        info=info,
        text=text,
        encoding=encoding,
        sections=found.sections,
        passages=found.passages,
        tables=found.tables,
        left_out=found.left_out,
    )
