"""Component: what trigger verbs strive for and develop: GOAL, and FIELD and INDUSTRY by the list they stand in."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.goals import propose_goals
from plangraph.extraction.lists import (
    propose_closed,
    propose_pairs,
    propose_products,
    propose_quoted,
    propose_siblings,
)


@Language.component("plangraph_objects")
def objects(doc: Doc) -> Doc:
    """Propose the objects of trigger verbs."""
    propose_goals(doc)
    propose_closed(doc)
    propose_quoted(doc)
    propose_products(doc)
    propose_pairs(doc)
    propose_siblings(doc)
    return doc
