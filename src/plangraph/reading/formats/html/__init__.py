"""Web pages as governments publish them.

The archived text is what a browser shows of the whole page, a line for each block element and line break; what
lies outside of the document is left out as navigation, line by line, so that nothing is lost. Nothing is fetched
and no script is run.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from plangraph.errors import InputError
from plangraph.reading.decode import decode
from plangraph.reading.formats import Progress
from plangraph.reading.formats.html.arrangement import Arrangement
from plangraph.reading.formats.html.article import article_of
from plangraph.reading.formats.html.head import declared_charset, metadata_of
from plangraph.reading.formats.html.page import page_of
from plangraph.reading.lines import INVISIBLE
from plangraph.reading.source import Source

# A page is held several times in memory while it is read, its tree at some ten times its size. The longest
# outlines take 2 MB as Word exports them; what is larger holds pictures.
MAX_BYTES = 20_000_000
_MAX_TAGS = 1_000_000

_CONTROLS = str.maketrans(dict.fromkeys(c for c in INVISIBLE if c < " ") | {"\f": " "})
# Browsers show what stands behind these (pages are put together from whole pages); the parser would drop it.
_EARLY_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


def load(data: bytes, where: str, _progress: Progress) -> Source:
    """The page as text; raises InputError when it is too large, damaged, or shows no text."""
    if len(data) > MAX_BYTES:
        raise InputError(
            f"a web page of {len(data):,} bytes is too large: at most {MAX_BYTES:,} are read",
            where=where,
            hint="save the page without pictures, as HTML only",
        )
    text, encoding = decode(data, where, declared_charset(data))
    root = _parse(text, where)
    page = page_of(root)
    if not page.lines:
        raise InputError(
            "the page shows no text",
            where=where,
            hint="a script may fetch its text: open it in a browser and save what is shown there",
        )
    metadata = metadata_of(root, page.lines)
    return Arrangement(page, article_of(root, page), metadata.get("title", "")).source(encoding, metadata)


def _parse(text: str, where: str) -> HtmlElement:
    """The tree of a page, mended as browsers do; nothing is fetched and no entity resolved."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    if text.count("<") > _MAX_TAGS:
        raise InputError(
            f"a web page with more than {_MAX_TAGS:,} tags is too large",
            where=where,
            hint="split it, or save its text as a text file",
        )
    parser = HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(_EARLY_ENDS.sub("", text).encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise InputError(f"not a readable web page: {error}", where=where, hint="save it again") from error
    for entry in parser.error_log:
        if entry.level == etree.ErrorLevels.FATAL:
            message = entry.message.partition(", use ")[0]
            raise InputError(
                f"not a readable web page: {message}",
                where=f"{where}, line {entry.line}",
                hint="save it again, or save its text as a text file",
            )
    return root
