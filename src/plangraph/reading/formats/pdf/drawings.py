"""The lines and tinted areas that are drawn on a page, as PDFium tells them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

from plangraph.reading.formats.pdf.objects import Matrix, matrix_of, objects, times
from plangraph.reading.formats.pdf.page import Box, Point

MAX_SEGMENTS = 50_000  # on a page; where a map has more, none of its lines is a rule of a table
_THIN = 2.5  # points: a bar as thin as this is a rule
_FLAT = 0.7  # points by which a rule may slope
_OPAQUE = 16  # of 255: what is fainter cannot be seen
_WHITE = 252  # of 255 in each colour


def read_drawings(page: pdfium.PdfPage) -> Drawings:
    """What is drawn on a page."""
    found = Drawings()
    found.page(page)
    return found


@dataclass(slots=True)
class Drawings:
    """Thin bars, tinted areas, and whether there is an image, in the coordinates of the file."""

    rulings: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    image: bool = False
    _left: int = MAX_SEGMENTS

    def page(self, page: pdfium.PdfPage) -> None:
        """Everything drawn on a page."""
        for kind, item, matrix in objects(page):
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.image = True
            elif kind == raw.FPDF_PAGEOBJ_PATH and self._left >= 0:
                self._path(item, times(matrix_of(item), matrix))
        if self._left < 0:
            self.rulings.clear()
            self.areas.clear()

    def _path(self, item: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        count = raw.FPDFPath_CountSegments(item)
        self._left -= count
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, mode, stroke)
        filled = bool(mode.value) and _seen(item, raw.FPDFPageObj_GetFillColor)
        stroked = bool(stroke.value) and _seen(item, raw.FPDFPageObj_GetStrokeColor, white=True)
        if self._left < 0 or not (filled or stroked):
            return
        for outline in _outlines(item, count, matrix):
            if stroked:
                self.rulings += outline.sides()
            if filled:
                self._fill(outline)

    def _fill(self, outline: _Outline) -> None:
        box = outline.bounds
        if box.width <= _THIN or box.height <= _THIN:
            self.rulings.append(box)
        elif outline.is_rectangle():
            self.areas.append(box)


@dataclass(slots=True)
class _Outline:
    """A part of a path that is drawn without lifting the pen; `curved` where it has a curve."""

    points: list[Point]
    closed: bool = False
    curved: bool = False

    @property
    def bounds(self) -> Box:
        """The rectangle around it."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _straight(self) -> list[Box]:
        ends = [*self.points[1:], self.points[0]] if self.closed else self.points[1:]
        boxes = []
        for (x0, y0), (x1, y1) in zip(self.points, ends, strict=False):
            if min(abs(x1 - x0), abs(y1 - y0)) <= _FLAT < max(abs(x1 - x0), abs(y1 - y0)):
                boxes.append(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        return boxes

    def is_rectangle(self) -> bool:
        """Whether most of its border is that of the rectangle around it; the corners may be round."""
        box = self.bounds
        border = [
            side
            for side in self._straight()
            if (side.height <= _FLAT and min(abs(side.y0 - box.y0), abs(side.y0 - box.y1)) <= _FLAT)
            or (side.width <= _FLAT and min(abs(side.x0 - box.x0), abs(side.x0 - box.x1)) <= _FLAT)
        ]
        return sum(side.width + side.height for side in border) >= 0.6 * 2 * (box.width + box.height)

    def sides(self) -> list[Box]:
        """The horizontal and vertical lines of it; those of a rectangle with round corners meet."""
        if not (self.curved and self.is_rectangle()):
            return self._straight()
        x0, y0, x1, y1 = self.bounds
        return [Box(x0, y0, x1, y0), Box(x0, y1, x1, y1), Box(x0, y0, x0, y1), Box(x1, y0, x1, y1)]


def _outlines(item: raw.FPDF_PAGEOBJECT, count: int, matrix: Matrix) -> Iterator[_Outline]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: _Outline | None = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or outline is None:
            if outline is not None and len(outline.points) > 1:
                yield outline
            outline = _Outline([point])
        else:
            outline.points.append(point)
            outline.curved |= kind == raw.FPDF_SEGMENT_BEZIERTO
        outline.closed |= bool(raw.FPDFPathSegment_GetClose(segment))
    if outline is not None and len(outline.points) > 1:
        yield outline


def _seen(item: raw.FPDF_PAGEOBJECT, colour: Callable[..., int], *, white: bool = False) -> bool:
    """Whether what is drawn in this colour can be seen; on white paper, unless `white` counts too."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour(item, red, green, blue, alpha):
        return True
    pale = min(red.value, green.value, blue.value) >= _WHITE
    return alpha.value >= _OPAQUE and (white or not pale)
