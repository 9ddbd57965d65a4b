"""Table → TableAnnotation: each value of an indicator table, each package of a project table.

地区生产总值 | 亿元 | 249.03亿元，比2010年翻一番，年均增长7.4% ─► 249.03 亿元 level, 7.4 % growth
完成市下达任务 ─► a target left to a higher level; no value at all ─► a target that was not found
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from plangraph import lexicon
from plangraph.extraction.quantities import Quantity, bare_number, find_quantities
from plangraph.model import (
    Binding,
    DocumentInfo,
    EntityType,
    Measure,
    RowProject,
    RowTarget,
    Span,
    Table,
    TableAnnotation,
    TableRow,
    TableValue,
    TargetState,
    TargetStatus,
    cut,
)
from plangraph.resources import read_toml, rules_dir

_PART = re.compile(r"[^，,；;]+(?:,(?=\d{3})[^，,；;]+)*")
_DOUBLED = re.compile(r"(20\d\d)年")


@functools.cache
def _rules() -> dict[str, Any]:
    return read_toml(rules_dir() / "table-cells.toml")


def annotate_table(table: Table, info: DocumentInfo) -> TableAnnotation:
    """What a table of this document says."""
    if table.kind == "indicators":
        return TableAnnotation(table, tuple(_indicator_targets(table, info)), ())
    if table.kind == "projects":
        packages = _packages(table.rows)
        projects = tuple(_project(table, row) for row in packages)
        rows = [row for row in table.rows if row in packages or row.level == 0]
        return TableAnnotation(table, tuple(t for row in rows for t in _money(table, row)), projects)
    return TableAnnotation(table, (), ())


# ── indicator tables ────────────────────────────────────────────────────────────────────────────────────


def _indicator_targets(table: Table, info: DocumentInfo) -> Iterator[RowTarget]:
    roles = _rules()["roles"]
    values = [value for row in table.rows for value in row.values]
    bases = [value.year for value in values if value.role == "base" and value.year]
    ahead = [value.year for value in values if value.role in roles["target"] and value.year]
    base, year = min(bases, default=None), max(ahead, default=info.period_end)
    for row in table.rows:
        own = next((value.year for value in row.values if value.role == "base" and value.year), base)
        for value in row.values:
            yield from _cell_targets(row, value, own)
        if row.name and not any(value.role in roles["target"] for value in row.values):
            yield _target(row, TableValue("target", "", row.spans, year), own, state="not_found")


def _cell_targets(row: TableRow, value: TableValue, base: int | None) -> list[RowTarget]:
    """One target for each value that the cell states, or one that says why there is none."""
    found: list[RowTarget] = []
    for part in _PART.finditer(value.text):
        quantity = _quantity(part[0])
        if quantity is not None:
            length = sum(span.end - span.start for span in value.spans)
            spans = cut(value.spans, *part.span()) if length == len(value.text) else value.spans
            found.append(_target(row, value, base, part[0], spans, quantity))
    if found:
        return found
    left = any(re.search(pattern, value.text) for pattern in _rules()["states"]["left_to_higher_level"])
    return [_target(row, value, base, state="left_to_higher_level" if left else "not_found")]


def _quantity(part: str) -> Quantity | None:
    """The quantity of a part of a cell; years that it only compares with are none."""
    plain = _DOUBLED.sub(lambda match: "＿" * len(match[0]), part)
    plain = re.sub(r"[“”‘’]十[一二三四五]五[“”‘’]", lambda match: "＿" * len(match[0]), plain)
    quantities = find_quantities(plain)
    return quantities[0] if quantities else bare_number(plain)


def _target(
    row: TableRow,
    value: TableValue,
    base: int | None,
    text: str = "",
    spans: tuple[Span, ...] = (),
    quantity: Quantity | None = None,
    state: TargetState = "stated",
) -> RowTarget:
    measure = _measure(row, value, text)
    reached: TargetStatus = "actual" if value.role in _rules()["roles"]["actual"] else "target"
    compared = _DOUBLED.search(text)
    since = int(compared[1]) if compared and quantity else base
    since = since if since is None or value.year is None or since < value.year else None
    whole = f"{since + 1}-{value.year}" if since and value.year and measure != "level" else ""
    return RowTarget(
        indicator=_name(row.name),
        value=quantity.value if quantity else None,
        unit=_unit(row, measure, quantity),
        comparator=quantity.comparator if quantity else "eq",
        measure=measure,
        year=value.year,
        base_year=since,
        status=reached,
        state=state,
        binding=cast("Binding | None", _rules()["attributes"].get(row.attribute)),
        value_text=(text or value.text).strip(),
        value_spans=spans or value.spans,
        row=row,
        period=value.period or whole,
    )


def _measure(row: TableRow, value: TableValue, text: str) -> Measure:
    words, roles = _rules()["measures"], _rules()["roles"]
    if value.role in roles["growth"] or re.search(words["growth"], text):
        return "growth"
    if value.role in roles["change"] or re.search(words["change"], text):
        return "change"
    if re.search(words["growth_name"], row.name):
        return "growth"
    return "change" if re.search(words["change_name"], row.name) else "level"


def _unit(row: TableRow, measure: Measure, quantity: Quantity | None) -> str:
    """The unit in the cell, else that of the row; a rate of growth is in per cent."""
    if quantity and quantity.unit:
        return quantity.unit if quantity.kind != "bare" or not row.unit else quantity.unit + row.unit
    return "%" if measure == "growth" else row.unit


def _name(printed: str) -> str:
    """An indicator's name as printed, without number and unit."""
    names = _rules()["names"]
    return re.sub(names["unit"], "", re.sub(names["number"], "", printed)).strip()


# ── project tables ──────────────────────────────────────────────────────────────────────────────────────


def _packages(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows of level 3; in a table that only sums up, the rows below which no other stands."""
    packages = [row for row in rows if row.level >= 3]
    if packages:
        return packages
    following = [row.level for row in rows[1:]] + [0]
    return [row for row, below in zip(rows, following, strict=True) if 0 < row.level >= below and row.name]


def _money(table: Table, row: TableRow) -> Iterator[RowTarget]:
    names, roles = _rules()["money"], _rules()["roles"]
    subject: tuple[str, EntityType | None] = (row.name, "PROJECT") if row.level else ("@doc", None)
    for value in row.values:
        quantity = bare_number(value.text)
        if value.role not in names or quantity is None:
            continue
        years = re.findall(r"\d{4}", value.period)
        whole = f"{row.start}-{row.end}" if row.start and row.end and value.role == "total" else ""
        yield RowTarget(
            indicator=names[value.role],
            value=quantity.value,
            unit=row.unit or table.unit,
            comparator=quantity.comparator,
            measure="level",
            year=value.year or (int(years[-1]) if years else None),
            base_year=None,
            status="actual" if value.role in roles["actual"] else "target",
            state="stated",
            binding=None,
            value_text=value.text,
            value_spans=value.spans,
            row=row,
            subject=subject[0],
            subject_type=subject[1],
            period=value.period or whole,
        )


def _project(table: Table, row: TableRow) -> RowProject:
    for holder in (row, *_above(table.rows, row)):
        if found := _industry(holder.name):
            start, end = found
            whole = sum(span.end - span.start for span in holder.name_spans) == len(holder.name)
            spans = cut(holder.name_spans, start, end) if whole else holder.name_spans
            return RowProject(row.name, row, True, holder.name[start:end], spans)
    return RowProject(row.name, row, True)


def _above(rows: Sequence[TableRow], row: TableRow) -> Iterator[TableRow]:
    """The group and the field that a row stands under, nearest first."""
    level = row.level
    for other in reversed(rows[: rows.index(row)]):
        if 0 < other.level < level:
            yield other
            level = other.level


@functools.cache
def _industries() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Names of industries, and the longer names that hold one and are none; longest first."""
    terms = [term for term in lexicon.load().terms if term.type == "INDUSTRY"]
    labels = {term.label for term in terms if term.kind in {"preferred", "alternative"}}
    negative = {term.label for term in terms if term.kind == "negative"}
    return _any(labels), _any(negative)


def _any(labels: set[str]) -> re.Pattern[str]:
    ordered = sorted(labels, key=lambda label: (-len(label), label))
    return re.compile("|".join(re.escape(label) for label in ordered) or r"(?!)")


def _industry(name: str) -> tuple[int, int] | None:
    """Where a name mentions an industry first."""
    labels, negative = _industries()
    blocked = [match.span() for match in negative.finditer(name)]
    words = _rules()["industries"]
    for match in labels.finditer(name):
        inside = any(low <= match.start() and match.end() <= high for low, high in blocked)
        if not inside and not re.match(words["not_before"], name[match.end() :]):
            suffix = re.match(words["suffix"], name[match.end() :])
            return match.start(), match.end() + (suffix.end() if suffix else 0)
    return None
