"""Bytes to text: the encodings that are told and guessed, and what is said of files that are none."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.errors import InputError
from plangraph.reading.decode import decode
from plangraph.resources import corpus_dir

TEXT = "第一章 总体要求\r\n到2025年，地区生产总值达到500亿元，年均增长6.5%左右。\n" * 3
TRADITIONAL = "經濟社會發展規劃綱要：推動產業轉型升級，加強環境保護與生態建設。"
CORPUS = sorted(path.name for path in corpus_dir().glob("*.txt"))


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (b"", "gb18030", "gb18030"),
        (b"", "gbk", "gb18030"),
        (b"", "gb2312", "gb18030"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
    ],
)
def test_encodings(mark: bytes, codec: str, name: str) -> None:
    assert decode(mark + TEXT.encode(codec), "plan.txt") == (TEXT, name)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", CORPUS)
def test_documents_in_every_encoding(name: str, codec: str) -> None:
    text = (corpus_dir() / name).read_bytes().decode("utf-8-sig")
    assert decode(text.encode(codec), name) == (text, codec)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("规划", "gb18030", "gb18030"),
        ("id,file,title\na,b,规划\n", "gb18030", "gb18030"),
        ("this app can break\n", "ascii", "utf-8"),
        ("naïve café, déjà vu", "utf-8", "utf-8"),
        ("བོད་ཡིག", "utf-8", "utf-8"),
        ("㙓𠀀", "utf-8", "utf-8"),
        ("GDP 2025\n", "utf-16-le", "utf-16-le"),
    ],
)
def test_short_and_foreign_texts(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec), "plan.txt") == (text, name)


@pytest.mark.parametrize(
    ("text", "codec", "declared", "name"),
    [
        (TEXT, "gb18030", "GB2312", "gb18030"),
        (TRADITIONAL, "big5", "Big5", "big5hkscs"),
        (TRADITIONAL, "gbk", "gbk", "gb18030"),
        (TEXT, "utf-8", "gb2312", "utf-8"),
        (TEXT, "gbk", "utf-8", "gb18030"),
        (TEXT, "utf-8", "iso-8859-1", "utf-8"),
        (TEXT, "utf-8", "no\0such", "utf-8"),
    ],
)
def test_a_declared_charset_is_believed_when_it_fits(text: str, codec: str, declared: str, name: str) -> None:
    assert decode(text.encode(codec), "page.html", declared) == (text, name)


UTF8, GB = TEXT.encode(), TEXT.encode("gb18030")


@pytest.mark.parametrize(
    ("data", "message", "where", "hint"),
    [
        (b"", "the file is empty", "plan.txt", "put the text"),
        (" \n　\n".encode(), "the file is empty", "plan.txt", "put the text"),
        (codecs.BOM_UTF8, "the file is empty", "plan.txt", "put the text"),
        (b"%PDF-1.7\n\xff\xfe", "it is a PDF", "plan.txt", "plain text"),
        (b"PK\x03\x04\x00", "it is a Word, Excel or zip file", "plan.txt", "plain text"),
        (b"\x89PNG\r\n\x1a\n\0", "it is a picture", "plan.txt", "plain text"),
        (b"MZ\x90\0\3\0", "it is a program", "plan.txt", "plain text"),
        (b"{\\rtf1\\ansi plan}", "it is an RTF file", "plan.txt", "plain text"),
        (b"plan\0graph", "byte 5 is a control character", "plan.txt", "plain text"),
        (codecs.BOM_UTF16_LE + "规\0划".encode("utf-16-le"), "a binary file", "plan.txt", "plain text"),
        (b"a\nb\x01\x02\x03\x04", "byte 4 is a control", "plan.txt", "plain text"),
        (UTF8[:30] + b"\xff" + UTF8[31:], "byte 31 of", "plan.txt, line 2", "iconv -c -f utf-8"),
        (UTF8[:-3], "breaks off in the middle of a character", "plan.txt, line 6", "copy the file again"),
        (codecs.BOM_UTF8 + UTF8[:-3], "is not UTF-8 text", "plan.txt, line 6", "copy the file again"),
        (GB[:21] + b"\xff" + GB[22:], "is not GB18030 text", "plan.txt, line 2", "iconv -c -f gb18030"),
        (codecs.BOM_UTF16_BE + b"\x4e", "is not UTF-16-BE text", "plan.txt, line 1", "copy the file again"),
        (TRADITIONAL.encode("big5"), "neither UTF-8, UTF-16 nor GB18030", "plan.txt, line 1", "iconv -f big5"),
    ],
)
def test_unusable_files(data: bytes, message: str, where: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "plan.txt")
    assert message in caught.value.message
    assert caught.value.where == where
    assert hint in caught.value.hint


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_an_input_error(data: bytes) -> None:
    try:
        text, encoding = decode(data, "plan.txt")
    except InputError as error:
        assert error.hint
    else:
        marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        marked = next((mark for mark in marks if data.startswith(mark)), b"")
        assert marked + text.encode(encoding.removesuffix("-sig")) == data


def test_line_breaks_stay() -> None:
    assert decode("一\r\n二\r三\n".encode(), "a") == ("一\r\n二\r三\n", "utf-8")
