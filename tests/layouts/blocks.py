"""A read document as blocks to be laid out: headings, paragraphs, and tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from plangraph.model import Document, Passage, Span, Table, TableRow, TableValue
from plangraph.reading.source import Grid
from plangraph.text import fold, squeeze


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: str = "paragraph"


@dataclass(frozen=True)
class Cell:
    """A cell over `rows` × `columns`; places that it covers have no cell of their own."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class TableBlock:
    """`rows` from the top; the first `header` of them are its head."""

    title: str
    unit: str
    header: int
    rows: tuple[tuple[Cell, ...], ...]


Block = Heading | Paragraph | TableBlock


def blocks_of(document: Document) -> list[Block]:
    """The blocks of a document in reading order."""
    found: list[tuple[int, Block]] = []
    found += [(s.spans[0].start, Heading(s.title, s.level)) for s in document.sections]
    found += list(_paragraphs(document.passages))
    found += [(_start(t.spans), _table(t)) for t in document.tables]
    return [block for _, block in sorted(found, key=lambda item: item[0])]


def outline(document: Document) -> list[tuple[int, str]]:
    """Levels and titles, blanks aside."""
    return [(section.level, squeeze(section.title)) for section in document.sections]


def paragraphs(document: Document) -> list[str]:
    """Whole paragraphs with blanks aside, in reading order."""
    return [squeeze(block.text) for _, block in _paragraphs(document.passages)]


def rows(table: Table) -> list[dict[str, object]]:
    """The rows of a table as they are compared: without places."""
    return [_row(row) for row in table.rows]


def _row(row: TableRow) -> dict[str, object]:
    return {
        "no": _plain(row.no),
        "name": _plain(row.name),
        "unit": _plain(row.unit),
        "attribute": row.attribute,
        "level": row.level,
        "group": _plain(row.group),
        "years": (row.start, row.end),
        "content": _plain(row.content),
        "values": sorted((v.role, str(v.year or v.period), _plain(v.text)) for v in row.values),
    }


def _plain(text: str) -> str:
    return squeeze(fold(text))


def _start(spans: tuple[Span, ...]) -> int:
    return spans[0].start


def _paragraphs(passages: tuple[Passage, ...]) -> Iterator[tuple[int, Paragraph]]:
    whole: list[list[Passage]] = []
    for passage in passages:
        if passage.continues:
            whole[-1].append(passage)
        else:
            whole.append([passage])
    for group in whole:
        yield _start(group[0].spans), Paragraph("".join(p.text for p in group), group[0].kind)


def _table(table: Table) -> TableBlock:
    head, body = {"indicators": _indicators, "projects": _projects, "list": _list}[table.kind](table)
    return TableBlock(table.title, table.unit, len(head), (*head, *body))


_Rows = tuple[tuple[Cell, ...], ...]


def _by_group(table: Table, width: int) -> Iterator[tuple[tuple[Cell, ...] | None, TableRow]]:
    """Each row, with the row of its group heading before the first of a group."""
    for group, members in groupby(table.rows, key=lambda row: row.group):
        for position, row in enumerate(members):
            yield ((Cell(group, columns=width),) if group and position == 0 else None), row


def _indicators(table: Table) -> tuple[_Rows, _Rows]:
    values = [value for row in table.rows for value in row.values]
    actual = any(value.role.startswith("actual") for value in values)
    columns = _value_columns(values, actual=actual)
    body: list[tuple[Cell, ...]] = []
    for group, row in _by_group(table, len(columns) + 3):
        if group is not None:
            body.append(group)
        unit = f"（{row.unit}）" if row.unit else ""
        cells = [Cell(row.no), Cell(row.name + unit), *_placed(row, columns), Cell(row.attribute)]
        body.append(tuple(cells))
    return (_grouped_head(columns) if actual else _flat_head(columns)), tuple(body)


def _value_columns(values: list[TableValue], *, actual: bool) -> list[tuple[str, int | None]]:
    """(role, year) from left to right; growth and cumulated stand in one column a group."""
    years = {
        role: sorted({v.year for v in values if v.role == role and v.year})
        for role in ("base", "target", "actual")
    }
    columns: list[tuple[str, int | None]] = [("base", year) for year in years["base"]]
    columns += [("target", year) for year in years["target"]]
    last = max((v.year for v in values if v.year), default=None)
    columns.append(("target growth" if actual else "growth", last))
    if actual:
        columns += [("actual", year) for year in years["actual"]] + [("actual growth", last)]
    return columns


def _placed(row: TableRow, columns: list[tuple[str, int | None]]) -> Iterator[Cell]:
    """The values in their columns; a phrase with nothing beside it fills value and growth as one merged cell."""
    found: dict[int, str] = {}
    for value in row.values:
        role, text = value.role, value.text
        if role == "cumulative":
            growth = [i for i, (r, _) in enumerate(columns) if r.endswith("growth") and i not in found]
            found[growth[0]] = f"[{text}]"
        else:
            found[next(i for i, (r, y) in enumerate(columns) if r == role and y == value.year)] = text
    index = 0
    while index < len(columns):
        text = found.get(index, "—")
        merges = (
            index in found
            and columns[index][0] in ("target", "actual")
            and not any(c.isdigit() for c in text)
            and index + 1 < len(columns)
            and columns[index + 1][0].endswith("growth")
            and index + 1 not in found
        )
        yield Cell(text, columns=2 if merges else 1)
        index += 2 if merges else 1


def _flat_head(columns: list[tuple[str, int | None]]) -> _Rows:
    names = ["年均增长[累计]" if role == "growth" else f"{year}年" for role, year in columns]
    return (tuple(Cell(name) for name in ("序号", "指标名称", *names, "属性")),)


def _grouped_head(columns: list[tuple[str, int | None]]) -> _Rows:
    base = sum(role == "base" for role, _ in columns)
    target = sum(role.startswith("target") for role, _ in columns)
    actual = sum(role.startswith("actual") for role, _ in columns)
    first = [Cell("序号", rows=2), Cell("指标", rows=2)]
    first += [Cell(f"{year}年基期值", rows=2) for role, year in columns if role == "base"]
    first += [Cell("“十三五”规划目标", columns=target), Cell("“十三五”实际完成情况", columns=actual)]
    first.append(Cell("属性", rows=2))
    second = [Cell("年均增长" if role.endswith("growth") else f"{year}年") for role, year in columns[base:]]
    return tuple(first), tuple(second)


_MONEY = {"total": "总投资", "done": "到{year}年底累计完成投资", "planned": "“{plan}”期间投资"}
_PLANS = {"2016-2020": "十三五", "2021-2025": "十四五"}


def _projects(table: Table) -> tuple[_Rows, _Rows]:
    money = [(value.role, value.year, value.period) for value in table.rows[0].values]
    content = any(row.content for row in table.rows)
    years = any(row.start for row in table.rows)
    names = [_MONEY[role].format(year=year, plan=_PLANS.get(period, "")) for role, year, period in money]
    head = ["序号", "项目名称", *["建设内容及规模"] * content, *["建设起止年限"] * years, *names]
    body = []
    for row in table.rows:
        amounts = {(value.role, value.year, value.period): value.text for value in row.values}
        period = f"{row.start}-{row.end}" if row.start else ""
        cells = [Cell("合计", columns=2)] if row.level == 0 else [Cell(row.no), Cell(row.name)]
        cells += [Cell(row.content)] * content + [Cell(period)] * years
        cells += [Cell(amounts.get(key, "")) for key in money]
        body.append(tuple(cells))
    return (tuple(Cell(name) for name in head),), tuple(body)


def _list(table: Table) -> tuple[_Rows, _Rows]:
    content = any(row.content for row in table.rows)
    head = ["序号", "规划名称", *["备注"] * content]
    body: list[tuple[Cell, ...]] = []
    for group, row in _by_group(table, len(head)):
        if group is not None:
            body.append(group)
        body.append((Cell(row.no), Cell(row.name), *[Cell(row.content)] * content))
    return (tuple(Cell(name) for name in head),), tuple(body)


def grid_rows(text: str, grid: Grid) -> list[list[str]]:
    """The texts of a grid, row by row, as a person would copy them down; a merged cell stands once."""
    found: list[list[str]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        found[cell.row].append(squeeze("".join(text[s.start : s.end] for s in cell.spans)))
    return found
