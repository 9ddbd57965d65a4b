"""PDFs with a text layer: printed pages as text, with what their layout tells.

    bytes ─► file ─► PageContent ─► layout ─► PrintedPage … ─► archive ─► Source
             glyphs, rulings        lines and grids in        furniture, paragraphs,
                                    reading order             headings, offsets

PDFium reads characters with their places and the lines that are drawn. Grids are worked out from those lines
here: a table finder such as pdfplumber parses each page a second time, which takes longer than all that is done
here, and gives cells without the rows and columns that they span. So one set of coordinates, rotation and crop
boxes included, serves text and tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from plangraph.errors import InputError
from plangraph.reading.formats import Progress
from plangraph.reading.formats.pdf.archive import archive
from plangraph.reading.formats.pdf.file import PdfFile
from plangraph.reading.formats.pdf.layout import print_page
from plangraph.reading.formats.pdf.page import PageContent
from plangraph.reading.formats.pdf.printed import PrintedPage
from plangraph.reading.formats.pdf.rules import pdf_rules
from plangraph.reading.source import Source

_SCANNED = 0.5  # of the pages that show anything: with more images than that and no text it is a scan
_FEWEST = 10  # glyphs on an image: fewer are a page number or a stamp
_UNMAPPED = 0.3  # of the glyphs: with more of unknown character the text is of no use
_OCR = "ocrmypdf -l chi_sim"


def load(data: bytes, where: str, progress: Progress) -> Source:
    """The text of a PDF, page by page; InputError for a scan, a protected or a broken file."""
    pages: list[PrintedPage] = []
    seen = _Seen()
    with PdfFile(data, where) as file:
        for index in range(len(file)):
            content = file.page(index)
            seen.add(content)
            pages.append(print_page(content, index))
            progress("page", index + 1, len(file))
        bookmarks = tuple(file.bookmarks())
        metadata = _metadata(file)
    seen.check(where)
    if seen.images:
        metadata["pages_without_text"] = " ".join(str(number) for number in seen.images)
    return archive(pages, bookmarks, metadata)


def _metadata(file: PdfFile) -> dict[str, str]:
    named = file.title and not pdf_rules().fits("no_title", file.title)
    return {"title": file.title} if named else {}


class _Seen:
    """What was found on the pages so far: enough to tell a scan from a text."""

    def __init__(self) -> None:
        self.pages = self.texts = self.glyphs = self.unmapped = 0
        self.images: list[int] = []  # numbers, from 1, of pages that are nothing but images

    def add(self, content: PageContent) -> None:
        """One more page."""
        self.pages += 1
        self.glyphs += len(content.glyphs)
        self.unmapped += content.unmapped
        if content.image and len(content.glyphs) < _FEWEST:
            self.images.append(self.pages)
        elif content.glyphs:
            self.texts += 1

    def check(self, where: str) -> None:
        """Raises InputError when there is no text that could be read."""
        if self.unmapped > _UNMAPPED * (self.glyphs + self.unmapped):
            message = "its fonts do not tell which characters they show"
            hint = f"recognise the text from the images of the pages ({_OCR} --force-ocr in.pdf out.pdf)"
            raise InputError(message, where=where, hint=f"{hint}, then add the new file")
        if len(self.images) > _SCANNED * (len(self.images) + self.texts):
            message = (
                f"a scan: {len(self.images)} of {self.pages} pages are images without text ({_some(self.images)})"
            )
            hint = f"recognise the text first, for example with: {_OCR} in.pdf out.pdf; then add the new file"
            raise InputError(message, where=where, hint=hint)
        if not self.texts:
            message, hint = "the PDF holds no text", "add the file that the PDF was made from"
            raise InputError(message, where=where, hint=hint)


def _some(numbers: Sequence[int]) -> str:
    """The first few page numbers."""
    shown = ", ".join(str(number) for number in numbers[:5])
    return f"page {shown}, …" if len(numbers) > 5 else f"page {shown}"
