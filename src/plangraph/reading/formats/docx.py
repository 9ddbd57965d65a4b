"""Being written."""

from __future__ import annotations

from plangraph.errors import InputError
from plangraph.reading.formats import Progress
from plangraph.reading.source import Source


def load(data: bytes, where: str, progress: Progress) -> Source:
    """Being written."""
    raise InputError("cannot be read yet", where=where)
