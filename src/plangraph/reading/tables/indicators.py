"""Rows of indicator tables: number, name (unit), values, attribute."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plangraph.model import TableRow, TableValue, cut, quote
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Line
from plangraph.reading.tables.align import align
from plangraph.reading.tables.cells import Cell, Token, cell, joined, tokens_of, trimmed, value_cells, without
from plangraph.reading.tables.header import VALUES, Column, Header, read_header
from plangraph.reading.tables.rules import TableRules, plain
from plangraph.text import compact

_BRACKET_END = re.compile(r"[（(]([^（）()]{1,14}|[^（）()]*[（(][^（）()]*[）)][^（）()]*)[）)]$")


@dataclass(frozen=True, slots=True)
class _Raw:
    """The tokens of one row; `label` stands before it, beside one or more rows."""

    number: str
    tokens: tuple[Token, ...]  # without number and attribute
    all: tuple[Token, ...]
    attribute: str
    group: str
    label: tuple[Token, ...]


@dataclass(slots=True)
class IndicatorReader:
    """Reads the rows below a header; `end` is then the index of the first line after them."""

    archived: str
    lines: Sequence[Line]
    header: Header
    rules: TableRules
    headings: HeadingRules
    end: int = 0

    def rows(self) -> tuple[TableRow, ...]:
        """All rows."""
        found: list[TableRow] = []
        unit = ""
        raws = self._raws()
        for raw, shared in zip(raws, _shared(raws), strict=True):
            row, of_label = self._row(raw, shared)
            unit = of_label if raw.number else unit
            found.append(row if row.unit else replace(row, unit=unit))
        return tuple(found)

    # ── rows as tokens ──────────────────────────────────────────────────────────────────────────────────

    def _raws(self) -> list[_Raw]:
        raws: list[_Raw] = []
        index = self.end = self.header.lines.stop
        group, number = "", 0
        label: tuple[Token, ...] = ()
        while index < len(self.lines):
            line = self.lines[index]
            repeated = read_header(self.lines, index, self.rules)
            if repeated is not None and repeated.columns == self.header.columns:
                index = repeated.lines.stop
            elif self._is_group(line):
                group, label, index = line.text, (), index + 1
            elif self.headings.heading(line.text) and not self._starts(line, number + 1):
                break
            else:
                found = self._collect(index, number + 1, group, label)
                if found is None:
                    break
                raw, index = found
                raws.append(raw)
                label = raw.label
                number = int(raw.number) if raw.number else number
                self.end = index
        return raws

    def _is_group(self, line: Line) -> bool:
        marker = self.headings.heading(line.text)
        return marker is not None and marker.name == "chinese-comma"

    def _starts(self, line: Line, number: int) -> bool:
        match = self.rules.row["number"].match(line.text)
        return match is not None and int(match[1]) == number

    def _collect(self, index: int, number: int, group: str, label: tuple[Token, ...]) -> tuple[_Raw, int] | None:
        """The tokens up to the attribute that ends the row, and the index of the next line."""
        before: list[Token] = []
        tokens: list[Token] = []
        found = ""
        while index < len(self.lines) and len(tokens) < self.rules.max_tokens:
            line = self.lines[index]
            starts = not found and self._starts(line, number)
            if (starts and any(self.rules.shape(t.text) != "phrase" for t in tokens)) or self._ends(
                line, starts=starts
            ):
                return None
            new = tokens_of(line, index, split=self.header.split)
            if starts:
                found, before, tokens = str(number), tokens, []
                new = self._without_number(new)
            tokens += new
            index += 1
            if tokens and self._complete(tokens, index, number + bool(found)):
                return self._raw(found, before, tokens, group, label), index
        return None

    def _complete(self, tokens: Sequence[Token], following: int, number: int) -> bool:
        """A row ends with its attribute; without such a column, with its last value or before the next row."""
        if self.header.of("attribute"):
            return self.rules.is_row("attributes", tokens[-1].text)
        values = sum(self._is_value(token) for token in tokens[1:])
        if following >= len(self.lines) or values >= len(self.header.of(*VALUES)):
            return values > 0
        line = self.lines[following]
        return values > 0 and (
            self._starts(line, number) or self._is_group(line) or self._ends(line, starts=False)
        )

    def _ends(self, line: Line, *, starts: bool) -> bool:
        """A sentence, a note or a heading of the text ends the table."""
        if (line.stopped and len(line.text) > 20) or self.headings.kind_matches("note", line.text):
            return True
        marker = self.headings.heading(line.text)
        return marker is not None and not starts and marker.rank < self.headings.numbered_from

    def _without_number(self, tokens: list[Token]) -> list[Token]:
        match = self.rules.row["number"].match(tokens[0].text)
        rest = without(tokens[0], match.end()) if match else tokens[0]
        return ([rest] if rest else []) + tokens[1:]

    def _raw(
        self, number: str, before: list[Token], tokens: list[Token], group: str, label: tuple[Token, ...]
    ) -> _Raw:
        attribute = plain(tokens[-1].text) if self.header.of("attribute") else ""
        inner = tuple(tokens[:-1] if attribute else tokens)
        return _Raw(number, inner, tuple(tokens), attribute, group, tuple(before) or label)

    # ── tokens → name and values ────────────────────────────────────────────────────────────────────────

    def _is_value(self, token: Token) -> bool:
        return any(self.rules.is_value(kind, token.text) for kind in ("number", "bracket", "dash", "phrase"))

    def _row(self, raw: _Raw, shares: bool) -> tuple[TableRow, str]:
        """The row, and the unit of the label that stands beside it and maybe beside rows that follow."""
        count = self._name_length(raw.tokens)
        name_tokens, label = list(raw.tokens[:count]), list(raw.label)
        if shares and len(name_tokens) > 1 and not _is_bracket(name_tokens[1].text):
            label, name_tokens = name_tokens[:1], name_tokens[1:]
        column_unit = self._column_unit(name_tokens)
        name, unit = self._named(name_tokens[:-1] if column_unit else name_tokens)
        of_label = self._named(label)[1] if label else ""
        cells = value_cells(self.archived, raw.tokens[count:], self.rules)
        row = TableRow(
            no=raw.number,
            name=name.text,
            name_spans=name.spans,
            spans=joined(raw.all),
            group=raw.group,
            unit=unit or column_unit or of_label,
            attribute=raw.attribute,
            values=self._values(name.text, cells),
        )
        return row, of_label

    def _name_length(self, tokens: Sequence[Token]) -> int:
        """A name ends with its unit in brackets, or before the first value."""
        if self.header.split:
            for count in range(len(tokens), 0, -1):
                if self._unit(plain("".join(t.text for t in tokens[:count]))):
                    return count
        first = (i for i, token in enumerate(tokens) if i > 0 and self._is_value(token))
        return next(first, len(tokens))

    def _unit(self, text: str) -> str:
        match = _BRACKET_END.search(text)
        return match[1] if match and self.rules.unit.fullmatch(match[1]) else ""

    def _column_unit(self, tokens: Sequence[Token]) -> str:
        """The unit, where it has a column of its own."""
        if not self.header.of("unit") or len(tokens) < 2 or not self.rules.unit.fullmatch(plain(tokens[-1].text)):
            return ""
        return plain(tokens[-1].text)

    def _named(self, tokens: Sequence[Token]) -> tuple[Cell, str]:
        """The name without its unit and without a mark of a note before it, and the unit."""
        whole = self._unmarked(cell(self.archived, tokens))
        unit = self._unit(plain(whole.text))
        if not unit:
            return whole, ""
        raw = quote(self.archived, whole.spans)
        return trimmed(self.archived, whole.spans, len(raw) - max(raw.rfind("("), raw.rfind("（"))), unit

    def _unmarked(self, whole: Cell) -> Cell:
        raw = quote(self.archived, whole.spans)
        match = self.rules.row["mark"].match(raw)
        if match is None or match.end() == len(raw):
            return whole
        return Cell(compact(raw[match.end() :]), cut(whole.spans, match.end(), len(raw)))

    def _values(self, name: str, cells: Sequence[Cell]) -> tuple[TableValue, ...]:
        columns = self.header.of(*VALUES)
        rate = bool(self.rules.value["growth_name"].search(name))
        placed = zip(cells, align(cells, columns, self.rules, rate=rate), strict=True)
        found = (self._value(item, column, columns) for item, column in placed if column is not None)
        return tuple(value for value in found if value is not None)

    def _value(self, item: Cell, column: Column, columns: Sequence[Column]) -> TableValue | None:
        shape = self.rules.shape(item.text)
        if shape == "dash":
            return None
        role, year = column.role, column.year
        if shape == "bracket":
            raw = quote(self.archived, item.spans)
            role, item = "cumulative", Cell(compact(raw[1:-1]), cut(item.spans, 1, len(raw) - 1))
        elif role == "growth" and shape == "phrase" and not column.group:
            role = "target"
        if role == "growth" and column.group:
            role = f"{column.group} growth"
        if year is None:
            year = max((c.year for c in columns if c.year is not None), default=None)
        return TableValue(role=role, text=item.text, spans=item.spans, year=year)


def _is_bracket(text: str) -> bool:
    return plain(text).startswith("(")


def _shared(raws: Sequence[_Raw]) -> list[bool]:
    """Whether the first name cell of a row is a label over several rows: the next row has no number."""
    return [bool(raw.number) and i + 1 < len(raws) and not raws[i + 1].number for i, raw in enumerate(raws)]
