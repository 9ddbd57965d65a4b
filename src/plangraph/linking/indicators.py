"""Names of indicators → concepts of the vocabulary, by label or by the wording that variants share."""

from __future__ import annotations

from plangraph.linking.context import Context
from plangraph.linking.links import linked
from plangraph.model import Entity


def link_indicator(plain: Entity, context: Context) -> Entity:
    """Exact by label; by shared wording (规上工业 = 规模以上工业) when that leads to one concept only."""
    terms = context.lexicon.lookup(plain.name, "INDICATOR")
    if terms:
        return linked(plain, context, terms[0].kind, denotes=terms[0].concept)
    worded = context.indicator_wordings.get(context.rules.rewrite("INDICATOR", plain.name), ())
    if len({term.concept for term in worded}) == 1:
        return linked(plain, context, "wording", denotes=worded[0].concept, label=worded[0].label)
    return linked(plain, context, "candidate", match="candidate")
