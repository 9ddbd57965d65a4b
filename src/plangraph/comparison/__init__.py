"""Plans against each other: what differs, what changed, and what two regions have in common.

store ─► figures, lists ─► findings (never resolved: every value keeps its quote)
store ─► compare(A, B)  ─► a comparison of two regions, documents or periods
"""

from plangraph.comparison.compared import Cell, Comparison, Line, compare
from plangraph.comparison.findings import compare_plans
from plangraph.comparison.records import finding_record, kinds, read_findings
from plangraph.comparison.sides import find_side

__all__ = [
    "Cell",
    "Comparison",
    "Line",
    "compare",
    "compare_plans",
    "find_side",
    "finding_record",
    "kinds",
    "read_findings",
]
