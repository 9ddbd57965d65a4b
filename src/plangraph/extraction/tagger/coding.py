"""Labels of characters (BIES by entity type), the best path through their scores, and what a path says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast, get_args

import numpy as np
from numpy.typing import NDArray

from plangraph.model import EntityType

Scores = NDArray[np.float32]
Span = tuple[int, int, EntityType]  # start, end, type

TYPES: tuple[EntityType, ...] = get_args(EntityType)
LABELS: tuple[str, ...] = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BIES"))
_NUMBER = {label: number for number, label in enumerate(LABELS)}
_NEVER = np.float32(-1e4)


def _follows(before: str, after: str) -> bool:
    if before[0] in "BI":
        return after[0] in "IE" and after[2:] == before[2:]
    return after[0] in "OBS"


_STEP = np.array([[0 if _follows(a, b) else _NEVER for b in LABELS] for a in LABELS], dtype=np.float32)
_FIRST = np.array([0 if label[0] in "OBS" else _NEVER for label in LABELS], dtype=np.float32)
_LAST = np.array([0 if label[0] in "OES" else _NEVER for label in LABELS], dtype=np.float32)


def encode(length: int, spans: Iterable[Span]) -> list[int]:
    """The label of each character; of spans that touch, the longest stays."""
    labels = [0] * length
    for start, end, kind in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if any(labels[start:end]) or end <= start:
            continue
        labels[start:end] = [_NUMBER[f"I-{kind}"]] * (end - start)
        labels[start], labels[end - 1] = _NUMBER[f"B-{kind}"], _NUMBER[f"E-{kind}"]
        if end - start == 1:
            labels[start] = _NUMBER[f"S-{kind}"]
    return labels


def mean(scores: Sequence[Scores]) -> Scores:
    """The mean of what several networks say (each n × labels, logarithms)."""
    return cast(Scores, np.mean(np.stack(scores), axis=0, dtype=np.float32))


def best_path(scores: Scores) -> list[int]:
    """The labels (length n) with the highest sum of scores (n × labels) that make whole spans (Viterbi)."""
    if not len(scores):
        return []
    reached = np.empty_like(scores)
    reached[0] = scores[0] + _FIRST
    steps = np.empty_like(_STEP)
    for place in range(1, len(scores)):
        np.add(reached[place - 1, :, None], _STEP, out=steps)
        np.maximum.reduce(steps, axis=0, out=reached[place])
        reached[place] += scores[place]
    label = int((reached[-1] + _LAST).argmax())
    path = [label]
    # Which label came before is asked on the best path alone.
    for before in reached[-2::-1]:
        label = int((before + _STEP[:, label]).argmax())
        path.append(label)
    return path[::-1]


def decode(path: Sequence[int]) -> list[Span]:
    """The spans that a path of labels says, in order of position."""
    spans: list[Span] = []
    start = 0
    for place, number in enumerate(path):
        label = LABELS[number]
        if label[0] in "BS":
            start = place
        if label[0] in "ES":
            spans.append((start, place + 1, cast(EntityType, label[2:])))
    return spans


def certainty(scores: Scores, path: Sequence[int], start: int, end: int) -> float:
    """The probability of the labels of a span, characters taken by themselves: their geometric mean, 0 to 1.

    `scores` are logarithms of probabilities.
    """
    return float(np.exp(np.mean([scores[place, path[place]] for place in range(start, end)])))
