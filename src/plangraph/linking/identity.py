"""Name → Entity: what the name denotes, with the reason.

An entity's IRI is a hash of its kind, its scope and its normal form. That two names are one thing is a
separate statement (`denotes`), so that a better rule, or a curator, changes no IRI.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import networkx as nx

from plangraph.lexicon import Term
from plangraph.linking.context import Context
from plangraph.linking.names import display_form, normal_form
from plangraph.model import Entity, EntityType
from plangraph.terms import mint

#: The segment of an entity's IRI, for each type of the guidelines.
KINDS: dict[str, str] = {
    "PLAN": "plan",
    "REGION": "region",
    "PARK": "park",
    "INDUSTRY": "industry",
    "FIELD": "segment",
    "PROJECT": "project",
    "BODY": "body",
    "ORG": "organization",
    "INDICATOR": "indicator",
    "GOAL": "goal",
}
#: Types whose names mean the same everywhere.
COMMON = frozenset({"INDUSTRY", "FIELD", "INDICATOR"})

_BRACKETED_REGION = re.compile(r"^(?P<outer>[^()]{2,12})\((?P<inner>[^()]{2,8})\)$")


def entity(name: str, kind: EntityType, context: Context) -> Entity:
    """The entity that a name of this type stands for in this document."""
    normal = normal_form(name)
    scope = "" if kind in COMMON else context.info.region
    iri = mint(KINDS[kind], scope, normal)
    plain = Entity(iri=iri, type=kind, name=normal, scope=scope, denotes=iri, reason="")
    return replace(_LINKERS.get(kind, _unlinked)(plain, context), name=display_form(name))


def region_entity(iri: str, context: Context) -> Entity:
    """The entity of a region that is known by its code."""
    return Entity(iri=iri, type="REGION", name=context.label(iri), scope="", denotes=iri, reason="")


def merge_short_forms(entities: Iterable[Entity], context: Context) -> dict[str, str]:
    """Parks, projects and organisations that a region's texts name with and without its name: IRI → the one meant.

    鹤山工业城 and 工业城 are one when both stand in texts of 鹤山; the longest name is what they denote.
    """
    found = sorted(set(entities))
    links: nx.Graph[str] = nx.Graph()
    for kind in sorted(context.rules.short_form_types):
        by_name = {normal_form(item.name): item.iri for item in found if item.type == kind}
        for name, iri in by_name.items():
            short = _without_region(name, context)
            if short != name and short in by_name:
                links.add_edge(iri, by_name[short])
    names = {item.iri: item.name for item in found}
    merged: dict[str, str] = {}
    for component in nx.connected_components(links):
        chosen = max(component, key=lambda iri: (len(names[iri]), names[iri]))
        merged.update(dict.fromkeys(component - {chosen}, chosen))
    return merged


def _without_region(name: str, context: Context) -> str:
    return next((name[len(own) :] for own in context.region_names() if name.startswith(own)), name)


def _unlinked(plain: Entity, context: Context) -> Entity:
    return plain


def _plan(plain: Entity, context: Context) -> Entity:
    known = context.plans.get(plain.name)
    if known is None or known == plain.iri:
        return plain
    return replace(plain, denotes=known, match="exact", reason=context.reason("title"))


def _region(plain: Entity, context: Context) -> Entity:
    bracketed = _BRACKETED_REGION.match(plain.name)
    inner = bracketed["inner"] if bracketed else ""
    own = {term.concept for term in context.lexicon.lookup(inner, "REGION")} if inner else set()
    if context.region in own:
        return replace(
            plain, denotes=context.region, match="exact", reason=context.reason("in_brackets", label=inner)
        )
    terms = [term for term in context.lexicon.lookup(plain.name, "REGION") if term.kind != "negative"]
    if terms:
        best = min(terms, key=lambda term: _distance(term, context))
        return replace(plain, scope="", denotes=best.concept, match="exact", reason=context.reason(best.kind))
    return replace(plain, region=context.region)


def _distance(term: Term, context: Context) -> tuple[int, int, str]:
    """How far a region lies from the document's: itself, above it, below one of those, elsewhere."""
    if term.concept in context.chain:
        return (0, context.chain.index(term.concept), term.concept)
    parents = context.lexicon.part_of.get(term.concept, ())
    near = [context.chain.index(parent) for parent in parents if parent in context.chain]
    return (1, min(near), term.concept) if near else (2, 0, term.concept)


def _body(plain: Entity, context: Context) -> Entity:
    name = plain.name
    owner = next((iri for iri in context.chain if name.startswith(context.label(iri)[-1])), None)
    rest = name
    if owner is not None and name[0] in context.rules.level_marks and len(name) > 1:
        rest = name[1:]
    else:
        owner, rest = _owner_by_name(name, context)
    if owner is None:
        return plain
    full = context.label(owner) + context.rules.body_endings.get(rest, rest)
    target = mint("body", owner.rsplit("/", 1)[-1], full)
    if target == plain.iri:
        return replace(plain, region=owner)
    reason = context.reason("full_name", name=full)
    return replace(plain, denotes=target, match="exact", reason=reason, region=owner, full_name=full)


def _owner_by_name(name: str, context: Context) -> tuple[str | None, str]:
    """The region that stands before the name of a kind of body, and that kind: 江门市江海区 | 经济促进局."""
    owner: str | None = None
    rest = name.removeprefix(context.rules.party_prefix)
    for iri in reversed(context.chain):
        labels = sorted({context.label(iri), *_short_labels(iri, context)}, key=lambda label: -len(label))
        hit = next((label for label in labels if rest.startswith(label) and len(rest) > len(label)), None)
        if hit:
            owner, rest = iri, rest[len(hit) :]
    return (owner, rest) if rest in context.body_kinds else (None, name)


def _short_labels(iri: str, context: Context) -> set[str]:
    return {term.label for term in context.lexicon.terms if term.concept == iri and term.kind == "alternative"}


def _industry(plain: Entity, context: Context) -> Entity:
    for name in _industry_forms(plain.name, context):
        terms = _positive(name, context)
        if terms:
            ending = plain.name[len(name) :]
            words = context.reason("without_ending", ending=ending) if ending else context.reason(terms[0].kind)
            return replace(plain, denotes=terms[0].concept, match="exact", reason=words)
    broader = _longest_ending(plain.name, context)
    if broader is not None:
        return replace(
            plain, match="broader", broader=broader.concept, reason=context.reason("broader", label=broader.label)
        )
    return replace(plain, match="candidate", reason=context.reason("candidate"))


def _longest_ending(name: str, context: Context) -> Term | None:
    """The longest label with which the name, or what is left without its endings, ends."""
    shortest = context.rules.industry_endings_min
    endings = (form[cut:] for form in _industry_forms(name, context) for cut in range(1, len(form) - shortest + 1))
    found = [term for ending in endings for term in _positive(ending, context)]
    return max(found, key=lambda term: len(term.label), default=None)


def _positive(name: str, context: Context) -> list[Term]:
    found = [*context.lexicon.lookup(name, "INDUSTRY"), *context.lexicon.lookup(name, "FIELD")]
    return [term for term in found if term.kind != "negative"]


def _industry_forms(name: str, context: Context) -> list[str]:
    """The name, and what is left of it without one or more of the endings that mean nothing."""
    forms = [name]
    stem = name
    while ending := next(
        (end for end in context.rules.industry_suffixes if stem.endswith(end) and len(stem) > len(end) + 1), ""
    ):
        stem = stem[: -len(ending)]
        forms.append(stem)
    return forms


def _indicator(plain: Entity, context: Context) -> Entity:
    terms = [term for term in context.lexicon.lookup(plain.name, "INDICATOR") if term.kind != "negative"]
    if not terms:
        return replace(plain, match="candidate", reason=context.reason("candidate"))
    return replace(plain, denotes=terms[0].concept, match="exact", reason=context.reason(terms[0].kind))


_LINKERS: dict[str, Callable[[Entity, Context], Entity]] = {
    "PLAN": _plan,
    "REGION": _region,
    "BODY": _body,
    "INDUSTRY": _industry,
    "FIELD": _industry,
    "INDICATOR": _indicator,
}
