from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

from plangraph.errors import InputError
from plangraph.reading import check_codes, read_document, read_manifest
from plangraph.reading.manifest import COLUMNS, check_text
from plangraph.resources import corpus_dir

TEXT = "一、总体要求\n坚持以人民为中心的发展思想，推动经济社会高质量发展取得新的成效。\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
ROW = "a,a.txt,甲规划,outline,甲市政府|甲区政府,,440700,甲市,2021,2025,2035,2021-07,,,甲|乙,网页,{sha}"
HEAD = ",".join(COLUMNS)
CASES = tomllib.loads((Path(__file__).parent / "bad-manifests.toml").read_text(encoding="utf-8"))["case"]


def folder(tmp_path: Path, csv: str, encoding: str = "utf-8") -> Path:
    tmp_path.joinpath("a.txt").write_bytes(TEXT.encode())
    filled = csv.replace("{head}", HEAD).replace("{sha}", SHA)
    tmp_path.joinpath("manifest.csv").write_bytes(filled.encode(encoding))
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_faults_are_named(case: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_manifest(folder(tmp_path, case["csv"]))
    assert case["message"] in caught.value.message
    assert "manifest.csv" in caught.value.where
    assert case["where"] in caught.value.where
    assert caught.value.hint


def test_missing_manifest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no manifest"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_row_becomes_info(tmp_path: Path, encoding: str, newline: str) -> None:
    (info,) = read_manifest(folder(tmp_path, f"{{head}}{newline}{ROW}{newline}", encoding))
    assert (info.id, info.issuers, info.aliases) == ("a", ("甲市政府", "甲区政府"), ("甲", "乙"))
    assert (info.period, info.outlook, info.date) == ("2021-2025", 2035, "2021-07")
    assert read_document(info, tmp_path).passages[0].headings == ("一、总体要求",)


def test_columns_stand_in_any_order(tmp_path: Path) -> None:
    cells = ROW.split(",")
    csv = ",".join(reversed(COLUMNS)) + "\n" + ",".join(reversed(cells)) + "\n"
    assert read_manifest(folder(tmp_path, csv))[0].title == "甲规划"


def test_an_unknown_column_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_manifest(folder(tmp_path, "{head},text_sha\n"))
    assert "did you mean text_sha256" in caught.value.hint


def test_the_text_may_have_a_checksum(tmp_path: Path) -> None:
    path = folder(tmp_path, f"{{head}},text_sha256\n{ROW},{{sha}}\n{ROW.replace('a,', 'b,', 1)},{'0' * 64}\n")
    same, other = (read_document(info, path) for info in read_manifest(path))
    check_text(same)
    with pytest.raises(InputError, match="another text was read from this file"):
        check_text(other)


@pytest.mark.parametrize(
    ("regions", "kinds", "message"),
    [
        ({"440704"}, {"outline": True}, "unknown region '440700'"),
        ({"440700"}, {"proposal": True}, "unknown kind 'outline'"),
    ],
)
def test_codes_must_be_known(tmp_path: Path, regions: set[str], kinds: dict[str, bool], message: str) -> None:
    path = folder(tmp_path, f"{{head}}\n{ROW}\n")
    with pytest.raises(InputError) as caught:
        check_codes(path, regions, kinds)
    assert caught.value.message == message
    assert "line 2" in caught.value.where
    check_codes(path, {"440700"}, {"outline": True})


def test_a_text_about_a_plan_says_which(tmp_path: Path) -> None:
    path = folder(tmp_path, f"{{head}}\n{ROW}\n")
    with pytest.raises(InputError, match="'about' is empty") as caught:
        check_codes(path, {"440700"}, {"outline": False})
    assert "line 2" in caught.value.where


def test_a_manifest_without_documents(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lists no document"):
        read_manifest(folder(tmp_path, "{head}\n"))


def test_corpus_manifest() -> None:
    infos = read_manifest(corpus_dir())
    assert [info.id for info in infos if info.about == "jianghai-outline"] == ["jianghai-outline-interpretation"]
    assert len(infos) == len(list(corpus_dir().glob("*.txt")))
