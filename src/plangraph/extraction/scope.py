"""Whether a number is a value, or only scopes, compares or describes (5亿元以上企业, A、B等5条河流)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plangraph.extraction.nounphrases import Phrase, pattern, rules, words
from plangraph.extraction.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity with the phrases on both sides and the words of its clause before and after it."""

    text: str
    quantity: Quantity
    left: Phrase
    right: Phrase
    segment: str
    rest: str
    shares: bool = False  # another quantity waits for the noun behind this one

    def takes_right(self) -> bool:
        """Whether the noun behind the quantity has the value, and not the one before it."""
        quantity, left = self.quantity, self.left
        if not self.right:
            return False
        if quantity.kind == "share":
            return (
                left.links.strip().endswith(tuple(words("scope", "achieving")))
                and self.text[self.right.start] not in "“《"
            )
        if quantity.kind == "measure":
            return (
                not left
                and bool(left.lead.strip() or self.shares)
                and quantity.unit.endswith(tuple(words("scope", "lengths")))
            )
        return quantity.kind in {"count", "bare"}

    def is_scope(self) -> bool:
        """Whether the number is no value."""
        scope, quantity = rules()["scope"], self.quantity
        elsewhere = re.search(f"{scope['others']}|{scope['meaning']}", self.segment)
        if elsewhere or pattern(r"{lead.none}").search(self.segment):
            return True
        noun = self.text[self.left.start : self.left.end]
        if quantity.kind == "years" and not pattern(r"{heads.years}$").search(noun):
            return True
        if self.rest.startswith("的") and (quantity.after or quantity.kind == "time"):
            return True
        return bool(self.right) and self._describes()

    def _describes(self) -> bool:
        """Whether a quantity with a noun behind it describes this noun."""
        kind = self.quantity.kind
        if kind == "rank":
            return False
        if kind == "share":
            return not self.left.links.strip()
        if kind in {"count", "bare"}:
            return self._limits() or self._closes_list() or self._is_caused()
        return not self.takes_right()

    def _limits(self) -> bool:
        """A bound of size (300户以上自然村), or people who act (120名队员), with no verb that makes them."""
        quantity = self.quantity
        acting = quantity.kind == "bare" or quantity.unit in words("scope", "persons")
        noun = self.text[self.right.start : self.right.end]
        people = acting and pattern(r"{scope.people}").search(noun) is None
        limited = quantity.after or people or self.segment.strip() == "与"
        return quantity.after.endswith("下") or bool(limited and not self._governed())

    def _closes_list(self) -> bool:
        """The count of a list (A、B等5条河流, A、B3处公园), unless each member is an output."""
        if self.segment.rstrip().endswith("等"):
            return self._is_no_output(self.left.lead + self.rest)
        return bool(self.left) and not self.left.governs and re.search(r"、|与", self.segment) is not None

    def _is_caused(self) -> bool:
        """The count of those who are led to do something (推动4个基地做大做强)."""
        caused = pattern(r"{right.causative}\s*$").search(self.left.lead)
        return caused is not None and self._is_no_output(self.rest)

    @staticmethod
    def _is_no_output(words: str) -> bool:
        return pattern(r"{right.outputs}").search(words) is None

    def _governed(self) -> bool:
        """Whether a verb before the quantity governs what follows it."""
        said = self.left.lead + self.text[self.left.start : self.left.end] + self.left.links
        return pattern(r"{lead.change}|{lead.verbs}|{scope.achieving}|有$").search(said) is not None
