"""Makes the weights of the tagger from annotated paragraphs, on the CPU (extra `train`).

    gold files ─► examples ─► Net (started from `base`) ─► fit ─► export: network, characters, calibration

The rules' choice is an input of the tagger, so the weights are made anew after the rules changed much.
"""

from __future__ import annotations

from plangraph.training.run import Progress, Settings, Trained, train

__all__ = ["Progress", "Settings", "Trained", "train"]
