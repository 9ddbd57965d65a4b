"""What stands round the body of a document and tells of it: its cover, the labels of a web page, its signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plangraph.model import Passage, cut
from plangraph.reading.excerpt import Excerpt
from plangraph.reading.furniture import CONTENTS, furniture_rules
from plangraph.reading.headings import heading_rules
from plangraph.reading.lines import Line, split_lines
from plangraph.reading.metadata_rules import rules
from plangraph.reading.source import Source
from plangraph.reading.structure import Structure
from plangraph.text import fold


@dataclass(frozen=True)
class Cover:
    """`front`: the lines before the first heading; `tail`: those after the last sentence; both without tables.

    `labelled`: the values of labels by column of the manifest (and `published`), best label first. `opening`: the
    first paragraphs. `body`: all of the text.
    """

    front: tuple[Line, ...]
    tail: tuple[Line, ...]
    labelled: Mapping[str, tuple[Excerpt, ...]]
    opening: tuple[Passage, ...]
    body: str
    metadata: Mapping[str, str]


def find_cover(source: Source, structure: Structure) -> Cover:
    """The cover of a text whose structure was read."""
    limits = rules()["cover"]
    inside = _held(structure)
    lines = [line for line in split_lines(source) if line.start not in inside]
    contents = {span.start for reason, span in structure.left_out if reason == CONTENTS}
    front = _front([line for line in lines if line.start not in contents], limits["front_lines"])
    left_out = {span.start for _, span in structure.left_out}
    kept = [line for line in lines if line.start not in left_out]
    last = max((i for i, line in enumerate(kept) if line.stopped), default=len(kept))
    paragraphs = [p for p in structure.passages if p.kind == "paragraph" and len(p.text) > limits["front_lines"]]
    return Cover(
        front=tuple(front),
        tail=tuple(kept[last + 1 : last + 1 + limits["tail_lines"]]),
        labelled={name: tuple(_labelled(front, words)) for name, words in rules()["labels"].items()},
        opening=tuple(paragraphs[: limits["body_paragraphs"]]),
        body=source.text,
        metadata=source.metadata,
    )


def _held(structure: Structure) -> frozenset[int]:
    """Where lines of tables begin."""
    spans = (span for table in structure.tables for span in table.spans)
    return frozenset(place for span in spans for place in range(span.start, span.end))


def _front(lines: Sequence[Line], count: int) -> list[Line]:
    """Up to the first numbered heading; the first lines of a text that has none."""
    headings = heading_rules()
    for index, line in enumerate(lines):
        marker = headings.heading(line.text)
        if marker is not None and marker.rank < headings.numbered_from and not marker.alone:
            return list(lines[:index])
    return list(lines[:count])


def _labelled(lines: Sequence[Line], words: Sequence[str]) -> Iterator[Excerpt]:
    """The values of these labels: behind the label, or on one of the lines below."""
    for word in words:
        label = re.compile(r"\s*".join(map(re.escape, word)) + r"\s*:?\s*")
        for index, line in enumerate(lines):
            match = label.match(fold(line.text))
            if match and (value := _value(lines, index, match.end())) is not None:
                yield value


def _value(lines: Sequence[Line], index: int, start: int) -> Excerpt | None:
    line = lines[index]
    if start < len(line.text):
        if ":" not in fold(line.text[:start]):
            return None  # a word of a sentence
        end = len(re.split(r"\s{2,}", line.text[start:])[0]) + start
        return Excerpt(line.text[start:end], cut(line.spans, start, end))
    for following in lines[index + 1 : index + 1 + rules()["cover"]["value_lines"]]:
        if following.plain == ":":
            continue
        is_label = furniture_rules().fits("labels", following)
        return None if is_label else Excerpt(following.text, following.spans)
    return None
