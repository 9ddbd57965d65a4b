"""Further mentions: a name that was found once in a unit counts wherever it stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from plangraph.extraction.state import Candidate, propose, text_of

_ECHOED = {"PROJECT", "PARK", "ORG", "PLAN"}
_LEAST_LENGTH = 3


def propose_echoes(doc: Doc, chosen: list[Candidate]) -> int:
    """Candidates for the other places where chosen names stand; how many there are."""
    text = text_of(doc)
    taken = {(one.start, one.end) for one in chosen}
    count = 0
    for one in chosen:
        if one.type not in _ECHOED or one.end - one.start < _LEAST_LENGTH:
            continue
        for start, end in _places(text, text[one.start : one.end]):
            if (start, end) not in taken:
                propose(doc, start, end, one.type, f"echo:{one.rule}", 0.6, one.concept)
                taken.add((start, end))
                count += 1
    return count


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands; of places that overlap the first."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        yield start, end
        start = text.find(name, end)
