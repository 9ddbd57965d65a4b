"""Each rule of `queries/checks/` has a graph that it passes and one in which it finds exactly one fault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plangraph.errors import ResourceError
from plangraph.resources import queries_dir
from plangraph.store import OxigraphStore, parse_rdf, to_nquads
from plangraph.validation import Check, load_checks, run_checks

HERE = Path(__file__).parent / "checks"
CHECKS = load_checks()


def store_of(path: Path) -> OxigraphStore:
    return OxigraphStore.in_memory("\n".join(to_nquads(parse_rdf(path))).encode())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_each_rule_passes_what_is_right(check: Check) -> None:
    assert run_checks(store_of(HERE / "ok" / f"{check.name}.trig"), checks=[check]) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_each_rule_finds_what_is_wrong(check: Check) -> None:
    (finding,) = run_checks(store_of(HERE / "bad" / f"{check.name}.trig"), checks=[check])
    assert (finding.kind, finding.severity) == (check.name, check.severity)
    assert finding.subject.startswith("https://")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_each_message_uses_only_what_the_query_gives(check: Check) -> None:
    columns = set(re.findall(r"\?(\w+)", check.sparql.partition("SELECT")[2].partition("WHERE")[0]))
    slots = set(re.findall(r"\{(\w+)\}", check.message_zh + check.message_en))
    assert slots <= columns
    assert "subject" in columns


def test_rules_are_all_there() -> None:
    files = sorted((queries_dir() / "checks").glob("*.rq"))
    assert [check.name for check in CHECKS] == [file.stem for file in files]
    assert len(CHECKS) >= 4


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# severity: warning\n# message-zh: 甲\nSELECT * {}", "message-en"),
        ("# severity: fatal\n# message-zh: 甲\n# message-en: a\nSELECT * {}", "unknown severity"),
    ],
)
def test_a_rule_without_its_header_is_an_error(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "mine.rq").write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=fault):
        load_checks(tmp_path)
