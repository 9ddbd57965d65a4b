"""What a heading names."""

from __future__ import annotations

import pytest

from plangraph.extraction.headings import HeadingName, HeadingReader
from plangraph.model import Mention


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("（一）青石街道", HeadingName("青石街道", "REGION", True)),
        ("第三节 着力做实云溪产城核心区", HeadingName("云溪产城核心区", "PARK", False)),
        ("1.新材料产业", HeadingName("新材料产业", "INDUSTRY", True)),
        ("第十章 品质提升，建设宜居宜业城市", None),
        ("第二节 主要目标", None),
    ],
)
def test_a_heading_is_read_by_its_ending(heading: str, name: HeadingName | None) -> None:
    assert HeadingReader().name(heading) == name


def test_the_entity_components_come_first_and_read_each_heading_once() -> None:
    seen: list[str] = []

    def recognise(text: str) -> list[Mention]:
        seen.append(text)
        return [Mention(2, 6, "PARK", text[2:6])]

    reader = HeadingReader(recognise)
    assert reader.name("一、推动智汇港城崛起") == HeadingName("智汇港城", "PARK", False)
    reader.name("一、推动智汇港城崛起")
    assert seen == ["推动智汇港城崛起"]
