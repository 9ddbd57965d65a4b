"""INDUSTRY and FIELD: how far a vocabulary label reaches and in which surroundings it counts."""

from __future__ import annotations

from typing import cast

from spacy.tokens import Doc

from plangraph.extraction.state import propose
from plangraph.model import EntityType


def propose_industry(doc: Doc, start: int, end: int, type_: str, concept: str) -> None:
    """A candidate for the industry with the words that belong to its name."""
    propose(doc, start, end, cast(EntityType, type_), "industry:label", 0.7, concept)
