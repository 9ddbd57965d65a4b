"""What the head of a page says of the document: title, date, source, address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from plangraph.reading.formats.html.page import PageLine
from plangraph.text import squeeze

# Names of <meta> elements, the best first. Those in the first places are prescribed for all government websites
# (国办发〔2017〕47号, annex 2); the others are of widespread platforms.
_NAMES = {
    "title": ("articletitle", "og:title", "dc.title"),
    "date": ("pubdate", "firstpublishedtime", "article:published_time", "publishdate", "maketime"),
    "source": ("contentsource", "sitename"),
    "issuer": ("dc.publisher", "publisher"),
    "url": ("url", "og:url"),
}
_DATE = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_SITE = re.compile(r"[_|｜]|\s[-–—]\s|--")  # parts the title of a page from the name of the site
_SHORTEST = 6  # characters of a title
_CHARSET = re.compile(rb"<meta\b[^<>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_LOOKED_AT = 16_384  # bytes: the standard says 1024, but pages put scripts first


def declared_charset(data: bytes) -> str:
    """The charset that a <meta> element declares; empty when none does."""
    match = _CHARSET.search(data[:_LOOKED_AT])
    return match[1].decode("ascii", "ignore") if match else ""


def metadata_of(root: HtmlElement, lines: Sequence[PageLine]) -> dict[str, str]:
    """Title, date (ISO 8601), issuer, source and url, as far as the head of the page tells them."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        content = " ".join((meta.get("content") or "").split())
        if content:
            metas.setdefault(name.lower(), content)
    found = {key: next(_values(metas, names), "") for key, names in _NAMES.items()}
    found["title"] = found["title"] or _title(root, lines)
    match = _DATE.match(found["date"])
    found["date"] = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""
    if not found["url"].startswith(("http://", "https://")):
        found["url"] = ""
    return {key: value for key, value in sorted(found.items()) if value}


def _values(metas: dict[str, str], names: Sequence[str]) -> Iterator[str]:
    return (metas[name] for name in names if name in metas)


def _title(root: HtmlElement, lines: Sequence[PageLine]) -> str:
    """The longest line of the page that its <title> contains; else the part of <title> before the site's name."""
    title = " ".join((root.findtext(".//title") or "").split())
    plain = squeeze(title)
    shown = [line.text.strip() for line in lines if _SHORTEST <= len(line.text) <= 2 * len(title)]
    known = [text for text in shown if squeeze(text) in plain]
    return max(known, key=len, default=_SITE.split(title)[0].strip())
