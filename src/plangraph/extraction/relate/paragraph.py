"""A paragraph as the rules see it: templates, the subject of each sentence, the topic industry, the aspect.

The head of a relation that a sentence does not name is, in this order: the subject of the sentence, the park or
place that the paragraph is on, the heading when it is nothing but a name, the document's own side.
"""

from __future__ import annotations

from dataclasses import dataclass

from plangraph.extraction.aspect import paragraph_status, sentence_status
from plangraph.extraction.headings import HeadingName, HeadingReader
from plangraph.extraction.relate.rules import RuleBook, SubjectRule
from plangraph.extraction.relate.templates import Slot, Template, templates
from plangraph.model import Mention, Status, Unit

HEADS: dict[str, frozenset[str]] = {
    "develops": frozenset({"REGION", "PARK"}),
    "undertakes": frozenset({"REGION", "PARK", "BODY", "ORG"}),
    "aims_for": frozenset({"REGION", "PARK", "INDUSTRY", "FIELD", "PROJECT", "ORG"}),
    "cooperates_with": frozenset({"REGION", "PARK", "BODY", "ORG"}),
}


@dataclass(frozen=True, slots=True)
class Head:
    """Mention keys (or one mark) that stand at the head of a relation, and what @head means."""

    keys: tuple[str, ...]
    name: HeadingName | None = None


_SUFFIX = 6  # a place may be named with its zone: 高新区（某某区）
DOC = Head(("@doc",))


@dataclass(frozen=True, slots=True)
class _Subject:
    rule: SubjectRule
    slot: Slot
    sentence: int

    def says(self, scope: str, relation: str, template: Template) -> bool:
        """Whether it is, in this scope, the subject of a relation in this sentence."""
        if self.rule.scope != scope or relation not in self.rule.relations:
            return False
        return self.sentence == template.index if scope == "sentence" else self.sentence <= template.index


class Paragraph:
    """One unit with its chosen mentions, read once."""

    def __init__(self, unit: Unit, mentions: list[Mention], book: RuleBook, reader: HeadingReader) -> None:
        self.unit = unit
        self.mentions = mentions
        self.templates = templates(unit.text, mentions)
        self.silent = self._explains(book)
        self._status = paragraph_status(unit)
        self._subjects = [] if self.silent else list(self._find_subjects(book))
        self._heading = self._heading_subject(reader)

    def _explains(self, book: RuleBook) -> bool:
        first = self.templates[0].text if self.templates else ""
        return bool(book.patterns["explains"].search(first) or book.patterns["note"].search(self.unit.text))

    def _own_region(self, slot: Slot) -> bool:
        stem = self.unit.region.rstrip("省市县区州盟旗")
        names = [member.text for member in slot.group.members if member.type == "REGION"]
        return any(stem and stem in name and len(name) <= len(stem) + _SUFFIX for name in names)

    def _find_subjects(self, book: RuleBook) -> list[_Subject]:
        found = []
        for template in self.templates:
            for rule in book.subjects:
                if rule.scope == "paragraph" and template.index > 1:
                    continue
                hit = rule.pattern.search(template.text)
                slot = template.at(hit.start("head")) if hit else None
                several = slot is not None and (len(slot.group.members) > 1 or self._own_region(slot))
                if slot and not (rule.scope == "paragraph" and several):
                    found.append(_Subject(rule, slot, template.index))
        return found

    def _heading_subject(self, reader: HeadingReader) -> HeadingName | None:
        if not self.unit.headings:
            return None
        name = reader.name(self.unit.headings[-1])
        if name is None or not name.whole or name.name in self.unit.text:
            return None
        return name

    def status(self, template: Template) -> Status:
        """The aspect of a sentence."""
        return sentence_status(template.text, self._status)

    def head(self, relation: str, template: Template, slot: Slot) -> Head:
        """Who is meant when the sentence does not name the head of this relation to `slot`."""
        for scope in ("sentence", "onward", "paragraph"):
            fitting = [
                subject
                for subject in self._subjects
                if subject.says(scope, relation, template)
                and subject.slot.group.type in HEADS[relation]
                and subject.slot.group.start != slot.group.start
            ]
            if fitting:
                return Head(tuple(member.key for member in fitting[-1].slot.group.members))
        if self._heading and self._heading.type in HEADS[relation] and self._heading.type in ("PARK", "REGION"):
            return Head(("@head",), self._heading)
        return DOC

    def on_one_place(self, relation: str, template: Template) -> bool:
        """Whether the paragraph up to this sentence is on one park or place."""
        scopes = ("onward", "paragraph")
        return any(subject.says(scope, relation, template) for subject in self._subjects for scope in scopes)

    @property
    def heading(self) -> HeadingName | None:
        """The heading's name when the heading is nothing else and the paragraph does not repeat it."""
        return self._heading
