"""What a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from plangraph.model import Span

#: How a name matches, the best first.
MATCHES = ("exact", "prefix", "contains", "pinyin")
#: The kind of what is found in texts; all other kinds are those of IRIs (park, industry, …).
PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that was found, and the name that matched with the matching characters."""

    iri: str
    label: str
    label_en: str
    kind: str
    cls: str
    class_zh: str
    class_en: str
    region: str
    region_label: str
    statements: int
    targets: int
    match: str
    name: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph, heading or table row that was found.

    `start` and `end` are those of the first match in the text of the passage, `spans` those of it in the archived
    text; `marks` belong to `snippet`.
    """

    iri: str
    kind: str
    document: str
    title: str
    region: str
    section: str
    snippet: str
    marks: tuple[Span, ...]
    start: int
    end: int
    spans: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Facet:
    """How many results there are of one kind, region or document."""

    value: str
    label: str
    count: int
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: things by name, then places in the texts, each the best first."""

    text: str
    things: tuple[Named, ...] = ()
    places: tuple[Place, ...] = ()
    things_total: int = 0
    places_total: int = 0
    facets: Mapping[str, tuple[Facet, ...]] = field(default_factory=dict)

    def record(self) -> dict[str, object]:
        """The answer as JSON writes it."""
        return {
            "text": self.text,
            "total": {"entities": self.things_total, "passages": self.places_total},
            "facets": {name: [asdict(item) for item in items] for name, items in self.facets.items()},
            "entities": [asdict(item) for item in self.things],
            "passages": [asdict(item) for item in self.places],
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A thing that a search box offers under one of its names."""

    iri: str
    kind: str
    name: str
    label: str
    class_zh: str
    class_en: str
    statements: int
