"""Plans against each other: what agrees, what is found in small graphs, and what in the corpus."""

from __future__ import annotations

import io
import json
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from plangraph import api
from plangraph.comparison import compare_plans, kinds
from plangraph.comparison.agreement import agree
from plangraph.comparison.figures import Figure, Text, read_figures, read_texts
from plangraph.errors import QueryError
from plangraph.export.memo import memo
from plangraph.lexicon import Lexicon
from plangraph.lexicon import load as load_lexicon
from plangraph.store import OxigraphStore, to_nquads
from plangraph.terms import (
    DCTERMS,
    GRAPH,
    ID,
    OA,
    PG,
    RDF,
    RDFS,
    Literal,
    Quad,
    decimal,
    integer,
    mint,
    named,
    year,
    zh,
)

HERE = Path(__file__).parent
AGREEMENT = tomllib.loads((HERE / "agreement.toml").read_text(encoding="utf-8"))["case"]
PLANS = tomllib.loads((HERE / "plans.toml").read_text(encoding="utf-8"))["case"]
CORPUS = json.loads((HERE / "corpus.json").read_text(encoding="utf-8"))
HERE_REGION = named("region", "440784")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


# ── small graphs ────────────────────────────────────────────────────────────────────────────────────────


def text_quads(code: str, kind: str, plan: str, about: bool) -> list[Quad]:
    iri, graph = named("document", code), GRAPH + code
    start = 2016 if code == "a" else 2021
    return [
        Quad(iri, RDF + "type", PG + "Document", graph),
        Quad(iri, DCTERMS + "identifier", Literal(code), graph),
        Quad(iri, DCTERMS + "title", zh(f"文本{code}"), graph),
        Quad(iri, PG + "documentKind", named("plan-kind", kind), graph),
        Quad(iri, PG + "region", HERE_REGION, graph),
        Quad(iri, PG + ("about" if about else "expresses"), named("plan", plan), graph),
        Quad(iri, PG + "periodStart", year(start), graph),
        Quad(iri, PG + "periodEnd", year(start + 4), graph),
    ]


def figure_quads(number: int, cells: dict[str, Any]) -> list[Quad]:
    iri, graph = f"{ID}target/{number}", GRAPH + str(cells["text"])
    indicator, surface = named("indicator", cells["indicator"]), zh(cells["indicator"])
    quote = cells.get("quote", f"{cells['value']}（第{number}句）")
    proof = mint("evidence", cells["text"], quote)
    quads = [
        Quad(iri, RDF + "type", PG + "QuantitativeTarget", graph),
        Quad(iri, PG + "indicator", indicator, graph),
        Quad(indicator, PG + "denotes", indicator, graph),
        Quad(iri, PG + "indicatorSurface", surface, graph),
        Quad(iri, PG + "targetSubject", HERE_REGION, graph),
        Quad(HERE_REGION, PG + "denotes", HERE_REGION, graph),
        Quad(HERE_REGION, RDFS + "label", zh("鹤山市"), graph),
        Quad(iri, PG + "measure", PG + cells.get("measure", "Level"), graph),
        Quad(iri, PG + "targetStatus", PG + cells.get("status", "TargetFigure"), graph),
        Quad(iri, PG + "targetState", PG + cells.get("state", "Stated"), graph),
        Quad(iri, PG + "comparator", PG + cells.get("comparator", "Equal"), graph),
        Quad(iri, PG + "valueText", zh(cells["value"]), graph),
        Quad(iri, PG + "unitText", zh(cells["unit"]), graph),
        Quad(iri, PG + "year", year(cells["year"]), graph),
        Quad(iri, PG + "foundIn", named("document", cells["text"]), graph),
        Quad(iri, PG + "evidence", proof, graph),
        Quad(proof, OA + "exact", zh(quote), graph),
        Quad(proof, OA + "start", integer(0 if "quote" in cells else number), graph),
    ]
    if cells["value"][0].isdigit():
        quads.append(Quad(iri, PG + "value", decimal(cells["value"]), graph))
    if cells.get("table"):
        quads.append(Quad(proof, PG + "table", f"{ID}table/{cells['text']}", graph))
    if cells.get("binding"):
        quads.append(Quad(iri, PG + "bindingness", PG + "Binding", graph))
    return quads


def store_of(case: dict[str, Any]) -> OxigraphStore:
    quads = [quad for text in case["texts"] for quad in text_quads(*text)]
    quads += [quad for number, cells in enumerate(case["figures"]) for quad in figure_quads(number, cells)]
    return OxigraphStore.in_memory("\n".join(to_nquads(quads)).encode())


@pytest.mark.parametrize("case", PLANS, ids=[case["why"] for case in PLANS])
def test_what_is_found_in_small_graphs(case: dict[str, Any], lexicon: Lexicon) -> None:
    found = compare_plans(store_of(case), lexicon)
    told = [[item.kind, item.year, sorted(value.value for value in item.values)] for item in found]
    assert told == case["finds"]
    for item in found:
        assert item.message_zh
        assert item.message_en
        assert all(value.quote and value.sources for value in item.values)


def test_every_kind_of_figures_is_tried() -> None:
    tried = {finding[0] for case in PLANS for finding in case["finds"]}
    tried |= {finding[0] for finding in CORPUS}
    assert set(kinds()) - tried == {"industry-rank-changed"}


@pytest.mark.parametrize("case", AGREEMENT, ids=[case["why"] for case in AGREEMENT])
def test_what_two_figures_agree_on(case: dict[str, Any], lexicon: Lexicon) -> None:
    cells = [
        {"text": "o", "indicator": "gdp", "value": value, "unit": unit, "year": 2020}
        | {"comparator": comparator, "status": status}
        for value, unit, comparator, status in (case["one"], case["other"])
    ]
    store = store_of({"texts": [["o", "outline", "p", False]], "figures": cells})
    one, other = read_figures(store, lexicon, read_texts(store))
    assert one.unit == other.unit
    assert agree(one, other) is case["agree"]
    assert agree(other, one) is case["agree"]


def test_agreement_knows_nothing_of_the_order_of_magnitude() -> None:
    text = Text("o", "", "outline", False, "p", "r", "", None, None)
    base = Figure(
        iri="", indicator="i", name="", surface="", known=True, subject="", subject_name="", year=2020,
        base_year=None,
        measure="Level", average=False, status="ActualFigure", state="Stated", number=Decimal("100"),
        precision=Decimal(1), unit="", shown="", unit_text="", comparator="Equal", binding=False, text=text,
        table=False, evidence="", quote="", section="", start=0,
    )  # fmt: skip
    for power in range(-3, 9):
        factor = Decimal(10) ** power
        one = replace(base, number=base.number * factor, precision=factor) if base.number else base
        assert not agree(one, replace(one, number=Decimal(103) * factor))
        assert agree(one, replace(one, number=Decimal("100.4") * factor))


# ── the corpus ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_conflicts_of_the_corpus(built_graph: Path) -> None:
    found = [
        [item["kind"], item["subject"], item["year"], sorted(value["value"] for value in item["values"])]  # type: ignore[attr-defined]
        for item in api.conflicts(built_graph)
    ]
    assert [expected for expected in CORPUS if expected not in found] == []


def test_every_value_of_a_conflict_has_its_words(built_graph: Path) -> None:
    for item in api.conflicts(built_graph):
        assert item["kind"] in kinds()
        values = item["values"]
        assert isinstance(values, list)
        assert values
        for value in values:
            assert value["quote"]
            assert value["document"]
            parts = value["value"].split("、")
            digits = [part.rstrip(value["unit"]) if value["unit"] else part for part in parts]
            assert all("".join(part.split()) in "".join(value["quote"].split()) for part in digits)


def test_conflicts_can_be_chosen(built_graph: Path) -> None:
    everything = api.conflicts(built_graph)
    of_one = api.conflicts(built_graph, region="鹤山")
    assert 0 < len(of_one) < len(everything)
    assert {str(item["subject"]).split()[0] for item in of_one} == {"鹤山市"}
    assert {item["severity"] for item in api.conflicts(built_graph, severity="warning")} == {"warning"}
    with pytest.raises(QueryError, match="unknown kind"):
        api.conflicts(built_graph, kind="tow-values")
    with pytest.raises(QueryError, match="no region, document or period"):
        api.conflicts(built_graph, region="不存在的区")


def test_two_regions_side_by_side(built_graph: Path) -> None:
    found = api.compare("江海", "鹤山市", built_graph)
    shared = {line.label for line in found.industries if line.shared}
    assert {"新材料", "电子信息", "高端装备制造", "数字经济"} <= shared
    only = {line.label for line in found.industries if line.b is None}
    assert "智慧照明" in only
    assert not shared & only
    rows = {line.label: line for line in found.targets}
    assert rows["每万人口高价值发明专利拥有量"].b is not None
    assert rows["每万人口高价值发明专利拥有量"].b.text.startswith("2.46件 2025年")
    for line in found.industries:
        for cell in (line.a, line.b):
            assert cell is None or (cell.quote and cell.document)


def test_two_documents_and_two_periods(built_graph: Path) -> None:
    found = api.compare("jianghai-proposal", "jianghai-outline", built_graph)
    assert (found.a.kind, found.b.kind) == ("document", "document")
    assert "industry-list-changed" in {finding.kind for finding, _label in found.findings}
    same = api.compare("2021-2025", "江海区", built_graph)
    assert same.a.kind == "period"
    assert len(same.a.documents) >= 4
    with pytest.raises(QueryError, match="no region, document or period named '2016-2020'"):
        api.compare("2016-2020", "江海区", built_graph)


def test_the_memo_tells_what_the_comparison_holds(built_graph: Path) -> None:
    found = api.compare("江海区", "鹤山市", built_graph)
    word = docx.Document(io.BytesIO(memo(found)))
    told = "\n".join(paragraph.text for paragraph in word.paragraphs)
    cells = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "江海区 与 鹤山市" in told
    for line in found.industries:
        if line.shared and line.a is not None:
            assert line.label in cells
            assert "".join(line.a.quote.split("\n")) in cells
    for finding, _label in found.findings:
        assert finding.message_zh in told
    assert memo(found) == memo(api.compare("江海区", "鹤山市", built_graph))
