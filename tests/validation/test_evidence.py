"""`verify` passes a graph that is true to its texts, and finds every way in which one can be untrue.

`proved/` holds a graph and text in which a quote is broken over a line, an argument is carried over from a
heading, and a target stands beside a statement. Each case changes one thing in it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plangraph.errors import GraphError
from plangraph.validation import verify

PROVED = Path(__file__).parent / "proved"
PG = "https://w3id.org/plangraph/ontology#"

#: kind of finding, what stands in the graph, what is written instead (`PG` is left out of the IRIs).
TAMPERED = [
    ("quote-differs", '"建设鹤山工业城。"@zh', '"建设江门工业城。"@zh'),
    ("quote-differs", 'p0001> <#text> "大力', 'p0001> <#text> "努力'),
    ("spans-order", '<#carriedSpans> "11-16"', '<#carriedSpans> "13-16 11-13"'),
    ("spans-bounds", 'p0002> <#spans> "49-57"', 'p0002> <#spans> "49-570"'),
    ("spans-malformed", 'p0002> <#spans> "49-57"', 'p0002> <#spans> "49"'),
    ("bounds-differ", 'oa#end> "57"', 'oa#end> "58"'),
    ("evidence-missing", "<#evidence> <https://w3id.org/plangraph/id/evidence/59", "<#evidence> <x:59"),
    ("surface-differs", '<#subjectSurface> "鹤山工业城"', '<#subjectSurface> "江门工业城"'),
    ("surface-outside", '<#objectSpans> "11-16"', '<#objectSpans> "22-26 27-28"'),
    ("iri-differs", "statement/7517531856a1504d", "statement/0000000000000000"),
    ("iri-differs", "target/0f2ed43f83399346", "target/0000000000000000"),
    ("iri-differs", "evidence/73a454bf3a823753", "evidence/0000000000000000"),
    ("text-changed", '<#sha256> "', '<#sha256> "0'),
]


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A copy of the proved graph that a test may spoil."""
    return Path(shutil.copytree(PROVED, tmp_path / "build"))


def kinds(graph: Path, corpus: Path | None = None) -> set[str]:
    return {finding.kind.removeprefix("evidence/") for finding in verify(graph, corpus)}


def test_a_true_graph_verifies() -> None:
    assert verify(PROVED) == []


@pytest.mark.parametrize(("kind", "old", "new"), TAMPERED)
def test_a_changed_graph_does_not(graph: Path, kind: str, old: str, new: str) -> None:
    file = graph / "graph.nq"
    text = file.read_text(encoding="utf-8")
    before, after = old.replace("<#", f"<{PG}"), new.replace("<#", f"<{PG}")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    assert kind in kinds(graph)


def moved(line: str) -> str:
    return line.replace("document/heshan>", "document/other>", 1) if "#foundIn>" in line else line


def test_evidence_of_another_document_is_found(graph: Path) -> None:
    file = graph / "graph.nq"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(map(moved, lines)), encoding="utf-8")
    assert "evidence-elsewhere" in kinds(graph)


def test_one_changed_character_of_a_text_is_found(graph: Path) -> None:
    file = graph / "texts" / "heshan.txt"
    file.write_bytes(file.read_bytes().replace("到2025".encode(), "至2025".encode()))
    assert kinds(graph) == {"text-changed", "quote-differs"}


def test_translated_line_ends_are_found(graph: Path) -> None:
    file = graph / "texts" / "heshan.txt"
    file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n"))
    assert {"text-changed", "quote-differs"} <= kinds(graph)


def test_a_missing_text_is_found(graph: Path) -> None:
    (graph / "texts" / "heshan.txt").unlink()
    assert kinds(graph) == {"text-missing"}


def test_a_text_that_is_not_utf8_is_found(graph: Path) -> None:
    (graph / "texts" / "heshan.txt").write_bytes("鹤山".encode("gb18030"))
    assert kinds(graph) == {"text-changed", "text-unreadable"}


def test_a_corpus_file_that_changed_since_the_build_is_told(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("id,file\nheshan,a.txt\n", encoding="utf-8")
    (tmp_path / "a.txt").write_bytes((graph / "texts" / "heshan.txt").read_bytes())
    assert kinds(graph, tmp_path) == set()
    (tmp_path / "a.txt").write_text("另一文本", encoding="utf-8")
    assert kinds(graph, tmp_path) == {"corpus-changed"}


def test_an_empty_graph_does_not_verify(graph: Path) -> None:
    (graph / "graph.nq").write_text("", encoding="utf-8")
    assert kinds(graph) == {"nothing-to-verify"}


def test_no_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no graph"):
        verify(tmp_path)


def test_a_finding_says_where(graph: Path) -> None:
    file = graph / "graph.nq"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"建设鹤山工业城。"@zh', '"建设江门工业城。"@zh', 1), encoding="utf-8")
    finding = next(item for item in verify(graph) if item.kind == "evidence/quote-differs")
    assert (finding.severity, finding.document, finding.place) == ("violation", "heshan", "第一章 新材料产业")
    assert finding.quotes == ("建设江门工业城。",)
    assert "建设鹤山工业城。" in finding.message_zh
    assert "建设鹤山工业城。" in finding.message_en
