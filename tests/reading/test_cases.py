"""Small texts as they are archived, each with the structure that reading must find (`cases/*.json`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plangraph.reading.source import Source
from plangraph.reading.structure import read_structure

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def summary(text: str) -> dict[str, Any]:
    found = read_structure(Source(text, "text", "utf-8"))
    return {
        "sections": [[section.level, section.title] for section in found.sections],
        "passages": [[p.kind, p.headings[-1] if p.headings else "", p.text] for p in found.passages],
        "tables": [
            {
                "kind": table.kind,
                "title": table.title,
                "rows": [
                    [r.no, r.name, r.unit, r.group, [[v.role, v.year, v.text] for v in r.values]]
                    for r in table.rows
                ],
            }
            for table in found.tables
        ],
        "left_out": [[reason, text[span.start : span.end]] for reason, span in found.left_out],
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_structure(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert summary(text) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
