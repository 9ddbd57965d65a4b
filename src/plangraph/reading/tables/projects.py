"""Rows of project tables: number, name, content, years, money; and rows of plain lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.model import TableRow, TableValue, quote
from plangraph.reading.lines import Line
from plangraph.reading.tables.cells import Cell, Token, cell, joined, tokens_of, trimmed, without
from plangraph.reading.tables.header import MONEY, Header, read_header
from plangraph.reading.tables.rules import TableRules, plain
from plangraph.text import to_chinese

TOTAL, FIELD, GROUP, PACKAGE = 0, 1, 2, 3
_STARTS = (("total", TOTAL), ("field", FIELD), ("group", GROUP), ("number", PACKAGE))
_HAN = re.compile(r"[一-鿿（(]")


@dataclass(slots=True)
class ProjectReader:
    """Reads the rows below a header; `end` is then the index of the first line after them."""

    archived: str
    lines: Sequence[Line]
    header: Header
    rules: TableRules
    end: int = 0

    def rows(self) -> tuple[TableRow, ...]:
        """All rows; each ends with as many amounts as the table has columns of money."""
        found: list[TableRow] = []
        index = self.end = self.header.lines.stop
        fields = 0
        while index < len(self.lines):
            repeated = read_header(self.lines, index, self.rules)
            if repeated is not None and repeated.columns == self.header.columns and found:
                index = repeated.lines.stop
                continue
            collected = self._collect(index)
            if collected is None:
                break
            level, number, tokens, index = collected
            fields += level == FIELD
            found.append(self._row(level, number or (to_chinese(fields) if level == FIELD else ""), tokens))
            self.end = index
        return tuple(found)

    def _collect(self, index: int) -> tuple[int, str, list[Token], int] | None:
        tokens = tokens_of(self.lines[index], index, split=self.header.split)
        level, number, tokens = self._start(tokens)
        if level is None:
            return None
        start = index
        while not self._complete(tokens):
            index += 1
            numbered = level == PACKAGE or self.header.split
            if index >= len(self.lines) or (not numbered and index - start > self.rules.max_name_cells + 3):
                return None
            if len(tokens) > self.rules.max_tokens or read_header(self.lines, index, self.rules):
                return None
            tokens += tokens_of(self.lines[index], index, split=self.header.split)
        return level, number, tokens, index + 1

    def _start(self, tokens: list[Token]) -> tuple[int | None, str, list[Token]]:
        """Level and number of the row that begins here, and its tokens without the number."""
        first = tokens[0]
        for kind, level in _STARTS:
            match = self.rules.row[kind].match(plain(first.text))
            if match and not self.rules.is_row("years", first.text):
                length = _printed_length(first.text, match.end())
                rest = without(first, length)
                return level, first.text[:length].strip().rstrip(".、"), ([rest] if rest else []) + tokens[1:]
        if self.header.split or self.rules.is_row("money", first.text):
            return None, "", tokens
        return FIELD, "", tokens

    def _complete(self, tokens: Sequence[Token]) -> bool:
        wanted = len(self.header.of(*MONEY))
        return len(tokens) >= wanted and all(self.rules.is_row("money", t.text) for t in tokens[-wanted:])

    def _row(self, level: int, number: str, tokens: list[Token]) -> TableRow:
        money = self.header.of(*MONEY)
        words, amounts = tokens[: -len(money)], tokens[-len(money) :]
        years = next((t for t in words if self.rules.is_row("years", t.text)), None)
        match = self.rules.row["years"].fullmatch(plain(years.text)) if years else None
        words = [token for token in words if token is not years]
        named = self._name_tokens(level, words, years)
        name = self._name(named) if level != TOTAL else Cell("", ())
        content = cell(self.archived, words[len(named) :])
        return TableRow(
            no=number,
            name=name.text,
            name_spans=name.spans,
            spans=joined(tokens),
            level=level,
            values=tuple(
                TableValue(column.role, cell(self.archived, [t]).text, (t.span,), column.year, column.period)
                for column, t in zip(money, amounts, strict=True)
            ),
            start=int(match[1]) if match else None,
            end=int(match[2]) if match else None,
            content=content.text,
            content_spans=content.spans,
        )

    def _name_tokens(self, level: int, words: list[Token], years: Token | None) -> list[Token]:
        """Which words are the name: all where there is no content, else those before its column begins."""
        if level != PACKAGE or not self.header.of("content") or not words:
            return words
        first = [token for token in words if token.line == words[0].line]
        if len(first) < len(words) or (years is not None and years.line != words[0].line):
            return first
        count = 1
        while count < len(first) and not _cell_gap(first[count - 1].text, first[count].text):
            count += 1
        return first[:count]

    def _name(self, tokens: Sequence[Token]) -> Cell:
        whole = cell(self.archived, tokens)
        text = whole.text
        match = re.search(self.rules.row["count"].pattern + "$", plain(text))
        if not match or match.start() == 0:
            return whole
        raw = quote(self.archived, whole.spans)
        return trimmed(self.archived, whole.spans, len(raw) - max(raw.rfind("("), raw.rfind("（")))


def _printed_length(text: str, count: int) -> int:
    """How many characters of `text` hold its first `count` characters that are no blanks."""
    for length, char in enumerate(text, start=1):
        count -= not char.isspace()
        if count == 0:
            return length
    return len(text)


def _cell_gap(before: str, after: str) -> bool:
    """A blank between two Chinese words parts cells; one beside Latin letters or digits may be typesetting."""
    return bool(_HAN.match(before[-1])) and bool(_HAN.match(after[0]))


@dataclass(slots=True)
class ListReader:
    """Reads the rows of a list: a number, a name, and whatever stands beside it."""

    archived: str
    lines: Sequence[Line]
    header: Header
    rules: TableRules
    end: int = 0

    def rows(self) -> tuple[TableRow, ...]:
        """All rows; numbers count up from one."""
        found: list[TableRow] = []
        index = self.end = self.header.lines.stop
        group = ""
        while index < len(self.lines):
            if self.rules.row["group"].match(plain(self.lines[index].text)):
                group, index = self.lines[index].text, index + 1
                continue
            tokens, index = self._collect(index, len(found) + 1)
            if not tokens:
                break
            found.append(self._row(tokens, group, str(len(found) + 1)))
            self.end = index
        return tuple(found)

    def _collect(self, index: int, number: int) -> tuple[list[Token], int]:
        """The cells after the number, up to the next number, group or as many as there are columns."""
        first = tokens_of(self.lines[index], index, split=self.header.split)
        match = self.rules.row["number"].match(first[0].text)
        if match is None or int(match[1]) != number:
            return [], index
        rest = without(first[0], match.end())
        tokens = ([rest] if rest else []) + first[1:]
        index += 1
        while index < len(self.lines) and len(tokens) < len(self.header.columns) - 1:
            text = self.lines[index].text
            following = self.rules.row["number"].match(text)
            starts = following is not None and int(following[1]) == number + 1
            if tokens and (starts or self.rules.row["group"].match(plain(text))):
                break
            tokens += tokens_of(self.lines[index], index, split=self.header.split)
            index += 1
        return tokens, index

    def _row(self, tokens: Sequence[Token], group: str, number: str) -> TableRow:
        name, content = cell(self.archived, tokens[:1]), cell(self.archived, tokens[1:])
        return TableRow(
            no=number,
            name=name.text,
            name_spans=name.spans,
            spans=joined(tokens),
            group=group,
            content=content.text,
            content_spans=content.spans,
        )
