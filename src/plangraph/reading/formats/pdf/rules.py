"""`rules/pdf.toml`, with its patterns compiled."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from plangraph.errors import ResourceError
from plangraph.resources import rules_dir
from plangraph.text import fold, squeeze

_COMPATIBLE = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))


_PATTERNS = ("page_number", "note_mark", "contents_entry", "stands_alone", "no_title")


@dataclass(frozen=True, slots=True)
class PdfRules:
    """What is known of the wording of printed lines, and which characters stand for others."""

    patterns: Mapping[str, re.Pattern[str]]
    characters: Mapping[int, str]  # for `str.translate`, one character for one

    def fits(self, name: str, text: str) -> bool:
        """Whether the whole line is of this kind."""
        return bool(self.patterns[name].fullmatch(plain(text)))

    def begins_note(self, text: str) -> bool:
        """Whether a line begins with the mark of a footnote."""
        return bool(self.patterns["note_mark"].match(plain(text)))


def plain(text: str) -> str:
    """The text as patterns see it: folded, without blanks."""
    return squeeze(fold(text))


@cache
def pdf_rules() -> PdfRules:
    """The rules as shipped."""
    path = rules_dir() / "pdf.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        patterns = {name: re.compile(data[name]) for name in _PATTERNS}
        radicals = dict(zip(data["radicals"]["from"], data["radicals"]["to"], strict=True))
    except (KeyError, ValueError, re.error, tomllib.TOMLDecodeError) as error:
        raise ResourceError(f"not a usable rule: {error}", where=str(path)) from error
    return PdfRules(patterns, _characters(radicals))


def _characters(radicals: dict[str, str]) -> dict[int, str]:
    compatible = {
        code: same
        for codes in _COMPATIBLE
        for code in codes
        if (same := unicodedata.normalize("NFKC", chr(code))) != chr(code) and len(same) == 1
    }
    return compatible | {ord(radical): same for radical, same in radicals.items()}
