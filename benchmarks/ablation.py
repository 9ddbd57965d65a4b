"""What each part of the extraction brings: strict F1 on gold files with one part left out at a time.

python benchmarks/ablation.py GOLD...
"""

from __future__ import annotations

import sys
from pathlib import Path

from plangraph import extraction
from plangraph.evaluation import evaluate
from plangraph.model import Annotation, Unit
from plangraph.resources import rules_dir

PARTS = {
    "vocabulary labels": "plangraph_lexical",
    "names by how they are written": "plangraph_names",
    "objects of trigger verbs": "plangraph_objects",
    "quantities": "plangraph_indicators",
}


def without(*factories: str, trained: bool = True) -> extraction.Language:
    nlp = extraction.load(trained=trained)
    for factory in factories:
        nlp.remove_pipe(factory)
    return nlp


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]]
    baselines = {name: rules_dir() / f"baseline-{name}.toml" for name in ("lexicon", "words")}
    ways = {
        **{f"baseline: {name}": extraction.load(path) for name, path in baselines.items()},
        "rules alone": without(trained=False),
        **{f"rules without {name}": without(part, trained=False) for name, part in PARTS.items()},
        "rules and tagger": without(),
        **{f"both without {name}": without(part) for name, part in PARTS.items()},
    }
    print(f"{'':44}" + "".join(f"{path.stem:>30}" for path in files))
    for name, nlp in ways.items():

        def predict(unit: Unit, nlp: extraction.Language = nlp) -> Annotation:
            return extraction.annotate(nlp, unit)

        figures = []
        for path in files:
            scores = evaluate(path, predict)
            parts = (scores.strict["ALL"], scores.relations["ALL"], scores.targets)
            figures.append("   ".join(f"{part.f1:.3f}" for part in parts))
        print(f"{name:44}" + "".join(f"{figure:>30}" for figure in figures), flush=True)


if __name__ == "__main__":
    main()
