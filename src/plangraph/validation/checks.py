"""Graph-wide rules: each file of `queries/checks/` is a SELECT whose rows are findings.

Comments at its head say what a row means:

    # severity: warning
    # message-zh: {indicator}在{year}年有两个值：{one}与{other}。
    # message-en: {indicator} has two values for {year}: {one} and {other}.

`?subject` is the node that a row is about, `?document` its document, `?place` its section path, and every
variable whose name starts with `quote` is a quote; what a row leaves out is looked up from the subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, get_args

from plangraph.errors import ResourceError, nearest
from plangraph.model import Finding
from plangraph.resources import queries_dir
from plangraph.validation.conformance import in_order
from plangraph.validation.nodes import Nodes, document_id

Severity = Literal["violation", "warning", "info"]
_HEADER = re.compile(r"^#\s*([a-z-]+):\s*(.+?)\s*$", re.MULTILINE)
_SLOT = re.compile(r"\{(\w+)\}")
_NEEDED = ("severity", "message-zh", "message-en")


class Selecting(Protocol):
    """What checks ask of a store."""

    def select(self, sparql: str) -> list[dict[str, str]]:
        """The answer to a SELECT query as plain strings; unbound cells are left out."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its name, what a row means, and the query."""

    name: str
    severity: Severity
    message_zh: str
    message_en: str
    sparql: str

    def finding(self, row: Mapping[str, str], nodes: Nodes) -> Finding:
        """The finding that a row stands for."""
        subject = row.get("subject", "")
        place = nodes.place(subject)
        quotes = tuple(row[name] for name in sorted(row) if name.startswith("quote"))
        return Finding(
            kind=self.name,
            severity=self.severity,
            subject=subject,
            message_zh=_SLOT.sub(lambda slot: row.get(slot[1], ""), self.message_zh),
            message_en=_SLOT.sub(lambda slot: row.get(slot[1], ""), self.message_en),
            document=document_id(row.get("document", "")) or place.document,
            place=row.get("place", "") or place.path,
            quotes=quotes or place.quotes,
        )


def load_checks(folder: Path | None = None) -> list[Check]:
    """The rules of a folder (plangraph's own by default), in order of name."""
    return [_check(path) for path in sorted((folder or queries_dir() / "checks").glob("*.rq"))]


def run_checks(
    store: Selecting, nodes: Nodes | None = None, checks: Iterable[Check] | None = None
) -> list[Finding]:
    """What the rules find in a store; `nodes` adds the places to rows that name none."""
    known = nodes or Nodes(())
    rules = load_checks() if checks is None else checks
    return in_order({check.finding(row, known) for check in rules for row in store.select(check.sparql)})


def _check(path: Path) -> Check:
    sparql = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(sparql))
    for name in _NEEDED:
        if name not in header:
            raise ResourceError(f"the comment `# {name}:` is missing", where=path.name, hint="add it at the head")
    severity = _severity(header["severity"], path)
    return Check(path.stem, severity, header["message-zh"], header["message-en"], sparql)


def _severity(name: str, path: Path) -> Severity:
    for known in get_args(Severity):
        if name == known:
            severity: Severity = known
            return severity
    hint = nearest(name, get_args(Severity))
    raise ResourceError(f"unknown severity {name!r}", where=path.name, hint=hint)
