"""What people decided about names: `identity.csv` in the corpus folder. It is stronger than any rule.

    action,kind,scope,name,other,reason,by,date
    merge,park,440784,联东U谷,鹤山工业城,同一园区,王芳,2026-11-30
    split,industry,,智能家居,智能家电,家居不都是家电,王芳,2026-11-30

`merge`: the name means what `other` means, a name of the same kind and scope or a concept (`industry:slug`).
`split`: the name does not mean what `other` means; without `other`, it means nothing but itself.
A decision that fits nothing in the corpus is told with its line, and the build goes on without it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from plangraph.errors import InputError, nearest
from plangraph.linking.identity import COMMON, KINDS
from plangraph.linking.names import normal_form
from plangraph.linking.rules import LinkingRules
from plangraph.model import Entity, EntityType, LinkedDocument
from plangraph.terms import PREFIXES, expand, mint, named

FILE = "identity.csv"
COLUMNS = ("action", "kind", "scope", "name", "other", "reason", "by", "date")
_ACTIONS = ("merge", "split")
_TYPES = {segment: cast(EntityType, kind) for kind, segment in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of `identity.csv`; `line` counts from 1, the head being line 1."""

    action: Literal["merge", "split"]
    kind: str  # segment of an entity's IRI: park, project, industry, …
    scope: str
    name: str
    other: str
    reason: str
    by: str
    date: str
    line: int

    @property
    def iri(self) -> str:
        """The entity that it is about."""
        return _entity_iri(self.kind, self.scope, self.name)

    @property
    def into(self) -> str:
        """The entity or concept that `other` names; empty without one."""
        if not self.other:
            return ""
        return _concept(self.other) or _entity_iri(self.kind, self.scope, self.other)


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision that could not be carried out, and why."""

    line: int
    name: str
    reason: str


def read_decisions(corpus: Path) -> tuple[Decision, ...]:
    """The decisions of a corpus folder, none without a file. A wrong row is an `InputError` with its line."""
    path = corpus / FILE
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", where=str(path), hint="save it as CSV UTF-8") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS[:5] if name not in (rows.fieldnames or ())]
    if missing:
        hint = f"its first line is {','.join(COLUMNS)}"
        raise InputError(f"columns are missing: {', '.join(missing)}", where=f"{path}, line 1", hint=hint)
    return tuple(checked(row, f"{path}, line {rows.line_num}", rows.line_num) for row in rows)


def write_decision(corpus: Path, decision: Decision) -> Path:
    """Adds a decision as the last line of the file, which is made when there is none."""
    path = corpus / FILE
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if not path.is_file():
        writer.writerow(COLUMNS)
    elif not path.read_text(encoding="utf-8-sig").endswith("\n"):
        out.write("\n")
    writer.writerow([getattr(decision, name) for name in COLUMNS])
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(out.getvalue())
    return path


def checked(row: Mapping[str, str | None], where: str, line: int = 0) -> Decision:
    """The decision that a row states, or an `InputError` that says what is wrong with it."""
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if cells["action"] not in _ACTIONS:
        raise InputError(
            f"unknown action {cells['action']!r}", where=where, hint=nearest(cells["action"], _ACTIONS)
        )
    if cells["kind"] not in _TYPES:
        raise InputError(f"unknown kind {cells['kind']!r}", where=where, hint=nearest(cells["kind"], _TYPES))
    if not cells["name"] or (cells["action"] == "merge" and not cells["other"]):
        hint = "merge needs name and other; split needs name"
        raise InputError("a name is missing", where=where, hint=hint)
    action: Literal["merge", "split"] = "merge" if cells.pop("action") == "merge" else "split"
    return Decision(action=action, line=line, **cells)


def _concept(other: str) -> str:
    """The IRI that `industry:slug`, `id:industry/slug` or an IRI stands for; empty for a name."""
    prefix, colon, local = other.partition(":")
    if colon and prefix in _TYPES:
        return named(prefix, local)
    return expand(other) if "://" in other or prefix in PREFIXES else ""


def _entity_iri(kind: str, scope: str, name: str) -> str:
    common = _TYPES[kind] in COMMON
    return mint(kind, "" if common else scope, normal_form(name))


def decide(
    documents: Iterable[LinkedDocument],
    decisions: Iterable[Decision],
    rules: LinkingRules,
    concepts: Iterable[str],
) -> tuple[list[LinkedDocument], list[Undone]]:
    """The documents with the decisions carried out, and the decisions that fit nothing."""
    linked = list(documents)
    known = {item.iri: item for document in linked for item in document.entities}
    vocabulary = frozenset(concepts)
    undone: list[Undone] = []
    changed: dict[str, Entity] = {}
    for decision in decisions:
        fault = _fault(decision, known, vocabulary)
        if fault:
            undone.append(Undone(decision.line, decision.name, fault))
        else:
            item = _decided(known[decision.iri], decision, known, rules)
            known[decision.iri] = changed[decision.iri] = item
    known = _followed(known, changed)
    return [
        replace(document, entities=tuple(sorted(_kept(item, known) for item in document.entities)))
        for document in linked
    ], undone


def _fault(decision: Decision, known: Mapping[str, Entity], vocabulary: frozenset[str]) -> str:
    if decision.iri not in known:
        return f"no {decision.kind} of this name in the corpus (scope {decision.scope or 'none'})"
    if decision.into and decision.into not in known and decision.into not in vocabulary:
        return f"neither a name of the corpus nor a concept: {decision.other}"
    if decision.into == decision.iri and decision.action == "merge":
        return "a name cannot be merged with itself"
    if decision.action == "split" and decision.into and not _means(known[decision.iri], decision.into, known):
        return f"it is not linked to {decision.other} as it is"
    return ""


def _means(item: Entity, other: str, known: Mapping[str, Entity]) -> bool:
    meant = {other, known[other].denotes if other in known else other}
    return item.denotes in meant or item.broader in meant


def _decided(item: Entity, decision: Decision, known: Mapping[str, Entity], rules: LinkingRules) -> Entity:
    note = "，".join(word for word in (decision.reason, decision.by, decision.date) if word)
    if decision.action == "split":
        reason = rules.reasons["split"].format(name=decision.other or "任何其他事物", note=note)
        return replace(
            item,
            denotes=item.iri,
            broader="",
            full_name="",
            match="candidate",
            reason=reason,
            confidence=rules.confidences["split"],
        )
    into = known.get(decision.into)
    reason = rules.reasons["merged"].format(name=into.name if into else decision.other, note=note)
    return replace(
        item,
        denotes=into.denotes if into else decision.into,
        broader="",
        match="exact",
        reason=reason,
        confidence=rules.confidences["merged"],
    )


def _followed(known: Mapping[str, Entity], changed: Mapping[str, Entity]) -> dict[str, Entity]:
    """What denoted a name that was decided on now denotes what that name does, so that links are one step long."""
    followed: dict[str, Entity] = {}
    for iri, item in known.items():
        through = changed.get(item.denotes)
        merged = through is not None and through.iri != iri and through.match == "exact"
        followed[iri] = replace(item, denotes=through.denotes) if through is not None and merged else item
    return followed


def _kept(item: Entity, known: Mapping[str, Entity]) -> Entity:
    decided = known[item.iri]
    return replace(
        item,
        denotes=decided.denotes,
        broader=decided.broader,
        match=decided.match,
        reason=decided.reason,
        confidence=decided.confidence,
        full_name=decided.full_name,
    )
