"""Every named query answers as it should on the real corpus.

`queries/<name>.json` beside this file says what a query must find: a list of answers, each with the values
`with` which it is asked, `why` that is true of the texts, and rows that must be `present`, `absent`, present in
one of several forms (`any`), how many there are at least, and which values a group of rows must show (`each`).
A row is given by the columns that matter; a column written `quote~` must contain the words, blanks apart.
A value `text:…` of a parameter is the passage whose text holds these words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from plangraph import queries
from plangraph.errors import QueryError, ResourceError
from plangraph.folder import GRAPH_FILE, STORE_FOLDER, TEXTS_FOLDER
from plangraph.model import parse_spans
from plangraph.model import quote as join
from plangraph.queries import NamedQuery
from plangraph.resources import queries_dir
from plangraph.store import OxigraphStore, sparql_term
from plangraph.terms import PREFIXES, Iri
from plangraph.text import squeeze

FOLDER = Path(__file__).parent / "queries"
QUERIES = queries.load()
LABELLED = {"region", "industry", "indicator", "park", "project", "document", "passage"}
TYPES = LABELLED | {"text", "integer", "decimal", "year"}
Row = dict[str, Any]


def load(path: Path) -> list[dict[str, Any]]:
    """The answers that a data file expects."""
    expected = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(expected, list), path.name
    return expected


EXPECTED = [
    pytest.param(path.stem, answer, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.json"))
    for number, answer in enumerate(load(path), start=1)
]


@pytest.fixture(scope="module")
def store(built_graph: Path) -> OxigraphStore:
    """The store of the built corpus."""
    return OxigraphStore.open(built_graph / STORE_FOLDER)


def rows(store: OxigraphStore, name: str, **values: str) -> list[Row]:
    """The answer as records."""
    answer = queries.ask(store, queries.get(name), values)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


# ── headers ─────────────────────────────────────────────────────────────────────────────────────────────


def test_each_query_has_expected_answers_and_each_file_a_query() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(QUERIES)


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_the_header_says_what_the_query_does(query: NamedQuery, store: OxigraphStore) -> None:
    assert all((query.title_zh, query.title_en, query.description_zh, query.description_en))
    assert queries.ask(store, query, {}).columns == tuple(column.name for column in query.columns)
    assert set(query.nested) <= {column.name for column in query.columns}
    assert bool(query.nest) == bool(query.nested)
    for parameter in query.parameters:
        assert parameter.type in TYPES
        assert parameter.label_zh and parameter.label_en
        if parameter.choices:
            assert parameter.default.strip('"') in {"UNDEF", *parameter.choices}
    labels = [(column.label_zh, column.label_en) for column in query.columns]
    assert all(zh and en for zh, en in labels)


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_prefixes_are_known_and_not_declared(query: NamedQuery) -> None:
    body = re.sub(r'<[^>]*>|"[^"]*"|#.*', "", query.sparql)
    assert "PREFIX" not in body
    assert set(re.findall(r"\b([a-z]+):\w", body)) <= set(PREFIXES)


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_the_example_can_be_asked(query: NamedQuery, store: OxigraphStore) -> None:
    command, verb, name, *pairs = query.example.split()
    assert (command, verb, name) == ("plangraph", "query", query.name)
    values = dict(pair.split("=", 1) for pair in pairs)
    queries.ask(store, query, values)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "expected"), EXPECTED)
def test_the_answer(name: str, expected: dict[str, Any], store: OxigraphStore) -> None:
    assert set(expected) <= {"with", "why", "rows_at_least", "present", "any", "absent", "each"}
    found = rows(store, name, **_values(store, expected.get("with", {})))
    assert len(found) >= expected.get("rows_at_least", 1)
    missing = [wanted for wanted in expected.get("present", []) if not _some(found, wanted)]
    assert not missing, f"not found: {missing}"
    for forms in expected.get("any", []):
        assert any(_some(found, wanted) for wanted in forms), f"none found of {forms}"
    wrong = [row for unwanted in expected.get("absent", []) for row in found if _fits(row, unwanted)]
    assert not wrong, f"must not be found: {wrong}"
    for rule in expected.get("each", []):
        _check_groups(found, rule["of"], rule["shows"], rule["values"])


def _values(store: OxigraphStore, given: Mapping[str, str]) -> dict[str, str]:
    return {name: _passage(store, value) if value.startswith("text:") else value for name, value in given.items()}


def _passage(store: OxigraphStore, value: str) -> str:
    words = squeeze(value.removeprefix("text:"))
    found = store.select("SELECT ?p ?text WHERE { ?p a pg:Passage ; pg:text ?text } ORDER BY ?p")
    holding = [row["p"] for row in found if words in squeeze(row["text"])]
    assert len(holding) == 1, f"{len(holding)} passages hold {words}"
    return holding[0]


def _some(found: Iterable[Row], wanted: Mapping[str, Any]) -> bool:
    return any(_fits(row, wanted) for row in found)


def _fits(row: Row, wanted: Mapping[str, Any]) -> bool:
    for column, value in wanted.items():
        name = column.removesuffix("~")
        assert name in row, f"there is no column {name}"
        if column == name and row[name] != value:
            return False
        if column != name and squeeze(str(value)) not in squeeze(str(row[name] or "")):
            return False
    return True


def _check_groups(found: list[Row], of: str, shows: str, values: list[str]) -> None:
    for key in {row[of] for row in found}:
        assert sorted(row[shows] for row in found if row[of] == key) == sorted(values), key


@pytest.mark.parametrize("name", QUERIES)
def test_no_row_stands_twice(name: str, store: OxigraphStore) -> None:
    found = [tuple(row.values()) for row in rows(store, name)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", [name for name, query in QUERIES.items() if "quote" in query.sparql])
def test_each_quote_stands_in_the_archived_text(name: str, store: OxigraphStore, built_graph: Path) -> None:
    """The words at the spans of the statement's evidence, cut out of the archived text here and now."""
    for row in rows(store, name):
        claim = row.get("statement") or row.get("target")
        if claim is None:
            continue
        node = sparql_term(Iri(claim))
        proof = store.select(
            f"SELECT ?id ?spans WHERE {{ {node} pg:foundIn/dcterms:identifier ?id ; pg:evidence/pg:spans ?spans }}"
        )
        texts = [_archived(built_graph, one["id"], one["spans"]) for one in proof]
        assert row["quote"]
        assert row["quote"] in texts


def _archived(graph: Path, document: str, spans: str) -> str:
    text = (graph / TEXTS_FOLDER / f"{document}.txt").read_bytes().decode("utf-8-sig")
    return join(text, parse_spans(spans))


def test_most_quotes_of_shared_industries_stand_in_one_piece(store: OxigraphStore, built_graph: Path) -> None:
    """Wrapped lines apart; page breaks and boxes cut through the others, which the test above proves."""
    texts = [squeeze(path.read_text(encoding="utf-8")) for path in (built_graph / TEXTS_FOLDER).iterdir()]
    found = rows(store, "shared-industries", a="江海区", b="鹤山市")
    whole = [row for row in found if any(squeeze(str(row["quote"])) in text for text in texts)]
    assert len(whole) > 0.9 * len(found)


# ── parameters ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value", ["鹤山市", "鹤山", "id:region/440784", "https://w3id.org/plangraph/id/region/440784"]
)
def test_a_label_a_short_name_and_an_iri_ask_the_same(value: str, store: OxigraphStore) -> None:
    assert rows(store, "region-goals", region=value) == rows(store, "region-goals", region="鹤山市")
    assert rows(store, "region-goals", region=value) != rows(store, "region-goals", region="江海区")


def test_the_order_of_two_regions_changes_nothing(store: OxigraphStore) -> None:
    one = rows(store, "shared-industries", a="江海区", b="鹤山市")
    assert one == rows(store, "shared-industries", a="鹤山", b="江海") == rows(store, "shared-industries")


def test_an_unknown_name_lists_candidates(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="no region is named '鹤山县'") as caught:
        rows(store, "region-goals", region="鹤山县")
    assert "鹤山" in caught.value.hint
    assert caught.value.where == "parameter region"


def test_a_name_of_several_things_lists_them(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="names 2 things") as caught:
        rows(store, "region-goals", region="朝阳区")
    assert {"region/110105", "region/220104"} <= set(re.findall(r"region/\d+", caught.value.hint))


def test_unknown_and_empty_parameters(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="no parameter 'district'"):
        rows(store, "region-goals", district="鹤山")
    with pytest.raises(QueryError, match="is empty"):
        rows(store, "region-goals", region="  ")


HOSTILE = [
    '鹤山"@zh } ?x ?y ?z . { ?a ?b "',
    "> }",
    "https://a.example/> } DROP ALL #",
    "id:region/440784 } #",
    "}} UNION {{ ?s ?p ?o }}",
    "{0}",
    "\\u0022@zh }",
    "鹤山\n市",
    "'''",
    "?region",
    "UNDEF",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_terms_and_nothing_else(value: str, store: OxigraphStore) -> None:
    """They name nothing, or are no IRI; they never become part of the query's text."""
    with pytest.raises(QueryError, match=r"no region is named|is not an IRI"):
        rows(store, "region-goals", region=value)


@pytest.mark.parametrize(
    ("name", "parameter"),
    [(name, one.name) for name, query in QUERIES.items() for one in query.parameters if one.type in LABELLED],
)
def test_every_parameter_is_bound_as_a_term(name: str, parameter: str, store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match=r"is named|is not an IRI"):
        rows(store, name, **{parameter: HOSTILE[0]})


TEXT_QUERY = """# title-zh: 文
# title-en: Text
# param: text | text | 文 | text
# param: number | integer | 数 | number
# param: when | year | 年 | year
# column: text | 文 | text
# column: number | 数 | number
# column: when | 年 | year
SELECT ?text ?number ?when WHERE {
  VALUES ?text { "default" } VALUES ?number { 1 } VALUES ?when { "2025"^^xsd:gYear }
}
"""


@pytest.mark.parametrize("value", [*HOSTILE, 'a\\" } #', "鹤山"])
def test_literals_come_back_as_they_went_in(value: str) -> None:
    query = queries.parse("text", TEXT_QUERY)
    answer = queries.ask(OxigraphStore.in_memory(b""), query, {"text": value, "number": "-7", "when": "2035"})
    assert answer.rows == ((value, -7, "2035"),)


@pytest.mark.parametrize(
    ("name", "value"), [("number", "1 } #"), ("number", "1.5"), ("when", "25"), ("when", "x")]
)
def test_numbers_and_years_are_checked(name: str, value: str) -> None:
    with pytest.raises(QueryError, match=repr(value)):
        queries.ask(OxigraphStore.in_memory(b""), queries.parse("text", TEXT_QUERY), {name: value})


LISTED_QUERY = """# title-zh: 选
# title-en: Choice
# param: kind | text | 种类 | kind | past, planned
# column: kind | 种类 | kind
SELECT ?kind WHERE { VALUES ?kind { "past" } }
"""


def test_a_list_of_values_is_closed() -> None:
    query = queries.parse("listed", LISTED_QUERY)
    store = OxigraphStore.in_memory(b"")
    assert query.parameters[0].choices == ("past", "planned")
    assert queries.ask(store, query, {"kind": " planned "}).rows == (("planned",),)
    with pytest.raises(QueryError, match="is one of past, planned, not 'plan'") as caught:
        queries.ask(store, query, {"kind": "plan"})
    assert caught.value.hint == "did you mean planned or past?"


@pytest.mark.parametrize(
    "line", ["kind | year | 种类 | kind | 2021", "kind | text | 种类 | kind | a,, b", "kind | text | 种类"]
)
def test_a_header_with_a_wrong_parameter_is_told(line: str) -> None:
    text = LISTED_QUERY.replace("kind | text | 种类 | kind | past, planned", line)
    with pytest.raises(ResourceError):
        queries.parse("listed", text)


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA { id:a id:b id:c }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR ALL", "LOAD <http://a/>"],
)
def test_asking_changes_nothing(text: str, store: OxigraphStore, built_graph: Path) -> None:
    before = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    stamp = (built_graph / GRAPH_FILE).stat().st_mtime_ns
    with pytest.raises(QueryError, match="cannot be parsed"):
        store.run(text)
    assert store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == before
    assert (built_graph / GRAPH_FILE).stat().st_mtime_ns == stamp


def test_the_queries_folder_holds_queries_only() -> None:
    assert {path.suffix for path in queries_dir().iterdir() if path.is_file()} == {".rq"}
