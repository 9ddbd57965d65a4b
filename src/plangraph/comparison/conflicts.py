"""Figures for one indicator, subject and year that cannot all be true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from plangraph.comparison.agreement import agree, comparable, same_bound
from plangraph.comparison.figures import Figure
from plangraph.comparison.wording import Wordings, value_of
from plangraph.lexicon import Lexicon
from plangraph.model import Finding

#: A name that is no concept of the vocabulary tells an indicator apart from this length on (项目, 产值 do not).
_TELLING = 6
_Key = tuple[str, str, int, str, bool, str, str]


def differing_figures(figures: Sequence[Figure], lexicon: Lexicon, wordings: Wordings) -> Iterator[Finding]:
    """One finding for each indicator, subject, year, measure and status whose figures differ."""
    groups: dict[_Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        key = _key(figure)
        if key is not None and figure.indicator not in lexicon.sums:
            groups[key].append(figure)
    for _name, group in sorted(groups.items()):
        yield from _finding(group, wordings)


def _key(figure: Figure) -> _Key | None:
    """What two figures have in common when they speak of one thing; None for one that is told too vaguely."""
    told = figure.known or len(figure.name) >= _TELLING
    if figure.year is None or figure.number is None or figure.state != "Stated" or not told:
        return None
    return (
        figure.indicator,
        figure.subject,
        figure.year,
        figure.measure,
        figure.average,
        figure.status,
        figure.unit,
    )


def _finding(group: list[Figure], wordings: Wordings) -> Iterator[Finding]:
    pairs = [(a, b) for a, b in combinations(group, 2) if comparable(a, b) and _of_one_thing(a, b)]
    differing = [(a, b) for a, b in pairs if not agree(a, b)]
    if differing:
        kinds = {_kind(a, b) for a, b in differing}
        kind = min(kinds, key=wordings.order)
        yield _told(kind, group, differing, wordings)
        return
    bounds = [(a, b) for a, b in pairs if a.status == "TargetFigure" and not same_bound(a, b)]
    if bounds:
        yield _told("bound-differs", group, bounds, wordings)


def _of_one_thing(one: Figure, other: Figure) -> bool:
    """Whether two sentences of one text use one name: where they do not, they mean to tell two things."""
    return one.text.id != other.text.id or one.table or other.table or one.surface == other.surface


def _told(
    kind: str, group: Sequence[Figure], pairs: Sequence[tuple[Figure, Figure]], wordings: Wordings
) -> Finding:
    """The finding with one value for each text and size among the figures that differ."""
    members = {figure.iri for pair in pairs for figure in pair}
    shown: dict[tuple[str, str, bool], Figure] = {}
    for figure in group:
        if figure.iri in members:
            shown.setdefault((figure.text.id, str(figure.number), figure.table), figure)
    values = list(shown.values())
    first = values[0]
    return wordings.finding(
        kind,
        subject=first.indicator,
        region=first.subject,
        year=first.year,
        values=[value_of(figure) for figure in values],
        words={
            "indicator": first.name,
            "region": first.subject_name,
            "year": str(first.year),
            "measure": wordings.measure(first.measure, average=first.average),
        },
    )


def _kind(one: Figure, other: Figure) -> str:
    """What kind of difference it is, by where the two figures stand."""
    if one.text.id == other.text.id:
        return "text-against-table" if one.table != other.table else "within-document"
    if one.status == "ActualFigure":
        return "past-figure-differs"
    if one.text.plan == other.text.plan:
        return "reported-differently"
    kinds = {one.text.kind, other.text.kind}
    if "proposal" in kinds and "outline" in kinds:
        return "changed-from-proposal"
    if "outline" in kinds or "proposal" in kinds:
        return "sector-plan-differs"
    return "target-differs"
