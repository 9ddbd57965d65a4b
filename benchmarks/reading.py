"""Speed and memory of finding the structure of 5 MB of text, for layouts that plans have and for hostile ones.

Each text is read in a process of its own, so that the peak of memory is that of one text.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from plangraph.reading.source import Source
from plangraph.reading.structure import read_structure

_BYTES = 5_000_000
_SENTENCE = "推动先进制造业集群发展，支持企业开展技术改造，到2030年规模以上工业总产值突破800亿元。"
_CHAPTER = "第一章 产业发展\n一、做强先进制造业\n" + f"（一）强化创新。{_SENTENCE * 4}\n" * 6


def _wrapped(text: str, width: int) -> str:
    """Paragraphs broken at a width, their first lines indented."""
    lines = []
    for paragraph in text.splitlines():
        printed = "　　" + paragraph
        lines += [printed[start : start + width] for start in range(0, len(printed), width)]
    return "\n".join(lines) + "\n"


def _filled(unit: str) -> str:
    return unit * (_BYTES // len(unit.encode()) + 1)


TEXTS = {
    "one paragraph a line": lambda: _filled(_CHAPTER),
    "wrapped at 34": lambda: _filled(_wrapped(_CHAPTER, 34)),
    "list of contents": lambda: "目录\n前言\n" + _filled("第二章 产业发展……12\n第一节 做强先进制造业……13\n"),
    "a table without end": lambda: "序号\n指标\n2025年\n2030年\n属性\n" + _filled("1\n产值\n100\n200\n预期性\n"),
    "one line": lambda: _filled(_SENTENCE),
    "one line, no punctuation": lambda: _filled("发展"),
    "1 MB without a stop": lambda: "一、总体要求\n" + "发展" * 170_000 + "\n" + _SENTENCE,
    "500,000 empty lines": lambda: "\n" * 500_000 + _SENTENCE,
    "200,000 lines of 5": lambda: "产业发展区\n" * 200_000,
    "200,000 page numbers": lambda: "- 12 -\n" * 200_000 + _SENTENCE,
    "200,000 blanks in a line": lambda: ("２ ０ ０ ５ 年 " * 20_000 + "\n") * 4,
}


def _peak() -> float:
    """Highest resident memory of this process so far, in MB (Linux counts in kB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def measure(name: str) -> None:
    """Reads one text and prints its figures."""
    read_structure(Source("一、总体要求\n", "text", "utf-8"))  # rules are loaded once
    text = TEXTS[name]()
    before, start = _peak(), time.perf_counter()
    found = read_structure(Source(text, "text", "utf-8"))
    seconds = time.perf_counter() - start
    size = len(text.encode()) / 1e6
    print(
        f"{size / seconds:8.2f} MB/s {seconds:7.2f} s {_peak() - before:7.0f} MB  "
        f"{len(found.sections):6} sections {len(found.passages):6} passages  {name}"
    )


def main(names: list[str]) -> None:
    """Measures the texts of these names, each in a process of its own; all of them when none is named."""
    for name in names or TEXTS:
        subprocess.run([sys.executable, __file__, "--one", name], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2])
    else:
        main(sys.argv[1:])
