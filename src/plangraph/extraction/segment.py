"""Word boundaries and word classes from jieba's dictionary: the only module that imports jieba.

A tokenizer of our own with HMM off, so that the same text always gives the same words; it is made when it is
first needed because reading the dictionary takes half a second.
"""

from __future__ import annotations

import functools
import logging

import jieba
import jieba.posseg
from spacy.tokens import Doc

from plangraph.extraction.state import text_of

_KEY = "plangraph.words"


@functools.cache
def _tokenizer() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def cut(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every word of the text, in order and without gaps."""
    out: list[tuple[int, int]] = []
    start = 0
    for word in _tokenizer().cut(text, HMM=False):
        out.append((start, start + len(word)))
        start += len(word)
    return tuple(out)


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


def words(doc: Doc) -> tuple[tuple[int, int], ...]:
    """The words of a unit, cut once and kept with the Doc."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = cut(text_of(doc))
    found: tuple[tuple[int, int], ...] = doc.user_data[_KEY]
    return found
