"""The course of an indicator: targets that were missed, that ask for less, or that a higher level sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from plangraph.comparison.agreement import agree
from plangraph.comparison.figures import Figure
from plangraph.comparison.wording import Wordings, value_of
from plangraph.lexicon import Lexicon
from plangraph.model import Finding

#: Digits from which on a figure that comes again is hardly another one by chance.
_DIGITS = 3


def missed_targets(figures: Sequence[Figure], lexicon: Lexicon, wordings: Wordings) -> Iterator[Finding]:
    """Actual figures that fall short of the target for the same year, in one text or in the plan that follows."""
    for group in _by_course(figures):
        targets = [item for item in group if item.status == "TargetFigure"]
        actuals = [item for item in group if item.status == "ActualFigure"]
        pairs = [(target, actual) for target in targets for actual in actuals]
        short = [pair for pair in pairs if _falls_short(pair[1], pair[0], lexicon)]
        if short:
            chosen = next((pair for pair in short if pair[0].evidence == pair[1].evidence), short[0])
            yield _pair("target-missed", *chosen, wordings)


def lower_than_the_base(figures: Sequence[Figure], lexicon: Lexicon, wordings: Wordings) -> Iterator[Finding]:
    """Targets that ask for less than what there is already, in the row of one table."""
    rows: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.table and figure.measure == "Level" and figure.number is not None and figure.year:
            rows[figure.evidence, figure.indicator].append(figure)
    for _key, row in sorted(rows.items()):
        bases = [item for item in row if item.status == "ActualFigure"]
        for target in (item for item in row if item.status == "TargetFigure"):
            base = next((item for item in bases if (item.year or 0) < (target.year or 0)), None)
            if base is not None and target.comparator == "Equal" and _falls_short(target, base, lexicon):
                yield _pair("target-below-base", base, target, wordings)


def left_to_higher_level(figures: Sequence[Figure], _lexicon: Lexicon, wordings: Wordings) -> Iterator[Finding]:
    """Binding targets to come for which the text gives no value of its own."""
    for figure in figures:
        to_come = figure.year is None or figure.text.start is None or figure.year >= figure.text.start
        if figure.state == "LeftToHigherLevel" and figure.binding and to_come and figure.status == "TargetFigure":
            yield wordings.finding(
                "left-to-higher-level",
                subject=figure.indicator,
                region=figure.subject,
                year=figure.year,
                values=[value_of(figure)],
                words={
                    "indicator": figure.name,
                    "region": figure.subject_name,
                    "year": str(figure.year or ""),
                    "value": figure.shown,
                },
            )


def figure_of_another_year(figures: Sequence[Figure], lexicon: Lexicon, wordings: Wordings) -> Iterator[Finding]:
    """One actual figure that is told for two years: the same digits, three or more, for years that adjoin."""
    groups: dict[tuple[str, str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        telling = figure.number is not None and len(figure.number.normalize().as_tuple().digits) >= _DIGITS
        if telling and figure.status == "ActualFigure" and figure.year and figure.measure == "Level":
            key = (figure.indicator, figure.subject, figure.unit, str(figure.number))
            groups[key].append(figure)
    for (indicator, *_rest), group in sorted(groups.items()):
        first = group[0]
        other = next((item for item in group if abs((item.year or 0) - (first.year or 0)) == 1), None)
        if other is not None and indicator in lexicon.indicators:
            yield _pair("year-differs", first, other, wordings)


def _by_course(figures: Sequence[Figure]) -> list[list[Figure]]:
    groups: dict[tuple[str, str, int, str, bool, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.year is not None and figure.number is not None:
            key = (
                figure.indicator,
                figure.subject,
                figure.year,
                figure.measure,
                figure.average,
                figure.unit,
            )
            groups[key].append(figure)
    return [group for _key, group in sorted(groups.items())]


def _falls_short(value: Figure, wanted: Figure, lexicon: Lexicon) -> bool:
    """Whether a value lies on the wrong side of another one; False where the wanted direction is not known."""
    if value.number is None or wanted.number is None or value.unit != wanted.unit:
        return False
    if agree(value, wanted):
        return False
    direction = lexicon.indicators[wanted.indicator].direction if wanted.indicator in lexicon.indicators else ""
    if wanted.measure == "Change" and wanted.indicator in lexicon.rates.values():
        direction = "up"  # of a fall or a rise that is asked for, more is wanted
    if direction == "up":
        return value.number < wanted.number
    return direction == "down" and value.number > wanted.number


def _pair(kind: str, one: Figure, other: Figure, wordings: Wordings) -> Finding:
    return wordings.finding(
        kind,
        subject=one.indicator,
        region=one.subject,
        year=other.year,
        values=[value_of(one), value_of(other)],
        words={
            "indicator": one.name,
            "region": one.subject_name,
            "year": str(other.year),
            "first": one.shown,
            "second": other.shown,
            "first_year": str(one.year),
            "measure": wordings.measure(one.measure, average=one.average),
        },
    )
