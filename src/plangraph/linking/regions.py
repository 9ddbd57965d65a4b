"""Names of regions → divisions and named areas of the vocabulary; towns and villages under their county."""

from __future__ import annotations

from dataclasses import replace

from plangraph.linking.context import BRACKETED, Context
from plangraph.linking.links import linked
from plangraph.model import Entity


def link_region(plain: Entity, context: Context) -> Entity:
    """A region by its own name, by the names it is reached through, or as a place inside another region."""
    if context.lexicon.lookup(plain.name, "REGION"):
        return _by_label(plain, context)
    zoned = _zone(plain.name, context)
    if zoned:
        return linked(plain, context, "zone", denotes=context.region, label=zoned)
    variant = _variant(plain, context)
    if variant is not None:
        return replace(variant, scope="")
    outer = context.leading_regions(plain.name)
    return _behind(plain, outer, context) if outer else _unknown(plain, context)


def _unknown(plain: Entity, context: Context) -> Entity:
    """A name that the vocabulary lacks: a town of the document's region, an area in it, or a place elsewhere."""
    if plain.name.endswith(context.rules.town_endings):
        return replace(plain, region=context.region)
    if any(plain.name.endswith(end) for end in context.rules.not_inside):
        return linked(plain, context, "no_region", match="candidate")
    words = {"match": "candidate", "label": context.label(context.region)}
    return replace(linked(plain, context, "local_area", **words), region=context.region)


def _zone(name: str, context: Context) -> str:
    """The own region's name in that of a zone with one government, or one character for it: 高新区(江海区), 鹤."""
    bracketed = BRACKETED.match(name)
    inside = bracketed["inner"] if bracketed and name[bracketed.end() :] in {"", "区"} else ""
    if inside and context.region in context.meant(inside):
        return inside
    inner = next((label for label in context.own_names if name.endswith(label)), "")
    if len(name) == 1 and any(label.startswith(name) for label in context.own_names):
        return name
    return inner if inner and name.removesuffix(inner) in context.rules.zones else ""


def _variant(plain: Entity, context: Context) -> Entity | None:
    """A region whose name was lengthened (江门地区) or shortened (高唐, 粤) without meaning another one."""
    name = plain.name
    if name in context.lexicon.abbreviations:
        return linked(plain, context, "alternative", denotes=context.lexicon.abbreviations[name])
    for ending in context.rules.region_endings:
        stem = name.removesuffix(ending)
        nearest = context.nearest(context.lexicon.lookup(stem, "REGION")) if stem != name else ""
        if nearest:
            words = {"ending": ending, "label": context.label(nearest)}
            return linked(plain, context, "region_ending", denotes=nearest, match="close", **words)
    whole = [
        term
        for ending in context.rules.region_left_out
        for term in context.lexicon.lookup(name + ending, "REGION")
    ]
    nearest = context.nearest(whole) if len(name) > 1 else ""
    if nearest and context.is_near(nearest):
        return linked(plain, context, "without_level", denotes=nearest, label=context.label(nearest))
    return None


def _by_label(plain: Entity, context: Context) -> Entity:
    """The nearest region of this name; of several that are as near, none, and the reason names them."""
    terms = context.lexicon.lookup(plain.name, "REGION")
    nearest = context.nearest(terms)
    if nearest:
        kind = next(term.kind for term in terms if term.concept == nearest)
        return replace(linked(plain, context, kind, denotes=nearest), scope="")
    others = "、".join(sorted(_path(term.concept, context) for term in terms))
    return linked(plain, context, "homonym", match="candidate", label=others)


def _behind(plain: Entity, outer: list[tuple[str, str]], context: Context) -> Entity:
    """A name that opens with a region's: a division in it (江门市蓬江区), or a place in it (新会睦洲)."""
    for region, rest in outer:
        inner = [term for term in context.lexicon.lookup(rest, "REGION") if context.lies_in(term.concept, region)]
        nearest = context.nearest(inner)
        if nearest:
            whole = linked(plain, context, "in_region", denotes=nearest, label=context.label(region))
            return replace(whole, scope="")
    return replace(plain, region=outer[-1][0])


def _path(region: str, context: Context) -> str:
    above = [context.label(parent) for parent in context.lexicon.above(region)]
    return "".join([*reversed(above), context.label(region)])
