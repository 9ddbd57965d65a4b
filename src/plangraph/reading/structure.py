"""Lines → sections, passages and tables in reading order.

A builder walks through the lines once. It keeps the stack of open sections and two open paragraphs: one of the
body and one of a box, because a box can cut a paragraph of the body in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from plangraph.model import DocumentInfo, Passage, PassageKind, Section, Span, Table
from plangraph.reading.furniture import BODY, LEFT_OUT, TITLE, TITLE_GOES_ON, Page, furniture_rules, roles
from plangraph.reading.headings import HeadingRules, Marker, heading_rules
from plangraph.reading.lines import Layout, Line, measure, split_lines
from plangraph.reading.paragraphs import goes_on
from plangraph.text import one_line, pieces

PIECE = 450  # a longer paragraph becomes several passages of whole sentences
_BOX_RANK = 100  # sections inside a box lie below all others


@dataclass(frozen=True, slots=True)
class Structure:
    """What was found in a text."""

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    left_out: tuple[tuple[str, Span], ...]


@dataclass(slots=True)
class _Place:
    """An open section on the stack; `filled` once it holds a passage."""

    section: Section
    rank: int
    path: tuple[str, ...]
    filled: bool = False


@dataclass(slots=True)
class _Paragraph:
    """A paragraph under way, with the place where it began."""

    lines: list[Line]
    place: _Place | None
    kind: PassageKind


@dataclass(slots=True)
class _Builder:
    text: str
    layout: Layout
    rules: HeadingRules
    sections: list[Section] = field(default_factory=list)
    stack: list[_Place] = field(default_factory=list)
    boxes: list[_Place] = field(default_factory=list)
    done: list[_Paragraph] = field(default_factory=list)
    body: _Paragraph | None = None
    box: _Paragraph | None = None
    left_out: list[tuple[str, Span]] = field(default_factory=list)
    last_note: bool = False
"""Placeholder"""
