"""What only the setting of a text put into it: characters that nobody sees, blanks between spaced letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plangraph.reading.lines import INVISIBLE, Line, without

_UNSEEN = re.compile(f"[{re.escape(INVISIBLE)}]+")
_BLANK = re.compile(r"\s+")


def seen(line: Line) -> Line:
    """The line without characters that nobody sees."""
    runs = [match.span() for match in _UNSEEN.finditer(line.text)]
    return without(line, runs) if runs else line


def set_close(lines: Sequence[Line], spacing: Sequence[re.Pattern[str]]) -> list[Line]:
    """The lines of one paragraph without the blanks in runs of spaced letters: ２ ０ ０ １ 年.

    A run may go on in the next line, so that lines are matched as if a blank stood between them.
    """
    text = " ".join(line.text for line in lines)
    if not _BLANK.search(text):
        return list(lines)
    matches = (match.span() for pattern in spacing for match in pattern.finditer(text))
    blanks = sorted({blank.span() for span in matches for blank in _BLANK.finditer(text, *span)})
    return _without(lines, blanks) if blanks else list(lines)


def _without(lines: Sequence[Line], blanks: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines without these runs of blanks, which are given in the lines as joined by one blank each."""
    found: list[Line] = []
    offset = position = 0
    for line in lines:
        end = offset + len(line.text)
        runs: list[tuple[int, int]] = []
        while position < len(blanks) and blanks[position][0] < end:
            runs.append((blanks[position][0] - offset, blanks[position][1] - offset))
            position += 1
        if position < len(blanks) and blanks[position][0] == end:
            position += 1  # between two lines
        found.append(without(line, runs) if runs else line)
        offset = end + 1
    return found
