"""The graph cut into parts that can be validated one by one: each document, and all the rest.

A part holds its own triples and the context that its shapes look at: the types of the nodes that it refers
to, what other parts say of its own nodes, and the ontology. Only its own nodes are validated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from plangraph.terms import COMMITMENTS, GRAPH, PG, RDF, Literal, Quad

TYPE = RDF + "type"
_DOCUMENTS = GRAPH + "document/"
_REST = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `own` is validated, `context` is looked at."""

    name: str
    own: tuple[Quad, ...]
    context: tuple[Quad, ...]


def split(quads: Iterable[Quad]) -> list[Part]:
    """One part a document graph and one for all other graphs, the largest first.

    Plain triples of `commitments` have no shape: `queries/checks/` compares them with the statements.
    """
    groups: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.graph != COMMITMENTS:
            groups[quad.graph if quad.graph.startswith(_DOCUMENTS) else _REST].append(quad)
    types = _types(groups)
    elsewhere = _elsewhere(groups)
    ontology = [quad for quad in groups.get(_REST, ()) if quad.subject.startswith(PG)]
    parts = [_part(name, own, types, elsewhere, ontology) for name, own in groups.items()]
    return sorted(parts, key=lambda part: (-len(part.own), part.name))


def _part(
    name: str,
    own: list[Quad],
    types: dict[str, list[Quad]],
    elsewhere: dict[str, list[tuple[str, Quad]]],
    ontology: list[Quad],
) -> Part:
    subjects = {quad.subject for quad in own}
    referred = {quad.object for quad in own if not isinstance(quad.object, Literal)} - subjects
    context = [] if name == _REST else list(ontology)
    context += [quad for node in sorted(referred) for quad in types.get(node, ())]
    context += [quad for node in subjects & elsewhere.keys() for home, quad in elsewhere[node] if home != name]
    return Part(name, tuple(own), tuple(context))


def _types(groups: dict[str, list[Quad]]) -> dict[str, list[Quad]]:
    types: dict[str, list[Quad]] = defaultdict(list)
    for own in groups.values():
        for quad in own:
            if quad.predicate == TYPE:
                types[quad.subject].append(quad)
    return types


def _elsewhere(groups: dict[str, list[Quad]]) -> dict[str, list[tuple[str, Quad]]]:
    """What each part says of nodes that more than one part describes."""
    homes = Counter(subject for own in groups.values() for subject in {quad.subject for quad in own})
    several = {subject for subject, count in homes.items() if count > 1}
    told: dict[str, list[tuple[str, Quad]]] = defaultdict(list)
    for name, own in groups.items():
        for quad in own:
            if quad.subject in several:
                told[quad.subject].append((name, quad))
    return told
