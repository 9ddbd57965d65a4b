"""Gold annotations, predictions, and how well they agree.

evaluate([gold file, …], predict) ─► Scores ─► report.as_text, as_dict, as_html
predictions([gold file, …], predict) ─► errors ─► report.errors_as_text
annotation_to_gold(Annotation) ─► one JSON object, unit_from_gold(object, where) ─► Unit
"""

from __future__ import annotations

from plangraph.evaluation.errors import Error, errors
from plangraph.evaluation.gold import annotation_to_gold, read_gold, read_records, unit_from_gold
from plangraph.evaluation.reliability import Reliability, reliability
from plangraph.evaluation.report import as_dict, as_html, as_text, errors_as_dicts, errors_as_text
from plangraph.evaluation.scores import Accuracy, Count, Scores, evaluate, predictions, score

__all__ = [
    "Accuracy",
    "Count",
    "Error",
    "Reliability",
    "Scores",
    "annotation_to_gold",
    "as_dict",
    "as_html",
    "as_text",
    "errors",
    "errors_as_dicts",
    "errors_as_text",
    "evaluate",
    "predictions",
    "read_gold",
    "read_records",
    "reliability",
    "score",
    "unit_from_gold",
]
