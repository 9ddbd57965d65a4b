"""Rows of indicator tables: number, name (unit), values, attribute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plangraph.model import Span, TableCell, TableRow, TableValue
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Line
from plangraph.reading.tables.align import align
from plangraph.reading.tables.cells import Cell, Token, cell, joined, tokens_of, value_cells, without
from plangraph.reading.tables.header import VALUES, Column, Header
from plangraph.reading.tables.names import named, unit_at_end
from plangraph.reading.tables.rules import TableRules, plain
from plangraph.reading.tables.values import indicator_value

_GROUPS = ("chinese-comma", "chinese-bracket")  # markers of headings that stand between rows


@dataclass(frozen=True, slots=True)
class _Raw:
    """The tokens of one row; `label` stands before it or, if not `labelled`, before a row above."""

    number: str
    tokens: tuple[Token, ...]  # name and values
    rest: tuple[Token, ...]  # the attribute and what stands behind it
    group: str
    label: tuple[Token, ...]
    labelled: bool


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
        raws = self._in_groups(self._raws())
        numbered = any(raw.number for raw in raws)
        for raw, shared in zip(raws, _shared(raws), strict=True):
            above = found[-1] if found and numbered and not raw.number else None
            row, of_label = self._row(raw, shared, above)
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
            repeated = self.header.again(self.lines, index, self.rules)
            if repeated:
                index = repeated
            elif self._is_group(line):
                group, label, index = line.text, (), index + 1
                number = 0 if index < len(self.lines) and self._starts(self.lines[index], 1) else number
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
        return marker is not None and marker.name in _GROUPS

    def _starts(self, line: Line, number: int) -> bool:
        match = self.rules.row["number"].match(line.text)
        return match is not None and int(match[1]) == number

    def _collect(self, index: int, number: int, group: str, label: tuple[Token, ...]) -> tuple[_Raw, int] | None:
        """The tokens of the row that begins here, and the index of the next line."""
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
        """A row ends with its attribute and the columns behind that.

        Without an attribute it ends with its last value, before the next row, or, where nothing numbers the rows
        of a table that has one a line, with a line that holds a value.
        """
        if self.header.of("attribute"):
            rest = self._rest(tokens)
            behind = len(self._behind())
            return rest > 0 and (rest > behind or self._is_last(following, number))
        values = sum(self._is_value(token) for token in tokens[1:])
        if values == 0:
            return False
        if self.header.split and not self.header.of("number"):
            return not self.rules.value["open_end"].search(plain(tokens[-1].text))
        return values >= len(self.header.of(*VALUES)) or self._is_last(following, number)

    def _is_last(self, following: int, number: int) -> bool:
        """Whether the line before `following` is the last of a row."""
        if following >= len(self.lines) or (self.header.split and not self.header.of("number")):
            return True
        line = self.lines[following]
        return self._starts(line, number) or self._is_group(line) or self._ends(line, starts=False)

    def _behind(self) -> tuple[Column, ...]:
        """The columns behind the attribute; a head of two rows names those of years last, wherever they stand."""
        roles = [column.role for column in self.header.columns]
        start = roles.index("attribute") + 1
        return () if any(role in VALUES for role in roles[start:]) else self.header.columns[start:]

    def _rest(self, tokens: Sequence[Token]) -> int:
        """How many of the last tokens are the attribute and what stands behind it."""
        most = len(self._behind()) + 1
        return next((n for n in range(1, most + 1) if self._is_attribute(tokens[-n:])), 0)

    def _is_attribute(self, tokens: Sequence[Token]) -> bool:
        return self.rules.is_row("attributes", tokens[0].text)

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
        end = len(tokens) - (self._rest(tokens) if self.header.of("attribute") else 0)
        own = tuple(before)
        return _Raw(number, tuple(tokens[:end]), tuple(tokens[end:]), group, own or label, labelled=bool(own))

    def _in_groups(self, raws: list[_Raw]) -> list[_Raw]:
        """In a table without headings of groups, labels from the first row on are such headings."""
        if not raws or not raws[0].labelled or any(raw.group for raw in raws):
            return raws
        return [replace(raw, group=cell(self.archived, raw.label).text, label=()) for raw in raws]

    # ── tokens → name and values ────────────────────────────────────────────────────────────────────────

    def _is_value(self, token: Token) -> bool:
        return any(self.rules.is_value(kind, token.text) for kind in ("number", "bracket", "dash", "phrase"))

    def _row(self, raw: _Raw, shares: bool, above: TableRow | None) -> tuple[TableRow, str]:
        """The row, and the unit of the label that stands beside it and maybe beside rows that follow."""
        count = self._name_length(raw.tokens)
        name_tokens, label = list(raw.tokens[:count]), list(raw.label)
        if shares and len(name_tokens) > 1 and not _is_bracket(name_tokens[1].text):
            label, name_tokens = name_tokens[:1], name_tokens[1:]
        beside = raw.labelled or shares or not raw.number
        unit_token = self._unit_token(name_tokens)
        name, unit = self._named(name_tokens[:-1] if unit_token else name_tokens)
        of_label = self._named(label)[1] if label else ""
        values, shared = self._values(name.text, self._value_tokens(raw.tokens[count:], unit_token), above)
        row = TableRow(
            no=raw.number,
            name=name.text,
            name_spans=name.spans,
            spans=tuple(sorted({*shared, *joined((*raw.tokens, *raw.rest))})),
            group=raw.group,
            unit=unit or (plain(unit_token.text) if unit_token else "") or of_label,
            attribute=plain(raw.rest[0].text) if raw.rest else "",
            values=values,
            cells=tuple(self._cells(label if beside else [], unit_token, raw.rest)),
        )
        return row, of_label

    def _cells(self, label: Sequence[Token], unit: Token | None, rest: Sequence[Token]) -> Iterator[TableCell]:
        """What is neither number, name nor value, with the head of its column."""
        columns = [*self.header.of("attribute"), *self._behind()] if rest else []
        if label:
            yield self._cell(self.header.of("name")[0], label)
        if unit is not None:
            yield self._cell(self.header.of("unit")[0], [unit])
        for column, token in zip(columns, rest, strict=False):
            yield self._cell(column, [token])

    def _cell(self, column: Column, tokens: Sequence[Token]) -> TableCell:
        whole = cell(self.archived, tokens)
        return TableCell(column.head, whole.text, whole.spans)

    def _name_length(self, tokens: Sequence[Token]) -> int:
        """A name ends with its unit in brackets, or before the first value."""
        if self.header.split:
            for count in range(len(tokens), 0, -1):
                if unit_at_end(plain("".join(t.text for t in tokens[:count])), self.rules):
                    return count
        first = (i for i, token in enumerate(tokens) if i > 0 and self._is_value(token))
        return next(first, len(tokens))

    def _unit_token(self, tokens: Sequence[Token]) -> Token | None:
        """The unit, where it has a column of its own."""
        if not self.header.of("unit") or len(tokens) < 2 or not self.rules.unit.fullmatch(plain(tokens[-1].text)):
            return None
        return tokens[-1]

    def _value_tokens(self, tokens: Sequence[Token], unit: Token | None) -> Sequence[Token]:
        """The tokens of values; a dash in the column of the unit is none."""
        dash = bool(self.header.of("unit")) and unit is None and bool(tokens)
        return tokens[1:] if dash and self.rules.shape(tokens[0].text) == "dash" else tokens

    def _named(self, tokens: Sequence[Token]) -> tuple[Cell, str]:
        return named(self.archived, cell(self.archived, tokens), self.rules)

    def _values(
        self, name: str, tokens: Sequence[Token], above: TableRow | None
    ) -> tuple[tuple[TableValue, ...], tuple[Span, ...]]:
        """The values, and the places of those that stand beside the row above too."""
        cells = value_cells(self.archived, tokens, self.rules)
        columns = self.header.of(*VALUES)
        shared = self._shared_values(cells, above)
        held = {(value.role, value.year) for value in shared}
        free = [c for c in columns if not any(c.year == y and r in (c.role, c.group) for r, y in held)]
        rate = bool(self.rules.value["growth_name"].search(name))
        placed = zip(cells, align(cells, free, self.rules, rate=rate), strict=True)
        own = (
            indicator_value(self.archived, item, column, columns, self.rules)
            for item, column in placed
            if column is not None
        )
        spans = tuple(span for value in shared for span in value.spans)
        return (*shared, *(value for value in own if value is not None)), spans

    def _shared_values(self, cells: Sequence[Cell], above: TableRow | None) -> tuple[TableValue, ...]:
        """The values in words of the row above, where a row without a number has too few cells of its own."""
        if above is None:
            return ()
        shared = [value for value in above.values if self.rules.is_value("phrase", value.text)]
        pairs = sum(
            1 + any(c.role == "growth" and c.group == value.role for c in self.header.columns) for value in shared
        )
        return tuple(shared) if len(cells) + pairs <= len(self.header.of(*VALUES)) else ()


def _is_bracket(text: str) -> bool:
    return plain(text).startswith("(")


def _shared(raws: Sequence[_Raw]) -> list[bool]:
    """Whether the first name cell of a row is a label over several rows: the next row has no number."""
    return [bool(raw.number) and i + 1 < len(raws) and not raws[i + 1].number for i, raw in enumerate(raws)]
