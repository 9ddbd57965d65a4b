"""Everything that comparison finds in a graph, in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from plangraph.comparison.conflicts import differing_figures
from plangraph.comparison.course import (
    figure_of_another_year,
    left_to_higher_level,
    lower_than_the_base,
    missed_targets,
)
from plangraph.comparison.figures import Figure, read_figures, read_texts
from plangraph.comparison.lists import changed_lists
from plangraph.comparison.wording import Wordings, load_wordings
from plangraph.lexicon import Lexicon
from plangraph.model import Finding
from plangraph.store import Store

_Rule = Callable[[Sequence[Figure], Lexicon, Wordings], Iterator[Finding]]
_RULES: tuple[_Rule, ...] = (
    differing_figures,
    figure_of_another_year,
    missed_targets,
    lower_than_the_base,
    left_to_higher_level,
)


def compare_plans(store: Store, lexicon: Lexicon) -> list[Finding]:
    """What plans and the texts about them say against each other, the gravest first."""
    wordings = load_wordings()
    texts = read_texts(store)
    figures = read_figures(store, lexicon, texts)
    found = [finding for rule in _RULES for finding in rule(figures, lexicon, wordings)]
    found += changed_lists(store, texts, wordings)
    return sorted(found, key=lambda item: (wordings.order(item.kind), item.region, item.subject, item.year or 0))
