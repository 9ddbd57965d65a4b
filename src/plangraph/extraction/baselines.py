"""Two plain methods that the rules are measured against; each is a component with a pipeline file of its own.

`rules/baseline-lexicon.toml`: every label of the vocabularies, leftmost and longest, and nothing else.
`rules/baseline-words.toml`: runs of nouns by jieba's word classes, typed by their last characters.
"""

from __future__ import annotations

import functools
import re
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from plangraph.extraction.lexical import matcher
from plangraph.extraction.segment import tagged
from plangraph.extraction.state import Candidate, choose, mentions, text_of
from plangraph.model import EntityType, Relation
from plangraph.resources import read_toml, rules_dir


@Language.component("plangraph_lexicon_baseline")
def lexicon_baseline(doc: Doc) -> Doc:
    """Labels of the vocabularies are the entities; the document develops every industry."""
    text, taken = text_of(doc), 0
    chosen: list[Candidate] = []
    found = [item for kind in ("REGION", "INDUSTRY") for item in matcher(kind).find(text)]
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if item.start >= taken:
            kind = cast(EntityType, item.type)
            chosen.append(Candidate(item.start, item.end, kind, "baseline", 1.0, item.concept))
            taken = item.end
    return _develops(doc, chosen)


@Language.component("plangraph_words_baseline")
def words_baseline(doc: Doc) -> Doc:
    """Runs of nouns whose ending tells a type are the entities; the document develops every industry."""
    run: list[tuple[int, int]] = []
    chosen: list[Candidate] = []
    for start, end, tag in [*tagged(text_of(doc)), (len(doc), len(doc), "")]:
        if tag.startswith(_classes("inside" if run else "first")):
            run.append((start, end))
        elif run:
            chosen += _typed(text_of(doc), run[0][0], run[-1][1])
            run = []
    return _develops(doc, chosen)


def _typed(text: str, start: int, end: int) -> list[Candidate]:
    kind = next((kind for kind, ending in _endings() if ending.search(text, start, end)), None)
    return [Candidate(start, end, kind, "baseline", 1.0, "")] if kind else []


def _develops(doc: Doc, chosen: list[Candidate]) -> Doc:
    choose(doc, chosen)
    industries = [item for item in mentions(doc) if item.type == "INDUSTRY"]
    doc._.relations = [Relation("develops", "@doc", item.key, "planned", rule="baseline") for item in industries]
    return doc


@functools.cache
def _endings() -> tuple[tuple[EntityType, re.Pattern[str]], ...]:
    rules = read_toml(rules_dir() / "baseline-words.toml")
    return tuple((kind, re.compile(f"(?:{ending})$")) for kind, ending in rules["ending"].items())


@functools.cache
def _classes(place: str) -> tuple[str, ...]:
    return tuple(read_toml(rules_dir() / "baseline-words.toml")["classes"][place])
