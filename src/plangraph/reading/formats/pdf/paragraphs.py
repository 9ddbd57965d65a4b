"""Which printed lines go on a paragraph, by how they are set.

A line is broken where the next character did not fit, a paragraph where it ends. So a line goes on when the
one before it is full, which is when what begins the line had no room there, and when it is not set in like a
first line. Item markers, the size of type, the distance of lines, and lines set in the middle tell the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangraph.reading.formats.pdf.measures import Body, same_flow, same_size
from plangraph.reading.formats.pdf.printed import PrintedLine
from plangraph.reading.formats.pdf.rules import PdfRules
from plangraph.reading.headings import HeadingRules
from plangraph.text import width

_INDENT = 1.2  # em: a first line is set in by more
_ROOM = 0.6  # em that a line may lack although it is full: punctuation is squeezed
_LARGER = 1.06  # times the size of the body: a heading
_CENTRED = 0.5  # em: free on both sides of a centred line at least
_MIDDLE = 1.0  # em: more on one side than on the other at most
_HALF = 0.5  # of the measure: a heading that goes on fills more
_ENDED = re.compile(r"[。！？；!?;：:…][”’」』）)》〉】\]\"']*$")
_UNIT = re.compile(
    r"[“‘《（(\[【〔「『〈]*(?:[A-Za-z0-9.,%％+\-–—~～/]+|.)[，。、；：！？）)》〉】\]〕”’」』,.;:!?％%…]*"
)


@dataclass(frozen=True, slots=True)
class Joiner:
    """Decides whether a line goes on the paragraph of the line before it."""

    body: Body
    rules: PdfRules
    headings: HeadingRules

    def goes_on(self, before: PrintedLine, line: PrintedLine, *, went_on: bool) -> bool:
        """Whether `line` goes on the paragraph of `before`, the line of its role that was read before it.

        `went_on`: whether `before` is no first line itself.
        """
        if not line.size or line.tabbed or before.tabbed or not same_size(before, line):
            return False
        if same_flow(before, line) and self.body.apart(before, line):
            return False
        if self.rules.fits("contents_entry", before.text):
            return False
        if self._centred(line) and (self._centred(before) or self._full_heading(before)):
            return self._same_heading(before, line)
        if self._ended(before) and self.headings.begins_item(line.text):
            return False
        return self._full(before, line) and not self._begins(before, line, went_on)

    def same_title(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether two lines in the type of a title make one."""
        return same_size(before, line) and not self.rules.fits("stands_alone", line.text)

    def _ended(self, line: PrintedLine) -> bool:
        return bool(_ENDED.search(line.text))

    def _indent(self, line: PrintedLine) -> float:
        return (line.x0 - self.body.measure(line)[0]) / line.size

    def _room(self, line: PrintedLine) -> float:
        return (self.body.measure(line)[1] - line.x1) / line.size

    def _full(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether what begins the line had no room at the end of the one before."""
        unit = _UNIT.match(line.text)
        return self._room(before) < (width(unit[0]) if unit else 1.0) + _ROOM

    def _begins(self, before: PrintedLine, line: PrintedLine, went_on: bool) -> bool:
        """Whether the line is set in like a first line, and not because its paragraph hangs."""
        indent, above = self._indent(line), self._indent(before)
        if indent <= _INDENT:
            return False
        if abs(indent - above) <= 0.5 and (went_on or not self._ended(before)):
            return False
        return self._ended(before) or indent < above or not self.headings.begins_item(before.text)

    def _centred(self, line: PrintedLine) -> bool:
        left, right = self._indent(line), self._room(line)
        return min(left, right) >= _CENTRED and abs(left - right) <= _MIDDLE

    def _full_heading(self, line: PrintedLine) -> bool:
        """Whether a line that fills the measure is plainly of a heading."""
        larger = line.size > _LARGER * self.body.size
        return (larger or self.headings.marker(line.text) is not None) and self._room(line) < _MIDDLE

    def _same_heading(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether two centred lines make one heading."""
        if self.headings.marker(line.text) or self.rules.fits("stands_alone", line.text) or self._ended(before):
            return False
        marker = self.headings.marker(before.text)
        match = marker.pattern.match(before.text) if marker else None
        if match and not before.text[match.end() :].strip():
            return True
        left, right = self.body.measure(before)
        return before.x1 - before.x0 > _HALF * (right - left)
