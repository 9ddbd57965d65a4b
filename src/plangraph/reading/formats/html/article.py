"""Which lines of a page are the document: the smallest part of it that holds what reads like one.

trafilatura tells which paragraphs are text and which are furniture; but it moves, merges and drops some of what
it finds. So only its choice is taken, and the document is cut from our own lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import trafilatura
from lxml.html import HtmlElement

from plangraph.reading.formats.html.page import Page, PageLine
from plangraph.text import squeeze

_KEY = 16  # characters at its beginning by which a paragraph is known again
_SHORTEST = 8  # a shorter line tells nothing: 下载 stands in many places
_MOST_ELEMENTS = 200_000  # trafilatura copies the tree several times
_FEW = 100  # characters: so little is a caption, not a document
_NEARLY_ALL = 0.85  # what is found beside the document are a foot and a few notes
_MOSTLY = 0.8
_ENDS = "。！？；!?;"
_CLOSING = "”’」』）)》〉】]\"'"


def article_of(root: HtmlElement, page: Page) -> range:
    """The lines of the document; the whole page when it holds no sentences. Changes the tree."""
    lengths = [len(squeeze(line.text)) for line in page.lines]
    sentences = _weights(map(_is_sentence, page.lines), lengths)
    found = _weights(_found(root, page.lines), lengths)
    text = [max(pair) for pair in zip(sentences, found, strict=True)]
    for weights in (found, sentences):
        if sum(weights) < _FEW:
            continue
        article = _widened(_smallest(page, weights), page, text, lengths)
        missed = sum(sentences) - sum(sentences[article.start : article.stop])
        if missed <= sum(lengths[article.start : article.stop]):
            return article
    return range(len(page.lines))


def _weights(chosen: Iterable[bool], lengths: Sequence[int]) -> list[int]:
    return [length if is_chosen else 0 for is_chosen, length in zip(chosen, lengths, strict=True)]


def _is_sentence(line: PageLine) -> bool:
    return line.text.rstrip(_CLOSING)[-1:] in _ENDS and not _is_link(line)


def _is_link(line: PageLine) -> bool:
    return 2 * line.linked >= len(line.text)


def _found(root: HtmlElement, lines: Sequence[PageLine]) -> Iterator[bool]:
    """Of each line, whether trafilatura takes it for text."""
    known = _paragraphs(root)
    for line in lines:
        key = squeeze(line.text)[:_KEY]
        yield len(key) >= _SHORTEST and key in known and not _is_link(line)


def _paragraphs(root: HtmlElement) -> set[str]:
    """The beginnings of what trafilatura finds, blanks left out."""
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return set()
    for cell in root.iter("td", "th"):
        for name in ("rowspan", "colspan"):  # they change no text, and it takes long over mistaken ones
            cell.attrib.pop(name, None)
    document = trafilatura.bare_extraction(
        root, fast=True, favor_recall=True, include_comments=False, include_tables=True
    )
    body = getattr(document, "body", None)
    return set() if body is None else {squeeze(text)[:_KEY] for text in body.itertext()}


def _smallest(page: Page, weights: Sequence[int]) -> range:
    """The block element with the fewest lines that holds nearly all of the weight."""
    before = [0, *accumulate(weights)]
    enough = _NEARLY_ALL * before[-1]
    whole = (0, len(page.lines))
    holding = ((first, end) for first, end in [*page.blocks, whole] if before[end] - before[first] >= enough)
    return range(*min(holding, key=lambda block: (block[1] - block[0], block)))


def _widened(article: range, page: Page, text: Sequence[int], lengths: Sequence[int]) -> range:
    """The largest element around whose further lines are text: a preface, an attachment, a title."""
    of_text, of_all = [0, *accumulate(text)], [0, *accumulate(lengths)]
    best = article
    for first, end in page.blocks:
        if first <= best.start and best.stop <= end:
            more = _sum(of_all, first, end) - _sum(of_all, article.start, article.stop)
            more_text = _sum(of_text, first, end) - _sum(of_text, article.start, article.stop)
            if more_text >= _MOSTLY * more:
                best = range(first, end)
    return best


def _sum(totals: Sequence[int], first: int, end: int) -> int:
    return totals[end] - totals[first]
