"""The trained network as files: ONNX with weights in half precision, the characters, the calibration."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from plangraph.extraction.tagger.columns import SIZES
from plangraph.training.net import Net

_LARGE = 1000  # numbers from which weights are stored in half precision


def as_onnx(net: Net) -> bytes:
    """The network in ONNX: `characters` (1 × n), `columns` (1 × n × columns) → `scores` (1 × n × labels)."""
    net.eval()
    data = io.BytesIO()
    torch.onnx.export(
        net,
        (torch.ones(1, 7, dtype=torch.long), torch.zeros(1, 7, len(SIZES), dtype=torch.long)),
        data,
        input_names=["characters", "columns"],
        output_names=["scores"],
        dynamic_axes={"characters": {1: "n"}, "columns": {1: "n"}, "scores": {1: "n"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load_model_from_string(data.getvalue())
    _halve(model.graph)
    return bytes(model.SerializeToString())


def _halve(graph: onnx.GraphProto) -> None:
    """Large weights in half precision; a cast makes them whole again when the network is loaded."""
    casts = []
    for tensor in graph.initializer:
        weights = numpy_helper.to_array(tensor)
        if weights.dtype == np.float32 and weights.size >= _LARGE:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(weights.astype(np.float16), f"{name}.half"))
            casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)


def write(
    folder: Path, networks: Sequence[bytes], characters: Sequence[str], shares: Sequence[tuple[float, float, int]]
) -> None:
    """Write the networks, `characters.txt` and `calibration.csv`: rows (least certainty, share right, spans)."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{least},{right},{spans}\n" for least, right, spans in shares)
    for old in folder.glob("network-*.onnx"):
        old.unlink()
    for number, weights in enumerate(networks, start=1):
        (folder / f"network-{number}.onnx").write_bytes(weights)
    (folder / "characters.txt").write_text("\n".join(characters), encoding="utf-8")
    (folder / "calibration.csv").write_text(f"least,right,spans\n{rows}", encoding="utf-8")
