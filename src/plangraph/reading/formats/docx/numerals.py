"""The number formats of Word's automatic numbering (ECMA-376 part 1, 17.18.59 `ST_NumberFormat`).

A format without an entry here, or a number beyond what its characters reach, is written in Arabic digits, as
Word does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

_ROMAN = {1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X"}
_ROMAN |= {9: "IX", 5: "V", 4: "IV", 1: "I"}
_ROMAN_TO = 3999
_LETTERS = 26
_LETTERS_TO = 780  # thirty times the same letter
_BEYOND = 10_000  # what 千 reaches
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_DIGITS, _ROUND_DIGITS = "〇一二三四五六七八九", "○一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _digits(digits: str, number: int) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _by_place(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """A Chinese numeral by place (一百〇五, 一十二), digit by digit beyond its largest unit."""
    if not 0 < number < _BEYOND:
        return _digits(digits, number)
    out, between = "", False
    for place, digit in enumerate(map(int, str(number)), start=-len(str(number)) + 1):
        if digit:
            out += (digits[0] if between else "") + digits[digit] + (units[-place - 1] if place else "")
        between = not digit
    return out


def _chinese(number: int) -> str:
    """By place as it is spoken: 十二, not 一十二."""
    numeral = _by_place(number)
    return numeral[1:] if 10 <= number < 20 else numeral


def _counting(number: int) -> str:
    """By place up to 99, digit by digit from 100 on."""
    return _chinese(number) if 0 < number < 100 else _digits(_ROUND_DIGITS, number)


def _japanese(number: int) -> str:
    """By place without a one before a unit, and without zeros: 百五."""
    if not 0 < number < _BEYOND:
        return _digits(_DIGITS, number)
    digits = [int(digit) for digit in f"{number:04}"]
    parts = zip(digits, ("千", "百", "十", ""), strict=True)
    return "".join(("" if d == 1 and unit else _DIGITS[d]) + unit for d, unit in parts if d)


def _listed(characters: Sequence[str], number: int) -> str:
    return characters[number - 1] if 0 < number <= len(characters) else str(number)


def _roman(number: int) -> str:
    if not 0 < number <= _ROMAN_TO:
        return str(number)
    out = ""
    for value, letters in _ROMAN.items():
        count, number = divmod(number, value)
        out += letters * count
    return out


def _letters(number: int) -> str:
    """A to Z, AA to ZZ, AAA …"""
    if not 0 < number <= _LETTERS_TO:
        return str(number)
    repeats, letter = divmod(number - 1, _LETTERS)
    return chr(ord("A") + letter) * (repeats + 1)


def _enclosed(*ranges: tuple[int, int]) -> list[str]:
    return [chr(code) for first, last in ranges for code in range(first, last + 1)]


_CIRCLED = _enclosed((0x2460, 0x2473), (0x3251, 0x325F), (0x32B1, 0x32BF))

_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _number: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "decimalEnclosedCircle": partial(_listed, _CIRCLED),
    "decimalEnclosedCircleChinese": partial(_listed, _CIRCLED),
    "decimalEnclosedParen": partial(_listed, _enclosed((0x2474, 0x2487))),
    "decimalEnclosedFullstop": partial(_listed, _enclosed((0x2488, 0x249B))),
    "ideographEnclosedCircle": partial(_listed, _enclosed((0x3280, 0x3289))),
    "ideographTraditional": partial(_listed, _STEMS),
    "ideographZodiac": partial(_listed, _BRANCHES),
    "ideographZodiacTraditional": partial(
        _listed, [_STEMS[index % 10] + _BRANCHES[index % 12] for index in range(60)]
    ),
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "ideographDigital": partial(_digits, _DIGITS),
    "japaneseDigitalTenThousand": partial(_digits, _DIGITS),
    "taiwaneseDigital": partial(_digits, _ROUND_DIGITS),
    "chineseLegalSimplified": partial(_by_place, digits="零壹贰叁肆伍陆柒捌玖", units="拾佰仟"),
    "ideographLegalTraditional": partial(_by_place, digits="零壹貳參肆伍陸柒捌玖", units="拾佰仟"),
}


def numeral(number: int, number_format: str) -> str:
    """A number (0 or more) in a number format of Word.

    >>> [numeral(12, f) for f in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "lowerLetter")]
    ['十二', '⑫', 'XII', 'l']
    >>> numeral(105, "chineseCountingThousand"), numeral(27, "upperLetter"), numeral(3, "unheard of")
    ('一百〇五', 'AA', '3')
    """
    return _FORMATS.get(number_format, str)(number)
