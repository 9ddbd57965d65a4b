from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from plangraph.resources import read_table, rules_dir

FOLDER = rules_dir() / "lexicon"
FILES = sorted(FOLDER.glob("*.csv"))
NEGATIVE = {"facility", "public_service", "work"}
CLASSES = {"sector", "product", "material", "crop", "technology", "service"} | NEGATIVE
ONLY = {"facilities": "facility", "public-services": "public_service", "work-nouns": "work"}
TERM = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+/-]{2,12}")
FORBIDDEN = re.compile(r"其他|其它|未列明|及相关|的|[及和与等]$")

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def rows(path: Path) -> list[tuple[str, str, str]]:
    return [(row["term"], row["class"], row["code"]) for _line, row in read_table(path)]


@every_file
def test_the_head_names_the_list(path: Path) -> None:
    comment, header = path.read_text(encoding="utf-8").splitlines()[:2]
    assert comment.startswith("# ")
    assert header == "term,class,code"
    assert f"`{path.name}`" in (FOLDER / "SOURCES.md").read_text(encoding="utf-8")


@every_file
def test_classes_are_known(path: Path) -> None:
    classes = {kind for _term, kind, _code in rows(path)}
    assert classes <= ({ONLY[path.stem]} if path.stem in ONLY else CLASSES)


@every_file
def test_rows_are_sorted_and_no_term_stands_twice(path: Path) -> None:
    assert rows(path) == sorted(rows(path), key=lambda row: (row[2], row[0]))
    terms = [term for term, _kind, _code in rows(path)]
    assert len(set(terms)) == len(terms)
    assert all(code for _term, _kind, code in rows(path))


# The exceptions end in the character, not in the conjunction (白及 is a herb).
@every_file
def test_terms_have_the_form_of_running_text(path: Path) -> None:
    terms = [term for term, _kind, _code in rows(path)]
    assert [term for term in terms if not TERM.fullmatch(term)] == []
    good = {"白及", "科学普及", "科技普及", "碳中和"}
    assert [term for term in terms if FORBIDDEN.search(term) and term not in good] == []


def test_negative_evidence_is_negative_everywhere() -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for term, kind, _code in rows(path):
            found[term].add(kind)
    assert len(found) >= 6000
    assert {term: kinds for term, kinds in found.items() if kinds & NEGATIVE and kinds - NEGATIVE} == {}


def test_work_nouns_are_not_yet_heads() -> None:
    heads = {row["suffix"] for _line, row in read_table(rules_dir() / "heads.csv")}
    assert [term for term, _kind, _code in rows(FOLDER / "work-nouns.csv") if term in heads] == []
