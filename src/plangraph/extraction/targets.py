"""Component: value records → targets of the chosen INDICATOR mentions, with year, status and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.aspect import paragraph_status, sentence_status
from plangraph.extraction.indicators import ValueRecord
from plangraph.extraction.nounphrases import pattern
from plangraph.extraction.state import mentions
from plangraph.extraction.times import Calendar, first_year, time_rules
from plangraph.model import Mention, Status, TargetStatus, TargetValue, Unit

_SUBJECTS = frozenset({"REGION", "PARK", "ORG", "PROJECT"})


def _owner(record: ValueRecord, found: Sequence[Mention]) -> Mention | None:
    """The chosen INDICATOR mention that the record's span became, or most of it."""
    overlap = [
        (min(m.end, record.end) - max(m.start, record.start), m)
        for m in found
        if m.type == "INDICATOR" and m.start < record.end and record.start < m.end
    ]
    return max(overlap, key=lambda pair: pair[0])[1] if overlap else None


def status_of(unit: Unit, year: int | None, sentence: str, paragraph: Status | None) -> TargetStatus:
    """A value is actual before the planning period and in a review; without a year the aspect decides."""
    first = first_year(unit)
    if year is not None and first is not None:
        review = any(re.search(time_rules()["status"]["review"], heading) for heading in unit.headings)
        past = year < first or (review and sentence_status(sentence, "past") == "past")
        return "actual" if past else "target"
    return "actual" if sentence_status(sentence, paragraph) == "past" else "target"


def subject_of(text: str, indicator: Mention, record: ValueRecord, found: Sequence[Mention], region: str) -> str:
    """The name that has the value: right before the indicator, or behind the value (100亿元的X); else @doc."""
    between = pattern(f"(?:{time_rules()['subjects']['between']}|{{lead.change}}|{{lead.verbs}})*")
    for mention in found:
        if mention.type not in _SUBJECTS or mention.start < record.clause[0] or mention.end > record.clause[1]:
            continue
        if mention.text in region or region.rstrip("市县区省") == mention.text:
            continue
        ahead = mention.end <= min(indicator.start, record.quantity.start)
        if ahead and between.fullmatch(text, mention.end, min(indicator.start, record.quantity.start)):
            return mention.key
        if mention.start >= record.quantity.end and text[record.quantity.end : mention.start] == "的":
            return mention.key
    return "@doc"


@Language.component("plangraph_targets")
def targets(doc: Doc) -> Doc:
    """State the targets of a unit."""
    if not doc._.values:
        return doc
    unit: Unit = doc._.unit
    calendar, paragraph, found = Calendar.of(unit), paragraph_status(unit), mentions(doc)
    for record in doc._.values:
        owner = _owner(record, found)
        if owner is None:
            continue
        quantity = record.quantity
        year = calendar.year_at(quantity.start, record.sentence[0])
        doc._.targets.append(
            TargetValue(
                indicator=owner.key,
                value=quantity.value,
                unit=quantity.unit,
                comparator=quantity.comparator,
                measure=record.measure,
                year=year,
                status=status_of(unit, year, unit.text[slice(*record.sentence)], paragraph),
                subject=subject_of(unit.text, owner, record, found, unit.region),
                rule=f"value:{record.rule}",
                confidence=0.8 if record.rule == "inherited" else 0.9,
                sentence=record.sentence,
            )
        )
    return doc
