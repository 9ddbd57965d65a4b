"""Pinyin of names; the only import of pypinyin, and of use only when an index is written."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """The first letters of the syllables, with Latin letters and digits as they are.

    >>> initials("新材料"), initials("重庆5G基地")
    ('xcl', 'cq5gjd')
    """
    return _plain(lazy_pinyin(name, style=Style.FIRST_LETTER))


def syllables(name: str) -> str:
    """The whole pinyin without tones.

    >>> syllables("鹤山")
    'heshan'
    """
    return _plain(lazy_pinyin(name))


def _plain(parts: list[str]) -> str:
    return "".join(char for char in "".join(parts).lower() if char.isascii() and char.isalnum())
