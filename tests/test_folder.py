from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.errors import GraphError, InputError
from plangraph.folder import graph_folder, replacing


def _write(folder: Path, text: str) -> None:
    with replacing(folder) as new:
        for name in ("graph.nq", "report.json"):
            (new / name).write_text(text, encoding="utf-8")


def test_a_build_replaces_the_last_one(tmp_path: Path) -> None:
    for text in ("one", "two"):
        _write(tmp_path / "build", text)
    assert (tmp_path / "build" / "graph.nq").read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_failed_build_leaves_the_last_one(tmp_path: Path) -> None:
    _write(tmp_path / "build", "good")
    with pytest.raises(RuntimeError), replacing(tmp_path / "build") as new:
        (new / "graph.nq").write_text("half", encoding="utf-8")
        raise RuntimeError
    assert (tmp_path / "build" / "graph.nq").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_build_killed_in_the_exchange_is_put_back(tmp_path: Path) -> None:
    _write(tmp_path / "build", "good")
    (tmp_path / "build").rename(tmp_path / ".build.old")
    assert (graph_folder(tmp_path / "build") / "graph.nq").read_text() == "good"


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="other files"), replacing(tmp_path):
        pass
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_full_disk_is_one_clear_error(tmp_path: Path) -> None:
    _write(tmp_path / "build", "good")
    with pytest.raises(InputError, match="cannot be written") as caught, replacing(tmp_path / "build"):
        raise OSError(28, "No space left on device")
    assert "untouched" in caught.value.hint
    assert (tmp_path / "build" / "graph.nq").read_text() == "good"


def test_no_graph_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="plangraph build"):
        graph_folder(tmp_path)


def test_two_builds_to_one_place_are_told_apart(tmp_path: Path) -> None:
    with replacing(tmp_path / "build") as new:
        for name in ("graph.nq", "report.json"):
            (new / name).write_text("first", encoding="utf-8")
        with pytest.raises(InputError, match="another build"), replacing(tmp_path / "build"):
            pass
    assert (tmp_path / "build" / "graph.nq").read_text() == "first"


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not a folder"), replacing(tmp_path / "build"):
        pass
    assert (tmp_path / "build").read_text() == "mine"
