"""Component: INDICATOR candidates, and the record of each value for the component `plangraph_targets`.

    新增A 39家、B 1个，C达到15% ─► A: 39家 change, B: 1个 change, C: 15% level

`doc._.values` holds a ValueRecord for each value; its indicator is a span proposed as a candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.clauses import clauses, sentences
from plangraph.extraction.nounphrases import Phrase, before, behind, members, pattern, rules
from plangraph.extraction.quantities import Quantity, find_quantities
from plangraph.extraction.state import CANDIDATES, propose
from plangraph.model import Measure

Doc.set_extension("values", default=None, force=True)

_NESTED = re.compile(r"“[^“”]*”|《[^》]*》|[（(][^（）()]*[）)]")
_IN_BRACKET = re.compile(r"[（(](?:各|每[^，。）)]{1,3}|均)?$")
_CONFIDENCE = 0.85


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
    change: bool = False


def _masked(text: str) -> str:
    """The text with the punctuation inside quotation marks and brackets made harmless; offsets are kept."""
    return _NESTED.sub(lambda match: re.sub(r"[，,。；;：:！!？?]", "·", match[0]), text)


def read_values(text: str, region: str = "", names: Iterable[tuple[int, int]] = ()) -> list[ValueRecord]:
    """Every value of the text; `names` are spans of places, which are no part of an indicator that follows them."""
    if re.search(rules()["scope"]["glossary"], text):
        return []
    masked, places = _masked(text), dict(sorted(names))
    quoted = [match.span() for match in re.finditer(r"“[^“”]*”|《[^》]*》", text)]
    found = [q for q in find_quantities(text) if not any(low < q.number < high for low, high in quoted)]
    out: list[ValueRecord] = []
    for start, end in sentences(masked):
        inside = [q for q in found if start <= q.number < end]
        if inside and not any(re.search(grant, text[start:end]) for grant in rules()["scope"]["grants"]):
            state = _Sentence((start, end))
            for low, high in clauses(masked, start, end):
                reader = _Clause(text, (low, high), [q for q in inside if low <= q.number < high], state, region, places)
                out.extend(reader.values())
    return out


class _Clause:
    """Reads the values of one clause."""

    def __init__(
        self, text: str, span: tuple[int, int], quantities: list[Quantity], state: _Sentence, region: str, places: dict[int, int]
    ) -> None:
        self.text, self.span, self.state, self.region, self.places = text, span, state, region, places
        self.nested = {q.number for q in quantities if self._is_nested(q)}
        self.quantities = quantities
        self.out: list[ValueRecord] = []

    def _is_nested(self, quantity: Quantity) -> bool:
        low, high = self.span
        return any(m.start() < quantity.number < m.end() for m in re.finditer(r"[（(][^（）()]*[）)]", self.text[low:high].rjust(high)))

    def values(self) -> list[ValueRecord]:
        """The values in order of position."""
        if pattern(rules()["scope"]["conditions"]).match(self.text[self.span[0] : self.span[1]]):
            return []
        begin = self.span[0]
        for index, quantity in enumerate(self.quantities):
            if quantity.number in self.nested:
                if _IN_BRACKET.search(self.text[: quantity.start]) and self.state.recent:
                    self._add(quantity, self.state.recent[-1:], self.state.recent[-1], "bracket")
                continue
            following = [q for q in self.quantities[index + 1 :] if q.number not in self.nested]
            end = following[0].start if following else self.span[1]
            self._read(quantity, begin, end, following)
            begin = quantity.end
        return self.out

    def _read(self, quantity: Quantity, begin: int, end: int, following: list[Quantity]) -> None:
        left = before(self.text, begin, quantity.start, self.region)
        right = behind(self.text, quantity, end)
        if self._is_scope(quantity, left, right, begin, following):
            return
        if self._takes_right(quantity, left, right, begin):
            self.state.waiting = []
            self._add(quantity, [right], left, "behind")
        elif left and not self._is_level(left) and not self._only_verb(left, right):
            self._assign(quantity, left)
        elif self.state.recent and quantity.kind != "time" and not (quantity.kind == "rank" and not quantity.unit):
            self._inherit(quantity, left, following)

    def _is_level(self, phrase: Phrase) -> bool:
        return bool(self.state.recent) and pattern(r"{right.levels}").fullmatch(self.text[phrase.start : phrase.end]) is not None

    @staticmethod
    def _only_verb(left: Phrase, right: Phrase) -> bool:
        return left.governs and bool(right)

    def _takes_right(self, quantity: Quantity, left: Phrase, right: Phrase, begin: int) -> bool:
        if not right:
            return False
        if quantity.kind == "share":
            return left.links.strip().endswith("实现") and self.text[right.start] not in "“《"
        if quantity.kind not in {"count", "bare", "measure"}:
            return False
        if quantity.kind == "measure":
            return left.governs and not left and bool(left.lead.strip())
        return left.governs or not left or left.start in self.places or left.links.strip().endswith(("实现", "完成", "有"))

    def _is_scope(self, quantity: Quantity, left: Phrase, right: Phrase, begin: int, following: list[Quantity]) -> bool:
        """Whether the number only scopes, compares or describes."""
        segment, rest = self.text[begin : quantity.start], self.text[quantity.end : self.span[1]]
        if re.search(rules()["scope"]["others"], segment) or pattern(r"{lead.none}").search(segment):
            return True
        if quantity.kind == "years" and not pattern(r"{heads.years}$").search(self.text[left.start : left.end]):
            return True
        if rest.startswith("的") and (quantity.after or quantity.kind == "time"):
            return True
        if right and quantity.kind not in {"count", "bare", "share"} and not self._takes_right(quantity, left, right, begin):
            return True
        if right and quantity.kind == "share" and not left.links and quantity.after:
            return True
        if right and not left.governs and quantity.kind == "count" and re.search(r"等$|、[^、]{2,}$", segment):
            return pattern(r"{right.outputs}").search(left.lead + rest) is None
        if right and re.search(r"等$", segment):
            return pattern(r"{right.outputs}").search(left.lead + rest) is None
        if right and pattern(r"{right.causative}\s*$").search(left.lead):
            return pattern(r"{right.outputs}").search(rest) is None
        return False

    def _assign(self, quantity: Quantity, left: Phrase) -> None:
        start = self.places.get(left.start, left.start)
        if left.end - start > 1 and self.text[start : start + 1] not in "级籍":
            left = Phrase(start, left.end, left.lead, left.links, left.governs)
        parts = members(self.text, left)
        self.state.waiting = []
        if len(parts) > 1 and "分别" in left.links:
            self.state.waiting = parts[1:]
            parts = parts[:1]
        elif "分别" in left.links:
            self.state.waiting = []
        self._add(quantity, parts, left, "before")
        if self.state.waiting:
            self.state.recent.extend(self.state.waiting)

    def _inherit(self, quantity: Quantity, left: Phrase, following: list[Quantity]) -> None:
        if "分别" in left.links + left.lead:
            count = 1 + len(following)
            distinct = list({(p.start, p.end): p for p in self.state.recent}.values())
            self.state.waiting = distinct[-count:] if len(distinct) >= count else []
        if self.state.waiting:
            owner = self.state.waiting.pop(0)
        else:
            owner = self.state.recent[-1]
        self._add(quantity, [owner], left, "inherited")

    def _add(self, quantity: Quantity, owners: list[Phrase], left: Phrase, rule: str) -> None:
        for owner in owners:
            measure = self._measure(quantity, owner, left, rule)
            self.out.append(ValueRecord(owner.start, owner.end, quantity, measure, rule, self.span, self.state.span))
        self.state.recent.extend(owner for owner in owners if rule in {"before", "behind"})

    def _measure(self, quantity: Quantity, owner: Phrase, left: Phrase, rule: str) -> Measure:
        noun, said = self.text[owner.start : owner.end], left.lead + left.links
        own_verb = pattern(r"{lead.change}|{lead.verbs}").search(left.lead)
        if own_verb or left.links.strip():
            self.state.change = pattern(r"{lead.change}").search(left.lead) is not None
        if quantity.kind == "times" or quantity.unit.endswith("百分点") or pattern(r"{heads.change}$").search(noun):
            return "change"
        if pattern(r"{heads.growth}$").search(noun):
            return "growth"
        if quantity.kind == "rank" or pattern(r"{links.reach}\s*$").search(left.links):
            return "level"
        if pattern(r"{links.rise}|{links.fall}").search(left.links):
            return self._movement(quantity, said)
        if "新增" in noun or (self.state.change and not re.search(r"存量|总量|率$", noun)):
            return "change"
        return "level"

    @staticmethod
    def _movement(quantity: Quantity, said: str) -> Measure:
        if quantity.kind != "share":
            return "change"
        if pattern(r"{links.yearly}").search(said):
            return "growth"
        compared = re.search(r"累计|比|较(?!上年|去年|年初)", said.replace("同比", "").replace("环比", ""))
        return "change" if compared or pattern(r"{links.fall}").search(said) else "growth"


@Language.component("plangraph_indicators")
def indicators(doc: Doc) -> Doc:
    """Propose the INDICATOR candidates of a unit and keep its values."""
    unit = doc._.unit
    places = [(span.start, span.end) for span in doc.spans[CANDIDATES] if span.label_ in {"REGION", "PARK"}]
    doc._.values = read_values(unit.text, unit.region, places)
    for start, end in sorted({(record.start, record.end) for record in doc._.values}):
        propose(doc, start, end, "INDICATOR", "quantity", _CONFIDENCE)
    return doc
