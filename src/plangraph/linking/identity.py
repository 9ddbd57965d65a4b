"""Name → Entity: what the name denotes, how surely, and why.

An entity's IRI is a hash of its kind, its scope and its normal form. That two names are one thing is a
separate statement (`denotes`), so that a better rule, or a curator, changes no IRI.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from plangraph.linking.bodies import link_body
from plangraph.linking.context import Context
from plangraph.linking.indicators import link_indicator
from plangraph.linking.industries import link_industry
from plangraph.linking.names import display_form, normal_form
from plangraph.linking.plans import link_plan
from plangraph.linking.regions import link_region
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


def _unlinked(plain: Entity, _context: Context) -> Entity:
    return plain


_LINKERS: dict[str, Callable[[Entity, Context], Entity]] = {
    "PLAN": link_plan,
    "REGION": link_region,
    "BODY": link_body,
    "INDUSTRY": link_industry,
    "FIELD": link_industry,
    "INDICATOR": link_indicator,
}
