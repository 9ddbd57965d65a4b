"""The PDF file: opened, counted, and read page by page.

PDFium opens it; form fields, scripts, attachments and links are not looked at. `glyphs` and `drawings` use
PDFium below its convenience layer, which would make an object of each character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from plangraph.errors import InputError
from plangraph.reading.formats.pdf.drawings import read_drawings
from plangraph.reading.formats.pdf.glyphs import TooManyError, read_characters
from plangraph.reading.formats.pdf.objects import keep_texts
from plangraph.reading.formats.pdf.page import Box, Glyph, PageContent, Upright

_LENGTH = re.compile(rb"/Linearized\b[^>]{0,300}/L\s+(\d+)")
_START = 1024  # bytes in which a linearized file says how long it is
MAX_PAGES = 5_000  # the longest plans have some hundreds of pages: what is longer is a mistake or an attack
_SMALLEST = 1.0  # point: smaller type cannot be read
_MAX_DEPTH = 8  # of the outline: headings have fewer levels


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: its level from 1, its title, and the page from 0 that it leads to."""

    level: int
    title: str
    page: int


class PdfFile:
    """An open PDF; a context manager."""

    def __init__(self, data: bytes, where: str) -> None:
        self._where = where
        if _is_cut_off(data):
            hint = "fetch it again: a part of it did not arrive"
            raise InputError("the end of the PDF is missing", where=where, hint=hint)
        try:
            self._document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise self._cannot_open(error) from error
        if not 0 < len(self) <= MAX_PAGES:
            found = f"it has {len(self):,} pages" if len(self) else "it has no pages"
            hint = f"a PDF of 1 to {MAX_PAGES:,} pages can be read; make the PDF again, or split it"
            raise InputError(found, where=where, hint=hint)

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def _cannot_open(self, error: pdfium.PdfiumError) -> InputError:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            hint = "remove the password, for example with: qpdf --decrypt --password=… in.pdf out.pdf"
            return InputError("the PDF is protected by a password", where=self._where, hint=hint)
        hint = "fetch it again, or open it in another program and print it to a new PDF"
        return InputError("the PDF is broken", where=self._where, hint=hint)

    @property
    def title(self) -> str:
        """The title that the file gives itself; mostly empty, often a file name."""
        return str(self._document.get_metadata_value("Title")).strip()

    def bookmarks(self) -> Iterator[Bookmark]:
        """The outline in its order; entries that lead nowhere are passed over."""
        for entry in self._document.get_toc(max_depth=_MAX_DEPTH):
            dest = entry.get_dest()
            page = None if dest is None else dest.get_index()
            if page is not None:
                yield Bookmark(entry.level + 1, entry.get_title().strip(), page)

    def page(self, index: int) -> PageContent:
        """What is printed on a page, from 0; InputError when it cannot be read."""
        try:
            page = self._document[index]
            try:
                return _read(page)
            finally:
                page.close()
        except pdfium.PdfiumError as error:
            hint = "the file may be damaged: fetch it again, or print it to a new PDF"
            raise InputError("cannot be read", where=f"{self._where}, page {index + 1}", hint=hint) from error
        except TooManyError as error:
            hint = "make the PDF again from its source"
            raise InputError(str(error), where=f"{self._where}, page {index + 1}", hint=hint) from error


def _is_seen(glyph: Glyph, sheet: Box) -> bool:
    """Whether a glyph stands on the page, in a size that a page can have."""
    return _SMALLEST <= glyph.size <= sheet.height and sheet.holds(*glyph.middle)


def _is_cut_off(data: bytes) -> bool:
    """PDFium mends a file without its end as well as it can, and pages would be missing without a word."""
    said = _LENGTH.search(data, 0, _START)
    return b"%%EOF" not in data or (said is not None and len(data) < int(said[1]))


def _read(page: pdfium.PdfPage) -> PageContent:
    keep_texts(page)
    text = page.get_textpage()
    try:
        characters = read_characters(text)
    finally:
        text.close()
    drawings = read_drawings(page)
    turn = characters.turn if characters.turn is not None else page.get_rotation() // 90
    upright = Upright(Box(*page.get_bbox()), turn)
    sheet = upright.sheet
    return PageContent(
        sheet.width,
        sheet.height,
        glyphs=[glyph for glyph in characters.glyphs(upright) if _is_seen(glyph, sheet)],
        askew=characters.askew(),
        rulings=[upright.box(box) for box in drawings.rulings],
        areas=[upright.box(box) for box in drawings.areas],
        unmapped=characters.unmapped,
        image=drawings.image,
    )
