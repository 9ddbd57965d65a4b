"""The rows of a grid whose head is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from plangraph.model import Span, TableCell, TableRow, TableValue, quote
from plangraph.reading.headings import HeadingRules
from plangraph.reading.source import GridCell
from plangraph.reading.tables.cells import Cell
from plangraph.reading.tables.columns import Head
from plangraph.reading.tables.grid import Sheet
from plangraph.reading.tables.header import MONEY, VALUES, Column
from plangraph.reading.tables.names import divided, named, uncounted
from plangraph.reading.tables.projects import FIELD, GROUP, PACKAGE, TOTAL
from plangraph.reading.tables.rules import TableRules, plain
from plangraph.reading.tables.values import indicator_value
from plangraph.text import compact

_NOTHING = Cell("", ())
_NUMBER_END = ".、．"


@dataclass(frozen=True, slots=True)
class _Record:
    """One row of the sheet: what stands in its columns, cells that began above and go on beside it included."""

    number: Cell  # also the number that a name begins with
    labels: tuple[Cell, ...]
    name: Cell
    placed: tuple[tuple[Column, Cell], ...]  # the other cells, each with the column that tells what it is
    spans: tuple[Span, ...]

    def of(self, *roles: str) -> list[tuple[Column, Cell]]:
        """The cells in columns with one of these roles."""
        return [(column, cell) for column, cell in self.placed if column.role in roles]

    def text(self, role: str) -> str:
        """The texts in columns of this role as one."""
        return "".join(cell.text for _, cell in self.of(role))


@dataclass(slots=True)
class GridReader:
    """Reads the rows below a head; `notes` are then the rows of the sheet that are notes to the table."""

    sheet: Sheet
    head: Head
    rules: TableRules
    headings: HeadingRules
    notes: list[int] = field(default_factory=list)
    _records: list[_Record] = field(default_factory=list)
    _group: str = ""

    def rows(self) -> tuple[TableRow, ...]:
        """All rows."""
        found: list[TableRow] = []
        for index in range(self.head.rows.stop, self.sheet.height):
            if not self._apart(index):
                self._read(index, found)
        return tuple(found)

    def fits(self) -> bool:
        """Whether the rows that were read fit the head.

        Each has a name and nothing beside the columns, and most of what stands in columns of values is a value.
        """
        placed = [item for record in self._records for item in record.placed]
        if any(column.role == "" for column, _ in placed) or not all(map(self._has_name, self._records)):
            return False
        roles = MONEY if self.head.kind == "projects" else VALUES
        values = [cell.text for column, cell in placed if column.role in roles]
        return self.head.kind == "list" or 2 * sum(map(self._is_value, values)) > len(values)

    def _has_name(self, record: _Record) -> bool:
        return bool(record.name.text) or self.rules.is_row("total", record.number.text)

    def _is_value(self, text: str) -> bool:
        if self.head.kind == "projects":
            return self.rules.is_row("money", text) or self.rules.shape(text) in ("number", "dash")
        return self.rules.shape(text) != "phrase" or self.rules.is_value("phrase", text)

    def _apart(self, index: int) -> bool:
        """Whether a row is none of the table's own: empty but for its number, the head again, a note."""
        texts = self.sheet.texts(index)
        if not texts or texts in self.head.texts or self.rules.printed_over(texts):
            return True
        banner = self.sheet.banner(index)
        if banner is not None and self._is_note(index, self.sheet.text(banner)):
            self.notes.append(index)
            return True
        return banner is not None and self._numbers(banner)

    def _read(self, index: int, found: list[TableRow]) -> None:
        """Adds the row, or what it adds to the row above: it names neither a thing nor a value then."""
        banner = self.sheet.banner(index)
        if banner is not None and self._is_group(banner):
            found += self._heading(self.sheet.cell(banner))
            return
        record = self._record(index)
        if found and not (record.number.text or record.name.text or record.of(*VALUES, *MONEY)):
            found[-1] = _extended(found[-1], self._by_kind(record))
            return
        self._records.append(record)
        found.append(self._by_kind(record))

    def _is_note(self, index: int, text: str) -> bool:
        return self.headings.kind_matches("note", text) or index - 1 in self.notes

    def _numbers(self, cell: GridCell) -> bool:
        """Whether a cell only numbers a row."""
        number = cell.column == self.head.number and cell.columns == 1
        return number and self.rules.row["number"].fullmatch(self.sheet.text(cell)) is not None

    def _is_group(self, cell: GridCell) -> bool:
        """Whether the only cell of a row is the name of a group: it stands over the name, or begins the row."""
        return cell.column in self.head.names or cell.column in (0, self.head.number)

    def _heading(self, whole: Cell) -> list[TableRow]:
        """A group of indicators is named by the rows below it; one of projects is a row of its own."""
        if self.head.kind != "projects":
            self._group = whole.text
            return []
        number, name = self._split(whole, "marked")
        return [self._project(_Record(number, (), name, (), whole.spans))]

    # ── what stands in a row ────────────────────────────────────────────────────────────────────────────

    def _record(self, index: int) -> _Record:
        cells = [self.sheet.at(index, column) for column in range(self.sheet.width)]
        names = _distinct(cells[column] for column in self.head.names)
        number = cells[self.head.number] if self.head.number is not None else None
        rest = [cell for cell in _distinct(cells) if cell not in names and cell != number]
        words = [self.sheet.cell(cell) for cell in names]
        placed = [(self._column(cell), self.sheet.cell(cell)) for cell in rest]
        if len(words) > 1 and self.rules.unit.fullmatch(plain(words[-1].text)):
            placed.insert(0, (Column("unit", head=self._name_head), words.pop()))
        own = number is not None and number.row == index and number not in names
        digits = self.sheet.cell(number) if number is not None and own else _NOTHING
        name = words.pop() if words else _NOTHING
        labels = tuple(words)
        if names and not labels and cells[self.head.names.start] is None and self._records:
            labels = self._records[-1].labels  # printed once, beside the first of several rows
        if self.head.number is None:
            digits, name = self._split(name, "numbered")
        spans = sorted({span for cell in _distinct(cells) for span in cell.spans})
        return _Record(digits, labels, name, tuple(placed), tuple(spans))

    @property
    def _name_head(self) -> str:
        return self.head.columns[self.head.names.start].head

    def _column(self, cell: GridCell) -> Column:
        """The column that tells what a cell is: of several, the target or what was reached rather than growth."""
        over = self.head.columns[cell.column : cell.column + cell.columns]
        if over[0].role not in VALUES:
            return over[0]
        return next((column for column in over if column.role in ("target", "actual")), over[0])

    def _split(self, whole: Cell, kind: str) -> tuple[Cell, Cell]:
        """The number that a name begins with, and the name."""
        return divided(self.sheet.archived, whole, self.rules.row[kind])

    # ── rows by the kind of the table ───────────────────────────────────────────────────────────────────

    def _by_kind(self, record: _Record) -> TableRow:
        readers = {"indicators": self._indicator, "projects": self._project, "list": self._item}
        return readers[self.head.kind](record)

    def _indicator(self, record: _Record) -> TableRow:
        name, unit = named(self.sheet.archived, record.name, self.rules)
        of_labels = (named(self.sheet.archived, label, self.rules)[1] for label in reversed(record.labels))
        row = self._plain_row(record, name)
        return replace(
            row,
            unit=unit or self._unit(record) or next(filter(None, of_labels), ""),
            attribute=plain(record.text("attribute")),
            values=tuple(self._values(record)),
        )

    def _unit(self, record: _Record) -> str:
        return next((plain(c.text) for _, c in record.of("unit") if self.rules.shape(c.text) != "dash"), "")

    def _values(self, record: _Record) -> Iterator[TableValue]:
        columns = [column for column in self.head.columns if column.role in VALUES]
        aimed = any(self.rules.shape(cell.text) != "dash" for _, cell in record.of("target"))
        for column, cell in record.of(*VALUES):
            value = indicator_value(self.sheet.archived, cell, column, columns, self.rules)
            if value is not None and value.role == "target" and column.role == "growth" and aimed:
                value = replace(value, role="growth")
            if value is not None:
                yield value

    def _project(self, record: _Record) -> TableRow:
        number, name, level = record.number, record.name, self._level(record)
        if level == TOTAL:
            number, name = (name if not number.text else number), _NOTHING
        elif not number.text and level != PACKAGE:
            number, name = self._split(name, "marked")
        years = [self.rules.row["years"].fullmatch(plain(cell.text)) for _, cell in record.of("years")]
        period = next((match for match in years if match), None)
        content = self._joined(cell for _, cell in record.of("content"))
        return replace(
            self._plain_row(record, uncounted(self.sheet.archived, name, self.rules)),
            no=number.text.rstrip(_NUMBER_END),
            level=level,
            values=tuple(
                TableValue(column.role, cell.text, cell.spans, column.year, column.period)
                for column, cell in record.of(*MONEY)
                if self.rules.shape(cell.text) != "dash"
            ),
            start=int(period[1]) if period else None,
            end=int(period[2]) if period else None,
            content=content.text,
            content_spans=content.spans,
        )

    def _level(self, record: _Record) -> int:
        """By the number; a row without one, in a table that has them, sums up those of a field."""
        number, name = plain(record.number.text), plain(record.name.text)
        if any(self.rules.is_row("total", text) for text in (number, name)):
            return TOTAL
        marker = number if self.rules.is_row("numeral", number) else ""
        if not number and (match := self.rules.row["marked"].match(name)):
            marker = match[0]
        if marker:
            return GROUP if marker.startswith("(") else FIELD
        numbered = self.head.number is not None and not record.of("content", "years")
        return FIELD if not number and (numbered or not record.placed) else PACKAGE

    def _item(self, record: _Record) -> TableRow:
        beside = (cell for column, cell in record.placed if column.role != "category")
        content = self._joined(cell for cell in beside if self.rules.shape(cell.text) != "dash")
        row = self._plain_row(record, record.name)
        return replace(row, content=content.text, content_spans=content.spans)

    def _joined(self, cells: Iterable[Cell]) -> Cell:
        spans = tuple(span for cell in cells for span in cell.spans)
        return Cell(compact(quote(self.sheet.archived, spans)), spans)

    def _plain_row(self, record: _Record, name: Cell) -> TableRow:
        """The row as far as it is the same for all kinds of tables."""
        groups = [cell.text for _, cell in record.of("category")]
        labels = [TableCell(self._name_head, label.text, label.spans) for label in record.labels]
        others = [
            TableCell(column.head, cell.text, cell.spans)
            for column, cell in record.placed
            if column.role not in (*VALUES, *MONEY) and self.rules.shape(cell.text) != "dash"
        ]
        return TableRow(
            no=record.number.text.rstrip(_NUMBER_END),
            name=name.text,
            name_spans=name.spans,
            spans=record.spans,
            group=groups[-1] if groups else self._group,
            cells=(*labels, *others),
        )


def _extended(row: TableRow, more: TableRow) -> TableRow:
    """The row with what the next one adds to its content and cells."""
    return replace(
        row,
        spans=tuple(sorted({*row.spans, *more.spans})),
        content=row.content + more.content,
        content_spans=row.content_spans + more.content_spans,
        cells=row.cells + more.cells,
    )


def _distinct(cells: Iterable[GridCell | None]) -> list[GridCell]:
    """Cells in order, each once."""
    return list(dict.fromkeys(cell for cell in cells if cell is not None))
