"""What was typed → folded words, and the words in the query language of SQLite's full text search.

The index holds every two neighbouring characters of a text as a token (水利建设 → 水利 利建 建设 设), so that a
phrase of tokens is exactly a substring; one character is the beginning of a token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plangraph.errors import QueryError
from plangraph.search.folding import fold

#: A search of more characters than this is a mistake.
LONGEST = 100

_PIECES = re.compile(r"""["＂]([^"＂]*)["＂]|“([^“”]*)”|「([^「」]*)」|『([^『』]*)』|([^\s"＂“”「」『』]+)""")


@dataclass(frozen=True, slots=True)
class Words:
    """A search: each of the folded words must be found; `whole` is all of them in one."""

    each: tuple[str, ...]
    whole: str

    @property
    def letters(self) -> str:
        """What may be pinyin: two or more Latin letters and digits in one word; else empty."""
        known = len(self.each) == 1 and self.whole.isascii() and self.whole.isalnum()
        return self.whole if known and len(self.whole) > 1 and not self.whole.isdigit() else ""


def parse(text: str) -> Words:
    """The words of a search: set apart by blanks, or put in quotes. Raises `QueryError` for one that is too long.

    >>> parse('数字经济 “创业 之城”').each
    ('数字经济', '创业之城')
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise QueryError(f"a search is at most {LONGEST} characters, this one has {len(text)}")
    found = (fold("".join(match.groups(""))) for match in _PIECES.finditer(text))
    each = tuple(dict.fromkeys(word for word in found if word))
    return Words(each, "".join(each))


def tokens(text: str) -> str:
    """The tokens of a folded text.

    >>> tokens("水利建设")
    '水利 利建 建设 设'
    """
    return " ".join(text[start : start + 2] for start in range(len(text)))


def matching(words: Iterable[str]) -> str:
    """A full text query that finds what holds every word."""
    return " AND ".join(map(_phrase, words))


def matching_in(column: str, words: Iterable[str]) -> str:
    """A full text query that finds what holds every word, and one of them at least in this column."""
    known = list(words)
    some = " OR ".join(map(_phrase, known))
    return f"({{{column}}} : ({some})) AND {matching(known)}"


def _phrase(word: str) -> str:
    """A folded word holds no quotes, so that nothing in it is syntax."""
    if len(word) == 1:
        return f'"{word}" *'
    return '"' + " ".join(word[start : start + 2] for start in range(len(word) - 1)) + '"'
