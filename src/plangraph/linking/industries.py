"""Names of industries and segments → concepts: the same, nearly the same, a broader one, or none yet."""

from __future__ import annotations

from plangraph.lexicon import Term
from plangraph.linking.context import Context
from plangraph.linking.links import linked
from plangraph.model import Entity


def link_industry(plain: Entity, context: Context) -> Entity:
    """Exact for a label or alias, close for a hidden label, else the concept that the name ends or begins with."""
    for name in _forms(plain.name, context):
        terms = _positive(name, context)
        if terms:
            term, ending = terms[0], plain.name[len(name) :]
            match = "close" if term.kind == "hidden" else "exact"
            if ending:
                return linked(plain, context, "without_ending", denotes=term.concept, match=match, ending=ending)
            return linked(plain, context, term.kind, denotes=term.concept, match=match)
    broader = _longest_ending(plain.name, context)
    if broader is not None:
        return linked(plain, context, "broader", match="broader", broader=broader.concept, label=broader.label)
    begins = _longest_beginning(plain.name, context)
    if begins is not None:
        return linked(plain, context, "begins", match="broader", broader=begins.concept, label=begins.label)
    return linked(plain, context, "candidate", match="candidate")


def _longest_beginning(name: str, context: Context) -> Term | None:
    """The longest label of an industry with which the name begins, when not much stands behind it."""
    shortest = max(context.rules.industry_endings_min, len(name) - context.rules.industry_behind_max)
    for length in range(len(name) - 1, shortest - 1, -1):
        terms = [term for term in _positive(name[:length], context) if term.type == "INDUSTRY"]
        if terms:
            return terms[0]
    return None


def _longest_ending(name: str, context: Context) -> Term | None:
    """The longest label with which the name, or what is left without its endings, ends."""
    shortest = context.rules.industry_endings_min
    endings = (form[cut:] for form in _forms(name, context) for cut in range(1, len(form) - shortest + 1))
    found = [term for ending in endings for term in _positive(ending, context)]
    return max(found, key=lambda term: len(term.label), default=None)


def _positive(name: str, context: Context) -> list[Term]:
    found = [*context.lexicon.lookup(name, "INDUSTRY"), *context.lexicon.lookup(name, "FIELD")]
    return [term for term in found if term.kind != "negative"]


def _forms(name: str, context: Context) -> list[str]:
    """The name, and what is left of it without one or more of the endings that mean nothing."""
    forms = [name]
    stem = name
    while ending := next(
        (end for end in context.rules.industry_suffixes if stem.endswith(end) and len(stem) > len(end) + 1), ""
    ):
        stem = stem[: -len(ending)]
        forms.append(stem)
    return forms
