"""Rows of plain lists: a number, a name, and whatever stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plangraph.model import TableCell, TableRow
from plangraph.reading.lines import Line
from plangraph.reading.tables.cells import Token, cell, joined, tokens_of, without
from plangraph.reading.tables.header import Header
from plangraph.reading.tables.rules import TableRules, plain


@dataclass(slots=True)
class ListReader:
    """Reads the rows of a list: a number, a name, and whatever stands beside it."""

    archived: str
    lines: Sequence[Line]
    header: Header
    rules: TableRules
    end: int = 0

    def rows(self) -> tuple[TableRow, ...]:
        """All rows; numbers count up from one, in the whole list or in each group."""
        found: list[TableRow] = []
        index = self.end = self.header.lines.stop
        group, number = "", 0
        while index < len(self.lines):
            if self.rules.row["group"].match(plain(self.lines[index].text)):
                group, index = self.lines[index].text, index + 1
                number = 0 if index < len(self.lines) and self._numbers(index, 1) else number
                continue
            if repeated := self.header.again(self.lines, index, self.rules):
                index = repeated
                continue
            tokens, index = self._collect(index, number + 1)
            if not tokens:
                break
            number += 1
            found.append(self._row(tokens, group, str(number)))
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
            if tokens and (self._numbers(index, number + 1) or self._is_apart(index)):
                break
            tokens += tokens_of(self.lines[index], index, split=self.header.split)
            index += 1
        return tokens, index

    def _numbers(self, index: int, number: int) -> bool:
        """Whether a line begins with this number."""
        match = self.rules.row["number"].match(self.lines[index].text)
        return match is not None and int(match[1]) == number

    def _is_apart(self, index: int) -> bool:
        """Whether a line is the name of a group, or begins the head again."""
        group = self.rules.row["group"].match(plain(self.lines[index].text))
        return group is not None or self.header.again(self.lines, index, self.rules) > 0

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
            cells=tuple(self._cells(tokens[1:])),
        )

    def _cells(self, tokens: Sequence[Token]) -> Iterator[TableCell]:
        """The cells beside the name, from left to right, when there are no more of them than columns."""
        named = next(i for i, column in enumerate(self.header.columns) if column.role == "name")
        columns = self.header.columns[named + 1 :]
        if len(tokens) <= len(columns):
            for column, token in zip(columns, tokens, strict=False):
                if self.rules.shape(token.text) != "dash":
                    yield TableCell(column.head, cell(self.archived, [token]).text, (token.span,))
