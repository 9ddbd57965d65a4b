"""The names that a vocabulary knows, as they are looked for in titles and signatures: regions, bodies, kinds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from plangraph.reading.metadata_rules import pattern, rules


@dataclass(frozen=True, slots=True)
class Place:
    """A region with a code: its names, the full one first, and the codes of all regions that it lies in."""

    code: str
    names: tuple[str, ...]
    above: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The full name."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a region in a text, and the codes of the regions that are so called."""

    start: int
    end: int
    codes: tuple[str, ...]
    full: bool


@dataclass(frozen=True)
class Names:
    """What is handed in from the vocabularies.

    `places` by code; `kinds`: words of titles → code of the kind; `plans`: codes of kinds that are plans;
    `bodies`: endings of names of bodies.
    """

    places: Mapping[str, Place]
    kinds: Mapping[str, str]
    plans: frozenset[str]
    bodies: tuple[str, ...]
    _codes: Mapping[str, tuple[tuple[str, ...], bool]] = field(init=False)
    _longest: int = field(init=False)

    def __post_init__(self) -> None:
        codes: dict[str, tuple[tuple[str, ...], bool]] = {}
        for place in sorted(self.places.values(), key=lambda place: place.code):
            for name in place.names:
                known, full = codes.get(name, ((), False))
                codes[name] = (*known, place.code), full or name == place.name
        object.__setattr__(self, "_codes", codes)
        object.__setattr__(self, "_longest", max(map(len, codes), default=0))

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of the regions with this name."""
        return self._codes.get(name, ((), False))[0]

    def at(self, text: str, start: int) -> Named | None:
        """The longest name of a region that begins here."""
        for end in range(min(start + self._longest, len(text)), start + 1, -1):
            if text[start:end] in self._codes:
                codes, full = self._codes[text[start:end]]
                return Named(start, end, codes, full)
        return None

    def find(self, text: str) -> Iterator[Named]:
        """The names of regions, none inside another; short names of zones and larger areas are not theirs."""
        start = 0
        while start < len(text):
            found = self.at(text, start)
            if found and (found.full or not pattern("region", "zone").match(text, found.end)):
                yield found
            start = found.end if found else start + 1

    def region(self, text: str, context: str) -> tuple[tuple[str, ...], Named | None]:
        """The codes of the regions that some words may tell of, one when they are clear, and the name that tells.

        Of a region and one that it lies in, the former is meant; of others, the one with the longest name in full.
        `context`: words that may name what a region lies in, to tell those with the same name apart.
        """
        named = [(self._settled(name.codes, context), name) for name in self.find(text)]
        codes = {code for options, _ in named for code in options}
        inner = [(options, name) for options, name in named if not self._lie_in_any(codes, options)]
        best = max(((name.full, name.end - name.start) for _, name in inner), default=None)
        chosen = [(options, name) for options, name in inner if (name.full, name.end - name.start) == best]
        found = tuple(dict.fromkeys(code for options, _ in chosen for code in options))
        return found, chosen[0][1] if chosen else None

    def main_region(self, text: str) -> str:
        """The region that a long text is about: by far the most often named in full; empty when there is none."""
        limits = rules()["region"]
        counts = Counter(name.codes[0] for name in self.find(text) if name.full and len(name.codes) == 1)
        often = {code for code, count in counts.items() if count >= limits["body_min"]}
        rest = Counter({c: n for c, n in counts.items() if not self._lie_in_any(often, (c,))})
        first, second = [*rest.most_common(2), ("", 0), ("", 0)][:2]
        return first[0] if first[0] in often and first[1] >= limits["body_share"] * second[1] else ""

    def _settled(self, codes: tuple[str, ...], context: str) -> tuple[str, ...]:
        """Those of regions with one name that lie in a region that the context names; all when none does."""
        if len(codes) == 1:
            return codes
        inside = tuple(code for code in codes if any(self._named(above, context) for above in self._above(code)))
        return inside or codes

    def _named(self, code: str, context: str) -> bool:
        return any(name in context for name in self.places[code].names)

    def _above(self, code: str) -> Iterator[str]:
        return (above for above in self.places[code].above if above in self.places)

    def _lie_in_any(self, codes: set[str], larger: tuple[str, ...]) -> bool:
        return any(code in self.places[inner].above for inner in codes for code in larger)

    def is_body(self, text: str) -> bool:
        """Whether some words are the name of a body with its region, or of a central one."""
        if not 3 < len(text) <= rules()["body"]["max"] or not text.endswith(self.bodies):
            return False
        return bool(pattern("body", "opens").match(text)) or self.at(text, 0) is not None

    def bodies_in(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where bodies stand whose names some words consist of; none when anything else stands there too."""
        parts = pattern("body", "between").split(text)
        found: list[tuple[int, int]] = []
        start = 0
        for part in parts:
            found += self._bodies(part, start)
            start += len(part) + 1
        covered = sum(end - begin for begin, end in found)
        return tuple(found) if covered == sum(map(len, parts)) else ()

    def _bodies(self, text: str, offset: int) -> list[tuple[int, int]]:
        """The names of bodies that a text begins with, one behind the other."""
        ends = [0]
        for end in range(1, len(text) + 1):
            begins = end == len(text) or self.at(text, end) or pattern("body", "opens").match(text, end)
            if begins and self.is_body(text[ends[-1] : end]):
                ends.append(end)
        return [(offset + start, offset + end) for start, end in pairwise(ends)]

    def kind(self, title: str) -> str:
        """The code of the kind of document that the last words of a title tell; empty when they tell none."""
        end = re.search(rf"{rules()['title']['end']}$", title)
        words = title[: end.start()] if end else title
        found = max((word for word in self.kinds if words.endswith(word)), key=len, default="")
        if found:
            return self.kinds[found]
        return next((r["code"] for r in rules()["kind"] if re.fullmatch(r["pattern"], words)), "")
