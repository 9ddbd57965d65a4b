"""Where a Turtle file says a thing: the line of each subject, and of each value of it.

The parser of the store names a line only when it cannot go on. A fault in what a file means needs lines too, so
the tokens of the file are walked once more, when there is a fault to tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from plangraph.terms import RDF

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
               | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
    | (?P<iri><[^<>\s]*>)
    | (?P<name>(?:\w(?:[\w.-]*[\w-])?)?:(?:(?:[\w:%.-]|\\.)*(?:[\w:%-]|\\.))?)
    | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?<!\.))
    | (?P<mark>\^\^|[.;,\[\](){}])
    | (?P<word>@?[\w-]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


class Lines:
    """The lines of one file by subject, predicate and value; IRIs are written out, literals are their text."""

    def __init__(self, path: Path) -> None:
        self._lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._prefixes: dict[str, str] = {}
        self._statement: list[str] = []  # subject and predicate so far
        self._depth = 0  # of brackets: what stands in them is said of something else
        self._declared: list[str] | None = None  # of a prefix that is being declared
        line, end = 1, 0
        text = path.read_text(encoding="utf-8")
        for match in _TOKEN.finditer(text):
            line += text.count("\n", end, match.start())
            end = match.start()
            self._take(match.lastgroup or "", match[0], line)

    def of(self, subject: str, predicate: str = "", value: str = "") -> int:
        """The line that says it, else that of the subject; 0 when the file does not describe the subject.

        Of a value that is told twice it is the second.
        """
        for key in ((subject, predicate, value), (subject,)):
            if found := self._lines.get(key):
                return found[-1] if len(key) > 1 else found[0]
        return 0

    def _take(self, kind: str, token: str, line: int) -> None:
        if kind == "comment":
            return
        if kind == "word" and token.lower() in ("@prefix", "prefix", "@base", "base"):
            self._declared = []
        elif self._declared is not None:
            self._declare(kind, token)
        elif kind == "mark":
            self._mark(token)
        elif not self._depth:
            self._term(self._value(kind, token), line)

    def _declare(self, kind: str, token: str) -> None:
        assert self._declared is not None
        self._declared.append(token)
        if kind == "iri":
            if len(self._declared) == 2:
                self._prefixes[self._declared[0].rstrip(":")] = token[1:-1]
            self._declared = None

    def _mark(self, token: str) -> None:
        if token in "[({":
            if not self._depth and not self._statement:
                self._statement = ["_:"]
            self._depth += 1
        elif token in "])}":
            self._depth -= 1
        elif self._depth:
            return
        elif token == ".":
            self._statement = []
        elif token == ";":
            del self._statement[1:]

    def _term(self, value: str, line: int) -> None:
        if len(self._statement) < 2:
            self._statement.append(value)
            if len(self._statement) == 1:
                self._lines[value,].append(line)
        else:
            self._lines[self._statement[0], self._statement[1], value].append(line)

    def _value(self, kind: str, token: str) -> str:
        if kind == "iri":
            return token[1:-1]
        if kind == "name":
            prefix, _colon, local = token.partition(":")
            return self._prefixes.get(prefix, f"{prefix}:") + local.replace("\\", "")
        if kind == "string":
            quotes = 3 if token[:3] in ('"""', "'''") else 1
            return _ESCAPE.sub(_unescaped, token[quotes:-quotes])
        return RDF + "type" if token == "a" else token


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CONTROL.get(match[3], match[3])
