"""The frozen values that travel between the stages.

    reading ─► Document ─► extraction ─► Annotation, TableAnnotation ─► linking ─► LinkedDocument ─► graph

Offsets count code points. A `Span` lies in the archived text of a document; a mention's `start` and `end`
lie in the text of its unit (one passage), which is the join of the passage's spans.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

# The types, relations and marks of the annotation guidelines (docs/reference/guidelines.md).
EntityType = Literal["PLAN", "REGION", "PARK", "INDUSTRY", "FIELD", "PROJECT", "BODY", "ORG", "INDICATOR", "GOAL"]
RelationType = Literal[
    "develops",
    "has_field",
    "located_in",
    "undertakes",
    "serves_industry",
    "aims_for",
    "responsible_for",
    "cooperates_with",
    "based_on",
]
Status = Literal["planned", "past"]
Role = Literal["issue", "approve", "draft", "lead", "support", "build", "supervise"]
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx"]
Measure = Literal["level", "growth", "change"]
TargetStatus = Literal["target", "actual"]
TargetState = Literal["stated", "left_to_higher_level", "not_found"]
Binding = Literal["binding", "expected"]
Strength = Literal["must", "promote", "explore", "pilot"]
PassageKind = Literal["paragraph", "heading", "list_item", "box", "note", "glossary", "signature", "table"]
TableKind = Literal["indicators", "projects", "list"]
SourceFormat = Literal["text", "html", "pdf", "docx"]
ReferenceKind = Literal["page", "paragraph"]
GapReason = Literal["no known head", "no rows", "columns do not fit"]
MARKS = ("@doc", "@head", "@para")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of an archived text."""

    start: int
    end: int


def quote(archived: str, spans: Iterable[Span]) -> str:
    """The quote that the spans stand for: their join, nothing added, nothing changed."""
    return "".join(archived[span.start : span.end] for span in spans)


def spans_text(spans: Iterable[Span]) -> str:
    """Spans as the graph writes them.

    >>> spans_text([Span(12, 14), Span(20, 22)])
    '12-14 20-22'
    """
    return " ".join(f"{span.start}-{span.end}" for span in spans)


def parse_spans(text: str) -> tuple[Span, ...]:
    """The spans that `spans_text` wrote; raises ValueError when the text is not of that form."""
    pairs = (part.split("-") for part in text.split())
    return tuple(Span(int(start), int(end)) for start, end in pairs)


def cut(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The spans of the part `start:end` of the text that `spans` join to.

    >>> cut((Span(10, 14), Span(20, 25)), 2, 6)
    (Span(start=12, end=14), Span(start=20, end=22))
    """
    out: list[Span] = []
    offset = 0
    for span in spans:
        length = span.end - span.start
        low, high = max(start - offset, 0), min(end - offset, length)
        if low < high:
            out.append(Span(span.start + low, span.start + high))
        offset += length
    return tuple(out)


# ── what reading makes ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One row of the manifest: what is known of a document before it is read."""

    id: str
    file: str
    title: str
    kind: str  # code of ontology/vocab/plan-kinds.ttl: outline, sector-plan, proposal, interpretation, …
    issuers: tuple[str, ...]
    approver: str  # who passed it, empty when not stated
    region: str  # division code, six digits
    region_name: str
    period_start: int | None
    period_end: int | None
    outlook: int | None  # the year that a long-range part looks to
    date: str  # ISO 8601, as far as known (2021, 2021-07, 2021-02-24)
    number: str  # 文号
    about: str  # id of the document, or title of the plan, that this text is about; empty for a plan itself
    aliases: tuple[str, ...]  # short titles under which other texts name it
    source: str
    sha256: str  # of the file
    text_sha256: str = ""  # of the archived text when the document was added; empty when not told

    @property
    def period(self) -> str:
        """The planning period as `2021-2025`, empty when not known."""
        return f"{self.period_start}-{self.period_end}" if self.period_start else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree; level 1 is the outermost. `id` is unique in the document (`s012`)."""

    id: str
    title: str
    level: int
    parent: str | None
    spans: tuple[Span, ...]  # of the heading itself


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph in running text: `text` is the join of `spans`; `id` (`p0123`) is unique in it."""

    id: str
    kind: PassageKind
    section: str | None
    headings: tuple[str, ...]  # titles from the outermost section to the nearest
    text: str
    spans: tuple[Span, ...]
    continues: bool = False  # a further piece of the (very long) paragraph that the passage before began


@dataclass(frozen=True, slots=True)
class TableValue:
    """One value cell. Roles: base, target, growth, cumulative, actual, `target growth`, total, done, planned.

    `year` is the year a value is for; `period` a range of years (`2021-2025`) for money planned in it.
    """

    role: str
    text: str
    spans: tuple[Span, ...]
    year: int | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell that is neither number, name nor value (建设地点, 责任单位 …); `column` is the head of its column."""

    column: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of an indicator table, project table or list, with cells broken over lines joined."""

    no: str
    name: str  # of the indicator or project; empty in a total
    name_spans: tuple[Span, ...]
    spans: tuple[Span, ...]  # the whole row
    level: int = 0  # projects: 0 total, 1 field, 2 group, 3 package; indicators: 0
    group: str = ""  # the nearest group heading above (一、经济发展)
    unit: str = ""
    attribute: str = ""  # 预期性 or 约束性
    values: tuple[TableValue, ...] = ()
    start: int | None = None
    end: int | None = None
    content: str = ""  # 建设内容与规模; in a list, whatever stands beside the name
    content_spans: tuple[Span, ...] = ()
    cells: tuple[TableCell, ...] = ()  # every cell that is neither number, name nor value


@dataclass(frozen=True, slots=True)
class Table:
    """A table read as a table. `id` is unique in the document (`t01`)."""

    id: str
    kind: TableKind
    title: str
    section: str | None
    headings: tuple[str, ...]
    unit: str  # of money in a project table (万元)
    rows: tuple[TableRow, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where in the original the archived text from `start` on stands: page or paragraph `number`, from 1."""

    start: int
    kind: ReferenceKind
    number: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that looks like a table and could not be read as one; its text stands in passages instead."""

    reason: GapReason
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A read document: archived text and the structure found in it, all in reading order."""

    info: DocumentInfo
    text: str
    format: SourceFormat
    encoding: str  # of the file, as detected; empty where the format has none
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    left_out: tuple[tuple[str, Span], ...] = ()  # (reason, span): navigation, contents list, page furniture
    gaps: tuple[Gap, ...] = ()
    references: tuple[Reference, ...] = ()  # by offset; empty for texts and web pages

    @property
    def sha256(self) -> str:
        """The checksum of the archived text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def reference(self, offset: int) -> Reference | None:
        """Where in the original the character at this offset stands; None when the format has no such places."""
        position = bisect_right(self.references, offset, key=lambda item: item.start)
        return self.references[position - 1] if position else None


# ── what extraction makes ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph with its context: what extraction reads (the gold format without annotations)."""

    id: str
    doc: str
    region: str
    period: str
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """An entity span of a unit: `text == unit.text[start:end]`."""

    start: int
    end: int
    type: EntityType
    text: str
    rule: str = ""
    confidence: float = 1.0
    concept: str = ""  # IRI of the vocabulary concept that the lexicon brought along

    @property
    def key(self) -> str:
        """Names the mention inside its unit; relations refer to it."""
        return f"{self.type}@{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Relation:
    """`head` and `tail` are mention keys of the same unit or one of the marks @doc, @head, @para."""

    type: RelationType
    head: str
    tail: str
    status: Status | None = None
    role: Role | None = None
    rule: str = ""
    confidence: float = 1.0
    sentence: tuple[int, int] = (0, 0)  # the sentence that says it, in the unit's text
    strength: Strength | None = None
    priority: str = ""  # the plan's own word of rank (战略性新兴, 支柱, …), empty when it gives none
    head_name: str = ""  # what @head stands for (a heading, the opening topic phrase)
    head_type: EntityType | None = None  # type of that name


@dataclass(frozen=True, slots=True)
class TargetValue:
    """One value of an indicator; `indicator` and `subject` are mention keys or marks."""

    indicator: str
    value: str
    unit: str
    comparator: Comparator
    measure: Measure
    year: int | None
    status: TargetStatus
    subject: str
    rule: str = ""
    confidence: float = 1.0
    sentence: tuple[int, int] = (0, 0)
    subject_name: str = ""  # what @head stands for
    subject_type: EntityType | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that was found in one unit, in order of position."""

    unit: Unit
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    targets: tuple[TargetValue, ...]


@dataclass(frozen=True, slots=True)
class RowTarget:
    """One target or actual value that a table row states."""

    indicator: str  # name as printed, without unit and number
    value: str | None  # None unless state is `stated`
    unit: str
    comparator: Comparator
    measure: Measure
    year: int | None
    base_year: int | None
    status: TargetStatus
    state: TargetState
    binding: Binding | None
    value_text: str
    value_spans: tuple[Span, ...]
    row: TableRow
    subject: str = "@doc"  # or a name: the project of a project row
    subject_type: EntityType | None = None
    rule: str = "table"
    period: str = ""


@dataclass(frozen=True, slots=True)
class RowPart:
    """A project or park that the contents of a project row say is to be built."""

    name: str
    type: EntityType
    spans: tuple[Span, ...]
    confidence: float
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class RowProject:
    """A project (package) that a table row names: undertaken by @doc."""

    name: str
    row: TableRow
    package: bool
    industry: str = ""  # industry named by the row's group or name, as printed; empty when none
    industry_spans: tuple[Span, ...] = ()
    rule: str = "table"
    parts: tuple[RowPart, ...] = ()


@dataclass(frozen=True, slots=True)
class TableAnnotation:
    """What one table says."""

    table: Table
    targets: tuple[RowTarget, ...]
    projects: tuple[RowProject, ...]


# ── what linking makes ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A thing as one document names it. `denotes` is the IRI it is one with (its own when nothing else)."""

    iri: str
    type: str  # an EntityType, or Task, Document
    name: str
    scope: str  # region code or document id inside which the name means this thing; empty for common names
    denotes: str
    reason: str  # why `denotes` (label, alias, region, …)
    match: str = "self"  # exact, close, broader, candidate, self
    broader: str = ""  # IRI of a vocabulary concept that is broader, when none is the same
    region: str = ""  # IRI of the region that the name itself places it in
    full_name: str = ""  # of the body that an abbreviated name stands for
    confidence: float = 1.0  # that `denotes`, or `broader`, is right
    members: tuple[tuple[str, str], ...] = ()  # (IRI, name) of the bodies that a joint name stands for


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Where the words stand: the quote is the join of the spans of the archived text."""

    iri: str
    document: str
    section: str  # id of the section, empty above the first heading
    passage: str  # id of the passage or, for a table row, of the table
    path: tuple[str, ...]
    spans: tuple[Span, ...]
    quote: str
    carried: tuple[Span, ...] = ()  # the heading or opening phrase that an argument was carried over from


@dataclass(frozen=True, slots=True)
class Statement:
    """A linked relation. `subject` and `object` are entity IRIs, `predicate` a property IRI."""

    iri: str
    subject: str
    predicate: str
    object: str
    document: str
    plan: str  # IRI of the plan whose commitment it tells of, empty for what is said of others
    mode: Literal["asserted", "reported"]
    status: Status | None
    role: Role | None
    priority: str
    strength: Strength | None
    confidence: float
    rule: str
    subject_surface: str
    object_surface: str
    subject_spans: tuple[Span, ...]  # in the archived text; empty for @doc and @para
    object_spans: tuple[Span, ...]
    evidence: str
    region: str = ""  # IRI of the region whose commitment it is, empty as `plan` is


@dataclass(frozen=True, slots=True)
class Target:
    """A linked target value. `indicator` and `subject` are entity IRIs."""

    iri: str
    indicator: str
    subject: str
    value: str | None
    value_text: str
    unit: str
    comparator: Comparator
    measure: Measure
    year: int | None
    base_year: int | None
    period: str
    status: TargetStatus
    state: TargetState
    binding: Binding | None
    document: str
    plan: str
    mode: Literal["asserted", "reported"]
    confidence: float
    rule: str
    indicator_surface: str
    subject_surface: str
    indicator_spans: tuple[Span, ...]
    value_spans: tuple[Span, ...]
    evidence: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A statement that the gate did not let in, with the reason."""

    document: str
    passage: str
    subject: str
    predicate: str
    object: str
    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """Everything that one document contributes to the graph."""

    document: Document
    plan: str  # IRI of the plan that the document is, or is about
    issuers: tuple[str, ...]  # IRIs of the bodies that issue it, as the manifest says
    approver: str  # IRI of the body that passed it, empty when not stated
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    targets: tuple[Target, ...]
    evidence: tuple[Evidence, ...]
    mentions: tuple[tuple[str, str, int, int], ...]  # (passage id, entity IRI, start, end) for the reader
    refusals: tuple[Refusal, ...] = ()


# ── what checking makes ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FindingValue:
    """One of the values that a finding is about, with the words it stands in."""

    sources: tuple[str, ...]  # IRIs of the statements or of the target
    value: str  # as printed, with its unit; of an industry its name
    unit: str
    document: str  # id
    title: str  # of the document
    section: str  # section path
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault or a point of interest, wherever it comes from: shapes, evidence, comparison."""

    kind: str  # name of the shape or check
    severity: Literal["violation", "warning", "info"]
    subject: str  # IRI
    message_zh: str
    message_en: str
    document: str = ""
    place: str = ""  # section path
    quotes: tuple[str, ...] = field(default=())
    region: str = ""  # IRI of the region (or other thing) whose figures or statements are compared
    year: int | None = None
    values: tuple[FindingValue, ...] = ()
