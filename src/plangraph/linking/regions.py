"""Names of regions → divisions and named areas of the vocabulary; towns and villages under their county."""

from __future__ import annotations

from dataclasses import replace

from plangraph.linking.context import BRACKETED, Context
from plangraph.linking.links import linked
from plangraph.model import Entity


def link_region(plain: Entity, context: Context) -> Entity:
    """A region by its own name, by the names it is reached through, or as a place inside another region."""
    name = plain.name
    bracketed = BRACKETED.match(name)
    if bracketed and name[bracketed.end() :] in {"", "区"} and context.region in context.meant(bracketed["inner"]):
        return linked(plain, context, "in_brackets", denotes=context.region, label=bracketed["inner"])
    if context.lexicon.lookup(name, "REGION"):
        return _by_label(plain, context)
    stem = next((name[: -len(end)] for end in context.rules.region_endings if name.endswith(end)), "")
    nearest = context.nearest(context.lexicon.lookup(stem, "REGION"))
    if nearest:
        words = {"ending": name[len(stem) :], "label": context.label(nearest)}
        return replace(linked(plain, context, "region_ending", denotes=nearest, match="close", **words), scope="")
    outer, rest = context.leading_region(name)
    if outer:
        return _behind(plain, outer, rest, context)
    foreign = any(name.endswith(end) for end in context.rules.not_inside)
    return plain if foreign else replace(plain, region=context.region)


def _by_label(plain: Entity, context: Context) -> Entity:
    """The nearest region of this name; of several that are as near, none, and the reason names them."""
    terms = context.lexicon.lookup(plain.name, "REGION")
    nearest = context.nearest(terms)
    if nearest:
        kind = next(term.kind for term in terms if term.concept == nearest)
        return replace(linked(plain, context, kind, denotes=nearest), scope="")
    others = "、".join(sorted(_path(term.concept, context) for term in terms))
    return linked(plain, context, "homonym", match="candidate", label=others)


def _behind(plain: Entity, outer: str, rest: str, context: Context) -> Entity:
    """A name that opens with a region's: a division in it (江门市蓬江区), or a place in it (新会睦洲)."""
    inner = [term for term in context.lexicon.lookup(rest, "REGION") if context.lies_in(term.concept, outer)]
    nearest = context.nearest(inner)
    if nearest:
        whole = linked(plain, context, "in_region", denotes=nearest, label=context.label(outer))
        return replace(whole, scope="")
    return replace(plain, region=outer)


def _path(region: str, context: Context) -> str:
    above = [context.label(parent) for parent in context.above(region)]
    return "".join([*reversed(above), context.label(region)])
