"""One run of training: read, fit, calibrate, write."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from torch import nn

from plangraph import extraction
from plangraph.evaluation import read_gold, unit_from_gold
from plangraph.extraction.tagger.characters import Alphabet
from plangraph.extraction.tagger.coding import Scores, Span, best_path, certainty, decode, mean
from plangraph.training.base import Base, read_base
from plangraph.training.examples import IGNORED, Example, batches, example, tensors
from plangraph.training.export import as_onnx, write
from plangraph.training.net import Net

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """How the weights are fitted; the defaults made the weights that come with plangraph."""

    rounds: int = 6
    batch: int = 24
    width: int = 192  # of each direction of the layer on top
    rate: float = 3e-3  # of learning, at its highest
    inherited: float = 0.35  # share of that rate for the weights of the base
    dropout: float = 0.35
    smoothing: float = 0.02  # of the labels
    # The rules' choice is left out this often: the tagger must not trust it more than it is worth on new text.
    hidden: float = 0.12
    hidden_tuned: float = 0.8  # for units that the rules were written with
    members: int = 2  # networks, each from a seed of its own, whose scores are averaged


@dataclass(frozen=True, slots=True)
class Trained:
    """What a run made: spans in the units set aside, and how many of them are right."""

    units: int
    aside: int
    found: int
    right: int
    gold: int


def train(
    gold: Sequence[Path],
    aside: Sequence[Path],
    folder: Path,
    *,
    tuned: Iterable[Path] = (),
    settings: Settings | None = None,
    progress: Progress = lambda _line: None,
) -> Trained:
    """Fit the tagger to gold files and write it to `folder`; `aside` are for calibration and never fitted to.

    `tuned` are those of the gold files that rules were written with. The same files give the same weights on
    the same kind of machine: a process, a thread and a seed for each network.
    """
    chosen = settings or Settings()
    base = read_base()
    known = set(tuned)
    progress("reading, and running the rules")
    reader = _Reader(Alphabet(base.characters))
    fitted = [one for path in gold for one in reader.read(path, path in known)]
    held = [one for path in aside for one in reader.read(path, False)]
    with ProcessPoolExecutor(chosen.members, get_context("spawn")) as pool:
        tasks = [pool.submit(_member, base, fitted, held, chosen, seed) for seed in range(1, chosen.members + 1)]
        progress(f"fitting {chosen.members} networks to {len(fitted)} units, {chosen.rounds} rounds each")
        members = [task.result() for task in tasks]
    sure = _judged([member.scores for member in members], held)
    write(folder, [member.weights for member in members], base.characters, shares(sure))
    right = sum(hit for _certainty, hit in sure)
    return Trained(len(fitted), len(held), len(sure), right, sum(len(_gold(one)) for one in held))


@dataclass(frozen=True, slots=True)
class _Member:
    weights: bytes
    scores: list[Scores]  # of the units set aside


def _member(
    base: Base, fitted: Sequence[Example], held: Sequence[Example], settings: Settings, seed: int
) -> _Member:
    """One network, fitted in a process of its own."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    net = Net(base, settings.width, settings.dropout)
    _fit(net, fitted, settings, random.Random(seed))
    net.eval()
    scores = []
    with torch.no_grad():
        for one in held:
            characters, columns, _labels = tensors([one], [False])
            scores.append(net(characters, columns)[0, one.before :].numpy())
    return _Member(as_onnx(net), scores)


class _Reader:
    """Gold files → examples."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._rules = extraction.load(trained=False)
        self._alphabet = alphabet

    def read(self, path: Path, tuned: bool) -> list[Example]:
        """The units of a file."""
        found = []
        for record in read_gold(path):
            unit = unit_from_gold(record, str(path))
            spans: list[Span] = [(item["start"], item["end"], item["type"]) for item in record["entities"]]
            found.append(example(extraction.annotate(self._rules, unit), spans, self._alphabet, tuned))
        return found


def _fit(net: Net, examples: Sequence[Example], settings: Settings, chance: random.Random) -> None:
    rates = [settings.rate * settings.inherited, settings.rate]
    optimizer = torch.optim.AdamW(
        [{"params": net.inherited(), "lr": rates[0]}, {"params": net.own(), "lr": rates[1]}], weight_decay=0.01
    )
    steps = settings.rounds * -(-len(examples) // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps, pct_start=0.1)
    loss_of = nn.CrossEntropyLoss(label_smoothing=settings.smoothing, ignore_index=IGNORED)
    net.train()
    for _round in range(settings.rounds):
        for batch in batches(examples, settings.batch, chance):
            hidden = [chance.random() < (settings.hidden_tuned if x.tuned else settings.hidden) for x in batch]
            characters, columns, labels = tensors(batch, hidden)
            loss = loss_of(net(characters, columns).flatten(0, 1), labels.flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            schedule.step()


def _judged(members: Sequence[Sequence[Scores]], examples: Sequence[Example]) -> list[tuple[float, bool]]:
    """(certainty, is it right) of every span that the networks together find in the examples."""
    judged = []
    for number, one in enumerate(examples):
        scores = mean([scores[number] for scores in members])
        path = best_path(scores)
        gold = _gold(one)
        judged += [(certainty(scores, path, *span[:2]), span in gold) for span in decode(path)]
    return judged


def _gold(one: Example) -> set[Span]:
    return set(decode(one.labels[one.before :]))


def shares(judged: Sequence[tuple[float, bool]], parts: int = 8) -> list[tuple[float, float, int]]:
    """Spans in `parts` groups of like certainty: least certainty, share of right ones, number of spans.

    The shares never fall as certainty rises (pool adjacent violators).
    """
    ordered = sorted(judged)
    groups: list[tuple[float, float, int]] = []  # least certainty, right ones, spans
    for cut in np.array_split(np.arange(len(ordered)), min(parts, max(1, len(ordered)))):
        if not len(cut):
            continue
        groups.append((ordered[cut[0]][0], float(sum(ordered[i][1] for i in cut)), len(cut)))
        while len(groups) > 1 and groups[-2][1] / groups[-2][2] >= groups[-1][1] / groups[-1][2]:
            _least, right, size = groups.pop()
            least, more, other = groups.pop()
            groups.append((least, more + right, other + size))
    return [
        (0.0 if number == 0 else round(least, 3), round(right / size, 2), size)
        for number, (least, right, size) in enumerate(groups)
    ]
