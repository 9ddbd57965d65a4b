"""How the IRI of a node is made again from what the node says, so that `verify` can compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plangraph.terms import PG, mint
from plangraph.validation.nodes import Nodes, document_id

#: Makes the IRI of a node from its properties.
Recipe = Callable[[Nodes, str], str]


def evidence(nodes: Nodes, node: str) -> str:
    """From the document, the spans, and the spans that an argument was carried over from."""
    document = document_id(nodes.one(node, PG + "document"))
    return mint("evidence", document, nodes.one(node, PG + "spans"), nodes.one(node, PG + "carriedSpans"))


def statement(nodes: Nodes, node: str) -> str:
    """From the document, the relation, and where subject and object stand (or their marks)."""
    relation = nodes.one(nodes.one(node, PG + "predicate"), PG + "relationName")
    sides = (_argument(nodes, node, side) for side in ("subject", "object"))
    return mint("statement", document_id(nodes.one(node, PG + "foundIn")), relation, *sides)


def target(nodes: Nodes, node: str) -> str:
    """From the document, where indicator and value stand, the measure and, in a table, the year."""
    measure = nodes.one(node, PG + "measure").removeprefix(PG).lower()
    in_table = nodes.values(nodes.one(node, PG + "evidence"), PG + "table")
    years = (nodes.one(node, PG + "year"),) if in_table else ()
    document = document_id(nodes.one(node, PG + "foundIn"))
    indicator = _argument(nodes, node, "indicator")
    return mint("target", document, indicator, nodes.one(node, PG + "valueSpans"), measure, *years)


def _argument(nodes: Nodes, node: str, side: str) -> str:
    return nodes.one(node, f"{PG}{side}Spans") or nodes.one(node, f"{PG}{side}Surface")


#: The recipe of each class that has one.
RECIPES: Mapping[str, Recipe] = {
    PG + "Evidence": evidence,
    PG + "Statement": statement,
    PG + "QuantitativeTarget": target,
}
