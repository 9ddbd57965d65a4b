"""What a page is made of, as PDFium tells it: texts, paths, images, also those within forms."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

Matrix = tuple[float, float, float, float, float, float]

_MAX_DEPTH = 8  # of forms within forms
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_EMPTY = 0.01  # points: what is not wider has no width for PDFium
_STROKE = 1.0  # points: wide enough to be seen, and too thin to meet the next line


def objects(page: pdfium.PdfPage) -> Iterator[tuple[int, raw.FPDF_PAGEOBJECT, Matrix]]:
    """Everything but forms: its type, the object, and the matrix of the forms around it."""
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        yield from _inside(raw.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0)


def _inside(
    item: raw.FPDF_PAGEOBJECT, matrix: Matrix, depth: int
) -> Iterator[tuple[int, raw.FPDF_PAGEOBJECT, Matrix]]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind != raw.FPDF_PAGEOBJ_FORM:
        yield kind, item, matrix
    elif depth < _MAX_DEPTH:
        inner = times(matrix_of(item), matrix)
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _inside(raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def matrix_of(item: raw.FPDF_PAGEOBJECT) -> Matrix:
    """The matrix of an object itself."""
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Both matrices as one."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def keep_texts(page: pdfium.PdfPage) -> None:
    """Lets PDFium read texts whose glyphs have no outline; to be called before the text of the page is asked for.

    Glyphs have none when the font is not embedded and the machine has no other that knows the characters (a
    Chinese font, mostly), and in the invisible text that OCR lays over a scan.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for kind, item, _ in objects(page):
        if kind != raw.FPDF_PAGEOBJ_TEXT:
            continue
        raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        if min(right.value - left.value, top.value - bottom.value) < _EMPTY:
            # PDFium passes over a text without width, and takes one without height for the same text printed
            # twice when it stands on the line before too. A stroke gives it both, once it is worked out anew.
            raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_STROKE)
            raw.FPDFPageObj_SetStrokeWidth(item, _STROKE)
            raw.FPDFPageObj_Transform(item, *_IDENTITY)
