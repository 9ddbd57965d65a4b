"""Finding one's way among the elements of a part."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from plangraph.reading.lines import INVISIBLE

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_MARKUP}AlternateContent"
_FORMS = (f"{_MARKUP}Choice", f"{_MARKUP}Fallback")
_OFF = ("0", "false", "off")
# Elements that only tell something of the blocks, rows or cells within them.
_AROUND = frozenset(qn(n) for n in ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"))

# Line ends inside of a text are shown as blanks; what has no width is not shown.
_SHOWN = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ") | dict.fromkeys(map(ord, INVISIBLE), "")


def shown(text: str) -> str:
    """Characters of the file as Word shows them: on one line, without any that cannot be seen."""
    return text.translate(_SHOWN)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at a path of names (`w:pPr`, `w:numPr`) below an element."""
    for name in path:
        element = element.find(qn(name)) if element is not None else None
    return element


def value(element: Element | None, *path: str) -> str:
    """The `w:val` of the element at a path; empty when there is none."""
    found = child(element, *path)
    return found.get(qn("w:val"), "") if found is not None else ""


def whole(text: str) -> int | None:
    """The number that an attribute holds; None where it holds none, or one below 0 or beyond nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_on(text: str) -> bool:
    """Whether an attribute switches a property on."""
    return text.lower() not in _OFF


def switched(element: Element | None, *path: str) -> bool | None:
    """A property that is on or off (`w:vanish`); None where it is not told."""
    found = child(element, *path)
    return None if found is None else is_on(found.get(qn("w:val"), "true"))


def members(container: Element, *names: str) -> Iterator[Element]:
    """The elements of these names that a container holds, also within content controls and insertions."""
    tags = {qn(name) for name in names}
    for item in container.iterchildren("{*}*"):
        if item.tag in tags:
            yield item
        elif item.tag in _AROUND:
            yield from members(item, *names)
        elif item.tag == ALTERNATIVES:
            yield from members(chosen(item), *names)


def chosen(alternatives: Element) -> Element:
    """Of several forms of one thing, the first with text; all of them stand for the same."""
    forms = [form for form in alternatives.iterchildren("{*}*") if form.tag in _FORMS]
    texts = (form for form in forms if next(form.iter(qn("w:t")), None) is not None)
    return next(texts, forms[0] if forms else alternatives)
