"""What a query holds before any engine sees it: its form, SERVICE, FROM, how deep it is nested.

The engine cannot be told to leave SERVICE alone and reads without looking for the borders of words
(`1SERVICEex:a{}` asks another server), so the scan finds every place where SERVICE could stand in any
reading of the text. `<` may begin an IRI or compare: where the two readings differ, both are followed. What
is refused wrongly is a prefix whose name holds “service”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>\s++)
  | (?P<comment>\#[^\n\r]*+)
  | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
              |"(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
  | (?P<variable>[?$]\w++)
  | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<name>[\w.\-]{0,100}+:(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*+)
  | (?P<word>\w++)
  | (?P<other>[^"'\\])
    """,
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile("service", re.IGNORECASE)
_LOCAL_SERVICE = re.compile(r"\.service", re.IGNORECASE)
#: An IRI of a server can be nothing else: two slashes stand in no expression.
_CERTAIN = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*+://")
_DIFFERS = re.compile(r"['#]|service", re.IGNORECASE)
_PROLOGUE = frozenset({"base", "prefix", "version"})
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
#: Places of two readings in a query; a text with more is not a question.
MOST_READINGS = 1000

UPDATES = frozenset(
    {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"},
)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found."""

    form: str  # first word after the prologue, in lower case
    depth: int
    dataset: bool  # whether it names graphs with FROM
    services: frozenset[str]  # IRIs after SERVICE; the word that was found where no IRI follows
    readings: int


def scan(query: str) -> Scan:
    """What the text of a query holds in any reading."""
    form, depth, deepest, dataset = "", 0, 0, False
    for kind, text, _place in _tokens(query, 0):
        if kind == "word":
            word = text.lower()
            if not form and word not in _PROLOGUE:
                form = word
            dataset = dataset or word == "from"
        elif text in _OPEN:
            depth += 1
            deepest = max(deepest, depth)
        elif text in _CLOSE:
            depth -= 1
    services, readings = _services(query)
    return Scan(form, deepest, dataset, frozenset(services), readings)


def _services(query: str) -> tuple[set[str], int]:
    """Everything that SERVICE may ask, over all readings, and how many places have two."""
    if not _SERVICE.search(query):
        return set(), 0
    found: set[str] = set()
    todo, seen = [0], {0}
    while todo and len(seen) <= MOST_READINGS:
        for kind, text, place in _tokens(query, todo.pop()):
            if kind == "iri" and not _CERTAIN.match(text) and _DIFFERS.search(text):
                if place + 1 not in seen:
                    seen.add(place + 1)
                    todo.append(place + 1)
            elif _may_ask(kind, text):
                found.add(_asked(query, place, text))
    return found, len(seen)


def _may_ask(kind: str, text: str) -> bool:
    if kind == "word":
        return bool(_SERVICE.search(text))
    if kind == "name":
        prefix, _colon, local = text.partition(":")
        return bool(_SERVICE.search(prefix) or _LOCAL_SERVICE.search(local))
    return False


def _asked(query: str, place: int, word: str) -> str:
    """The IRI after SERVICE [SILENT]; the word itself when it is not followed by one."""
    if word.lower() == "service":
        for kind, text, _place in _tokens(query, place + len(word)):
            if kind == "iri":
                return text[1:-1]
            if kind not in {"space", "comment"} and text.lower() != "silent":
                break
    return word


def _tokens(query: str, place: int) -> Iterator[tuple[str, str, int]]:
    """Tokens from a place of code on; they end where no query can go on, as at a quote without an end."""
    while match := _TOKEN.match(query, place):
        yield str(match.lastgroup), match[0], place
        place = match.end()
