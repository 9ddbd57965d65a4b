"""Annotated units as numbers, in batches of like length."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from plangraph.extraction.tagger.characters import Alphabet, context
from plangraph.extraction.tagger.coding import Span, encode
from plangraph.extraction.tagger.columns import Columns, columns
from plangraph.model import Annotation

IGNORED = -100  # label of what stands before the text, and of padding
_MIX = 60  # characters by which the order by length is disturbed, so that batches differ between rounds


@dataclass(frozen=True, slots=True)
class Example:
    """A unit as the network reads it; `before` characters of context stand ahead of the text."""

    characters: list[int]
    columns: Columns
    labels: list[int]
    before: int
    tuned: bool  # rules were written with this unit in sight


def example(rules: Annotation, gold: Iterable[Span], alphabet: Alphabet, tuned: bool) -> Example:
    """A unit with its gold spans and with what the rules chose in it."""
    unit = rules.unit
    before = context(unit.headings[-1] if unit.headings else "")
    told = columns(unit.text, ((mention.start, mention.end, mention.type) for mention in rules.mentions))
    return Example(
        alphabet.numbers(before + unit.text),
        np.pad(told, ((len(before), 0), (0, 0))),
        [IGNORED] * len(before) + encode(len(unit.text), gold),
        len(before),
        tuned,
    )


def batches(examples: Sequence[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    """All examples in batches of about equal length, in a random order."""
    keys = [len(one.characters) + chance.random() * _MIX for one in examples]
    order = sorted(range(len(examples)), key=keys.__getitem__)
    cut = [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(cut)
    for numbers in cut:
        yield [examples[number] for number in numbers]


def tensors(batch: Sequence[Example], hidden: Iterable[bool]) -> tuple[Tensor, Tensor, Tensor]:
    """Characters, columns and labels, padded; the rules' choice is left out where `hidden`."""
    longest = max(len(one.characters) for one in batch)
    characters = torch.zeros(len(batch), longest, dtype=torch.long)
    told = torch.zeros(len(batch), longest, batch[0].columns.shape[1], dtype=torch.long)
    labels = torch.full((len(batch), longest), IGNORED)
    for row, (one, hide) in enumerate(zip(batch, hidden, strict=True)):
        length = len(one.characters)
        characters[row, :length] = torch.tensor(one.characters)
        told[row, :length] = torch.tensor(one.columns)
        labels[row, :length] = torch.tensor(one.labels)
        if hide:
            told[row, :, 0] = 0
    return characters, told, labels
