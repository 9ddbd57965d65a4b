"""The characters of a page with their places, as PDFium tells them."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from plangraph.reading.formats.pdf.page import WIDE_FROM, Blank, Glyph, Point, Upright
from plangraph.reading.formats.pdf.rules import pdf_rules

MAX_GLYPHS = 200_000  # on a page; a full page of small type has 5,000

_ZERO_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_NO_CHARACTER = frozenset((0, 0xFFFD, 0xFFFE, 0xFFFF))
_SURROGATES = range(0xD800, 0xE000)


class TooManyError(Exception):
    """A page holds more characters than a page can."""


class _Character(NamedTuple):
    """A character where the file puts it: origin and end of its advance, size, quarter turns of its angle."""

    text: str
    start: Point
    end: Point
    size: float
    turn: int | None  # counter-clockwise; None: askew
    blank: Blank
    place: int


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page that can be seen, and how many glyphs have no known character."""

    found: Sequence[_Character]
    unmapped: int

    @property
    def turn(self) -> int | None:
        """Quarter turns of most of the text; None on a page without text."""
        turns = Counter(character.turn for character in self.found if character.turn is not None)
        return turns.most_common(1)[0][0] if turns else None

    def glyphs(self, upright: Upright) -> list[Glyph]:
        """Those that stand upright once the page is turned."""
        return [_glyph(character, upright) for character in self.found if character.turn == upright.turn]

    def askew(self) -> list[str]:
        """All others: runs of characters that follow one another in the file."""
        runs: list[list[_Character]] = []
        turn = self.turn
        for character in self.found:
            if turn is None or character.turn == turn:
                continue
            if runs and character.place - runs[-1][-1].place <= 2 and character.turn == runs[-1][-1].turn:
                runs[-1].append(character)
            else:
                runs.append([character])
        return ["".join(character.text for character in run) for run in runs]


def _glyph(character: _Character, upright: Upright) -> Glyph:
    x0, base = upright.point(*character.start)
    x1, _ = upright.point(*character.end)
    return Glyph(character.text, x0, max(x0, x1), base, character.size, character.blank, character.place)


def read_characters(page: pdfium.PdfTextPage) -> Characters:
    """The characters of a page in the order of the file; TooManyError when there are absurdly many."""
    text, count = page.raw, page.count_chars()
    if count > MAX_GLYPHS:
        raise TooManyError(f"holds {count:,} characters, more than a page can")
    found: list[_Character] = []
    unmapped = 0
    blank: Blank = ""
    high = 0
    equal = pdf_rules().characters
    reader = _Reader(text)
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _NO_CHARACTER:
            unmapped += not raw.FPDFText_IsGenerated(text, index)
            continue
        if code in _SURROGATES:  # the halves of one character
            high, code = (code, 0) if code < 0xDC00 else (0, _paired(high, code))
            if not code:
                continue
        char = "-" if raw.FPDFText_IsHyphen(text, index) == 1 else chr(code)
        if char.isspace():
            if blank != "typed" and char not in "\r\n":
                blank = "concluded" if raw.FPDFText_IsGenerated(text, index) else "typed"
            continue
        if _is_hidden(char):
            continue
        found.append(reader.character(index, equal.get(ord(char), char), blank))
        blank = ""
    return Characters(found, unmapped)


def _is_hidden(char: str) -> bool:
    """Control characters and those without width; characters of private use are bullets mostly, and stay."""
    private = "\ue000" <= char < "\uf900"
    return char in _ZERO_WIDTH or not (char.isprintable() or private)


def _paired(high: int, low: int) -> int:
    return 0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00 if high else 0


class _Reader:
    """Reads places of characters into buffers that are used over and over."""

    def __init__(self, text: raw.FPDF_TEXTPAGE) -> None:
        self._text = text
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix, self._box = raw.FS_MATRIX(), raw.FS_RECTF()

    def character(self, index: int, char: str, blank: Blank) -> _Character:
        """The character with its place."""
        raw.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        raw.FPDFText_GetMatrix(self._text, index, self._matrix)
        a, b, c, d = self._matrix.a, self._matrix.b, self._matrix.c, self._matrix.d
        points = raw.FPDFText_GetFontSize(self._text, index)
        along = math.hypot(a, b)
        turn = _quarter(a, b)
        x, y = self._x.value, self._y.value
        advance = along * points if ord(char) >= WIDE_FROM else self._advance(index, x, y, turn)
        dx, dy = (a / along, b / along) if along else (1.0, 0.0)
        size = round(math.hypot(c, d) * points, 1)
        return _Character(char, (x, y), (x + dx * advance, y + dy * advance), size, turn, blank, index)

    def _advance(self, index: int, x: float, y: float, turn: int | None) -> float:
        """How far a narrow character reaches."""
        raw.FPDFText_GetLooseCharBox(self._text, index, self._box)
        box = self._box
        reach = {0: box.right - x, 1: box.top - y, 2: x - box.left, 3: y - box.bottom}
        return max(0.0, float(reach[turn or 0]))


def _quarter(a: float, b: float) -> int | None:
    """Quarter turns, counter-clockwise; None for any other angle."""
    if abs(b) <= 0.05 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.05 * abs(b):
        return 1 if b > 0 else 3
    return None
