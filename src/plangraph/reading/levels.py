"""Which rank the headings of an outline level have that the format of a file tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from plangraph.reading.headings import HeadingRules
from plangraph.reading.lines import Line


def rank_of_levels(lines: Sequence[Line], rules: HeadingRules) -> dict[int, int]:
    """Outline level → rank: that of most headings of the level with a marker, else one below the level above."""
    found: dict[int, Counter[int]] = {}
    for line in lines:
        if line.mark.heading:
            marker = rules.heading(line.text)
            found.setdefault(line.mark.heading, Counter()).update([marker.rank] if marker else [])
    ranks: dict[int, int] = {}
    for level in sorted(found):
        above = max(ranks.values(), default=0)
        ranks[level] = max(found[level].most_common(1)[0][0] if found[level] else level, above + 1)
    return ranks
