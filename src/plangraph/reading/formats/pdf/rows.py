"""Glyphs → rows: what stands on one line, cut where a wide gap parts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plangraph.reading.formats.pdf.page import Glyph

_SAME_LINE = 0.5  # of the larger size: a raised note mark stands so far above the baseline at most
_GAP = 0.8  # em: a wider gap parts two segments; letters spaced out to fill a line stand closer
_BLANK = 0.22  # em between two Chinese characters: a blank, not the spacing of a line set to the full width
_LATIN_BLANK = 0.12
_TYPED = 0.02  # a blank that is in the file and is seen
_TWICE = 0.2  # em: the same character printed again as near as this only makes it bolder
_TAB = 3.0  # em: wider than any blank in running text
_CELL, _CELLS = 1.2, 2  # em of a gap that may part cells, and how many such gaps tell of cells


@dataclass(frozen=True, slots=True)
class Segment:
    """Glyphs of one line from left to right without a wide gap.

    `size` is that of most of its type, `base` the baseline of that type.
    """

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    size: float
    base: float


def _segment(glyphs: Sequence[Glyph]) -> Segment:
    sizes: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        sizes.setdefault(glyph.size, []).append(glyph)
    size = max(sizes, key=lambda size: (len(sizes[size]), size))
    x1 = max(glyph.x1 for glyph in glyphs[-2:])
    return Segment(tuple(glyphs), glyphs[0].x0, x1, size, sizes[size][0].base)


def rows_of(glyphs: Sequence[Glyph]) -> list[tuple[Segment, ...]]:
    """Rows from top to bottom, each as its segments from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.x0, glyph.place)):
        if rows and glyph.base - rows[-1][0].base <= _SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_segments(row) for row in rows]


def _segments(row: list[Glyph]) -> tuple[Segment, ...]:
    row.sort(key=lambda glyph: (round(glyph.x0, 1), glyph.place))
    segments: list[list[Glyph]] = []
    for glyph in row:
        before = segments[-1][-1] if segments else None
        if before is None or glyph.x0 - before.x1 > _GAP * max(glyph.size, before.size):
            segments.append([glyph])
        elif not _printed_twice(before, glyph):
            segments[-1].append(glyph)
    return tuple(map(_segment, segments))


def _printed_twice(before: Glyph, glyph: Glyph) -> bool:
    """The parts of a ligature stand at one place too, but next to each other in the file."""
    near = (
        abs(glyph.x0 - before.x0) <= _TWICE * glyph.size and abs(glyph.base - before.base) <= _TWICE * glyph.size
    )
    return near and glyph.text == before.text and glyph.place - before.place > 1


def text_of(segments: Sequence[Segment]) -> str:
    """The text of a row; a blank stands where the file has one, and where there is a gap."""
    glyphs = [glyph for segment in segments for glyph in segment.glyphs]
    return "".join(_with_blanks(glyphs))


def _with_blanks(glyphs: Sequence[Glyph]) -> Iterator[str]:
    yield from (glyph.text for glyph in glyphs[:1])
    for before, glyph in pairwise(glyphs):
        yield f" {glyph.text}" if _parted(before, glyph) else glyph.text


def _parted(before: Glyph, glyph: Glyph) -> bool:
    """Whether a blank stands between two glyphs.

    PDFium also concludes blanks from gaps; between Chinese characters those may be nothing but the spacing of
    a line that is set to the full width. Where it sees none between neighbours in the file, there is none.
    """
    gap = (glyph.x0 - before.x1) / max(glyph.size, 1.0)
    if glyph.blank == "typed":
        return gap > _TYPED
    if not glyph.blank and 0 < glyph.place - before.place <= 2:
        return False
    return gap > (_BLANK if before.wide and glyph.wide else _LATIN_BLANK)


def is_tabbed(segments: Sequence[Segment]) -> bool:
    """Whether a row is set like one of a table: with a gap as wide as some characters, or with several gaps."""
    gaps = [(after.x0 - before.x1) / after.size for before, after in pairwise(segments)]
    return max(gaps, default=0.0) > _TAB or sum(gap > _CELL for gap in gaps) >= _CELLS
