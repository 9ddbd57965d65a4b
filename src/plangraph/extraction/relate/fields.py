"""has_field and serves_industry: what a list names as segments, what a paragraph on one industry develops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from plangraph.extraction.relate.paragraph import Paragraph
from plangraph.extraction.relate.rules import RuleBook
from plangraph.extraction.relate.templates import Slot, Template
from plangraph.model import Mention, Relation, RelationType

_SEGMENTS = ("FIELD", "INDUSTRY")


@dataclass(frozen=True, slots=True)
class Topic:
    """The industry that what follows is about, and the pattern by which its phrase was known."""

    industry: Mention | None
    form: str


def core(name: str, book: RuleBook) -> str:
    """A name without the words that only mark it as an industry or as modern (传统家电产业 → 家电)."""
    previous = ""
    while name != previous and len(name) > 2:
        previous, name = name, book.patterns["kind"].sub("", name) or name
    return name


def _alike(one: str, other: str, book: RuleBook) -> bool:
    a, b = core(one, book), core(other, book)
    return a in b or b in a if min(len(a), len(b)) > 2 else a == b


def listed(template: Template, book: RuleBook) -> Iterator[tuple[Slot, Slot, str]]:
    """(industry, segments, rule) of each list A、B等C业, C业（A、B）, C业包括A、B in a sentence."""
    for slot in template.slots:
        if slot.group.type not in _SEGMENTS:
            continue
        right = template.after(slot)
        hit = book.patterns["members"].match(right) or book.patterns["members_then"].match(right)
        whole = template.at(slot.end + hit.start("head")) if hit else None
        if whole:
            yield whole, slot, "field-list"
        if slot.group.type != "INDUSTRY":
            continue
        for name in ("members_listed", "members_bracketed"):
            if hit := book.patterns[name].match(right):
                part = template.at(slot.end + hit.start("head"))
                if part:
                    yield slot, part, "field-included"


def topic(template: Template, book: RuleBook) -> Topic | None:
    """The industry that an opening phrase names; no `industry` when it names several (the old topic ends)."""
    for name in ("topic_bare", "topic_grows", "topic_verb"):
        hit = book.patterns[name].search(template.text)
        slot = template.at(hit.start("head")) if hit else None
        if slot is None:
            continue
        opens = template.index == 0 or name != "topic_verb" or "集群" in template.text or "是" in template.text[:2]
        if opens:
            members = slot.group.members
            return Topic(members[0] if len(members) == 1 else None, name)
    return None


def has_field(paragraph: Paragraph, book: RuleBook, developed: list[Mention]) -> Iterator[Relation]:
    """The segments of industries: by lists first, then by the paragraph's topic."""
    children: set[str] = set()
    for template in paragraph.templates:
        for whole, parts, rule in listed(template, book):
            parent = whole.group.members[-1] if rule == "field-included" else whole.group.members[0]
            for part in parts.group.members:
                if part.text != parent.text:
                    children.add(part.text)
                    yield _relation("has_field", parent, part, rule, 0.9, template)
    yield from _of_topic(paragraph, book, developed, children)
    yield from _of_heading(paragraph, book, developed, children)


def _of_topic(
    paragraph: Paragraph, book: RuleBook, developed: list[Mention], children: set[str]
) -> Iterator[Relation]:
    current: Topic | None = None
    for template in paragraph.templates:
        current = topic(template, book) or current
        if current is None or current.industry is None or current.form == "topic_grows":
            continue
        parent, rule = current.industry, current.form.replace("_", "-")
        for part in developed:
            inside = template.start <= part.start < template.end and part.start > parent.end
            same = part.type == "INDUSTRY" and _alike(parent.text, part.text, book)
            if inside and part.text not in children and not same:
                yield _relation("has_field", parent, part, f"field-{rule}", 0.7, template)


def _of_heading(
    paragraph: Paragraph, book: RuleBook, developed: list[Mention], children: set[str]
) -> Iterator[Relation]:
    """Segments of the industry that is the whole heading of a paragraph without a topic of its own."""
    heading = paragraph.heading
    if heading is None or heading.type != "INDUSTRY":
        return
    if any(topic(template, book) for template in paragraph.templates):
        return
    for template in paragraph.templates:
        for part in developed:
            inside = template.start <= part.start < template.end
            if inside and part.text not in children and not _alike(heading.name, part.text, book):
                found = _relation("has_field", part, part, "field-heading", 0.6, template)
                yield replace(found, head="@head", head_name=heading.name, head_type=heading.type)


def serves(paragraph: Paragraph, book: RuleBook) -> Iterator[Relation]:
    """Projects and organisations that carry the name of an industry beside them, or stand in its paragraph."""
    current: Topic | None = None
    for template in paragraph.templates:
        current = topic(template, book) or current
        above = current.industry if current and current.form != "topic_verb" else None
        for slot in template.slots:
            if slot.group.type != "PROJECT":
                continue
            for project in slot.group.members:
                named = _named_in(project, paragraph, template, book)
                for industry in named:
                    yield _relation("serves_industry", project, industry, "serves-name", 0.8, template)
                if not named and above and project.start > above.end:
                    yield _relation("serves_industry", project, above, "serves-topic", 0.6, template)


def _named_in(project: Mention, paragraph: Paragraph, template: Template, book: RuleBook) -> list[Mention]:
    """The industries whose name a project carries: those of its sentence, else those of the one before."""
    earlier = paragraph.templates[max(template.index - 1, 0)]
    for piece in (template, earlier):
        inside = [m for m in paragraph.mentions if m.type in _SEGMENTS and piece.start <= m.start < piece.end]
        if named := [industry for industry in inside if _carries(project, industry, book)]:
            return named
    return []


def _carries(project: Mention, industry: Mention, book: RuleBook) -> bool:
    if book.patterns["green"].search(project.text):
        return False
    stem = core(industry.text, book)
    return industry.text in project.text or (len(stem) > 2 and stem in project.text)


def _relation(
    kind: RelationType, head: Mention, tail: Mention, rule: str, confidence: float, template: Template
) -> Relation:
    return Relation(
        type=kind,
        head=head.key,
        tail=tail.key,
        rule=rule,
        confidence=round(confidence * min(head.confidence, tail.confidence), 4),
        sentence=(template.start, template.end),
    )
