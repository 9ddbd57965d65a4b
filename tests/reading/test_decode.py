from __future__ import annotations

import pytest

from plangraph.errors import InputError
from plangraph.reading.decode import decode


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (b"", "the file is empty", "put the text"),
        (" \n　\n".encode(), "the file is empty", "put the text"),
        ("发展规划".encode("gb18030"), "not UTF-8 text", "iconv"),
        (b"%PDF-1.7\n\xff\xfe", "not UTF-8 text", "PDF"),
        (b"PK\x03\x04\x00", "a binary file", "Word"),
    ],
)
def test_unusable_files(data: bytes, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "plan.txt")
    assert message in caught.value.message
    assert caught.value.where == "plan.txt"
    assert hint in caught.value.hint


def test_line_breaks_stay_and_a_mark_is_named() -> None:
    assert decode("一\r\n二\r三\n".encode(), "a") == ("一\r\n二\r三\n", "utf-8")
    assert decode("一\n".encode("utf-8-sig"), "a") == ("一\n", "utf-8-sig")
