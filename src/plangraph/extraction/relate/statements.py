"""Rules applied to a paragraph: for each tag and relation, the first rule that fits."""

from __future__ import annotations

from collections.abc import Iterator

from plangraph.extraction.priority import priority, strength
from plangraph.extraction.relate.fields import has_field, serves
from plangraph.extraction.relate.paragraph import DOC, HEADS, Head, Paragraph
from plangraph.extraction.relate.rules import Rule, RuleBook
from plangraph.extraction.relate.templates import Slot, Template
from plangraph.model import Mention, Relation, RelationType

_WITH_STATUS = frozenset({"develops", "undertakes", "aims_for", "cooperates_with"})
_OPENING = 2  # a tag this near to the beginning of a sentence is its subject
_BY_RULE: tuple[RelationType, ...] = (
    "develops",
    "undertakes",
    "aims_for",
    "cooperates_with",
    "located_in",
    "serves_industry",
    "responsible_for",
    "based_on",
)


def relate(paragraph: Paragraph, book: RuleBook) -> Iterator[Relation]:
    """All relations that a paragraph states; a pair may come more than once."""
    developed: list[Mention] = []
    for template in paragraph.templates:
        earlier: Head | None = None
        for slot in template.slots:
            for relation in _BY_RULE:
                for rule, said in _fitting(paragraph, book, template, slot, relation):
                    head = said
                    if relation == "aims_for":
                        head = earlier = _shared(said, earlier, rule, template)
                    if relation == "develops":
                        developed += slot.group.members
                    yield from _relations(rule, head, paragraph, template, slot)
        yield from _own_draft(template, book)
    yield from has_field(paragraph, book, developed)
    yield from serves(paragraph, book)


def _shared(head: Head, earlier: Head | None, rule: Rule, template: Template) -> Head:
    """What one sentence shall become, it shall become with the aims that follow; a place only when it opens it."""
    if earlier is None or not rule.follows or earlier.keys[0].startswith("@"):
        return head
    opens = any(slot.group.members[0].key == earlier.keys[0] and slot.start <= _OPENING for slot in template.slots)
    return earlier if opens or not earlier.keys[0].startswith("REGION") else head


def _fitting(
    paragraph: Paragraph, book: RuleBook, template: Template, slot: Slot, relation: RelationType
) -> Iterator[tuple[Rule, Head]]:
    rules = book.of(relation, slot.group.type)
    if not rules:
        return
    left, right = template.before(slot), template.after(slot)
    for rule in rules:
        captured = rule.match(left, right)
        if captured is None or (rule.yields and paragraph.on_one_place(relation, template)):
            continue
        if not rule.reject:
            yield rule, _other(rule, captured, paragraph, template, slot, book)
        if not rule.also:
            return


def _other(
    rule: Rule,
    captured: dict[str, tuple[str, int]],
    paragraph: Paragraph,
    template: Template,
    slot: Slot,
    book: RuleBook,
) -> Head:
    """The other argument: captured by the rule, its mark, or the subject."""
    keys: list[str] = []
    for _name, (side, position) in sorted(captured.items(), reverse=True):
        found = template.at(position + (slot.end if side == "after" else 0))
        keys += [member.key for member in found.group.members] if found else []
    if keys:
        return Head(tuple(keys))
    if rule.mark:
        return Head((rule.mark,))
    if rule.relation in HEADS:
        return paragraph.head(rule.relation, template, slot)
    return _told_of(paragraph, book) if rule.relation == "based_on" else DOC


def _told_of(paragraph: Paragraph, book: RuleBook) -> Head:
    """The plan itself; a heading that speaks of it (《规划纲要》主要内容) only refers and gives no name."""
    refers = book.patterns["self_reference"].search
    return Head(("@head",)) if any(map(refers, paragraph.unit.headings)) else DOC


def _relations(
    rule: Rule, other: Head, paragraph: Paragraph, template: Template, slot: Slot
) -> Iterator[Relation]:
    clause = template.text[template.text.rfind("，", 0, slot.start) + 1 : slot.start]
    committed = rule.relation in _WITH_STATUS
    rank = ""
    if rule.relation == "develops":
        rank = priority(template.before(slot), template.after(slot), paragraph.unit.headings)
    for member in slot.group.members:
        for key in other.keys:
            head, tail = (member.key, key) if rule.anchor == "head" else (key, member.key)
            yield Relation(
                type=rule.relation,
                head=head,
                tail=tail,
                status=paragraph.status(template) if committed else None,
                role=rule.role,
                rule=rule.id,
                confidence=round(rule.confidence * member.confidence, 4),
                sentence=(template.start, template.end),
                strength=strength(clause) if committed else None,
                priority=rank,
                head_name=other.name.name if other.name else "",
                head_type=other.name.type if other.name else None,
            )


def _own_draft(template: Template, book: RuleBook) -> Iterator[Relation]:
    """The issuing side drafts the document itself (我局草拟《规划》初稿)."""
    if book.patterns["own_draft"].search(template.text):
        yield Relation(
            type="responsible_for",
            head="@doc",
            tail="@doc",
            role="draft",
            rule="responsible-own-draft",
            confidence=0.7,
            sentence=(template.start, template.end),
        )
