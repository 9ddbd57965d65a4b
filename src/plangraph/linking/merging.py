"""What only all documents together tell: which names of one region's texts are one thing.

    wording   江门高新技术产业开发区 = 江门高新区        (rules/linking.toml, wordings)
    region    鹤山工业城 = 工业城                       (the name of the region is left out in its own texts)
    towns     沙坪 = 沙坪街道
    longer    环白水带江海云道二期工程 = 江海云道二期   (a project's name with the place it runs along)

Every merge is a link with a reason; a curator's decision is stronger than any of them (`curation`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import networkx as nx

from plangraph.linking.context import Context
from plangraph.linking.names import normal_form
from plangraph.model import Entity, LinkedDocument

#: A name that another one ends with is the same project from this length on, if it opens with its region.
_LONG = 5
#: What is left of a name without the name of a region that is not the document's own.
_REST = 3


@dataclass(frozen=True, slots=True)
class Merge:
    """A name, the name it is one with, and the key of the reason."""

    name: Entity
    into: Entity
    reason: str


def settle(documents: Iterable[tuple[LinkedDocument, Context]]) -> list[LinkedDocument]:
    """The same documents with one name for each entity, and with names of one thing merged."""
    linked = list(documents)
    names = _names(document for document, _context in linked)
    merges = {merge.name.iri: (merge, context) for merge, context in _merges(linked)}
    return [
        replace(document, entities=tuple(sorted(_settled(item, names, merges) for item in document.entities)))
        for document, _context in linked
    ]


def _settled(item: Entity, names: Mapping[str, str], merges: Mapping[str, tuple[Merge, Context]]) -> Entity:
    named = replace(item, name=names[item.iri])
    if item.iri not in merges:
        return named
    merge, context = merges[item.iri]
    return replace(
        named,
        denotes=merge.into.denotes,
        match="exact",
        reason=context.reason(merge.reason, name=names[merge.into.iri]),
        confidence=context.rules.confidences[merge.reason],
    )


def _names(documents: Iterable[LinkedDocument]) -> dict[str, str]:
    """One name for each entity that several documents spell in different ways: the longest."""
    names: dict[str, str] = {}
    for document in documents:
        for item in document.entities:
            known = names.setdefault(item.iri, item.name)
            names[item.iri] = min(known, item.name, key=lambda name: (-len(name), name))
    return names


def _merges(linked: list[tuple[LinkedDocument, Context]]) -> list[tuple[Merge, Context]]:
    """The merges inside each region's texts, and of common names over all."""
    found: list[tuple[Merge, Context]] = []
    by_region: dict[str, list[tuple[LinkedDocument, Context]]] = defaultdict(list)
    for document, context in linked:
        by_region[context.region].append((document, context))
    for group in by_region.values():
        context = group[0][1]
        entities = {item.iri: item for document, _context in group for item in document.entities}
        found += [(merge, context) for merge in merge_names(entities.values(), context)]
    if linked:
        everything = {item.iri: item for document, _context in linked for item in document.entities}
        context = linked[0][1]
        found += [(merge, context) for merge in merge_candidates(everything.values(), context)]
    return found


def merge_names(entities: Iterable[Entity], context: Context) -> list[Merge]:
    """The names in one region's texts that are one thing: each name but the fullest, with that one."""
    links: nx.Graph[str] = nx.Graph()
    known = {item.iri: item for item in sorted(set(entities)) if _open(item, context)}
    for kind in sorted({item.type for item in known.values()}):
        same_kind = [item for item in known.values() if item.type == kind]
        for one, other, reason in _pairs(same_kind, kind, context):
            if not links.has_edge(one.iri, other.iri):
                links.add_edge(one.iri, other.iri, reason=reason)
    merges: list[Merge] = []
    for component in nx.connected_components(links):
        chosen = max((known[iri] for iri in component), key=lambda item: _fullness(item, context))
        for iri in sorted(component - {chosen.iri}):
            merges.append(Merge(known[iri], chosen, _reason(links, iri, chosen.iri)))
    return merges


def _fullness(item: Entity, context: Context) -> tuple[int, int, str]:
    """How much a name tells: what its wording holds counts before 项目 and the like behind it."""
    return len(context.rules.rewrite(item.type, normal_form(item.name))), len(item.name), item.name


def _reason(links: nx.Graph[str], one: str, other: str) -> str:
    path = nx.shortest_path(links, one, other)
    return str(links.edges[path[0], path[1]]["reason"])


def _open(item: Entity, context: Context) -> bool:
    """Whether a name may still be one with another: local, and not linked to anything yet."""
    types = context.rules.short_form_types | {"REGION"}
    return item.type in types and item.denotes == item.iri and bool(item.scope)


def _pairs(items: list[Entity], kind: str, context: Context) -> list[tuple[Entity, Entity, str]]:
    if kind == "REGION":
        return _towns(items, context)
    by_core: dict[str, list[Entity]] = defaultdict(list)
    for item in items:
        by_core[context.rules.rewrite(kind, normal_form(item.name))].append(item)
    pairs = [(group[0], other, "wording_of_name") for group in by_core.values() for other in group[1:]]
    for core, group in sorted(by_core.items()):
        shorter = [rest for rest in _without_region(core, context) if rest in by_core]
        pairs += [(group[0], by_core[rest][0], "short_form") for rest in shorter]
    if kind == "PROJECT":
        pairs += _longer(by_core, context)
    return pairs


def _without_region(name: str, context: Context) -> list[str]:
    """What is left of a name without the names of regions before it; long enough if these lie elsewhere."""
    own = [name[len(label) :] for label in context.region_names if name.startswith(label)]
    others = [rest for _region, rest in context.leading_regions(name) if len(rest) >= _REST]
    return [rest for rest in dict.fromkeys([*own, *others]) if rest]


def _towns(items: list[Entity], context: Context) -> list[tuple[Entity, Entity, str]]:
    """Places that are named with and without what kind of place they are: 沙坪, 沙坪街道."""
    by_name = {normal_form(item.name): item for item in items}
    return [
        (by_name[name + ending], item, "town")
        for name, item in sorted(by_name.items())
        for ending in context.rules.town_endings
        if name + ending in by_name and sum(name + other in by_name for other in context.rules.town_endings) == 1
    ]


def _longer(by_core: Mapping[str, list[Entity]], context: Context) -> list[tuple[Entity, Entity, str]]:
    """Projects of which one name ends with the other, which opens with the name of the region."""
    specific = [
        core
        for core in sorted(by_core)
        if len(core) >= _LONG and any(core.startswith(name) for name in context.region_names)
    ]
    return [
        (by_core[whole][0], by_core[core][0], "longer")
        for core in specific
        for whole in sorted(by_core)
        if whole != core and whole.endswith(core) and whole[: -len(core)][-1:] not in _JOINING
    ]


_JOINING = frozenset("和与及、至到")


def merge_candidates(entities: Iterable[Entity], context: Context) -> list[Merge]:
    """Common names without a concept (industries, indicators) that differ only in wording."""
    groups: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for item in sorted(set(entities)):
        if item.match == "candidate" and not item.scope and item.type in context.rules.rewritings:
            groups[item.type, context.rules.rewrite(item.type, normal_form(item.name))].append(item)
    merges: list[Merge] = []
    for group in groups.values():
        chosen = max(group, key=lambda item: (len(item.name), item.name))
        merges += [Merge(item, chosen, "wording_of_name") for item in group if item.iri != chosen.iri]
    return merges
