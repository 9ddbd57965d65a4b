"""The installed command as its user calls it: answers, exit codes and clear errors, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str | Path, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `plangraph` with these arguments in a process of its own."""
    command = [sys.executable, "-m", "plangraph", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False
    )


def fails(result: subprocess.CompletedProcess[str], *words: str, code: int = 2) -> None:
    """One clear message with these words, the right exit code, no traceback."""
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize("verb", ["queries", "classes", "documents"])
def test_list(verb: str, built_graph: Path) -> None:
    result = run("list", verb, "--graph", built_graph, "--format", "json")
    assert result.returncode == 0, result.stderr
    assert len(json.loads(result.stdout)) >= 5


def test_query_as_json_is_nested(built_graph: Path) -> None:
    result = run("query", "shared-industries", "a=江海", "b=鹤山", "--graph", built_graph, "--format", "json")
    rows = json.loads(result.stdout)
    assert {region["region"] for region in rows[0]["regions"]} == {"江海区", "鹤山市"}
    for region in rows[0]["regions"]:
        assert region["quote"]
        assert region["document"]
        assert region["section"]


def test_query_as_table_and_csv(built_graph: Path) -> None:
    table = run("query", "region-goals", "region=鹤山市", "--graph", built_graph)
    assert "定位" in table.stdout
    csv = run("query", "region-goals", "region=鹤山市", "--graph", built_graph, "--format", "csv")
    assert csv.stdout.splitlines()[0].startswith("goal,mentions,quote")


def test_sparql_from_a_file_and_from_standard_input(built_graph: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s a pg:Document }"
    (tmp_path / "count.rq").write_text(text, encoding="utf-8")
    for source, stdin in ((tmp_path / "count.rq", ""), ("-", text)):
        result = run("sparql", source, "--graph", built_graph, "--format", "csv", stdin=stdin)
        assert result.stdout.split() == ["n", "5"]


def test_sparql_can_make_triples(built_graph: Path) -> None:
    text = "CONSTRUCT { ?s pg:develops ?o } WHERE { ?s pg:develops ?o } LIMIT 1"
    assert "pg:develops" in run("sparql", "-", "--graph", built_graph, stdin=text).stdout


def test_explain_shows_quote_section_rule_and_confidence(built_graph: Path) -> None:
    first = json.loads((built_graph / "statements.jsonl").read_text(encoding="utf-8").splitlines()[0])
    result = run("explain", first["id"], "--graph", built_graph, "--format", "json")
    found = json.loads(result.stdout)
    assert found["quote"] == first["quote"]
    assert found["rule"] == first["rule"]
    assert found.get("section", "") == first["section"]
    assert float(found["confidence"]) == pytest.approx(first["confidence"], abs=0.005)
    assert first["quote"][:10] in run("explain", first["id"].rsplit("/", 1)[1], "--graph", built_graph).stdout


def test_explain_of_a_target(built_graph: Path) -> None:
    first = json.loads((built_graph / "targets.jsonl").read_text(encoding="utf-8").splitlines()[0])
    result = run("explain", first["id"], "--graph", built_graph, "--format", "json")
    assert json.loads(result.stdout)["quote"] == first["quote"]


def test_search_as_json_csv_and_table(built_graph: Path) -> None:
    found = json.loads(run("search", "工业城", "--graph", built_graph, "--format", "json").stdout)
    assert found["entities"][0]["label"] == "鹤山工业城"
    assert found["total"]["passages"] >= len(found["passages"]) > 5
    assert {facet["value"] for facet in found["facets"]["kind"]} >= {"park", "passage"}
    chosen = ("--region", "江海", "--kind", "passage", "--limit", "3", "--format", "csv")
    csv = run("search", "水", *chosen, "--graph", built_graph)
    head, *rows = csv.stdout.splitlines()
    assert head.startswith("kind,name,match,matched")
    assert [row.split(",")[0] for row in rows if row.startswith("passage,")] == ["passage"] * 3
    table = run("search", "数字经济 核心", "--document", "jianghai-outline", "--graph", built_graph).stdout
    assert "【数字经济】" in table
    assert "没有找到" in run("search", "没有这个词", "--graph", built_graph).stdout


def test_a_search_that_cannot_be_done(built_graph: Path, tmp_path: Path) -> None:
    fails(run("search", "新" * 10_000, "--graph", built_graph), "at most 100 characters")
    fails(run("search", "新", "--kind", "prak", "--graph", built_graph), "unknown kind", "park")
    fails(run("search", "新", "--region", "鹤山县", "--graph", built_graph), "unknown region", "鹤山市")
    fails(run("search", "新", "--graph", tmp_path / "none"), "plangraph build")


def test_verify_proves_everything(built_graph: Path) -> None:
    result = run("verify", "--graph", built_graph)
    assert result.returncode == 0, result.stdout
    assert "all proved" in result.stdout


def test_validate_conforms(built_graph: Path) -> None:
    result = run("validate", "--graph", built_graph)
    assert result.returncode == 0, result.stdout
    assert "conforms" in result.stdout


@pytest.mark.parametrize("form", ["trig", "csv"])
def test_export(form: str, built_graph: Path, tmp_path: Path) -> None:
    result = run("export", "--graph", built_graph, "--format", form, "-o", tmp_path / "out" / "graph")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "out" / "graph").stat().st_size > 100_000


def test_export_keeps_away_from_the_graph_itself(built_graph: Path) -> None:
    before = (built_graph / "graph.nq").stat().st_size
    fails(run("export", "--graph", built_graph, "--format", "turtle", "-o", built_graph / "graph.nq"), "inside")
    assert (built_graph / "graph.nq").stat().st_size == before


def test_a_line_separator_in_a_quote_ends_no_record(built_graph: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    (graph / "graph.nq").write_text("", encoding="utf-8")
    (graph / "statements.jsonl").write_text('{"id": "1", "quote": "甲\u2028乙\x85丙"}\n', encoding="utf-8")
    assert run("export", "--graph", graph, "--format", "csv", "-o", tmp_path / "s.csv").returncode == 0
    (graph / "statements.jsonl").write_text('{"id": "1", "qu', encoding="utf-8")
    fails(run("export", "--graph", graph, "--format", "csv", "-o", tmp_path / "s.csv"), "statements.jsonl")


def test_a_terminal_that_cannot_show_a_character(built_graph: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "plangraph", "query", "region-goals", "--graph", str(built_graph)]
    result = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert result.returncode == 0
    assert b"Traceback" not in result.stderr


def test_an_answer_that_cannot_be_written(built_graph: Path) -> None:
    command = [sys.executable, "-m", "plangraph", "query", "region-goals", "--format", "csv"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = subprocess.run(
            [*command, "--graph", str(built_graph)], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 2
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr


# ── bad input ───────────────────────────────────────────────────────────────────────────────────────────


def test_missing_corpus(tmp_path: Path) -> None:
    fails(run("build", "--corpus", tmp_path / "none", "--out", tmp_path / "b"), "none")


def test_unknown_query_lists_the_nearest(built_graph: Path) -> None:
    fails(run("query", "shared-industry", "--graph", built_graph), "shared-industries")


def test_wrong_parameter(built_graph: Path) -> None:
    fails(run("query", "region-goals", "district=鹤山", "--graph", built_graph), "region")
    fails(run("query", "region-goals", "鹤山", "--graph", built_graph), "parameter=value")
    fails(run("query", "region-goals", "region=合山", "--graph", built_graph), "合山", "did you mean")


def test_a_parameter_twice(built_graph: Path) -> None:
    fails(run("query", "region-goals", "region=鹤山", "region=江海", "--graph", built_graph), "twice")


def test_no_answer_says_what_is_there(built_graph: Path) -> None:
    result = run("query", "region-goals", "region=广州市", "--graph", built_graph)
    assert result.returncode == 0
    assert "江海区、鹤山市" in result.stderr


def test_sparql_with_a_byte_order_mark_or_nothing(built_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("ASK { ?d a pg:Document }", encoding="utf-8-sig")
    assert run("sparql", path, "--graph", built_graph).stdout == "true\n"
    path.write_text(" \n", encoding="utf-8")
    fails(run("sparql", path, "--graph", built_graph), "no query")


def test_malformed_sparql(built_graph: Path) -> None:
    fails(run("sparql", "-", "--graph", built_graph, stdin="SELECT ?x WHERE {"), "cannot be parsed")
    fails(run("sparql", "-", "--graph", built_graph, stdin="DROP ALL"), "cannot be parsed")


def test_a_query_file_that_is_not_there(built_graph: Path, tmp_path: Path) -> None:
    fails(run("sparql", tmp_path / "none.rq", "--graph", built_graph), "none.rq")


def test_no_graph(tmp_path: Path) -> None:
    for verb in (["list", "documents"], ["verify"], ["validate"], ["explain", "x"], ["query", "region-goals"]):
        fails(run(*verb, "--graph", tmp_path), "plangraph build")


def test_unknown_statement(built_graph: Path) -> None:
    fails(run("explain", "id:statement/0", "--graph", built_graph), "no statement")
    fails(run("explain", "http://a> } #", "--graph", built_graph), "no statement")


@pytest.mark.parametrize(
    ("line", "word"),
    [("{", "not JSON"), ("[]", "object"), ('{"id": "x"}', "doc"), ('{"id": 3, "doc": 4}', "region")],
)
def test_malformed_gold_line(line: str, word: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    for verb in ("evaluate", "annotate"):
        fails(run(verb, path), "gold.jsonl, line 1", word)


def test_missing_gold(tmp_path: Path) -> None:
    for verb in ("evaluate", "annotate"):
        fails(run(verb, tmp_path / "none.jsonl"), "none.jsonl")


def test_annotate_of_an_empty_file_prints_nothing(tmp_path: Path) -> None:
    (tmp_path / "units.jsonl").write_text("", encoding="utf-8")
    assert run("annotate", tmp_path / "units.jsonl").stdout == ""


def _corpus(folder: Path, corpus: Path) -> Path:
    target = folder / "corpus"
    target.mkdir()
    manifest = (corpus / "manifest.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    note = next(line for line in manifest if "interpretation" in line.split(",")[0])
    plain = note.replace(",jianghai-outline,", ",江门高新区（江海区）“十四五”规划纲要,")
    (target / "manifest.csv").write_text(manifest[0] + plain, encoding="utf-8")
    name = note.split(",")[1]
    (target / name).write_bytes((corpus / name).read_bytes())
    return target


@pytest.fixture
def small_corpus(tmp_path: Path, corpus: Path) -> Path:
    """A corpus of one short document."""
    return _corpus(tmp_path, corpus)


def test_adding_a_document_is_a_file_and_a_row(small_corpus: Path, tmp_path: Path) -> None:
    result = run("build", "--corpus", small_corpus, "--out", tmp_path / "b")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("1 documents")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda f: next(f.glob("*.txt")).unlink(), ("manifest.csv", "2")),
        (lambda f: next(f.glob("*.txt")).write_text("别的", encoding="utf-8"), ("manifest.csv", "checksum")),
        (lambda f: _edit(f, ",440704,", ",999999,"), ("manifest.csv", "999999")),
        (lambda f: _edit(f, ",interpretation,", ",poem,"), ("manifest.csv", "poem")),
        (lambda f: _edit(f, "id,file", "id,dokument"), ("manifest.csv",)),
        (lambda f: (f / "manifest.csv").unlink(), ("manifest.csv",)),
        (lambda f: (f / "manifest.csv").write_text("", encoding="utf-8"), ("manifest.csv",)),
    ],
    ids=["no file", "checksum", "region", "kind", "header", "no manifest", "empty manifest"],
)
def test_a_bad_corpus_is_told_and_the_last_graph_stays(
    damage: object, words: tuple[str, ...], small_corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "b"
    assert run("build", "--corpus", small_corpus, "--out", out).returncode == 0
    before = (out / "graph.nq").read_bytes()
    assert callable(damage)
    damage(small_corpus)
    fails(run("build", "--corpus", small_corpus, "--out", out), *words)
    assert (out / "graph.nq").read_bytes() == before
    assert not list(tmp_path.glob(".b.*"))


def _edit(folder: Path, old: str, new: str) -> None:
    path = folder / "manifest.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_places_that_cannot_be_written(small_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file" / "b", Path("/proc/plangraph/b")):  # /proc refuses even root
        fails(run("build", "--corpus", small_corpus, "--out", place), "cannot be written")


def test_help_is_quick_to_import() -> None:
    code = "import sys, plangraph.cli as c; c.main(['--help'])"
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0
    assert "spacy" not in result.stderr
    assert "fastapi" not in result.stderr
