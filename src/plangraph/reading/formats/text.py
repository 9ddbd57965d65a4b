"""Text files: the characters are all there is."""

from __future__ import annotations

from plangraph.reading.decode import decode
from plangraph.reading.formats import Progress
from plangraph.reading.source import Source


def load(data: bytes, where: str, _progress: Progress) -> Source:
    """The decoded text, with every line break as it stands."""
    text, encoding = decode(data, where)
    return Source(text=text, format="text", encoding=encoding)
