"""Bytes of an archived file → text, with every line break as it stands."""

from __future__ import annotations

from plangraph.errors import InputError

_BOM = b"\xef\xbb\xbf"


def decode(data: bytes, where: str) -> tuple[str, str]:
    """The text and the name of its encoding (`utf-8`, or `utf-8-sig` with a byte order mark).

    Offsets into the text count from after the mark. `where` names the file in errors.
    """
    encoding = "utf-8-sig" if data.startswith(_BOM) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 text: byte {error.start} cannot be read", where=where, hint=_advice(data)
        ) from error
    if "\0" in text:
        raise InputError("a binary file, not text", where=where, hint=_advice(data))
    if not text.strip():
        raise InputError("the file is empty", where=where, hint="put the text of the document into it")
    return text, encoding


def _advice(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return "it is a PDF: export its text layer and list the text file instead"
    if data.startswith(b"PK"):
        return "it is a Word or zip file: save it as plain text in UTF-8"
    return "save it as UTF-8, for example with: iconv -f gb18030 -t utf-8"
