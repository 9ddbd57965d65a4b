"""The component that says what relations the chosen mentions of a unit have (factory `plangraph_relations`)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.headings import HeadingReader
from plangraph.extraction.priority import priority, strength
from plangraph.extraction.relate.fields import has_field, serves
from plangraph.extraction.relate.paragraph import DOC, HEADS, Head, Paragraph
from plangraph.extraction.relate.rules import Rule, RuleBook, rule_book
from plangraph.extraction.relate.templates import Slot, Template
from plangraph.extraction.state import mentions, start
from plangraph.model import Mention, Relation, RelationType, Unit

_WITH_STATUS = frozenset({"develops", "undertakes", "aims_for", "cooperates_with"})
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


class Relations:
    """Fills `doc._.relations`; relations below `least_confidence` are left out."""

    def __init__(self, nlp: Language, name: str, least_confidence: float) -> None:
        self._nlp = nlp
        self._name = name
        self._least = least_confidence
        self._book = rule_book()
        self._reader = HeadingReader(self._recognise)

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its relations."""
        paragraph = Paragraph(doc._.unit, mentions(doc), self._book, self._reader)
        found = [] if paragraph.silent else list(relate(paragraph, self._book))
        doc._.relations = [relation for relation in once(found) if relation.confidence >= self._least]
        return doc

    def _recognise(self, heading: str) -> list[Mention]:
        """The mentions in a heading, by the components that come before this one."""
        doc = start(self._nlp.make_doc(heading), Unit("", "", "", "", (), heading))
        for name, component in self._nlp.pipeline:
            if name == self._name:
                break
            doc = component(doc)
        return mentions(doc)


@Language.factory("plangraph_relations", default_config={"least_confidence": 0.5})
def make_relations(nlp: Language, name: str, least_confidence: float) -> Relations:
    """The component for a pipeline."""
    return Relations(nlp, name, least_confidence)


def once(relations: list[Relation]) -> list[Relation]:
    """Each pair of mentions once a relation, the surest first seen; in order of first appearance."""
    best: dict[tuple[str, str, str], Relation] = {}
    for relation in relations:
        key = (relation.type, relation.head, relation.tail)
        if relation.head == relation.tail and relation.head != "@doc":
            continue
        if key not in best or relation.confidence > best[key].confidence:
            best[key] = relation
    return list(best.values())


def relate(paragraph: Paragraph, book: RuleBook) -> Iterator[Relation]:
    """All relations that a paragraph states."""
    developed: list[tuple[Mention, Relation]] = []
    for template in paragraph.templates:
        for slot in template.slots:
            for relation in _BY_RULE:
                for member, found in _by_rules(paragraph, book, template, slot, relation):
                    yield found
                    if relation == "develops":
                        developed.append((member, found))
    yield from has_field(paragraph, book, developed)
    yield from serves(paragraph, book)


def _by_rules(
    paragraph: Paragraph, book: RuleBook, template: Template, slot: Slot, relation: RelationType
) -> Iterator[tuple[Mention, Relation]]:
    left, right = template.before(slot), template.after(slot)
    for rule in book.of(relation, slot.group.type):
        captured = rule.match(left, right)
        if captured is None or (rule.yields and paragraph.on_one_place(relation, template)):
            continue
        if not rule.reject:
            head = _other(rule, captured, paragraph, template, slot)
            for member in slot.group.members:
                for relation_found in _relations(rule, head, member, paragraph, template, slot):
                    yield member, relation_found
        return


def _other(
    rule: Rule, captured: dict[str, tuple[str, int]], paragraph: Paragraph, template: Template, slot: Slot
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
    return paragraph.head(rule.relation, template, slot) if rule.relation in HEADS else DOC


def _relations(
    rule: Rule, other: Head, member: Mention, paragraph: Paragraph, template: Template, slot: Slot
) -> Iterator[Relation]:
    clause = template.text[template.text.rfind("，", 0, slot.start) + 1 : slot.start]
    ranked = rule.relation == "develops"
    for key in other.keys:
        head, tail = (member.key, key) if rule.anchor == "head" else (key, member.key)
        yield Relation(
            type=rule.relation,
            head=head,
            tail=tail,
            status=paragraph.status(template) if rule.relation in _WITH_STATUS else None,
            role=rule.role,
            rule=rule.id,
            confidence=round(rule.confidence * member.confidence, 4),
            sentence=(template.start, template.end),
            strength=strength(clause) if rule.relation in _WITH_STATUS else None,
            priority=priority(template.before(slot), template.after(slot), paragraph.unit.headings) if ranked else "",
            head_name=other.name.name if other.name else "",
            head_type=other.name.type if other.name else None,
        )
