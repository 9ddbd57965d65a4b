"""Characters of symbol fonts as Unicode.

Word writes a symbol as a character of its font, in the private area from U+F000 on or as the letter that lies
at its place.
"""

from __future__ import annotations

_PRIVATE = range(0xF000, 0xF100)
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings", "marlett")
_BULLET = "•"

# By font: the places of marks that lists and texts use.
_MARKS = {
    "wingdings": {
        0x6C: "●",
        0x6D: "○",
        0x6E: "■",
        0x6F: "□",
        0x71: "□",
        0x75: "◆",
        0x76: "❖",
        0x77: "◆",
        0x9F: "•",
        0xA1: "○",
        0xA7: "▪",
        0xA8: "□",
        0xAB: "★",
        0xD8: "➢",
        0xE0: "→",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    },
    "symbol": {0x2D: "-", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xA3: "≤", 0xAE: "→"},
}


def symbol(code: int, font: str) -> str:
    """The character at a place of a font; one that is not known here stays as it is."""
    known = _MARKS.get(font.lower(), {})
    return known.get(code - _PRIVATE.start if code in _PRIVATE else code, chr(code))


def bullet(text: str, font: str) -> str:
    """The mark of a list: characters of symbol fonts as Unicode, a plain bullet where they are not known.

    >>> bullet("\\uf06c", "Wingdings"), bullet("n", "Wingdings"), bullet("\\uf0c4", "Webdings"), bullet("—", "")
    ('●', '■', '•', '—')
    """
    if font.lower().startswith(_SYMBOL_FONTS) or any(ord(char) in _PRIVATE for char in text):
        marks = (symbol(ord(char), font) for char in text)
        return "".join(_BULLET if ord(mark) in _PRIVATE or mark.isascii() else mark for mark in marks)
    return "○" if text == "o" else text  # Word's hollow bullet is a small letter of Courier
