"""SHACL, evidence checks and graph-wide rules: whatever is wrong with a graph, as findings.

    quads ─► parts ─► shapes (pyshacl, a process each) ─► findings
    store ─► queries/checks/*.rq                       ─► findings
    graph + archived texts ─► verify                   ─► findings

A finding names the node, its place and its words; `api.validate` and `api.verify` are the ways in.
"""

from plangraph.validation.checks import Check, load_checks, run_checks
from plangraph.validation.conformance import validate_file, validate_graph
from plangraph.validation.evidence import verify, verify_nodes
from plangraph.validation.recipes import RECIPES, Recipe

__all__ = [
    "RECIPES",
    "Check",
    "Recipe",
    "load_checks",
    "run_checks",
    "validate_file",
    "validate_graph",
    "verify",
    "verify_nodes",
]
