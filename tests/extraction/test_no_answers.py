"""Rules and vocabularies hold no proper names of the gold: parks, projects, bodies must be found by their form."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plangraph import lexicon
from plangraph.resources import rules_dir

GOLD = Path(__file__).parents[1] / "gold"
PROPER = {"PARK", "PROJECT", "ORG", "BODY", "GOAL", "PLAN"}
# Words of kind (物流中心, 科技馆) and national bodies (人大) that a text of the gold uses as a name of its own:
# rules hold them as endings or as words that are no names.
KNOWN = GOLD / "known-names.txt"


def proper_names() -> set[str]:
    known = set(KNOWN.read_text(encoding="utf-8").split())
    files = [*sorted(GOLD.glob("*.jsonl")), *sorted((GOLD / "readings").glob("pool-*.jsonl"))]
    units = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    names = {entity["text"] for unit in units for entity in unit["entities"] if entity["type"] in PROPER}
    return names - known


def entries(path: Path) -> set[str]:
    """The words that a file of rules lists: cells of a table, strings of a TOML file, lines of a list."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    if path.suffix == ".toml":
        return {word for line in lines for word in re.findall(r"""["']([^"']+)["']""", line)}
    return {cell.strip() for line in lines for cell in line.split(",")}


FILES = [path for path in sorted(rules_dir().glob("*")) if path.suffix in {".txt", ".csv", ".toml"}]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_rule_lists_a_name_of_the_gold(path: Path) -> None:
    assert entries(path) & proper_names() == set()


def test_no_vocabulary_lists_a_name_of_the_gold() -> None:
    assert {term.label for term in lexicon.load().terms if term.type != "REGION"} & proper_names() == set()
