"""Many labels sought in a text at once, leftmost and longest. The only module that imports ahocorasick_rs."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, MatchKind


class Automaton:
    """Finds labels on characters; of labels that overlap the leftmost, of those the longest."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._automaton = AhoCorasick(list(labels), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """(number of the label, start, end) of each find, in order of position."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text)
        return found
