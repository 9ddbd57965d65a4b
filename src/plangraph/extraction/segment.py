"""Word boundaries and word classes from jieba's dictionary: the only module that imports jieba.

A tokenizer of our own with HMM off, so that the same text always gives the same words; it is made when it is
first needed because reading the dictionary takes half a second. `cut` gives the words that
`jieba.Tokenizer.cut(text, HMM=False)` gives in less time: it keeps no graph of words.
"""

from __future__ import annotations

import functools
import logging
import math
import re
import string

import jieba
import jieba.posseg
from spacy.tokens import Doc

from plangraph.extraction.state import kept, text_of

_KEY = "plangraph.words"
# What jieba looks words up in; any other character is a word, and so is an end of line of two.
_PIECE = re.compile(r"(?P<block>[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)|\r\n|.", re.DOTALL)
_LATIN = frozenset(string.ascii_letters + string.digits)


@functools.cache
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def cut(text: str) -> list[int]:
    """Where each word of the text ends, in order and without gaps."""
    ends: list[int] = []
    for piece in _PIECE.finditer(text):
        if piece["block"]:
            ends += _block(piece[0], piece.start())
        else:
            ends.append(piece.end())
    return ends


def _block(block: str, offset: int) -> list[int]:
    """The words of a block; Latin letters and digits that are words by themselves stay together."""
    ends = _ends(block)
    found: list[int] = []
    start, latin = 0, False
    while start < len(block):
        end, before = ends[start], latin
        latin = end - start == 1 and block[start] in _LATIN
        if latin and before:
            found.pop()
        found.append(offset + end)
        start = end
    return found


def _ends(block: str) -> list[int]:
    """Where a word that begins at each character ends, when what follows is cut into the likeliest words."""
    frequencies: dict[str, int] = _tokenizer().FREQ  # of words; 0 for what is only the beginning of one
    total, length = math.log(_tokenizer().total), len(block)
    ends, likelihood = list(range(1, length + 1)), [0.0] * (length + 1)
    for start in range(length - 1, -1, -1):
        frequency = frequencies.get(block[start])
        best = math.log(frequency or 1) - total + likelihood[start + 1]
        end = start + 2
        while frequency is not None and end <= length:
            frequency = frequencies.get(block[start:end])
            if frequency and (value := math.log(frequency) - total + likelihood[end]) >= best:
                best, ends[start] = value, end
            end += 1
        likelihood[start] = best
    return ends


def tagged(text: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and word class of every word of the text."""
    out: list[tuple[int, int, str]] = []
    start = 0
    for word, tag in _tagger().cut(text, HMM=False):
        out.append((start, start + len(word), tag))
        start += len(word)
    return tuple(out)


@functools.cache
def _tagger() -> jieba.posseg.POSTokenizer:
    return jieba.posseg.POSTokenizer(_tokenizer())


def word_ends(doc: Doc) -> list[int]:
    """Where the words of a unit end, cut once and kept with the Doc."""
    return kept(doc, _KEY, lambda: cut(text_of(doc)))
