"""Characters as the numbers that the weights know, and what the network reads before a text."""

from __future__ import annotations

from collections.abc import Sequence

from plangraph.text import fold

_BREAK = "|"  # between the heading and the text
_HEADING = 30  # characters of the nearest heading that are read


class Alphabet:
    """The known characters; full-width letters and digits count as narrow ones."""

    def __init__(self, characters: Sequence[str]) -> None:
        self._numbers = {character: number for number, character in enumerate(characters, start=1)}

    def numbers(self, text: str) -> list[int]:
        """The number of each character, from 1; 0 for one that is not known."""
        return [self._numbers.get(character, 0) for character in fold(text)]


def context(heading: str) -> str:
    """What stands before the text: the nearest heading, cut, and a break."""
    return heading[:_HEADING] + _BREAK
