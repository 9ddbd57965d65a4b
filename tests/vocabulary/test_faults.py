"""Every fault of a vocabulary has a file that has it, and nothing else.

`ok/*.ttl` has none. `bad/<kind of fault>[--<what>].ttl` tells in its first line the line at which the fault is. A
new case is a new file here, with no line of Python.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from plangraph import lexicon, vocabulary
from plangraph.cli import cli
from plangraph.errors import ResourceError
from plangraph.vocabulary import Fault, Kind
from plangraph.vocabulary.lines import Lines

HERE = Path(__file__).parent
OK = sorted((HERE / "ok").glob("*.ttl"))
BAD = sorted((HERE / "bad").glob("*.ttl"))
GRAVE = {"circle", "label-shared", "unknown-unit"}
#: The faults that one file alone cannot have.
ELSEWHERE = {"two-files"}

every_bad_file = pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)


def alone(folder: Path, *paths: Path) -> Path:
    """A folder with these files only."""
    for path in paths:
        shutil.copy(path, folder / path.name)
    return folder


def told(folder: Path) -> list[Fault]:
    return vocabulary.faults(vocabulary.read(folder))


def kind_of(path: Path) -> str:
    return path.stem.partition("--")[0]


def line_of(path: Path) -> int:
    match = re.match(r"# must tell: line (\d+)\n", path.read_text(encoding="utf-8"))
    assert match, f"{path.name}: the first line must be `# must tell: line …`"
    return int(match[1])


@pytest.mark.parametrize("path", OK, ids=lambda path: path.stem)
def test_a_good_file_has_no_fault(path: Path, tmp_path: Path) -> None:
    assert told(alone(tmp_path, path)) == []


@every_bad_file
def test_a_bad_file_has_the_one_fault_at_its_line(path: Path, tmp_path: Path) -> None:
    found = told(alone(tmp_path, path))
    assert [(fault.kind, fault.line) for fault in found] == [(kind_of(path), line_of(path))]
    (fault,) = found
    assert fault.file == path.name
    assert fault.term.startswith("id:x/") and fault.message and fault.hint
    assert fault.where == f"{path.name}, line {fault.line}, {fault.term}"


def test_every_kind_of_fault_has_a_file() -> None:
    assert {kind_of(path) for path in BAD} | ELSEWHERE == set(get_args(Kind))


def test_a_concept_of_two_files_is_told(tmp_path: Path) -> None:
    shutil.copy(HERE / "ok" / "tree.ttl", tmp_path / "a.ttl")
    more = '<https://w3id.org/plangraph/id/x/tea> <http://www.w3.org/2004/02/skos/core#altLabel> "茶园"@zh .\n'
    (tmp_path / "b.ttl").write_text(more, encoding="utf-8")
    (fault,) = told(tmp_path)
    assert (fault.kind, fault.file) == ("two-files", "a.ttl")
    assert "a.ttl and b.ttl" in fault.message


# ── what the lexicon refuses ────────────────────────────────────────────────────────────────────────────────


@every_bad_file
def test_no_lexicon_is_made_of_names_that_mean_two_things(path: Path, tmp_path: Path) -> None:
    folder = alone(tmp_path, path)
    if kind_of(path) not in GRAVE:
        assert not list(vocabulary.grave(vocabulary.read(folder)))
        return
    with pytest.raises(ResourceError) as error:
        lexicon.load(folder)
    assert error.value.where.startswith(f"{path.name}, line {line_of(path)}, id:x/")
    assert "plangraph vocabulary check" in error.value.hint


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["vocabulary", "check", *arguments], standalone_mode=False)
    assert result.exception is None
    return result.return_value, result.output


def test_the_vocabularies_that_come_with_plangraph_have_no_faults() -> None:
    code, output = run()
    assert output.endswith(": no faults\n")
    assert code == 0


def test_the_command_tells_file_line_term_and_what_to_do(tmp_path: Path) -> None:
    code, output = run(str(alone(tmp_path, HERE / "bad" / "orphan.ttl", HERE / "ok" / "homonyms.ttl")))
    assert code == 1
    lines = output.splitlines()
    assert lines[0].startswith("orphan.ttl, line ") and ", id:x/coffee: " in lines[0]
    assert "  → add skos:broader" in lines[1]
    assert lines[-1].endswith("in 2 files: 1 fault")


def test_the_command_tells_them_as_json(tmp_path: Path) -> None:
    code, output = run("--format", "json", str(alone(tmp_path, HERE / "bad" / "unknown-unit.ttl")))
    assert code == 1
    (fault,) = json.loads(output)
    assert fault["kind"] == "unknown-unit"
    assert set(fault) == {"file", "line", "term", "kind", "message", "hint"}


def test_a_folder_without_files_and_a_broken_file_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no vocabulary"):
        told(tmp_path)
    (tmp_path / "a.ttl").write_text("x:a a", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"a\.ttl, line 1"):
        told(tmp_path)


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_lines_are_found_in_all_forms_of_turtle(tmp_path: Path) -> None:
    path = tmp_path / "made.ttl"
    path.write_text(
        """@base <urn:base> .
PREFIX x: <urn:x:>
@prefix : <urn:> . # "a comment" <urn:no> .
:a.b x:p 'one', '''two
lines''' , "t\\u0065a\\n\\"" ;
   x:q [ x:r "inside" ] , ( 1.5 -2e3 ) , 4.
<urn:c> a :d ; x:p true, "e"@zh-CN, "5"^^x:t ;
   x:q :f\\-g ; .
""",
        encoding="utf-8",
    )
    lines = Lines(path)
    assert [lines.of("urn:a.b"), lines.of("urn:a.b", "urn:x:p", "one")] == [4, 4]
    assert lines.of("urn:a.b", "urn:x:p", "two\nlines") == 4
    assert lines.of("urn:a.b", "urn:x:p", 'tea\n"') == 5
    assert lines.of("urn:a.b", "urn:x:q", "4") == 6
    assert lines.of("urn:a.b", "urn:x:r", "inside") == 4  # of something else: the line of the subject
    assert lines.of("urn:c", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "urn:d") == 7
    assert lines.of("urn:c", "urn:x:q", "urn:f-g") == 8
    assert lines.of("urn:no") == 0
