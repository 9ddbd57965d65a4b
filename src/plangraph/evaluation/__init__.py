"""Gold annotations, predictions, and how well they agree.

evaluate([gold file, …], predict) ─► Scores
annotation_to_gold(Annotation) ─► one JSON object, unit_from_gold(object, where) ─► Unit
"""

from __future__ import annotations

from plangraph.evaluation.gold import annotation_to_gold, read_gold, read_records, unit_from_gold
from plangraph.evaluation.scores import Accuracy, Count, Scores, evaluate

__all__ = [
    "Accuracy",
    "Count",
    "Scores",
    "annotation_to_gold",
    "evaluate",
    "read_gold",
    "read_records",
    "unit_from_gold",
]
