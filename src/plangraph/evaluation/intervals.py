"""Bootstrap intervals: how far a figure would move on other paragraphs of the same kind.

Paragraphs are drawn with replacement, since what stands in one paragraph is not independent. The only module
that imports numpy.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from plangraph.evaluation.scores import Scores

DRAWS = 1000
_SEED = 20210101  # any number: the same gold gives the same interval
_LOW, _HIGH = 2.5, 97.5  # percentiles: an interval of 95 %

Interval = tuple[float, float]


def intervals(scores: Scores, draws: int = DRAWS) -> Mapping[tuple[str, str], Interval]:
    """The 95 % interval of F1 for every section and type."""
    if not scores.units:
        return {}
    keys = list(scores.counts)
    counts = np.zeros((len(scores.units), len(keys), 3))
    for row, unit in enumerate(scores.units):
        for column, key in enumerate(keys):
            if count := unit.counts.get(key):
                counts[row, column] = (count.right, count.gold, count.predicted)
    drawn = np.random.default_rng(_SEED).multinomial(len(scores.units), _equal(len(scores.units)), draws)
    right, gold, predicted = np.moveaxis(np.tensordot(drawn, counts, axes=1), 2, 0)
    f1 = np.divide(2 * right, gold + predicted, out=np.zeros_like(right), where=gold + predicted > 0)
    low, high = np.percentile(f1, [_LOW, _HIGH], axis=0)
    return {key: (float(low[i]), float(high[i])) for i, key in enumerate(keys)}


def _equal(count: int) -> list[float]:
    return [1 / count] * count
