"""Tokens and cells of a table, each with the spans that it is quoted from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plangraph.model import Span, cut, quote
from plangraph.reading.lines import Line
from plangraph.reading.tables.rules import TableRules, plain
from plangraph.text import compact

_HAN = re.compile(r"[一-鿿“‘]")


@dataclass(frozen=True, slots=True)
class Token:
    """A run of characters without blanks (or a whole line, where a line is a cell), and its line's index."""

    text: str
    span: Span
    line: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: `text` without the blanks and line breaks that only the layout put in."""

    text: str
    spans: tuple[Span, ...]


def tokens_of(line: Line, index: int, *, split: bool) -> list[Token]:
    """The tokens of a line."""
    if not split:
        return [Token(line.text, line.spans[0], index)]
    return [
        Token(match[0], Span(line.start + match.start(), line.start + match.end()), index)
        for match in re.finditer(r"\S+", line.text)
    ]


def without(token: Token, length: int) -> Token | None:
    """The token without its first characters; None when nothing is left."""
    rest = token.text[length:]
    stripped = rest.lstrip()
    start = token.span.start + length + len(rest) - len(stripped)
    return Token(stripped, Span(start, token.span.end), token.line) if stripped else None


def joined(tokens: Iterable[Token]) -> tuple[Span, ...]:
    """The spans of tokens: one a line, from its first token to its last."""
    spans: list[tuple[int, Span]] = []
    for token in tokens:
        if spans and spans[-1][0] == token.line:
            spans[-1] = (token.line, Span(spans[-1][1].start, token.span.end))
        else:
            spans.append((token.line, token.span))
    return tuple(span for _, span in spans)


def cell(archived: str, tokens: Sequence[Token]) -> Cell:
    """The cell that tokens make."""
    spans = joined(tokens)
    return Cell(compact(quote(archived, spans)), spans)


def trimmed(archived: str, spans: tuple[Span, ...], drop_end: int) -> Cell:
    """The cell of these spans without its last `drop_end` characters and the blanks before those."""
    raw = quote(archived, spans)
    kept = raw[: len(raw) - drop_end].rstrip()
    return Cell(compact(kept), cut(spans, 0, len(kept)))


def value_cells(archived: str, tokens: Sequence[Token], rules: TableRules) -> list[Cell]:
    """Tokens that belong together as cells of values."""
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and _goes_on("".join(t.text for t in groups[-1]), token.text, rules):
            groups[-1].append(token)
        else:
            groups.append([token])
    return [cell(archived, group) for group in groups]


def _goes_on(before: str, text: str, rules: TableRules) -> bool:
    """Whether a token belongs to the cell before it: a number after 达到, 以内 after a number, broken words."""
    if rules.value["open_end"].search(plain(before)) or rules.value["suffix"].match(plain(text)):
        return True
    worded = bool(_HAN.search(before)) and rules.shape(before) == "phrase"
    return worded and bool(_HAN.match(text)) and not rules.value["finished"].search(plain(before))
