"""Two regions, documents or periods side by side: industries, targets, goals, partners, findings.

An industry is met at its concept, so that 新材料 and 新材料产业集群 are one row: at least one side names the
industry itself, the other it or a narrower one; a product alone does not count. Each cell keeps the strongest
sentence. What one side lacks is empty: it was not found in the texts that were read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plangraph.comparison.figures import Figure, read_figures, read_texts
from plangraph.comparison.records import finding_record, read_findings
from plangraph.comparison.sides import Side, find_side
from plangraph.lexicon import Lexicon
from plangraph.model import Finding
from plangraph.store import Store

_STRENGTHS = {"Must": 1, "Promote": 2, "Explore": 3, "Pilot": 4}
_UNRANKED = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says: a short form, the words and where they stand."""

    text: str
    quote: str
    document: str
    section: str
    source: str
    statements: int = 1
    direct: bool = True  # the thing itself is named, not only something narrower


@dataclass(frozen=True, slots=True)
class Line:
    """One thing and what each side says of it; None where nothing was found."""

    key: str  # IRI
    label: str
    a: Cell | None
    b: Cell | None

    @property
    def shared(self) -> bool:
        """Whether both sides say something."""
        return self.a is not None and self.b is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and what they say, section by section."""

    a: Side
    b: Side
    industries: tuple[Line, ...]
    targets: tuple[Line, ...]
    goals: tuple[Line, ...]
    partners: tuple[Line, ...]
    findings: tuple[tuple[Finding, str], ...]

    def record(self) -> dict[str, object]:
        """The comparison as an object for JSON."""
        return {
            "a": {"kind": self.a.kind, "label": self.a.label, "documents": list(self.a.documents)},
            "b": {"kind": self.b.kind, "label": self.b.label, "documents": list(self.b.documents)},
            "industries": {
                "shared": [_line(line) for line in self.industries if line.shared],
                "only_a": [_line(line) for line in self.industries if line.b is None],
                "only_b": [_line(line) for line in self.industries if line.a is None],
            },
            "targets": [_line(line) for line in self.targets],
            "goals": [_line(line) for line in self.goals],
            "partners": [_line(line) for line in self.partners],
            "findings": [finding_record(finding, label) for finding, label in self.findings],
        }


def compare(store: Store, lexicon: Lexicon, first: str, second: str) -> Comparison:
    """Two sides by name. Raises `QueryError` when a name is not known."""
    a, b = find_side(store, first), find_side(store, second)
    return Comparison(
        a=a,
        b=b,
        industries=_side_by_side(_said(store, _INDUSTRIES, a), _said(store, _INDUSTRIES, b)),
        targets=_targets(store, lexicon, a, b),
        goals=_side_by_side(_said(store, _GOALS, a), _said(store, _GOALS, b), shared_only=True),
        partners=_side_by_side(_said(store, _PARTNERS, a), _said(store, _PARTNERS, b)),
        findings=_findings(store, a, b),
    )


def _side_by_side(
    a: Mapping[str, tuple[str, Cell]], b: Mapping[str, tuple[str, Cell]], *, shared_only: bool = False
) -> tuple[Line, ...]:
    """One line a thing: those of both sides first, then by how much is said."""
    lines = [
        Line(
            key=key,
            label=(a.get(key) or b[key])[0],
            a=a[key][1] if key in a else None,
            b=b[key][1] if key in b else None,
        )
        for key in {*a, *b}
        if not shared_only or (key in a and key in b)
        if any(side[key][1].direct for side in (a, b) if key in side)
    ]
    return tuple(sorted(lines, key=lambda line: (not line.shared, -_weight(line), line.label, line.key)))


def _weight(line: Line) -> int:
    return sum(cell.statements for cell in (line.a, line.b) if cell is not None)


def _said(store: Store, query: str, side: Side) -> dict[str, tuple[str, Cell]]:
    """For each thing its label and the strongest sentence of a side, with the number of statements."""
    rows = store.select(query.replace("{side}", side.pattern("?s")))
    best: dict[str, dict[str, str]] = {}
    count: dict[str, set[str]] = {}
    for row in rows:
        key = row["thing"]
        count.setdefault(key, set()).add(row["s"])
        if key not in best or _strength(row) < _strength(best[key]):
            best[key] = row
    return {key: (row["label"], _cell(row, len(count[key]))) for key, row in best.items()}


def _strength(row: Mapping[str, str]) -> tuple[str, int, int, float, str]:
    """Order of sentences: the thing itself before what lies under it, then by rank, strength and confidence."""
    rank = int(row["rank"]) if "rank" in row else _UNRANKED
    force = _STRENGTHS.get(row.get("force", "").rsplit("#", 1)[-1], _UNRANKED)
    return row.get("level", "1"), rank, force, -float(row["sure"]), row["s"]


def _cell(row: Mapping[str, str], statements: int) -> Cell:
    words = [row.get("priority", ""), row["surface"]]
    return Cell(
        text="·".join(word for word in words if word),
        quote=row["quote"],
        document=row["document"],
        section=row.get("section", ""),
        source=row["s"],
        statements=statements,
        direct=row.get("level", "1") == "1",
    )


def _targets(store: Store, lexicon: Lexicon, a: Side, b: Side) -> tuple[Line, ...]:
    """The targets to come of each side: for each indicator and measure the latest year that has one."""
    figures = read_figures(store, lexicon, read_texts(store))
    return _side_by_side(_latest(figures, a), _latest(figures, b))


def _latest(figures: list[Figure], side: Side) -> dict[str, tuple[str, Cell]]:
    found: dict[str, Figure] = {}
    for figure in figures:
        own = side.kind != "region" or figure.subject == side.key
        target = figure.status == "TargetFigure" and figure.state != "NotFound" and figure.known
        start = figure.text.start or 0
        if figure.text.id not in side.documents or not own or not target or (figure.year or start) < start:
            continue
        key = f"{figure.indicator} {figure.measure}"
        known = found.get(key)
        if known is None or (figure.year or 0, figure.table) > (known.year or 0, known.table):
            found[key] = figure
    return {key: (_measured(figure), _figure_cell(figure)) for key, figure in found.items()}


def _measured(figure: Figure) -> str:
    ending = {"Growth": "（增速）", "Change": "（变化）"}.get(figure.measure, "")
    return figure.name + ending


def _figure_cell(figure: Figure) -> Cell:
    words = [figure.shown, f"{figure.year}年" if figure.year else "", "约束性" if figure.binding else ""]
    return Cell(
        text=" ".join(word for word in words if word),
        quote=figure.quote,
        document=figure.text.id,
        section=figure.section,
        source=figure.iri,
    )


def _findings(store: Store, a: Side, b: Side) -> tuple[tuple[Finding, str], ...]:
    """The findings that set texts of both sides side by side; of two regions, those of either."""
    found = []
    for finding, label in read_findings(store):
        documents = {value.document for value in finding.values}
        both = bool(documents & set(a.documents)) and bool(documents & set(b.documents))
        regions = a.kind == b.kind == "region" and finding.region in {a.key, b.key}
        if both or regions:
            found.append((finding, label))
    return tuple(found)


def _line(line: Line) -> dict[str, object]:
    return {"label": line.label, "iri": line.key, "a": _cell_record(line.a), "b": _cell_record(line.b)}


def _cell_record(cell: Cell | None) -> dict[str, object] | None:
    if cell is None:
        return None
    return {
        "text": cell.text,
        "statements": cell.statements,
        "quote": cell.quote,
        "document": cell.document,
        "section": cell.section,
        "source": cell.source,
    }


_STATEMENT = """
  ?s pg:confidence ?sure ; pg:evidence ?proof ; pg:foundIn/dcterms:identifier ?document .
  FILTER(?sure >= 0.5)
  FILTER NOT EXISTS { ?s pg:status pg:Past }
  ?proof oa:exact ?quote .
  OPTIONAL { ?proof pg:sectionPath ?section }
  OPTIONAL { ?s pg:priority ?p . ?p skos:prefLabel ?priority ; pg:rank ?rank FILTER(LANG(?priority) = "zh") }
  OPTIONAL { ?s pg:strength ?force }
"""

_INDUSTRIES = (
    """
SELECT DISTINCT ?thing ?label ?level ?s ?sure ?surface ?priority ?rank ?force ?quote ?document ?section WHERE {
  {side}
  ?s pg:predicate pg:develops ; pg:object ?o ; pg:objectSurface ?surface .
  ?o pg:under ?thing ; pg:denotes ?meant ; a ?kind . BIND(IF(?meant = ?thing, 1, 2) AS ?level)
  FILTER(?level = 1 || ?kind = pg:Industry)
  ?thing a pg:Industry ; skos:prefLabel ?label . FILTER(LANG(?label) = "zh")"""
    + _STATEMENT
    + "}"
)

_GOALS = (
    """
SELECT DISTINCT ?thing ?label ?s ?sure ?surface ?priority ?rank ?force ?quote ?document ?section WHERE {
  {side}
  ?s pg:predicate pg:aimsFor ; pg:object ?o ; pg:objectSurface ?surface .
  ?o rdfs:label ?label . BIND(?label AS ?thing)"""
    + _STATEMENT
    + "}"
)

_PARTNERS = (
    """
SELECT DISTINCT ?thing ?label ?s ?sure ?surface ?priority ?rank ?force ?quote ?document ?section WHERE {
  {side}
  ?s pg:predicate pg:cooperatesWith ; pg:object ?o ; pg:objectSurface ?surface .
  ?o pg:denotes ?thing . ?thing skos:prefLabel|rdfs:label ?label . FILTER(LANG(?label) = "zh")"""
    + _STATEMENT
    + "}"
)
