"""A trained tagger over the characters of a unit, on top of the rules.

    rules' choice, economic lexicon ─► columns ─┐
    characters ─► network ──────────────────────┴─► scores of labels ─► coding.best_path ─► entities

`component` puts it into the pipeline, `network` alone knows the runtime of the weights, `coding` the labels.
`training/` makes the weights (`plangraph train`).
"""
