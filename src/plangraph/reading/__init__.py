"""Manifest and files → documents with sections, passages in running text, and tables.

    read_manifest(folder) ─► DocumentInfo … ─► read_document(info, folder) ─► Document

Nothing is corrected here: a passage is the join of spans of the archived text, and what is not part of the
document proper (navigation, lists of contents, page numbers) is kept in `left_out` with the reason.
"""

from __future__ import annotations

from pathlib import Path

from plangraph.model import Document, DocumentInfo
from plangraph.reading.formats import Progress, load
from plangraph.reading.manifest import check_codes, read_manifest
from plangraph.reading.source import Source
from plangraph.reading.structure import read_structure

__all__ = ["Progress", "Source", "check_codes", "load", "read_document", "read_manifest", "structured"]


def read_document(info: DocumentInfo, folder: Path, progress: Progress | None = None) -> Document:
    """The document that a row of the manifest describes."""
    path = folder / info.file
    return structured(info, load(path.read_bytes(), str(path), progress))


def structured(info: DocumentInfo, source: Source) -> Document:
    """The document that a loaded file holds."""
    found = read_structure(source, info.title)
    return Document(
        info=info,
        text=source.text,
        format=source.format,
        encoding=source.encoding,
        sections=found.sections,
        passages=found.passages,
        tables=found.tables,
        left_out=found.left_out,
        gaps=found.gaps,
        references=source.references,
    )
