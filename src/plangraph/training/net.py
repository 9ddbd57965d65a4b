"""The network as torch knows it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from plangraph.extraction.tagger.coding import LABELS
from plangraph.extraction.tagger.columns import SIZES
from plangraph.training.base import WIDTH, Base, Layer

_TOLD = 16  # width of a column's value


class Net(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is an extra
    """Characters → two layers of the base → with characters and columns a third layer → labels."""

    def __init__(self, base: Base, width: int, dropout: float) -> None:
        super().__init__()
        self.characters = nn.Embedding.from_pretrained(torch.tensor(base.vectors), freeze=False)
        self.first = _layer(base.layers[0], WIDTH)
        self.second = _layer(base.layers[1], 2 * WIDTH)
        self.told = nn.ModuleList(nn.Embedding(size, _TOLD) for size in SIZES)
        self.top = nn.GRU(5 * WIDTH + _TOLD * len(SIZES), width, bidirectional=True, batch_first=True)
        self.drop = nn.Dropout(dropout)
        self.labels = nn.Linear(2 * width, len(LABELS))

    def forward(self, characters: Tensor, columns: Tensor) -> Tensor:
        """Logarithms of probabilities, batch × length × labels."""
        vectors = self.characters(characters)
        low, _ = self.first(vectors)
        high, _ = self.second(low)
        read = self.drop(torch.cat([low, high, vectors], -1))
        told = [table(columns[..., number]) for number, table in enumerate(self.told)]
        top, _ = self.top(torch.cat([read, *told], -1))
        return torch.log_softmax(self.labels(self.drop(top)), -1)

    def inherited(self) -> list[nn.Parameter]:
        """The weights that come from the base: they are changed more slowly."""
        return [weight for part in (self.characters, self.first, self.second) for weight in part.parameters()]

    def own(self) -> list[nn.Parameter]:
        """The weights that begin at random."""
        return [weight for part in (self.told, self.top, self.labels) for weight in part.parameters()]


def _layer(layer: Layer, inputs: int) -> nn.GRU:
    """A layer with the weights of the base; ONNX orders the gates z, r, h and torch r, z, n."""
    gru = nn.GRU(inputs, WIDTH, bidirectional=True, batch_first=True)
    gates = torch.cat([torch.arange(WIDTH, 2 * WIDTH), torch.arange(WIDTH), torch.arange(2 * WIDTH, 3 * WIDTH)])
    given = {
        "weight_ih_l0": torch.tensor(layer.inputs),
        "weight_hh_l0": torch.tensor(layer.recurrent),
        "bias_ih_l0": torch.tensor(layer.bias[:, : 3 * WIDTH]),
        "bias_hh_l0": torch.tensor(layer.bias[:, 3 * WIDTH :]),
    }
    named = dict(gru.named_parameters())
    with torch.no_grad():
        for name, weights in given.items():
            for direction, suffix in enumerate(("", "_reverse")):
                named[name + suffix].copy_(weights[direction][gates])
    return gru
