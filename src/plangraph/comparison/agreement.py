"""Whether two figures for one thing can both be true."""

from __future__ import annotations

from decimal import Decimal

from plangraph.comparison.figures import Figure

#: A figure with 左右 or 约 holds for values that lie this near, as a share of the value.
ABOUT = Decimal("0.01")
#: A figure that is printed with fewer digits is the same one when rounding moves it no further than this share.
ROUNDED = Decimal("0.02")
_UPWARD = frozenset({"AtLeast", "MoreThan"})
_DOWNWARD = frozenset({"AtMost", "LessThan"})


def comparable(one: Figure, other: Figure) -> bool:
    """Whether two figures are numbers in one unit, from two sentences or rows."""
    return (
        one.number is not None
        and other.number is not None
        and one.unit == other.unit
        and one.evidence != other.evidence
    )


def agree(one: Figure, other: Figure) -> bool:
    """Whether two comparable figures say the same, up to how exactly each is printed.

    A target is what is asked: 700 and “at least 500” differ. An actual figure may be a bound: “over 500” agrees
    with 523.
    """
    assert one.number is not None
    assert other.number is not None
    difference = abs(one.number - other.number)
    largest = max(abs(one.number), abs(other.number))
    if difference <= max(one.precision, other.precision) / 2 and difference <= ROUNDED * largest:
        return True
    if "About" in {one.comparator, other.comparator}:
        return difference <= ABOUT * largest
    actual = one.status == other.status == "ActualFigure"
    return actual and (_bounded(one, other) or _bounded(other, one))


def _bounded(bound: Figure, value: Figure) -> bool:
    """Whether a value lies where a bound of another figure allows it, and near enough to be meant by it."""
    assert bound.number is not None
    assert value.number is not None
    near = abs(value.number - bound.number) <= abs(bound.number) / 10
    above = bound.comparator in _UPWARD and value.number >= bound.number
    below = bound.comparator in _DOWNWARD and value.number <= bound.number
    return near and (above or below)


def same_bound(one: Figure, other: Figure) -> bool:
    """Whether two figures of the same size ask in the same way (exactly, at least, at most)."""
    sides = {_side(one.comparator), _side(other.comparator)}
    return len(sides) == 1 or "" in sides


def _side(comparator: str) -> str:
    """More, less, or empty for an exact figure, which agrees with either."""
    if comparator in _UPWARD:
        return "up"
    return "down" if comparator in _DOWNWARD else ""
