"""Rows of project tables: number, name, content, years, money, and what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.model import TableCell, TableRow, TableValue
from plangraph.reading.lines import Line
from plangraph.reading.tables.cells import Cell, Token, cell, joined, tokens_of, without
from plangraph.reading.tables.header import MONEY, Column, Header, read_header
from plangraph.reading.tables.names import printed_length, uncounted
from plangraph.reading.tables.rules import TableRules, plain
from plangraph.text import to_chinese

TOTAL, FIELD, GROUP, PACKAGE = 0, 1, 2, 3
_STARTS = (("total", TOTAL), ("field", FIELD), ("group", GROUP), ("number", PACKAGE))
_OTHERS = ("other", "category", "attribute", "unit")
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
        """All rows; each has as many amounts as the table has columns of money, and may have cells behind them."""
        found: list[TableRow] = []
        index = self.end = self.header.lines.stop
        fields = 0
        while index < len(self.lines):
            repeated = self.header.again(self.lines, index, self.rules) if found else 0
            if repeated:
                index = repeated
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
        while not self._complete(tokens, index + 1):
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
                length = printed_length(first.text, match.end())
                rest = without(first, length)
                return level, first.text[:length].strip().rstrip(".、"), ([rest] if rest else []) + tokens[1:]
        if self.header.split or self.rules.is_row("money", first.text):
            return None, "", tokens
        return FIELD, "", tokens

    def _complete(self, tokens: Sequence[Token], following: int) -> bool:
        """A row ends with its amounts and as many cells as there are columns behind those, or before the next."""
        rest = self._rest(tokens)
        return rest is not None and (rest == len(self._behind()) or self._begins(following))

    def _rest(self, tokens: Sequence[Token]) -> int | None:
        """How many tokens stand behind the amounts; None when the amounts are not there."""
        wanted = len(self.header.of(*MONEY))
        for rest in range(min(len(self._behind()), len(tokens) - wanted) + 1):
            end = len(tokens) - rest
            if all(self.rules.is_row("money", token.text) for token in tokens[end - wanted : end]):
                return rest
        return None

    def _behind(self) -> tuple[Column, ...]:
        """The columns behind those of money."""
        last = max(i for i, column in enumerate(self.header.columns) if column.role in MONEY)
        return self.header.columns[last + 1 :]

    def _begins(self, index: int) -> bool:
        """Whether a row, or the same head again, begins at this line, or the text ends before it."""
        if index >= len(self.lines) or self.header.split or self.header.again(self.lines, index, self.rules):
            return True
        return any(self.rules.row[kind].match(plain(self.lines[index].text)) for kind, _ in _STARTS)

    def _row(self, level: int, number: str, tokens: list[Token]) -> TableRow:
        money = self.header.of(*MONEY)
        end = len(tokens) - (self._rest(tokens) or 0)
        words, amounts, rest = tokens[: end - len(money)], tokens[end - len(money) : end], tokens[end:]
        years = next((t for t in words if self.rules.is_row("years", t.text)), None)
        match = self.rules.row["years"].fullmatch(plain(years.text)) if years else None
        named, beside = self._beside(level, [token for token in words if token is not years], years)
        name = uncounted(self.archived, cell(self.archived, named), self.rules) if level != TOTAL else Cell("", ())
        content = next((found for column, found in beside if column.role == "content"), Cell("", ()))
        beside += [(column, cell(self.archived, [years])) for column in self.header.of("years") if years]
        beside += [(c, cell(self.archived, [t])) for c, t in zip(self._behind(), rest, strict=False)]
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
            cells=tuple(TableCell(column.head, found.text, found.spans) for column, found in beside),
        )

    def _beside(
        self, level: int, words: list[Token], years: Token | None
    ) -> tuple[list[Token], list[tuple[Column, Cell]]]:
        """The tokens of the name, and the cells between it and the amounts with their columns.

        Where several columns stand there, each token is a cell if there are as many of them as columns; else no
        column is told.
        """
        before = self.header.columns[: len(self.header.columns) - len(self._behind())]
        columns = [column for column in before if column.role in ("content", *_OTHERS)]
        if level == PACKAGE and any(column.role in _OTHERS for column in columns):
            cells = [cell(self.archived, [token]) for token in words[1:]]
            if len(cells) == len(columns):
                return words[:1], list(zip(columns, cells, strict=True))
            return words[:1], [(Column("other"), found) for found in cells]
        named = self._name_tokens(level, words, years)
        content = cell(self.archived, words[len(named) :])
        return named, [(column, content) for column in self.header.of("content")[:1] if content.text]

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


def _cell_gap(before: str, after: str) -> bool:
    """A blank between two Chinese words parts cells; one beside Latin letters or digits may be typesetting."""
    return bool(_HAN.match(before[-1])) and bool(_HAN.match(after[0]))
