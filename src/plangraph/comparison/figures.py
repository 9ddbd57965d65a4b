"""The figures of a graph: what each text says an indicator of a subject is, or shall be, in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from plangraph.lexicon import Lexicon
from plangraph.store import Store


@dataclass(frozen=True, slots=True)
class Text:
    """A document as comparison sees it."""

    id: str
    title: str
    kind: str  # code of the kind of document
    about: bool  # a text about a plan, not the plan's own
    plan: str  # IRI of the plan
    region: str  # IRI
    region_name: str
    start: int | None  # planning period
    end: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of an indicator, as one text states it."""

    iri: str
    indicator: str  # IRI that the indicator's name denotes; the base of a rate (增长) stands for the rate
    name: str  # of the indicator, as people read it
    surface: str  # its name in the text
    known: bool  # the indicator is a concept of the vocabulary
    subject: str  # IRI that the subject's name denotes
    subject_name: str
    year: int | None
    base_year: int | None
    measure: str  # Level, Growth, Change
    average: bool  # of a growth: the yearly average of a period
    status: str  # TargetFigure, ActualFigure
    state: str  # Stated, LeftToHigherLevel, NotFound
    number: Decimal | None  # in the base unit
    precision: Decimal  # what the last printed digit is worth, in the base unit
    unit: str  # label of the base unit
    shown: str  # the value as printed, with its unit
    unit_text: str
    comparator: str  # Equal, AtLeast, …
    binding: bool
    text: Text
    table: bool  # it stands in a table
    evidence: str  # IRI
    quote: str
    section: str
    start: int  # offset of the evidence


def read_texts(store: Store) -> dict[str, Text]:
    """The documents of a graph by id."""
    return {
        row["id"]: Text(
            id=row["id"],
            title=row["title"],
            kind=row["kind"].rsplit("/", 1)[-1],
            about=row["about"] == "true",
            plan=row["plan"],
            region=row["region"],
            region_name=row.get("regionName", ""),
            start=_year(row, "start"),
            end=_year(row, "end"),
        )
        for row in store.select(_TEXTS)
    }


def read_figures(store: Store, lexicon: Lexicon, texts: Mapping[str, Text]) -> list[Figure]:
    """The figures of a graph, in the order of documents and places."""
    found = [_figure(row, lexicon, texts[row["document"]]) for row in store.select(_FIGURES)]
    return sorted(found, key=lambda item: (item.text.id, item.start, item.iri))


def _figure(row: Mapping[str, str], lexicon: Lexicon, text: Text) -> Figure:
    indicator = row["indicator"]
    base = lexicon.rates.get(indicator, indicator)
    measure = row["measure"].rsplit("#", 1)[-1]
    number, precision, unit = _in_base(row.get("value", ""), row.get("unit", ""), lexicon)
    quote = row["quote"]
    return Figure(
        iri=row["target"],
        indicator=base,
        name=lexicon.pref_label.get(base) or row.get("name") or row["surface"],
        surface=row["surface"],
        known=indicator in lexicon.indicators,
        subject=row["subject"],
        subject_name=row.get("subjectName", ""),
        year=_year(row, "year"),
        base_year=_year(row, "baseYear"),
        measure=measure,
        average=measure == "Growth" and ("period" in row or "年均" in quote),
        status=row["status"].rsplit("#", 1)[-1],
        state=row["state"].rsplit("#", 1)[-1],
        number=number,
        precision=precision,
        unit=unit,
        shown=with_unit(row.get("text", ""), row.get("unit", "")),
        unit_text=row.get("unit", ""),
        comparator=row["comparator"].rsplit("#", 1)[-1],
        binding=row.get("binding", "").endswith("#Binding"),
        text=text,
        table="table" in row,
        evidence=row["evidence"],
        quote=quote,
        section=row.get("section", ""),
        start=int(row["start"]),
    )


def _in_base(value: str, unit: str, lexicon: Lexicon) -> tuple[Decimal | None, Decimal, str]:
    """A value in the base unit, what its last printed digit is worth, and the base unit."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None, Decimal(0), unit
    exponent = number.as_tuple().exponent
    last = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    converted, step = lexicon.to_base(number, unit), lexicon.to_base(last, unit)
    if converted is None or step is None:
        return number, last, unit
    return converted[0], step[0], converted[1]


def with_unit(printed: str, unit: str) -> str:
    """A value with its unit, which a table prints elsewhere."""
    plain = not unit or unit in printed or not any(char.isdigit() for char in printed)
    return printed if plain else printed + unit


def _year(row: Mapping[str, str], name: str) -> int | None:
    return int(row[name]) if name in row else None


_TEXTS = """
SELECT ?id ?title ?kind ?about ?plan ?region ?regionName ?start ?end WHERE {
  ?d a pg:Document ; dcterms:identifier ?id ; dcterms:title ?title ; pg:documentKind ?kind ; pg:region ?region .
  { ?d pg:expresses ?plan BIND(false AS ?about) } UNION { ?d pg:about ?plan BIND(true AS ?about) }
  OPTIONAL { ?region skos:prefLabel ?regionName FILTER(LANG(?regionName) = "zh") }
  OPTIONAL { ?d pg:periodStart ?start } OPTIONAL { ?d pg:periodEnd ?end }
} ORDER BY ?id"""

_FIGURES = """
SELECT ?target ?indicator ?name ?surface ?subject ?subjectName ?year ?baseYear ?period ?measure ?status ?state
       ?comparator ?binding ?value ?text ?unit ?document ?evidence ?quote ?section ?table ?start WHERE {
  ?target a pg:QuantitativeTarget ; pg:indicator/pg:denotes ?indicator ; pg:indicatorSurface ?surface ;
    pg:targetSubject/pg:denotes ?subject ; pg:measure ?measure ; pg:targetStatus ?status ;
    pg:targetState ?state ; pg:comparator ?comparator ; pg:foundIn/dcterms:identifier ?document ;
    pg:evidence ?evidence .
  ?evidence oa:exact ?quote ; oa:start ?start .
  OPTIONAL { ?indicator rdfs:label|skos:prefLabel ?name FILTER(LANG(?name) = "zh") }
  OPTIONAL { ?subject rdfs:label|skos:prefLabel ?subjectName FILTER(LANG(?subjectName) = "zh") }
  OPTIONAL { ?target pg:year ?year } OPTIONAL { ?target pg:baseYear ?baseYear }
  OPTIONAL { ?target pg:period ?period } OPTIONAL { ?target pg:bindingness ?binding }
  OPTIONAL { ?target pg:value ?value } OPTIONAL { ?target pg:valueText ?text }
  OPTIONAL { ?target pg:unitText ?unit } OPTIONAL { ?evidence pg:sectionPath ?section }
  OPTIONAL { ?evidence pg:table ?table }
}"""
