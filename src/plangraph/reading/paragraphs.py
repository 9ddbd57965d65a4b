"""Which lines make one paragraph."""

from __future__ import annotations

import re

from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Layout, Line

_OPEN_END = re.compile(r"[一-鿿A-Za-z0-9，、,]$")
_OPEN_START = re.compile(r"[一-鿿A-Za-z0-9“《]")
_INNER = re.compile(r"[，、,：:；;。]")
_TOPIC = re.compile(r"[^，；。：]{3,18}。")  # the short sentence that names what a paragraph is about
_BROKEN_FROM = 30  # a shorter line without a sentence end and without a comma is no broken paragraph
_BROKEN_MIN = 12
_SHORT = 4  # a line that ends a sentence so far before the margin ends its paragraph
_BROKEN = 12  # the same for a line that ends within one: some words are longer than the room that is left
_INDENT = 2  # one blank before a line only tells of a page break


def goes_on(before: Line, line: Line, layout: Layout, rules: HeadingRules, *, box: bool = False) -> bool:
    """Whether `line` belongs to the paragraph whose last line so far is `before`, where the format is silent."""
    if line.mark.continues is not None or line.grid is not None or before.grid is not None:
        return False
    if layout.told and not box:
        return _goes_on_told(before, line, layout)
    if layout.wrapped:
        return _goes_on_wrapped(before, line, layout.box_width if box else layout.width, rules)
    return (
        not before.ended
        and len(before.text) >= (_BROKEN_MIN if _INNER.search(before.text) else _BROKEN_FROM)
        and bool(_OPEN_END.search(before.text))
        and bool(_OPEN_START.match(line.text))
        and line.ended
        and not rules.begins_item(line.text)
    )


def _goes_on_told(before: Line, line: Line, layout: Layout) -> bool:
    """Where indents or blank lines begin paragraphs; a line that ends far from the margin ends one too."""
    if layout.begins(line):
        return False
    return before.full_width >= layout.width - (_SHORT if before.ended else _BROKEN)


def _goes_on_wrapped(before: Line, line: Line, full: float, rules: HeadingRules) -> bool:
    """In text broken at a width, a paragraph ends with a short line, or where the next line is indented.

    Where the indent itself is not in the text, a first line still holds two characters less than the others;
    where neither shows, a short first sentence tells of a new topic.
    """
    if not before.ended:
        return before.width >= full - 6 or before.full_width >= full - 2
    indented = line.indent >= _INDENT and line.indent > before.indent
    if rules.begins_item(line.text) or indented or before.width < full - 2.5:
        return False
    return line.ended or (line.width > full - 1 and not _TOPIC.match(line.text))
