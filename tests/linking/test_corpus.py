"""Identity in the graph of the corpus: what is one, what is not, and what a decision changes."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from plangraph import api
from plangraph.folder import GRAPH_FILE, REPORT_FILE, STORE_FOLDER
from plangraph.linking.identity import COMMON, KINDS
from plangraph.linking.names import normal_form
from plangraph.store import OxigraphStore
from plangraph.terms import mint

EXPECTED = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text(encoding="utf-8"))
_COMMON = {KINDS[kind] for kind in COMMON}
Name = list[str]


@pytest.fixture(scope="module")
def store(built_graph: Path) -> OxigraphStore:
    return OxigraphStore.open(built_graph / STORE_FOLDER)


def denoted(store: OxigraphStore, name: Name) -> str:
    kind, scope, text = name
    iri = mint(kind, "" if kind in _COMMON else scope, normal_form(text))
    rows = store.select(f"SELECT ?x WHERE {{ <{iri}> pg:denotes ?x }}")
    assert len(rows) == 1, f"{text} is not in the graph"
    return rows[0]["x"]


def ids(pairs: list[list[Name]]) -> list[str]:
    return [f"{one[2]}-{other[2]}" for one, other in pairs]


@pytest.mark.parametrize("pair", EXPECTED["one"], ids=ids(EXPECTED["one"]))
def test_names_that_are_one_thing(pair: list[Name], store: OxigraphStore) -> None:
    assert denoted(store, pair[0]) == denoted(store, pair[1])


@pytest.mark.parametrize("pair", EXPECTED["apart"], ids=ids(EXPECTED["apart"]))
def test_names_that_are_two_things(pair: list[Name], store: OxigraphStore) -> None:
    assert denoted(store, pair[0]) != denoted(store, pair[1])


@pytest.mark.parametrize("pair", EXPECTED["included"], ids=[pair[0] for pair in EXPECTED["included"]])
def test_packages_include_the_projects_that_their_rows_name(pair: list[str], store: OxigraphStore) -> None:
    rows = store.select(
        f'SELECT ?s WHERE {{ ?s pg:predicate pg:includes ; pg:objectSurface "{pair[0]}"@zh ; '
        f'pg:subjectSurface "{pair[1]}"@zh }}'
    )
    assert len(rows) == 1


def test_joint_names_have_members(store: OxigraphStore) -> None:
    for name, members in EXPECTED["joint"]:
        iri = denoted(store, name)
        rows = store.select(f"SELECT ?label WHERE {{ <{iri}> pg:hasMember/rdfs:label ?label }} ORDER BY ?label")
        assert [row["label"] for row in rows] == members


def test_every_link_has_a_reason_and_a_confidence(store: OxigraphStore) -> None:
    (counts,) = store.select(
        "SELECT (COUNT(?l) AS ?links) (COUNT(?r) AS ?reasons) (COUNT(?c) AS ?sure) WHERE { ?l a pg:IdentityLink "
        "OPTIONAL { ?l pg:reason ?r } OPTIONAL { ?l pg:confidence ?c } }"
    )
    assert int(counts["links"]) > 300
    assert counts["links"] == counts["reasons"] == counts["sure"]


def test_names_that_denote_nothing_are_counted(built_graph: Path) -> None:
    unlinked = api.identities(built_graph, unlinked=True)
    assert unlinked
    assert all(row["reason"] and int(row["mentions"]) >= 0 for row in unlinked)
    assert {row["class"] for row in api.identities(built_graph, kind="park")} == {"Park"}


def test_a_decision_survives_a_build_and_one_that_fits_nothing_is_told(tmp_path: Path, corpus: Path) -> None:
    """A corpus of one text, whose curator decides; the graph is the same but for the decision."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = (corpus / "manifest.csv").read_text(encoding="utf-8").splitlines()
    note = next(row for row in rows if row.startswith("jianghai-manufacturing-drafting-note,"))
    (folder / "manifest.csv").write_text(f"{rows[0]}\n{note}\n", encoding="utf-8")
    shutil.copy(corpus / "jianghai-manufacturing-drafting-note.txt", folder)
    before = tmp_path / "before"
    api.build(folder, before, trained=False)
    api.decide(folder, action="split", kind="body", scope="440704", name="江海区经济促进局", reason="试验")
    api.decide(
        folder, action="merge", kind="park", scope="440704", name="没有的园区", other="另一个", reason="试验"
    )
    after = tmp_path / "after"
    built = api.build(folder, after, trained=False)
    assert [(item.line, item.name) for item in built.undone] == [(3, "没有的园区")]
    assert "没有的园区" in (after / REPORT_FILE).read_text(encoding="utf-8")
    name = ["body", "440704", "江海区经济促进局"]
    full = ["body", "440704", "江门市江海区经济促进局"]
    first, second = (OxigraphStore.open(graph / STORE_FOLDER) for graph in (before, after))
    assert denoted(first, name) == mint("body", "440704", full[2])
    assert denoted(second, name) == mint("body", "440704", name[2])
    told = (after / GRAPH_FILE).read_text(encoding="utf-8")
    assert "试验" in told
