"""Characters of Chinese documents: folding, numerals, numbers, widths, sentences.

Everything here keeps offsets: folding maps one character to one character, cuts are `(start, end)` pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from plangraph.errors import InputError

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROWED = {code: ascii_ for code, ascii_ in _FOLD.items() if chr(ascii_).isalnum() or chr(ascii_) == "%"}
_WIDE = re.compile("[" + "".join(map(chr, _NARROWED)) + "]")
_FOLD |= dict.fromkeys((0x3000, 0x00A0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F), 0x20)
_FOLD |= {0x3014: 0x5B, 0x3015: 0x5D, 0xFF5E: 0x7E, 0xFFE5: 0xA5}

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "Ｏ": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*([十百千万亿]*)")
_CLOSING = "”’」』）)》〉】]\"'"
_BLANK = re.compile(r"\s")
_NARROW = re.compile(r"[^\s\u2e80-\U0010ffff]")


def fold(text: str) -> str:
    """Full-width letters, digits, punctuation and blanks as ASCII, one character for one character.

    >>> fold("（ＧＤＰ）：５％")
    '(GDP):5%'
    >>> len(fold("ａ　ｂ")) == 3
    True
    """
    return text.translate(_FOLD)


def narrow(text: str) -> str:
    """Full-width letters, digits and percent signs as ASCII, one character for one; punctuation stays.

    >>> narrow("２０２５年，增长７％")
    '2025年，增长7%'
    """
    return text.translate(_NARROWED) if _WIDE.search(text) else text


def squeeze(text: str) -> str:
    """The text without any whitespace: how names broken over lines or set with blanks are compared.

    >>> squeeze("比 2010年翻一\\n\\n番")
    '比2010年翻一番'
    """
    return "".join(text.split())


def compact(text: str) -> str:
    """Whitespace left only between two Latin words, where it means something.

    >>> compact("5G 等基础网络"), compact("江门 Smart  City 项目")
    ('5G等基础网络', '江门Smart City项目')
    """
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", re.sub(r"\s+", " ", text.strip()))


def one_line(text: str) -> str:
    """Runs of whitespace as one blank: how a heading is shown.

    >>> one_line("第十七章 \\xa0保障措施")
    '第十七章 保障措施'
    """
    return " ".join(text.split())


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral, by place (二百三十) or by digits (二〇三五); None when it is none.

    >>> [chinese_number(t) for t in ("十四", "二〇三五", "两万三千", "一百零五", "三亿", "章")]
    [14, 2035, 23000, 105, 300000000, None]
    """
    if not text or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total += (section + digit or 1) * _LARGE[char]
            section = digit = 0
    return total + section + digit


def to_chinese(number: int) -> str:
    """The Chinese numeral of a number from 1 to 99, as sections and rows are numbered.

    >>> [to_chinese(n) for n in (1, 10, 14, 30, 45)]
    ['一', '十', '十四', '三十', '四十五']
    """
    if not 0 < number < 100:
        raise InputError(f"{number} is not between 1 and 99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else "零一二三四五六七八九"[tens] + "十"
    return head + ("零一二三四五六七八九"[ones] if ones else "")


def parse_number(text: str) -> Decimal | None:
    """The number that a text is: separators dropped, 十百千万亿 multiplied in; None when it is not just that.

    >>> [str(parse_number(t)) for t in ("1,234.5", "3.5万", "２.８", "-0.58", "12亿", "3-5", "约3")]
    ['1234.5', '35000', '2.8', '-0.58', '1200000000', 'None', 'None']
    """
    match = _NUMBER.fullmatch(fold(text).strip())
    if not match:
        numeral = chinese_number(text.strip())
        return None if numeral is None else Decimal(numeral)
    value = Decimal(match[1].replace(",", ""))
    for char in match[2]:
        value *= _SMALL.get(char) or _LARGE[char]
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and match[2] else value


def width(text: str) -> float:
    """How wide a text is set, in Chinese characters; blanks count nothing, Latin letters and digits a half.

    >>> width("2035 年")
    3.0
    """
    return len(text) - len(_BLANK.findall(text)) - 0.5 * len(_NARROW.findall(text))


def sentences(text: str, ends: str = "。！？!?") -> list[tuple[int, int]]:
    """Where the sentences lie; closing quotes and brackets after an end belong to it. Nothing is lost.

    >>> [("他说“好。”走了。还有"[a:b]) for a, b in sentences("他说“好。”走了。还有")]
    ['他说“好。”', '走了。', '还有']
    """
    return list(_cuts(text, ends))


def _cuts(text: str, ends: str) -> Iterator[tuple[int, int]]:
    start = position = 0
    while position < len(text):
        if text[position] in ends:
            position += 1
            while position < len(text) and text[position] in ends + _CLOSING:
                position += 1
            yield start, position
            start = position
        else:
            position += 1
    if start < len(text):
        yield start, len(text)


def pieces(text: str, limit: int) -> list[tuple[int, int]]:
    """Cuts a text into pieces of whole sentences, as long as possible but not longer than `limit`.

    >>> pieces("一二三。四五。六。", 7)
    [(0, 7), (7, 9)]
    """
    if len(text) <= limit:
        return [(0, len(text))]
    out: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if out and end - out[-1][0] <= limit:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
