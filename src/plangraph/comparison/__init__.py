"""Plans against each other: what differs, what changed, and what two regions have in common.

store ─► figures, industries ─► findings (never resolved: every value keeps its quote)
store ─► compare(A, B)       ─► a comparison of two regions or documents
"""

from plangraph.comparison.findings import compare_plans
from plangraph.comparison.records import finding_record, kinds, read_findings

__all__ = ["compare_plans", "finding_record", "kinds", "read_findings"]
