"""The trained tagger: paths of labels are whole spans, and it changes what the rules chose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from spacy.language import Language

from plangraph.errors import ResourceError
from plangraph.evaluation import read_gold, unit_from_gold
from plangraph.extraction import annotate, load
from plangraph.extraction.tagger.coding import LABELS, TYPES, Scores, best_path, certainty, decode, encode
from plangraph.extraction.tagger.columns import SIZES, columns
from plangraph.extraction.tagger.edges import mended
from plangraph.extraction.tagger.network import Network
from plangraph.model import Unit

ASIDE = Path(__file__).parents[1] / "gold" / "readings" / "pool-0.a.jsonl"
ODD = "　１２３％“”《》、，。（）🙂\u200b\t國際 ABC新材料产业园区项目建设到2025年"
EDGES = [
    line.split(" | ")
    for line in (Path(__file__).parent / "edges.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=60)


@pytest.fixture(scope="module")
def both() -> tuple[Language, Language]:
    return load(), load(trained=False)


@given(
    arrays(np.float32, st.tuples(st.integers(0, 12), st.just(len(LABELS))), elements=st.floats(-20, 0, width=32))
)
def test_a_path_is_whole_spans(scores: Scores) -> None:
    path = best_path(scores)
    spans = decode(path)
    assert encode(len(scores), spans) == path
    assert all(0 <= certainty(scores, path, *span[:2]) <= 1 for span in spans)


@given(st.integers(1, 9), st.integers(0, 5), st.sampled_from(TYPES))
def test_the_label_of_a_span_is_read_back(length: int, before: int, kind: str) -> None:
    spans = [(before, before + length, kind)]
    assert decode(encode(before + length + 2, spans)) == spans  # type: ignore[arg-type]


@pytest.mark.parametrize(("marked", "name"), EDGES)
def test_edges_are_mended(marked: str, name: str) -> None:
    start, end = marked.index("‹"), marked.index("›") - 1
    text = marked.replace("‹", "").replace("›", "")
    assert text[slice(*mended(text, start, end))] == name


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_mended_spans_lie_in_the_text_and_stay(text: str, start: int, length: int) -> None:
    begin = min(start, len(text))
    span = mended(text, begin, min(begin + length, len(text)))
    assert 0 <= span[0] <= span[1] <= len(text)
    assert span[0] == span[1] or mended(text, *span) == span


def test_columns_tell_first_inner_and_last() -> None:
    told = columns("发展新材料产业", [(2, 7, "INDUSTRY")])
    first = 1 + 3 * TYPES.index("INDUSTRY")
    assert told[:, 0].tolist() == [0, 0, first, first + 1, first + 1, first + 1, first + 2]
    assert (told < np.array(SIZES)).all()


def test_it_finds_more_than_the_rules_on_units_set_aside(both: tuple[Language, Language]) -> None:
    right = []
    for nlp in both:
        count = 0
        for record in read_gold(ASIDE):
            gold = {(item["type"], item["start"], item["end"]) for item in record["entities"]}
            found = annotate(nlp, unit_from_gold(record, "")).mentions
            count += len(gold & {(mention.type, mention.start, mention.end) for mention in found})
        right.append(count)
    assert right[0] > right[1]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_is_read(both: tuple[Language, Language], text: str) -> None:
    unit = Unit("u", "d", "清新区", "2021-2025", ("第一章　总则🙂",), text)
    for nlp in both:
        end = 0
        for mention in annotate(nlp, unit).mentions:
            assert mention.text == text[mention.start : mention.end]
            assert mention.start >= end
            assert 0 <= mention.confidence <= 1
            end = mention.end


def test_a_long_text_is_read(both: tuple[Language, Language]) -> None:
    sentence = "推进新材料产业园建设，到2025年产值达到30亿元。"
    text = sentence * (20_000 // len(sentence))
    found = annotate(both[0], Unit("u", "d", "清新区", "2021-2025", (), text)).mentions
    assert {mention.text for mention in found} >= {"产值"}


def test_weights_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="tagger cannot be read"):
        Network(tmp_path)
