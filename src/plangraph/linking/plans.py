"""Names of plans → the plans of the corpus, by title, alias, or title without the region's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plangraph.linking.context import BRACKETED, Context
from plangraph.linking.links import linked
from plangraph.model import Entity

#: Stands between who issues a text and what it is about.
_ABOUT = "关于"


def link_plan(plain: Entity, context: Context) -> Entity:
    """A plan of the corpus where the name is its title, or differs from it only in how it names the region."""
    known = context.plans.get(plain.name)
    if known == plain.iri:
        return plain
    if known is not None:
        return linked(plain, context, "title", denotes=known)
    core, region = _core(plain.name, context)
    if region != context.region or core == plain.name:
        return replace(plain, region=region)
    same = {plan for title, plan in context.plans.items() if core in _cores([title], context)}
    if len(same) != 1 or same == {plain.iri}:
        return replace(plain, region=region)
    plan = same.pop()
    return linked(plain, context, "title_core", denotes=plan, name=context.titles[plan])


def _cores(titles: Iterable[str], context: Context) -> set[str]:
    """The titles of plans of the document's own region, without its name."""
    found = (_core(title, context) for title in titles)
    return {core for core, region in found if region == context.region}


def _core(name: str, context: Context) -> tuple[str, str]:
    """A title without the name of its region, and that region: 区…, 全区…, 江门高新区(江海区)…, 江海区…."""
    issuer, about, subject = name.partition(_ABOUT)
    if about and issuer and any(label in issuer for label in context.own_names):
        return subject, context.region
    bracketed = BRACKETED.match(name)
    if bracketed and context.region in context.meant(bracketed["inner"]):
        return name[bracketed.end() :], context.region
    own = next((word for word in context.rules.everywhere if name.startswith(word)), "")
    if own:
        return name[len(own) :], context.region
    region, rest = context.leading_region(name)
    if not region and name[:1] in context.rules.level_marks:
        owner = next((iri for iri in context.chain if context.label(iri).endswith(name[0])), "")
        return name[1:], owner
    return rest, region
