"""`plangraph add`: files and folders come to a corpus; what cannot be added is told and changes nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from layouts.command import fails, run
from plangraph import api
from plangraph.errors import InputError
from plangraph.reading import read_manifest
from plangraph.reading.manifest import COLUMNS, OPTIONAL

NOTE = "jianghai-manufacturing-drafting-note.txt"
INTERPRETATION = "jianghai-outline-interpretation.txt"
TITLE = "江海区现代农业发展规划（2022—2025年）"
TEXT = f"{TITLE}\n为推动农业发展，制定本规划。\n一、总体要求\n坚持农业农村优先发展，增加农民收入。\n"
UNTITLED = "坚持农业农村优先发展，增加农民收入。\n一、总体要求\n推动乡村全面振兴，建设宜居家园。\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan that tells all that is needed."""
    path = tmp_path / "农业规划.txt"
    path.write_bytes(TEXT.encode())
    return path


@pytest.fixture
def untitled(tmp_path: Path) -> Path:
    """A text that tells nothing of itself."""
    path = tmp_path / "untitled.txt"
    path.write_bytes(UNTITLED.encode())
    return path


def rows(folder: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_file_becomes_a_copy_and_a_row(plan: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "mine"
    result = run("add", plan, "--corpus", corpus)
    assert result.returncode == 0, result.stderr
    assert TITLE in result.stdout
    (row,) = rows(corpus)
    assert tuple(row) == (*COLUMNS, *OPTIONAL)
    assert row["id"] == "440704-sector-plan-2022"
    assert (row["title"], row["kind"], row["region_name"]) == (TITLE, "sector-plan", "江海区")
    assert (corpus / row["file"]).read_bytes() == plan.read_bytes()
    assert row["sha256"] == row["text_sha256"] == hashlib.sha256(plan.read_bytes()).hexdigest()
    (info,) = read_manifest(corpus)
    assert info.period == "2022-2025"
    assert sorted(path.name for path in corpus.iterdir()) == [row["file"], "manifest.csv"]


def test_the_same_file_is_not_added_twice(plan: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "mine"
    run("add", plan, "--corpus", corpus)
    before = (corpus / "manifest.csv").read_bytes()
    copy = shutil.copy(plan, tmp_path / "copy.txt")
    fails(run("add", copy, "--corpus", corpus), "in the corpus already: 440704-sector-plan-2022", "line 2")
    assert (corpus / "manifest.csv").read_bytes() == before
    assert len(list(corpus.iterdir())) == 2


def test_an_id_that_is_taken_gets_a_number(plan: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "mine"
    ids = []
    for number in range(3):
        plan.write_bytes(TEXT.encode() + b"\n" * number)
        ids.append(api.add(plan, corpus).cells["id"])
    assert ids == ["440704-sector-plan-2022", "440704-sector-plan-2022-2", "440704-sector-plan-2022-3"]
    plan.write_bytes(TEXT.encode() + b"\n\n\n")
    with pytest.raises(InputError, match="is taken"):
        api.add(plan, corpus, id="440704-sector-plan-2022-2")


def test_dry_run_prints_the_row_and_writes_nothing(plan: Path, tmp_path: Path) -> None:
    result = run("add", plan, "--corpus", tmp_path / "mine", "--dry-run")
    assert result.returncode == 0
    (cells,) = csv.reader(result.stdout.splitlines())
    assert dict(zip((*COLUMNS, *OPTIONAL), cells, strict=True))["title"] == TITLE
    assert not (tmp_path / "mine").exists()


def test_what_is_missing_is_told_with_its_options(untitled: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "mine"
    fails(run("add", untitled, "--corpus", corpus), "give --title --kind --region")
    assert not corpus.exists()
    options = ("--title", TITLE, "--number", "江农〔2022〕1号", "--issuers", "江海区甲局、江海区乙局")
    assert run("add", untitled, "--corpus", corpus, *options).returncode == 0
    (row,) = rows(corpus)
    assert (row["number"], row["issuers"]) == ("江农〔2022〕1号", "江海区甲局|江海区乙局")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--kind", "poem"], ["unknown kind 'poem'"]),
        (["--kind", "规划刚要"], ["unknown kind", "规划纲要"]),
        (["--region", "999999"], ["unknown region '999999'"]),
        (["--region", "朝阳区"], ["several regions", "110105 北京市朝阳区", "220104 吉林省长春市朝阳区"]),
        (["--id", "Plan 1"], ["cannot be an id"]),
        (["--date", "soon"], ["is no date"]),
        (["--period-start", "2031"], ["ends before it starts"]),
    ],
    ids=lambda value: " ".join(value[:2]),
)
def test_wrong_options_are_told(options: list[str], words: list[str], plan: Path, tmp_path: Path) -> None:
    fails(run("add", plan, "--corpus", tmp_path / "mine", *options), *words)
    assert not (tmp_path / "mine" / "manifest.csv").exists()


def test_names_are_accepted_for_codes(untitled: Path, tmp_path: Path) -> None:
    added = api.add(
        untitled, tmp_path / "mine", title="某规划", kind="专项规划", region="鹤山市", date="2022年3月5日"
    )
    assert (added.cells["kind"], added.cells["region"], added.cells["date"]) == (
        "sector-plan",
        "440784",
        "2022-03-05",
    )


def test_a_text_about_a_plan_names_it(corpus: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    assert api.add(corpus / NOTE, mine).cells["about"] == "江门高新区（江海区）先进制造业发展“十四五”规划"
    title = "江门高新区（江海区）国民经济和社会发展第十四个五年规划和2035年远景目标纲要"
    outline = api.add(corpus / "jianghai-outline.txt", mine, title=title).cells["id"]
    assert api.add(corpus / INTERPRETATION, mine).cells["about"] == outline
    assert len(read_manifest(mine)) == 3


# ── the manifest that is there ──────────────────────────────────────────────────────────────────────────


def older(folder: Path, corpus: Path, encoding: str, newline: str, ended: bool) -> bytes:
    """A manifest with its columns in another order, without `text_sha256`, and a cell over two lines."""
    folder.mkdir()
    shutil.copy(corpus / NOTE, folder)
    sha = hashlib.sha256((corpus / NOTE).read_bytes()).hexdigest()
    known = {"id": "note", "file": NOTE, "title": '"起草\n说明"', "kind": "drafting-note", "sha256": sha}
    known |= {"region": "440704", "region_name": "江海区", "about": "某规划", "source": '"甲, 乙"'}
    columns = tuple(reversed(COLUMNS))
    lines = [",".join(columns), ",".join(known.get(column, "") for column in columns)]
    data = (newline.join(lines) + (newline if ended else "")).encode(encoding)
    (folder / "manifest.csv").write_bytes(data)
    return data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(("newline", "ended"), [("\n", True), ("\r\n", True), ("\n", False)])
def test_the_rest_of_a_manifest_stays_byte_for_byte(
    encoding: str, newline: str, ended: bool, corpus: Path, plan: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    before = older(folder, corpus, encoding, newline, ended)
    api.add(plan, folder)
    after = (folder / "manifest.csv").read_bytes()
    assert after.startswith(before)
    assert after.endswith(newline.encode())
    assert [info.title for info in read_manifest(folder)] == ["起草\n说明", TITLE]
    assert tuple(rows(folder, encoding)[1]) == tuple(reversed(COLUMNS))


def test_a_manifest_that_cannot_be_used_stays(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "manifest.csv").write_text("id,file,titel\n", encoding="utf-8")
    fails(run("add", plan, "--corpus", folder), "unknown columns titel", "did you mean title")
    assert [path.name for path in folder.iterdir()] == ["manifest.csv"]


def test_a_corpus_that_cannot_be_written(plan: Path, tmp_path: Path) -> None:
    fails(run("add", plan, "--corpus", "/proc/plangraph"), "cannot be written")
    fails(run("add", plan, "--corpus", plan), "a file, not a folder")
    fails(run("add", plan, cwd=tmp_path), "--corpus")


def test_a_copy_goes_when_the_row_cannot_be_written(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / ".manifest.csv.new").mkdir(parents=True)
    with pytest.raises(InputError, match="cannot be written"):
        api.add(plan, folder)
    assert [path.name for path in folder.iterdir()] == [".manifest.csv.new"]


def test_the_corpus_that_came_with_plangraph_is_not_changed(plan: Path) -> None:
    shipped = Path(api.__file__).parent / "_data" / "corpus"
    fails(run("add", plan, "--corpus", shipped), "came with plangraph")
    assert not shipped.exists()


def test_the_corpus_here_is_the_default(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    assert run("add", plan, cwd=tmp_path).returncode == 0
    assert len(rows(tmp_path / "corpus")) == 1


def test_a_file_that_lies_in_the_corpus_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "mine" / "plans").mkdir(parents=True)
    path = tmp_path / "mine" / "plans" / "a.txt"
    path.write_bytes(TEXT.encode())
    assert api.add(path, tmp_path / "mine").cells["file"] == "plans/a.txt"
    assert len(read_manifest(tmp_path / "mine")) == 1
    assert len(list((tmp_path / "mine").rglob("*.txt"))) == 1


# ── on a terminal ───────────────────────────────────────────────────────────────────────────────────────


def on_a_terminal(answers: str, *arguments: str | Path) -> tuple[int, str]:
    """Run with a terminal as standard input, on which these answers are typed."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "plangraph", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.write(controller, answers.encode())
    output, _ = process.communicate()
    os.close(controller)
    os.close(terminal)
    return process.returncode, output.decode()


def test_what_is_missing_is_asked_for(untitled: Path, tmp_path: Path) -> None:
    code, output = on_a_terminal(f"{TITLE}\n", "add", untitled, "--corpus", tmp_path / "mine")
    assert code == 0, output
    assert "title: Full title in Chinese." in output
    assert rows(tmp_path / "mine")[0]["kind"] == "sector-plan"


def test_a_wrong_answer_is_asked_for_again(untitled: Path, tmp_path: Path) -> None:
    answers = "某文本\npoem\nsector-plan\n440704\n"
    code, output = on_a_terminal(answers, "add", untitled, "--corpus", tmp_path / "mine")
    assert code == 0, output
    assert "unknown kind 'poem'" in output
    assert rows(tmp_path / "mine")[0]["region_name"] == "江海区"


def test_regions_of_one_name_are_offered(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("江海区", "朝阳区").encode())
    code, output = on_a_terminal("220104\n", "add", path, "--corpus", tmp_path / "mine")
    assert code == 0, output
    assert "110105 北京市朝阳区" in output
    assert rows(tmp_path / "mine")[0]["region"] == "220104"


# ── a folder ────────────────────────────────────────────────────────────────────────────────────────────


def folder_of_files(tmp_path: Path, manifest: str, encoding: str = "utf-8") -> Path:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT.encode())
    (folder / "b.txt").write_bytes(f"《{TITLE}》政策解读\n一、背景\n编制这一规划十分必要，意义重大。\n".encode())
    (folder / "清单.csv").write_bytes(manifest.encode(encoding))
    return folder


def test_a_folder_with_chinese_heads(tmp_path: Path) -> None:
    manifest = "文件,类型,规划期,日期\nb.txt,政策解读,,2022年5月\na.txt,专项规划,2022—2025年,2022/3/1\n"
    folder = folder_of_files(tmp_path, manifest, "gb18030")
    result = run("add", folder, "--corpus", tmp_path / "mine")
    assert result.returncode == 0, result.stderr
    assert "2 of 2 documents added" in result.stderr
    plan, text = rows(tmp_path / "mine")  # plans come first, so that texts about them name them
    assert (plan["kind"], plan["period_end"], plan["date"]) == ("sector-plan", "2025", "2022-03-01")
    assert (text["about"], text["date"]) == (plan["id"], "2022-05")
    assert len(read_manifest(tmp_path / "mine")) == 2


def test_a_row_that_cannot_be_added_stops_no_other(tmp_path: Path) -> None:
    manifest = "file,title,region\nnone.txt,,\na.txt,,\n../theirs/清单.csv,,\nb.txt,,合山\n,,\na.txt,,\n"
    folder = folder_of_files(tmp_path, manifest)
    (folder / "manifest.csv").write_bytes((folder / "清单.csv").read_bytes())
    result = run("add", folder, "--corpus", tmp_path / "mine")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "1 of 5 documents added" in result.stderr
    for words in ("none.txt", "no such file", "line 2", "unknown region '合山'", "line 5", "already", "line 7"):
        assert words in result.stderr
    assert len(rows(tmp_path / "mine")) == 1


def test_a_checksum_of_theirs_is_compared(tmp_path: Path) -> None:
    folder = folder_of_files(tmp_path, f"file,sha256\na.txt,{'0' * 64}\n")
    (outcome,) = api.add_folder(folder, tmp_path / "mine")
    assert outcome.error is not None
    assert "checksum" in outcome.error.message
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("文件,颜色\na.txt,红\n", ["unknown column '颜色'"]),
        ("标题\n某规划\n", ["no column names the files"]),
        ("文件,file\na.txt,a.txt\n", ["twice"]),
        ("", ["empty"]),
    ],
)
def test_a_manifest_of_theirs_that_cannot_be_used(manifest: str, words: list[str], tmp_path: Path) -> None:
    fails(run("add", folder_of_files(tmp_path, manifest), "--corpus", tmp_path / "mine"), *words)
    assert not (tmp_path / "mine").exists()


def test_a_folder_without_manifest_or_with_options(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    fails(run("add", tmp_path / "empty", "--corpus", tmp_path / "mine"), "no manifest")
    fails(run("add", tmp_path / "empty", "--corpus", tmp_path / "mine", "--title", TITLE), "--title")


# ── a build that meets a document that cannot be read ───────────────────────────────────────────────────


def with_unreadable(plan: Path, folder: Path) -> str:
    """A corpus of a plan and of a file that is no document; the latter's id."""
    api.add(plan, folder)
    data = bytes(range(256)) * 8
    (folder / "bad.txt").write_bytes(data)
    cells = {"id": "bad", "file": "bad.txt", "title": "坏规划", "kind": "outline", "region": "440704"}
    cells |= {"region_name": "江海区", "sha256": hashlib.sha256(data).hexdigest()}
    with (folder / "manifest.csv").open("a", encoding="utf-8", newline="") as lines:
        csv.DictWriter(lines, (*COLUMNS, *OPTIONAL), lineterminator="\n").writerow(cells)
    return cells["id"]


def test_an_unreadable_document_stops_no_other(plan: Path, tmp_path: Path) -> None:
    name = with_unreadable(plan, tmp_path / "mine")
    outputs = []
    for out in ("g1", "g2"):
        result = run("build", "--corpus", tmp_path / "mine", "--out", tmp_path / out)
        assert result.returncode == 1, result.stderr
        assert f"not read: {name}: bad.txt" in result.stderr
        assert result.stdout.startswith("1 documents")
        outputs.append(
            {path.name: path.read_bytes() for path in (tmp_path / out).glob("*.*") if path.suffix != ".log"}
        )
    assert outputs[0] == outputs[1]
    report = json.loads(outputs[0]["report.json"])
    assert [item["id"] for item in report["failed"]] == [name]
    assert "binary" in report["failed"][0]["error"]
    assert [item["id"] for item in report["documents"]] == ["440704-sector-plan-2022"]
    assert run("verify", "--graph", tmp_path / "g1").returncode == 0


def test_a_build_without_any_readable_document_leaves_the_last_graph(plan: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "mine", tmp_path / "g"
    with_unreadable(plan, folder)
    assert run("build", "--corpus", folder, "--out", out).returncode == 1
    before = (out / "graph.nq").read_bytes()
    lines = (folder / "manifest.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "manifest.csv").write_text(lines[0] + lines[2], encoding="utf-8")
    fails(run("build", "--corpus", folder, "--out", out), "bad.txt", "binary")
    assert (out / "graph.nq").read_bytes() == before


def test_another_text_from_the_same_file_is_told(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    sha = api.add(plan, folder).cells["text_sha256"]
    path = folder / "manifest.csv"
    before, _, after = path.read_text(encoding="utf-8").rpartition(sha)
    path.write_text(f"{before}{'0' * 64}{after}", encoding="utf-8")
    fails(run("build", "--corpus", folder, "--out", tmp_path / "g"), "another text was read", "text_sha256")
