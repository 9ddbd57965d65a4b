"""Linking against gold: a CSV that says for mentions of gold units what they mean.

    unit,start,end,type,surface,match,concept,note
    heshan-outline-0003,9,11,BODY,市委,named,440784|中共鹤山市委员会,

`match`: exact or close to a concept; broader: under it; placed: a place in a division (`440784/古劳镇`); named: a
body with its region and full name; candidate: nothing that can be named.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from plangraph.errors import InputError
from plangraph.evaluation.gold import read_gold
from plangraph.lexicon import Lexicon
from plangraph.linking import Context, entity, load_rules, merge_names, plan_register, region_chain
from plangraph.model import DocumentInfo, Entity, EntityType
from plangraph.terms import ID

_COLUMNS = ("unit", "start", "end", "type", "surface", "match", "concept")


@dataclass(frozen=True, slots=True)
class GoldLink:
    """One row of the gold: what a mention means."""

    unit: str
    type: str
    surface: str
    match: str
    concept: str
    line: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what linking says of it; `right` compares what is meant, not how."""

    gold: GoldLink
    match: str
    concept: str
    reason: str

    @property
    def right(self) -> bool:
        """Whether the mention was linked to the right thing (or to nothing where there is none)."""
        return self.concept == self.gold.concept


def read_links(path: Path) -> list[GoldLink]:
    """The rows of a gold file. Raises `InputError` with the line of a wrong one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise InputError(f"columns are missing: {', '.join(missing)}", where=f"{path}, line 1")
        return [
            GoldLink(row["unit"], row["type"], row["surface"], row["match"], row["concept"], rows.line_num)
            for row in rows
        ]


def evaluate_links(gold: Path, units: Iterable[Path], lexicon: Lexicon) -> list[Judged]:
    """Every row of the gold with what linking says; `units` are gold files that hold the mentions' paragraphs."""
    records = {str(record["id"]): record for path in units for record in read_gold(path)}
    names = _names(records.values())
    contexts: dict[str, Context] = {}
    merged: dict[str, dict[str, Entity]] = {}
    judged: list[Judged] = []
    for link in read_links(gold):
        record = records.get(link.unit)
        if record is None:
            hint = "name the gold file that holds it with --units"
            raise InputError(f"there is no unit {link.unit!r}", where=f"{gold}, line {link.line}", hint=hint)
        document = str(record["doc"])
        if document not in contexts:
            contexts[document] = _context(record, lexicon)
            merged[document] = _merged(names[document], contexts[document])
        context = contexts[document]
        found = entity(link.surface, cast(EntityType, link.type), context)
        whole = merged[document].get(found.iri)
        judged.append(_judged(link, replace(found, name=whole.name) if whole else found, context))
    return judged


def accuracy(judged: Iterable[Judged]) -> Iterator[tuple[str, int, int]]:
    """For each type, and ALL: how many are right, of how many."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for item in judged:
        counts[item.gold.type].append(item.right)
        counts["ALL"].append(item.right)
    for kind in sorted(counts, key=lambda kind: (kind == "ALL", kind)):
        yield kind, sum(counts[kind]), len(counts[kind])


def _names(records: Iterable[Mapping[str, object]]) -> dict[str, set[tuple[str, str]]]:
    """The names that each document's gold units hold: what merging of names looks at."""
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for record in records:
        for item in cast("list[dict[str, str]]", record["entities"]):
            names[str(record["doc"])].add((item["type"], item["text"]))
    return names


def _merged(names: Iterable[tuple[str, str]], context: Context) -> dict[str, Entity]:
    entities = [entity(text, cast(EntityType, kind), context) for kind, text in sorted(names)]
    return {merge.name.iri: merge.into for merge in merge_names(entities, context)}


def _context(record: Mapping[str, object], lexicon: Lexicon) -> Context:
    """The context of a unit's document, of which only the region is known."""
    name = str(record["region"])
    code = next((info.code for info in lexicon.regions.values() if info.code and info.name == name), "")
    if not code:
        raise InputError(f"no division is named {name!r}", where=str(record["id"]))
    info = DocumentInfo(
        id=str(record["doc"]),
        file="",
        title=str(record["doc"]),
        kind="outline",
        issuers=(),
        approver="",
        region=code,
        region_name=name,
        period_start=None,
        period_end=None,
        outlook=None,
        date="",
        number="",
        about="",
        aliases=(),
        source="",
        sha256="",
    )
    return Context(info, True, lexicon, load_rules(), region_chain(code, lexicon), *plan_register([info]))


def _judged(link: GoldLink, found: Entity, context: Context) -> Judged:
    concept = found.broader or (found.denotes if found.denotes in context.lexicon.pref_label else "")
    if found.type == "BODY":
        code = found.region.rsplit("/", 1)[-1]
        full = found.full_name or found.name
        concept = f"{code}|{full}" if code and not found.members else ""
    elif found.type == "REGION" and not concept and _is_town(found, context):
        concept = f"{found.region.rsplit('/', 1)[-1]}/{found.name}"
    if concept.startswith(ID):
        concept = concept.removeprefix(ID).replace("/", ":", 1)
    return Judged(link, found.match, concept, found.reason)


def _is_town(found: Entity, context: Context) -> bool:
    """Whether a place is told as one below the county; an area (片区) cannot be named."""
    return bool(found.region) and found.name.endswith(context.rules.town_endings)
