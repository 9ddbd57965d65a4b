"""Which of several media types a client would rather have (RFC 9110, section 12.5.1).

Headers are read as they come: a part that cannot be understood is left out, and a header of which nothing
remains asks for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

_Kind = TypeVar("_Kind")
_TOKEN = r"[\w!#$%&'*+.^`|~-]+"
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*((?:;[^,]*)?)", re.ASCII)
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d*)?|1(?:\.0*)?|\.\d+)\s*(?:;|$)", re.ASCII | re.IGNORECASE)
_BAD_QUALITY = re.compile(r";\s*q\s*=", re.ASCII | re.IGNORECASE)
#: More than any client sends; the rest of a longer header is not read.
_LONGEST = 4096


def choose(accept: str | None, offers: Iterable[tuple[str, _Kind]]) -> tuple[str, _Kind] | None:
    """The offer that the client prefers, None when it takes none of them.

    Of what it wants equally much, what it names wins over what a wildcard covers, then the earlier offer.

    >>> choose("text/csv;q=0.5, application/*", [("application/json", 1), ("text/csv", 2)])
    ('application/json', 1)
    """
    wanted = ranges(accept)
    best: tuple[str, _Kind] | None = None
    score = (0.0, 0)
    for media, kind in offers:
        found = _quality(media, wanted)
        if found[0] > 0 and found > score:
            best, score = (media, kind), found
    return best


def ranges(accept: str | None) -> dict[str, float]:
    """Media ranges with their weights; everything when nothing is asked for."""
    found: dict[str, float] = {}
    for part in (accept or "")[:_LONGEST].split(","):
        match = _RANGE.fullmatch(part.rstrip())
        if match is None or (match[1] == "*" and match[2] != "*"):
            continue
        quality = _QUALITY.search(match[3])
        if quality is None and _BAD_QUALITY.search(match[3]):
            continue
        found[f"{match[1]}/{match[2]}".lower()] = float(quality[1]) if quality else 1.0
    return found or {"*/*": 1.0}


def _quality(media: str, wanted: dict[str, float]) -> tuple[float, int]:
    """The weight of the most specific range that covers the media type, and how specific it is."""
    kind = media.split("/", maxsplit=1)[0]
    for place, name in ((3, media), (2, f"{kind}/*"), (1, "*/*")):
        if name in wanted:
            return wanted[name], place
    return 0.0, 0
