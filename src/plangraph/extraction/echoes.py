"""Further mentions: a name that was found once in a unit counts wherever it stands in it."""

from __future__ import annotations

import re
from typing import cast

from spacy.tokens import Doc, Span

from plangraph.extraction.state import propose, text_of
from plangraph.model import EntityType

_ECHOED = {"PROJECT", "PARK", "ORG", "PLAN"}
_LEAST_LENGTH = 3


def propose_echoes(doc: Doc, chosen: list[Span]) -> int:
    """Candidates for the other places where chosen names stand; how many there are."""
    taken = {(span.start, span.end) for span in chosen}
    count = 0
    for span in chosen:
        if span.label_ not in _ECHOED or span.end - span.start < _LEAST_LENGTH:
            continue
        for match in re.finditer(re.escape(span.text), text_of(doc)):
            if match.span() not in taken:
                kind = cast(EntityType, span.label_)
                propose(doc, *match.span(), kind, f"echo:{span.id_}", 0.6, span.kb_id_)
                taken.add(match.span())
                count += 1
    return count
