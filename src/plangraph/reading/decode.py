"""Bytes of a text file → text, with every line break as it stands.

The encodings that Chinese offices write: UTF-8, UTF-16, and GB18030 (which covers GBK and GB2312). A byte order
mark decides; without one, an encoding is taken when the whole file can be read in it and the result looks like
Chinese or plain ASCII text. Nothing is replaced: a file that is damaged is an error that names the place.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from plangraph.errors import InputError

# The longer mark before the shorter one that it may begin with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_GUESSED = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")

# Charsets that a page may declare → the codec that reads all that browsers read under that name.
_DECLARED = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
}

_BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"MZ": "a program",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # in no text of these encodings, but for UTF-16
_NOT_TEXT = "a text is needed here: save the file as plain text in UTF-8"

_SAMPLE = 10_000  # characters looked at, at the beginning, in the middle and at the end
_MIN_COMMON = 0.6  # of Chinese characters: real text has 0.95 and more, text in a wrong encoding 0.3 and less
_MAX_ODD = 0.1  # letters of other scripts, symbols outside of the blocks that Chinese text uses
_MAX_CONTROL = 0.01
_FEW_BROKEN = 4
_MAX_BROKEN = 0.01  # of all characters: more than this is another encoding, not damage


def decode(data: bytes, where: str, declared: str = "") -> tuple[str, str]:
    """The text, and its encoding: utf-8, utf-8-sig, utf-16-le, utf-16-be, gb18030, or big5hkscs when declared.

    Offsets into the text count from after a byte order mark. `where` names the file in errors, `declared` is
    what the file itself says of its charset; it is believed when the result looks like text. Raises InputError
    for what is empty, no text, damaged, or in an encoding that is none of these.
    """
    text, encoding = _marked(data, where) or _guessed(data, where, _codec(declared))
    if "\0" in text or text.startswith("{\\rtf"):  # UTF-16 may hold zeros, and RTF is plain ASCII
        raise _binary(data, where)
    if not text.strip():
        raise InputError("the file is empty", where=where, hint="put the text of the document into it")
    return text, encoding


def _codec(charset: str) -> str:
    try:
        return _DECLARED.get(codecs.lookup(charset).name, "")
    except (LookupError, ValueError):
        return ""


def _marked(data: bytes, where: str) -> tuple[str, str] | None:
    """The text of a file that begins with a byte order mark."""
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], codec)
            if text is None:
                raise _broken(data, where, codec)
            return text, name
    return None


def _guessed(data: bytes, where: str, declared: str) -> tuple[str, str]:
    """The first encoding that reads the whole file as text; bytes are hardly ever valid UTF-8 by chance."""
    for codec in [declared, *_GUESSED] if declared else _GUESSED:
        text = _strict(data, codec)
        if text is not None and (_plausible(text) or (codec == "utf-8" and _controlled(text))):
            return text, codec
    text = _strict(data, declared) if declared else None
    if text is None or not _controlled(text):
        raise _unreadable(data, where)
    return text, declared


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


# ── does it look like text ──────────────────────────────────────────────────────────────────────────────


def _plausible(text: str) -> bool:
    """Whether the characters are those of Chinese or ASCII text, in the shares in which texts have them."""
    sample = _sample(text)
    han = [char for char in sample if "㐀" <= char <= "鿿"]
    odd = sum(not (char.isascii() or _is_chinese(char)) for char in sample)
    common = sum(char in _common() for char in han)
    return _controlled(text) and odd <= _MAX_ODD * len(sample) and common >= _MIN_COMMON * len(han)


def _controlled(text: str) -> bool:
    """Whether there are hardly any control characters, as in text of any language."""
    sample = _sample(text)
    return "\0" not in text and sum(map(_is_control, sample)) <= _MAX_CONTROL * len(sample)


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE] + text[middle : middle + _SAMPLE] + text[-_SAMPLE:]


def _is_control(char: str) -> bool:
    """Control characters other than blanks and line ends, and characters for private use."""
    return (char < " " and char not in "\t\n\r\f") or "\x7f" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff"


def _is_chinese(char: str) -> bool:
    """Chinese characters, and the blocks of punctuation, numbers and shapes that Chinese texts use."""
    return (
        "\u2000" <= char <= "\u27ff"
        or "\u3000" <= char <= "\u33ff"
        or "㐀" <= char <= "鿿"
        or "\uff00" <= char <= "\uffef"
        or "\U00020000" <= char <= "\U0003ffff"
        or char in "\xa0°±²³·×÷\ufeff"
    )


@cache
def _common() -> frozenset[str]:
    """The 3,755 characters of level 1 of GB/T 2312, ordered there by use: nearly all of any modern text."""
    rows, cells = range(0xB0, 0xD8), range(0xA1, 0xFF)
    codes = (bytes((row, cell)) for row in rows for cell in cells)
    return frozenset("".join(code.decode("gb2312", "ignore") for code in codes))


# ── what is wrong with the file ─────────────────────────────────────────────────────────────────────────


def _unreadable(data: bytes, where: str) -> InputError:
    """Damaged text when all but a few bytes can be read in one encoding; else no text that we know."""
    if _kind(data) is None:
        for codec in ("utf-8", "gb18030"):
            text = data.decode(codec, "replace")
            readable = text.replace("\ufffd", "")
            if len(text) - len(readable) <= max(_FEW_BROKEN, _MAX_BROKEN * len(text)) and _plausible(readable):
                return _broken(data, where, codec)
    return _binary(data, where)


def _broken(data: bytes, where: str, codec: str) -> InputError:
    """Names the first byte that cannot be read; lines and bytes count from 1."""
    position = _fault(data, codec)
    message = f"byte {position + 1:,} of {len(data):,} is not {codec.upper()} text"
    if len(data) - position < 4:
        message = f"the file breaks off in the middle of a character: {message}"
    hint = "the copy is damaged there: copy the file again"
    if codec in ("utf-8", "gb18030"):
        hint += f", or drop what cannot be read with: iconv -c -f {codec} -t utf-8"
    return InputError(message, where=_line(where, data, position), hint=hint)


def _fault(data: bytes, codec: str) -> int:
    """Offset of the first byte that cannot be read; a byte order mark counts."""
    skipped = next((len(mark) for mark, _, marked in _MARKS if marked == codec and data.startswith(mark)), 0)
    try:
        data[skipped:].decode(codec)
    except UnicodeDecodeError as error:
        return skipped + error.start
    return 0


def _line(where: str, data: bytes, position: int) -> str:
    return f"{where}, line {data.count(10, 0, position) + 1}"


def _kind(data: bytes) -> str | None:
    """What a binary file is, by its first bytes."""
    return next((what for magic, what in _BINARY.items() if data.startswith(magic)), None)


def _binary(data: bytes, where: str) -> InputError:
    what = _kind(data)
    if what is not None:
        return InputError(f"it is {what}, not a text", where=where, hint=_NOT_TEXT)
    control = _CONTROL.search(data)
    if control is not None:
        message = f"a binary file, not a text: byte {control.start() + 1:,} is a control character"
        return InputError(message, where=where, hint=_NOT_TEXT)
    position = _fault(data, "utf-8")
    return InputError(
        f"neither UTF-8, UTF-16 nor GB18030 text: byte {position + 1:,} cannot be read",
        where=_line(where, data, position),
        hint="save it as UTF-8, for example with: iconv -f big5 -t utf-8",
    )
