from __future__ import annotations

from pathlib import Path

import pytest

from plangraph.errors import ResourceError
from plangraph.resources import read_table, read_toml


def test_a_table_with_comments(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text('# words\n\nword,class\n"甲,乙",noun\n# end\n丙,verb\n', encoding="utf-8")
    assert read_table(path) == [(4, {"word": "甲,乙", "class": "noun"}), (6, {"word": "丙", "class": "verb"})]


@pytest.mark.parametrize("line", ["甲", "甲,noun,more"])
def test_a_row_of_another_width_names_its_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(f"word,class\n丙,verb\n{line}\n", encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        read_table(path)
    assert caught.value.where == "words.csv, line 3"


def test_a_fault_in_toml_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text("good = 1\nbad = = 2\nlast = 3\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="line") as caught:
        read_toml(path)
    assert caught.value.where == "rules.toml"
