"""The weights of the tagger, run on the CPU. The only module that imports onnxruntime."""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort

from plangraph.errors import ResourceError
from plangraph.extraction.tagger.characters import Alphabet, context
from plangraph.extraction.tagger.coding import Scores, mean
from plangraph.extraction.tagger.columns import Columns
from plangraph.resources import rules_dir


class Network:
    """One network or several, averaged: characters and columns → logarithms of the probabilities of labels."""

    def __init__(self, folder: Path) -> None:
        try:
            characters = (folder / "characters.txt").read_text(encoding="utf-8").split("\n")
            weights = [path.read_bytes() for path in sorted(folder.glob("network-*.onnx"))]
        except OSError as error:
            raise ResourceError(f"the tagger cannot be read: {error}", hint="make it: plangraph train") from error
        self._alphabet = Alphabet(characters)
        self._threads = ThreadPoolExecutor(len(weights) or 1)  # the networks run beside each other
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # sums in one order: the same input gives the same bytes
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._sessions = [
            ort.InferenceSession(one, options, providers=["CPUExecutionProvider"]) for one in weights
        ]

    def scores(self, heading: str, text: str, columns: Columns) -> Scores:
        """Characters × labels; `columns` are those of the text."""
        before = context(heading)
        numbers = np.array([self._alphabet.numbers(before + text)], dtype=np.int64)
        told = np.pad(columns, ((len(before), 0), (0, 0)))[None]
        given = {"characters": numbers, "columns": told}
        found = self._threads.map(lambda session: session.run(None, given)[0], self._sessions)
        return mean([scores[0, len(before) :] for scores in found])


@functools.cache
def network() -> Network:
    """The network of `rules/tagger/`, loaded once."""
    return Network(rules_dir() / "tagger")
