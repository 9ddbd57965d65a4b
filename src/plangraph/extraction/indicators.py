"""Component: INDICATOR candidates, and the record of each value for the component `plangraph_targets`.

    新增A 39家、B 1个，C达到15% ─► A: 39家 change, B: 1个 change, C: 15% level

`doc._.values` holds a ValueRecord for each value; its indicator is a span proposed as a candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.clauses import clauses, sentences
from plangraph.extraction.measures import adds, bound_of, counted_measure, has_verb, measure_of
from plangraph.extraction.nounphrases import Phrase, before, behind, counts, members, pattern, rules
from plangraph.extraction.quantities import Quantity, find_quantities
from plangraph.extraction.scope import Place
from plangraph.extraction.state import candidates, propose
from plangraph.model import Measure

Doc.set_extension("values", default=None, force=True)

_NESTED = re.compile(r"“[^“”]*”|《[^》]*》|[（(][^（）()]*[）)]")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_IN_BRACKET = re.compile(r"[（(](?:各|每[^，。）)]{1,3}|均)?$")
_CONFIDENCE = 0.95
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ValueRecord:
    """One value, the span of its indicator, and the sentence and clause that state it."""

    start: int
    end: int
    quantity: Quantity
    measure: Measure
    rule: str
    clause: tuple[int, int]
    sentence: tuple[int, int]


@dataclass(slots=True)
class _Sentence:
    """What the clauses of one sentence hand on to the next."""

    span: tuple[int, int]
    recent: list[Phrase] = field(default_factory=list)
    waiting: list[Phrase] = field(default_factory=list)  # members that wait for their value (分别)
    owners: list[Phrase] = field(default_factory=list)  # of each value so far
    change: bool = False
    said: Phrase = field(default_factory=lambda: Phrase(0, 0, "", ""))  # the words about the last value


def _masked(text: str) -> str:
    """The text with the punctuation inside quotation marks and brackets made harmless; offsets are kept."""
    return _NESTED.sub(lambda match: re.sub(r"[，,。；;：:！!？?]", "·", match[0]), text)


def read_values(text: str, region: str = "", names: Iterable[tuple[int, int]] = ()) -> list[ValueRecord]:
    """Every value of the text; `names` are spans of places, no part of an indicator that follows them."""
    quantities = find_quantities(text)
    if not quantities or re.search(rules()["scope"]["glossary"], text):
        return []
    masked, places = _masked(text), dict(sorted(names))
    quoted = [match.span() for match in re.finditer(r"“[^“”]*”|《[^》]*》", text)]
    found = [q for q in quantities if not any(low < q.number < high for low, high in quoted)]
    out: list[ValueRecord] = []
    for start, end in sentences(masked):
        inside = [q for q in found if start <= q.number < end]
        if inside and not any(re.search(grant, text[start:end]) for grant in rules()["scope"]["grants"]):
            state = _Sentence((start, end))
            for low, high in clauses(masked, start, end):
                reader = _Clause(text, (low, high), state, region, places)
                out.extend(reader.values([q for q in inside if low <= q.number < high]))
    return out


class _Clause:
    """Reads the values of one clause."""

    def __init__(
        self, text: str, span: tuple[int, int], state: _Sentence, region: str, places: dict[int, int]
    ) -> None:
        self.text, self.span, self.state, self.region, self.places = text, span, state, region, places
        self.out: list[ValueRecord] = []
        # Quantities that wait for the noun behind the next one (86套、1.2万平方米违章建筑).
        self.pending: list[Quantity] = []

    def values(self, quantities: list[Quantity]) -> list[ValueRecord]:
        """The values in order of position."""
        low, high = self.span
        if re.match(rules()["scope"]["conditions"], self.text[low:high]):
            return []
        brackets = [(low + m.start(), low + m.end()) for m in _BRACKET.finditer(self.text[low:high])]
        plain = [q for q in quantities if not any(start < q.number < end for start, end in brackets)]
        begin = low
        for quantity in quantities:
            if quantity in plain:
                following = plain[plain.index(quantity) + 1 :]
                begin = self._read(quantity, begin, following) or begin
            elif _IN_BRACKET.search(self.text[low : quantity.start]) and self.state.recent:
                self._add(quantity, self.state.recent[-1:], None, "bracket")
        return self.out

    def _read(self, quantity: Quantity, begin: int, following: list[Quantity]) -> int | None:
        """Place one quantity; where the next one's words begin, None when this one is only part of a phrase."""
        end = following[0].start if following else self.span[1]
        left = before(self.text, begin, quantity.start, self.region)
        right = behind(self.text, quantity, end)
        segment, rest = self.text[begin : quantity.start], self.text[quantity.end : self.span[1]]
        place = Place(self.text, quantity, left, right, segment, rest, bool(self.pending))
        if place.is_scope():
            if quantity.kind == "share":
                return quantity.end
            return right.end if right and quantity.kind == "count" else None
        if place.takes_right():
            if counts(self.text, right):
                for waiting in (*self.pending, quantity):
                    self._add(waiting, [right], left, "behind")
            self.pending = []
            return right.end
        if not left and not right and self._shares_noun(quantity, following):
            self.pending.append(quantity)
        elif left and not self._is_level(left):
            self._assign(quantity, left)
        elif self.state.recent and self._may_inherit(quantity, left):
            self._inherit(quantity, left, following)
        return quantity.end

    def _may_inherit(self, quantity: Quantity, left: Phrase) -> bool:
        """A span of time has no owner before it unless it is one of two or tells of a change."""
        if quantity.kind == "time":
            again = bool(self.out) and self.out[-1].quantity.kind == "time"
            return again or pattern(r"{links.rise}|{links.fall}").search(left.links) is not None
        return quantity.kind != "rank" or quantity.value.isdigit()

    def _shares_noun(self, quantity: Quantity, following: list[Quantity]) -> bool:
        """Whether the noun behind the next quantity is this one's too."""
        if not following or self.text[quantity.end : following[0].start].strip() not in {"、", "和"}:
            return False
        end = following[1].start if len(following) > 1 else self.span[1]
        return following[0].kind in {"count", "measure"} and bool(behind(self.text, following[0], end))

    def _is_level(self, phrase: Phrase) -> bool:
        noun = self.text[phrase.start : phrase.end]
        return bool(self.state.recent) and pattern(r"{right.levels}").fullmatch(noun) is not None

    def _assign(self, quantity: Quantity, left: Phrase) -> None:
        """Give the value to the noun phrase before it, or to the first of the several that it lists."""
        owner = self._own(left)
        if owner is None:
            return
        parts = members(self.text, owner)
        self.state.waiting = []
        if "分别" in left.links:
            self.state.waiting = parts[1:]
            parts = parts[:1]
        noun = self.text[owner.start : owner.end]
        if not quantity.value[0].isdigit() and re.fullmatch(rules()["scope"]["ranked"], noun):
            return
        self._add(quantity, parts, left, "before")
        self.state.recent.extend(self.state.waiting)

    def _own(self, left: Phrase) -> Phrase | None:
        """The phrase without a place name before it and without the examples of an output (A、B等展览)."""
        start = self.places.get(left.start, left.start)
        if left.end - start < 2 or self.text[start] in "级籍“":
            start = left.start
        examples = self.text.rfind("等", start, left.end)
        if has_verb(left.lead) and start < examples < left.end - 2:
            start = examples + 1 + (2 if self.text.startswith("各类", examples + 1) else 0)
        noun = self.text[start : left.end].rstrip("等")
        if re.fullmatch(r"《[^》]*》|[\W\d]*", noun) or len(noun) > _LONGEST:
            return None
        return Phrase(start, start + len(noun), left.lead, left.links, left.governs)

    def _inherit(self, quantity: Quantity, left: Phrase, following: list[Quantity]) -> None:
        """Give the value to an indicator that was named before."""
        if "分别" in left.links + left.lead:
            count = 1 + len(following)
            self.state.waiting = self.state.owners[-count:] if len(self.state.owners) >= count else []
        owner = self.state.waiting.pop(0) if self.state.waiting else self.state.recent[-1]
        self._add(quantity, [owner], left if (left.lead + left.links).strip(" 、和及") else None, "inherited")

    def _add(self, quantity: Quantity, owners: list[Phrase], left: Phrase | None, rule: str) -> None:
        """Record the value; without words of its own (`left`) it is read like the one before."""
        left = self.state.said if left is None else left
        self.state.said = left
        self.state.owners.extend(owners)
        for owner in owners:
            segment = self.text[left.start : left.end] if rule == "behind" else ""
            lead, noun = left.lead + segment, self.text[owner.start : owner.end]
            if has_verb(lead) or left.links.strip():
                self.state.change = adds(lead)
            if rule == "behind":
                measure = counted_measure(quantity, noun, lead, self.state.change)
            else:
                measure = measure_of(quantity, noun, lead, left.links, self.state.change)
            value = replace(quantity, comparator=bound_of(quantity, lead + left.links))
            self.out.append(ValueRecord(owner.start, owner.end, value, measure, rule, self.span, self.state.span))
        if rule in {"before", "behind"}:
            self.state.recent.extend(owners)


@Language.component("plangraph_indicators")
def indicators(doc: Doc) -> Doc:
    """Propose the INDICATOR candidates of a unit and keep its values."""
    unit = doc._.unit
    places = [(one.start, one.end) for one in candidates(doc) if one.type in {"REGION", "PARK"}]
    doc._.values = read_values(unit.text, unit.region, places)
    for start, end in sorted({(record.start, record.end) for record in doc._.values}):
        propose(doc, start, end, "INDICATOR", "quantity", _CONFIDENCE)
    return doc
