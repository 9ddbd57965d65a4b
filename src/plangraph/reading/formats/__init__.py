"""Bytes of a file → `Source`, by what the bytes are and not by what the file is called.

Each format has one module; each of them raises `InputError` with the place and what to do next, follows no
reference out of the file, and runs nothing that lies in it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from plangraph.model import SourceFormat
from plangraph.reading.source import Source

#: Told while a long file is read: what is done, how much, of how much.
Progress = Callable[[str, int, int], None]

_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<meta", b"<div", b"<table", b"<p>", b"<p ")
_SNIFFED = 2048


def sniff(data: bytes) -> SourceFormat:
    """The format that the first bytes tell of; text when they tell of none."""
    head = data[:_SNIFFED].replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n").lower()
    if b"%pdf-" in data[:1024].lower():
        return "pdf"
    if head.startswith(b"pk\x03\x04") or head.startswith(b"\xd0\xcf\x11\xe0"):
        return "docx"
    return "html" if head.startswith(_HTML) or b"<html" in head else "text"


def load(data: bytes, where: str, progress: Progress | None = None) -> Source:
    """The file as text with what its format tells; `where` names the file in errors.

    A reader is imported when a file asks for it: the libraries behind them take longer to load than most
    texts take to read.
    """
    module = importlib.import_module(f"plangraph.reading.formats.{sniff(data)}")
    source = module.load(data, where, progress or _quiet)
    assert isinstance(source, Source)
    return source


def _quiet(_step: str, _done: int, _total: int) -> None:
    return
