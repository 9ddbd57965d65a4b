"""Every format on the graph of the corpus: nothing is lost, nothing is made up, the same bytes each time."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from plangraph import api
from plangraph.errors import GraphError, InputError
from plangraph.export import FORMATS, guess
from plangraph.store import parse_nquads, parse_rdf
from plangraph.terms import Quad

ENDINGS = {name: form.ending for name, form in FORMATS.items() if form.ending}
FOLDERS = [name for name in FORMATS if name not in ENDINGS]
RDF = ["nquads", "trig", "jsonld", "turtle", "ntriples", "rdfxml"]
#: A graph with what the corpus has little or nothing of.
ODD = Path(__file__).parent / "odd.nq"


def content(path: Path) -> dict[str, str]:
    """The checksum of a file, or of every file of a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """The folder of a graph that is all exceptions."""
    folder = tmp_path / "odd"
    folder.mkdir()
    shutil.copy(ODD, folder / "graph.nq")
    return folder


# ── RDF ─────────────────────────────────────────────────────────────────────────────────────────────────


def as_exported(quads: Iterator[Quad], form: str) -> set[Quad]:
    kept = form in {"nquads", "trig", "jsonld"}
    return {quad if kept else quad._replace(graph="") for quad in quads}


@pytest.mark.parametrize("form", RDF)
def test_rdf_reads_back(form: str, built_graph: Path, tmp_path: Path) -> None:
    path = api.export(built_graph, form, tmp_path / f"graph.{ENDINGS[form]}")
    assert set(parse_rdf(path)) == as_exported(parse_nquads(built_graph / "graph.nq"), form)


@pytest.mark.parametrize("form", RDF)
def test_odd_values_read_back(form: str, odd: Path, tmp_path: Path) -> None:
    path = api.export(odd, form, tmp_path / f"graph.{ENDINGS[form]}")
    found = list(parse_rdf(path))
    assert set(found) == as_exported(parse_nquads(odd / "graph.nq"), form)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(("form", "known"), [("jsonld", "json-ld"), ("trig", "trig")])
def test_another_parser_reads_the_same_datasets(form: str, known: str, odd: Path, tmp_path: Path) -> None:
    path = api.export(odd, form, tmp_path / "graph")
    found, wanted = Dataset(), Dataset()
    found.parse(path, format=known)
    wanted.parse(odd / "graph.nq", format="nquads")
    names = {"http://a.example/g1", "http://a.example/g2"}
    for name in names:
        graphs = [
            next(graph for graph in one.graphs() if str(graph.identifier) == name) for one in (found, wanted)
        ]
        assert isomorphic(*graphs)


@pytest.mark.parametrize(("form", "known"), [("turtle", "turtle"), ("rdfxml", "xml"), ("ntriples", "nt")])
def test_another_parser_reads_the_same_graph(form: str, known: str, odd: Path, tmp_path: Path) -> None:
    path = api.export(odd, form, tmp_path / "graph")
    nt = api.export(odd, "ntriples", tmp_path / "other")
    assert isomorphic(Graph().parse(path, format=known), Graph().parse(nt, format="nt"))


def test_jsonld_is_readable(built_graph: Path, tmp_path: Path) -> None:
    written = json.loads(api.export(built_graph, "jsonld", tmp_path / "a.jsonld").read_text(encoding="utf-8"))
    graphs = {graph["@id"]: {node["@id"]: node for node in graph["@graph"]} for graph in written["@graph"]}
    assert "graph:document/heshan-outline" in graphs
    steel = graphs["graph:vocabularies"]["id:industry/steel"]
    assert steel["prefLabel"] == {"en": "Iron and steel", "zh": "钢铁"}
    assert "Industry" in steel["@type"]
    statements = [
        node for node in graphs["graph:document/heshan-outline"].values() if node["@type"] == "Statement"
    ]
    assert {"develops", "hasField"} <= {node["predicate"] for node in statements}
    assert all(set(node["objectSurface"]) == {"zh"} for node in statements)
    own = {key for graph in graphs.values() for node in graph.values() for key in node if key.startswith("pg:")}
    assert own == set()


# ── files and folders ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_bytes(form: str, built_graph: Path, tmp_path: Path) -> None:
    one, two = (api.export(built_graph, form, tmp_path / name / "graph") for name in ("one", "two"))
    assert content(one) == content(two)
    assert [path.name for path in tmp_path.glob("*/*")] == ["graph", "graph"]


def test_gzip_and_zip_hold_the_same(built_graph: Path, tmp_path: Path) -> None:
    plain = api.export(built_graph, "csv", tmp_path / "s.csv").read_bytes()
    packed = api.export(built_graph, "", tmp_path / "s.csv.gz").read_bytes()
    assert gzip.decompress(packed) == plain
    assert packed[4:8] == bytes(4)  # no time
    with zipfile.ZipFile(api.export(built_graph, "", tmp_path / "s.csv.zip")) as archive:
        assert archive.namelist() == ["s.csv"]
        assert archive.read("s.csv") == plain


@pytest.mark.parametrize("form", FOLDERS)
def test_a_folder_as_an_archive(form: str, built_graph: Path, tmp_path: Path) -> None:
    folder = api.export(built_graph, form, tmp_path / "tables")
    archives = [api.export(built_graph, form, tmp_path / name).read_bytes() for name in ("a.zip", "b.zip")]
    assert archives[0] == archives[1]
    with zipfile.ZipFile(io.BytesIO(archives[0])) as archive:
        assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()} == content(
            folder
        )


@pytest.mark.parametrize(("form", "ending"), ENDINGS.items())
def test_the_ending_tells_the_format(form: str, ending: str) -> None:
    assert guess(Path(f"plans.{ending}")) == form
    assert guess(Path(f"plans.{ending}.gz")) == form


@pytest.mark.parametrize(
    ("form", "name", "words"),
    [
        ("", "plans.ttx", "did you mean ttl"),
        ("", "plans", "--format"),
        ("turtel", "plans.ttl", "did you mean turtle"),
        ("xlsx", "plans.xlsx.gz", "compressed already"),
        ("tables", "plans.gz", ".zip"),
    ],
)
def test_a_name_that_does_not_fit(form: str, name: str, words: str, built_graph: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        api.export(built_graph, form, tmp_path / name)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("form", "name"), [("turtle", "a.ttl"), ("csv", "a.csv.gz"), ("xlsx", "a.xlsx")])
def test_a_failed_export_leaves_the_old_file(form: str, name: str, odd: Path, tmp_path: Path) -> None:
    (odd / "graph.nq").write_text("<http://a.example/s> <broken", encoding="utf-8")
    (odd / "statements.jsonl").write_text('{"id": "1"}\n{"id', encoding="utf-8")
    target = tmp_path / "out" / name
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    with pytest.raises(GraphError):
        api.export(odd, form, target)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("form", FOLDERS)
def test_a_failed_export_leaves_the_old_folder(form: str, odd: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "tables"
    target.mkdir(parents=True)
    (target / "old.csv").write_text("old", encoding="utf-8")
    with pytest.raises(GraphError):
        api.export(odd, form, target)
    assert [path.name for path in target.parent.rglob("*")] == ["tables", "old.csv"]


@pytest.mark.parametrize("form", FOLDERS)
def test_only_a_folder_of_an_export_is_replaced(form: str, built_graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "mine"
    api.export(built_graph, form, target)
    before = content(target)
    api.export(built_graph, form, target)
    assert content(target) == before
    (target / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"thesis\.docx"):
        api.export(built_graph, form, target)
    assert set(content(target)) == {*before, "thesis.docx"}
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_does_not_replace_a_file(built_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="a file"):
        api.export(built_graph, "tables", tmp_path / "tables")
    assert (tmp_path / "tables").read_text(encoding="utf-8") == "mine"
