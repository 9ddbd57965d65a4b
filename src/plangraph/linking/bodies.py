"""Names of bodies → their full form with the region they belong to.

区经济促进局 in a text of 江海区 is 江门市江海区经济促进局: a district's bodies carry the name of the city above.
"""

from __future__ import annotations

from dataclasses import replace

from plangraph.linking.context import BRACKETED, Context
from plangraph.linking.links import linked
from plangraph.model import Entity
from plangraph.terms import mint

_AND = "、和及与"


def link_body(plain: Entity, context: Context) -> Entity:
    """A body by its full form; several bodies in one name (市委市政府) as a group of them."""
    members = _members(plain.name, context)
    if len(members) > 1:
        names = "、".join(full for _owner, full in members)
        group = linked(plain, context, "group", match="self", name=names)
        return replace(group, region=members[0][0], members=tuple(map(_iri_and_name, members)))
    if not members:
        return linked(plain, context, "no_body", match="candidate")
    owner, full = members[0]
    target, _name = _iri_and_name((owner, full))
    if target == plain.iri:
        return replace(plain, region=owner)
    return replace(linked(plain, context, "full_name", denotes=target, name=full), region=owner, full_name=full)


def _iri_and_name(body: tuple[str, str]) -> tuple[str, str]:
    owner, full = body
    return mint("body", owner.rsplit("/", 1)[-1], full), full


def _members(name: str, context: Context) -> list[tuple[str, str]]:
    """The bodies that a name stands for, each as (region, full form); none when it cannot be told."""
    for cut in range(2, len(name) - 1):
        rest = name[cut:].lstrip(_AND)
        joined = rest != name[cut:] or rest[:1] in context.rules.level_marks
        if not joined or name[cut - 1] in _AND:
            continue
        first, others = _one(name[:cut], context), _members(rest, context)
        if first is not None and others:
            return [first, *others]
    whole = _one(name, context)
    return [whole] if whole is not None else []


def _one(name: str, context: Context) -> tuple[str, str] | None:
    """One body: (IRI of its region, full form); the region of a central body is empty."""
    rules = context.rules
    if any(word in name for word in rules.body_groups):
        return None
    if any(pattern.fullmatch(name) for pattern in rules.central):
        return "", rules.rewrite("BODY", name)
    if any(pattern.fullmatch(name) for pattern in rules.park_bodies):
        return context.leading_region(name)[0] or context.region, rules.rewrite("BODY", name)
    bare = name in rules.bare_bodies or (
        name in context.body_kinds and name.endswith(rules.office_endings) and len(name) > 2
    )
    owner, rest = (context.region, name) if bare else _owner(name.removeprefix(rules.party_prefix), context)
    kind = _full_kind(rest, context) if owner else ""
    if kind and rest not in context.body_kinds and name.removesuffix(rest) in context.short_names(owner):
        return owner, name.removesuffix(rest) + kind
    return (owner, _full(owner, kind, context)) if kind else None


def _owner(name: str, context: Context) -> tuple[str, str]:
    """The region that a body's name tells, and the rest: by a level mark, by the region's name, or by both."""
    bracketed = BRACKETED.match(name)
    if bracketed and context.region in context.meant(bracketed["inner"]):
        return context.region, name[bracketed.end() :]
    region, rest = context.leading_region(name)
    inner, behind = _marked(rest, region, context)
    return (inner, behind) if inner else (region, rest)


def _marked(name: str, outer: str, context: Context) -> tuple[str, str]:
    """区委 → the nearest region whose name ends in 区; 江海区区委 and 江海区委 → that of the name before."""
    if len(name) < 2 or name[0] not in context.rules.level_marks:
        return "", name
    chain = (outer,) if outer else context.chain
    owner = next((iri for iri in chain if context.label(iri).endswith(name[0])), "")
    return (owner, name[1:]) if owner else ("", name)


def _full_kind(rest: str, context: Context) -> str:
    """The kind of body in its full form, empty when the words name none.

    A department of a committee or a government keeps it before its own name: 委组织部, 政府办公室.
    """
    rules = context.rules
    wording = rules.rewrite("BODY", rest)
    if wording in rules.body_endings:
        return rules.body_endings[wording]
    if wording.startswith(rules.committee) and len(wording) > 2 and wording.endswith(rules.committee_endings):
        return f"中共{{owner}}{wording}"
    if wording.startswith(rules.government) and len(wording) > len(rules.government) + 1:
        part = _full_kind(wording.removeprefix(rules.government), context)
        return f"{rules.body_endings[rules.government]}{part}" if part else ""
    full = wording
    for short, whole in rules.left_out:
        full = full.replace(short, whole)
    short, whole = rules.department
    if full.endswith(short) and len(full) > len(short) + 1:
        return full.removesuffix(short) + whole
    known = wording in context.body_kinds or any(full.endswith(shape) for shape in rules.body_shapes)
    return full if known else ""


def _full(owner: str, kind: str, context: Context) -> str:
    name = context.label(owner)
    info = context.lexicon.regions.get(owner)
    if info is not None and info.level == "county" and name[-1] in context.rules.prefixed_levels:
        above = next(iter(context.lexicon.part_of.get(owner, ())), "")
        name = (context.label(above) if above else "") + name
    return kind.format(owner=name) if "{owner}" in kind else name + kind
