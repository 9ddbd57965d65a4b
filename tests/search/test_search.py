"""Search over the built corpus: expected first hits, the same as reading everything, no way to break it."""

from __future__ import annotations

import sqlite3
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plangraph import api
from plangraph.errors import GraphError, QueryError
from plangraph.folder import SEARCH_FILE, STORE_FOLDER, TEXTS_FOLDER
from plangraph.model import quote
from plangraph.search import PASSAGE, Found, Index, write_index
from plangraph.search.entries import Entries, entries
from plangraph.search.folding import fold, folded
from plangraph.search.snippets import BEFORE, WIDTH, snippet
from plangraph.search.words import LONGEST, parse
from plangraph.store import OxigraphStore

CASES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text(encoding="utf-8"))["search"]
ALL = 100_000
HOSTILE = [
    "",
    " \t\u3000\n",
    '"',
    '""',
    "“”",
    "'; DROP TABLE names; --",
    '" OR "*',
    "水*",
    "NEAR(水 利, 2)",
    "tokens : 水",
    "{headings} : 水",
    "^水",
    "水 AND",
    "NOT 水 OR (",
    "- + ( ) { } [ ] ^ ~ : * % _ \\ / ?",
    "\x00\x01\x1f\x7f\u200b\u202e\ufeff",
    "\x00水\x00利",
    "\ud800",
    "\U0010ffff",
    "🏭",
    "%" * LONGEST,
    "_",
    "的 " * (LONGEST // 2),
    "的" * LONGEST,
    " ".join(
        "一二三四五六七八九十百千万亿的了是在不有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"[
            :50
        ]
    ),
]


@pytest.fixture(scope="module")
def index(built_graph: Path) -> Index:
    return Index.open(built_graph / SEARCH_FILE)


@pytest.fixture(scope="module")
def known(built_graph: Path) -> Entries:
    return entries(OxigraphStore.open(built_graph / STORE_FOLDER))


# ── expected hits ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_what_is_looked_for_comes_first(index: Index, case: dict[str, Any]) -> None:
    found = index.search(case["text"])
    first = [[item.label, item.match] for item in found.things[: len(case["things"])]]
    assert first == case["things"]
    if "passage" in case:
        assert case["passage"] in found.places[0].snippet


def test_exact_before_prefix_before_contains_and_the_most_told_of_first(index: Index) -> None:
    ranks = {"exact": 0, "prefix": 1, "contains": 2, "pinyin": 3}
    for text in ("产业", "水", "中心", "gdp", "制造"):
        found = index.search(text, limit=ALL)
        keys = [
            (ranks[item.match], -item.statements - item.targets) for item in found.things if item.match != "pinyin"
        ]
        assert keys == sorted(keys)
        assert len({item.iri for item in found.things}) == len(found.things) == found.things_total
        assert all(a.score >= b.score for a, b in zip(found.places, found.places[1:], strict=False))


def test_a_thing_comes_once_under_the_name_that_matches_best(index: Index) -> None:
    (hit,) = [item for item in index.search("工业城").things if item.label == "鹤山工业城"]
    assert (hit.name, hit.match, hit.kind, hit.class_zh) == ("工业城", "exact", "park", "园区")
    assert hit.region_label == "鹤山市"
    assert hit.statements > 10


def test_suggestions_are_names_that_begin_so(index: Index) -> None:
    assert next(item.name for item in index.suggest("xcl")) == "新材料"
    assert next(item.name for item in index.suggest("xincai")) == "新材料"
    names = [item.name for item in index.suggest("新")]
    assert len(names) == 10
    assert all(name.startswith("新") for name in names)
    assert next(item.label for item in index.suggest("工业城")) == "鹤山工业城"
    assert index.suggest("的的的的") == index.suggest(" ") == ()


# ── marks and offsets ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["水", "数字经济 核心", "“创业之城”", "GDP", "现代产业体系"])
def test_marks_and_offsets_are_the_words(index: Index, built_graph: Path, text: str) -> None:
    words = set(parse(text).each)
    found = index.search(text, limit=ALL)
    assert found.places
    for place in found.places:
        archived = (built_graph / TEXTS_FOLDER / f"{place.document}.txt").read_bytes().decode()
        assert any(word in fold(quote(archived, place.spans)) for word in words)
        assert place.end > place.start
        for mark in place.marks:
            assert any(word in fold(place.snippet[mark.start : mark.end]) for word in words)
        assert len(place.snippet) <= WIDTH + 2
    for thing in found.things:
        assert all(any(word in fold(thing.name[m.start : m.end]) for word in words) for m in thing.marks)
        assert thing.marks or thing.match == "pinyin"


@given(st.text(alphabet="水利 建设“”（Ａ0\n㎡", max_size=200), st.text(alphabet="水利建", min_size=1, max_size=3))
def test_found_places_hold_the_word(text: str, word: str) -> None:
    marks = folded(text).find([word])
    assert bool(marks) == (word in fold(text))
    assert all(word in fold(text[mark.start : mark.end]) for mark in marks)
    shown, moved = snippet(text, marks)
    assert len(shown) <= WIDTH + 2 and BEFORE < WIDTH
    assert all(fold(shown[mark.start : mark.end]) for mark in moved)


def test_folding() -> None:
    assert fold("（ＧＤＰ） “十四五”規劃·《綱要》 2021—2025年") == "(gdp)十四五规划纲要2021-2025年"
    assert parse('a "b c" “d　e”f').each == ("a", "bc", "de", "f")
    assert parse("水\x00利").each == ("水利",)


# ── the same as reading everything ──────────────────────────────────────────────────────────────────────


def brute_things(known: Entries, words: tuple[str, ...]) -> set[str]:
    return {
        thing.iri
        for thing in known.things
        if any(all(word in fold(name) for word in words) for name in thing.names)
    }


def brute_places(known: Entries, words: tuple[str, ...]) -> set[str]:
    found = set()
    for text in known.texts:
        own, above = fold(text.text), [fold(title) for title in text.headings]
        if any(word in own for word in words) and all(
            word in own or any(word in title for title in above) for word in words
        ):
            found.add(text.iri)
    return found


def compare(index: Index, known: Entries, text: str) -> Found:
    found = index.search(text, limit=ALL)
    words = parse(text).each
    assert {item.iri for item in found.things if item.match != "pinyin"} == brute_things(known, words) - {
        item.iri for item in found.things if item.match == "pinyin"
    }
    assert {item.iri for item in found.places} == brute_places(known, words)
    assert (found.things_total, found.places_total) == (len(found.things), len(found.places))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_substrings_of_texts_are_found_as_by_reading(index: Index, known: Entries, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(known.texts)).text
    start = data.draw(st.integers(0, len(text) - 1))
    word = "".join(text[start : start + data.draw(st.integers(1, 8))].split())
    other = data.draw(st.sampled_from(["", "", "建设", "水", "第四章", "产业"]))
    searched = f'"{word}" {other}' if '"' not in word else other
    if not parse(searched).each:
        return
    found = compare(index, known, searched)
    if not other and fold(word):
        assert found.places


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_substrings_of_names_are_found_as_by_reading(index: Index, known: Entries, data: st.DataObject) -> None:
    thing = data.draw(st.sampled_from(known.things))
    name = data.draw(st.sampled_from(thing.names))
    start = data.draw(st.integers(0, len(name) - 1))
    word = name[start : start + data.draw(st.integers(1, 6))]
    if fold(word):
        assert thing.iri in {item.iri for item in compare(index, known, word).things}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=12))
def test_any_text_is_answered_as_by_reading(index: Index, known: Entries, text: str) -> None:
    if parse(text).each:
        compare(index, known, text)
    else:
        assert index.search(text).things == ()


# ── filters and facets ──────────────────────────────────────────────────────────────────────────────────


def test_facets_count_what_filters_leave(index: Index) -> None:
    found = index.search("产业", limit=ALL)
    kinds = {facet.value: facet.count for facet in found.facets["kind"]}
    assert sum(kinds.values()) == found.things_total + found.places_total
    assert kinds[PASSAGE] == found.places_total
    for name in ("kind", "region", "document"):
        assert found.facets[name]
        for facet in found.facets[name]:
            only = index.search("产业", limit=1, **{name: facet.value})
            assert only.things_total + only.places_total == facet.count, facet


def test_regions_and_documents_have_several_names(index: Index) -> None:
    totals = {index.search("水", region=name).places_total for name in ("鹤山", "鹤山市", "440784", "鶴山市")} | {
        index.search("水", document="heshan-outline").places_total
    }
    assert len(totals) == 1
    title = next(facet.label for facet in index.search("水").facets["document"] if facet.value == "heshan-outline")
    assert index.search("水", document=title).places_total in totals


@pytest.mark.parametrize("choice", ["kind", "region", "document"])
def test_an_unknown_value_is_an_error(index: Index, choice: str) -> None:
    with pytest.raises(QueryError, match=f"unknown {choice}"):
        index.search("水", limit=1, **{choice: "nosuch' OR 1"})


# ── hostile searches ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_searches_are_answered(index: Index, known: Entries, text: str) -> None:
    begin = time.perf_counter()
    found = index.search(text)
    index.suggest(text)
    assert time.perf_counter() - begin < 2
    words = parse(text).each
    assert found.places_total == (len(brute_places(known, words)) if words else 0)


def test_a_search_that_is_too_long_is_an_error(index: Index) -> None:
    for text in ("新" * 10_000, "新 " * 5_000, '"' * (LONGEST + 1)):
        with pytest.raises(QueryError, match="at most 100 characters"):
            index.search(text)
        with pytest.raises(QueryError, match="at most 100 characters"):
            index.suggest(text)


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_graph_gives_the_same_bytes(built_graph: Path, tmp_path: Path) -> None:
    write_index(OxigraphStore.open(built_graph / STORE_FOLDER), tmp_path / "again.sqlite")
    assert (tmp_path / "again.sqlite").read_bytes() == (built_graph / SEARCH_FILE).read_bytes()


def test_searches_write_nothing(built_graph: Path) -> None:
    before = sorted((path.name, path.stat().st_mtime_ns) for path in built_graph.iterdir())
    assert api.search("水", built_graph).places
    assert api.suggest("shui", built_graph)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in built_graph.iterdir()) == before


def test_a_missing_broken_or_other_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no search index"):
        Index.open(tmp_path / "none.sqlite")
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database" * 100)
    with pytest.raises(GraphError, match="cannot be read"):
        Index.open(broken)
    sqlite3.connect(tmp_path / "other.sqlite").execute("PRAGMA user_version = 99").connection.close()
    (tmp_path / "empty.sqlite").touch()
    for name in ("other", "empty"):
        with pytest.raises(GraphError, match="another version"):
            Index.open(tmp_path / f"{name}.sqlite")
