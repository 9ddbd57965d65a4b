"""Finds tables in a text and reads them as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plangraph.model import Table
from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Layout, Line


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table and the lines that it takes, by index."""

    table: Table
    lines: range


def find_tables(text: str, lines: Sequence[Line], layout: Layout, rules: HeadingRules) -> list[FoundTable]:
    return []
