"""The run as a list of steps: corpus → build folder.

    read ─► annotate ─► link ─► gate ─► quads ─► files and store

A document that cannot be read stops no other: it is listed as failed, and the graph holds the rest.
Same corpus, same bytes: nothing here asks for the time except the log, and everything written is sorted.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plangraph.build.outputs import (
    Failure,
    refusal_records,
    report,
    statement_records,
    target_records,
    write_json_lines,
)
from plangraph.build.steps import (
    Tools,
    check_evidence,
    check_quads,
    document_quads,
    identified,
    load_tools,
    process,
    read,
    shared_quads,
)
from plangraph.errors import InputError
from plangraph.folder import (
    GRAPH_FILE,
    REPORT_FILE,
    SEARCH_FILE,
    STORE_FOLDER,
    TEXTS_FOLDER,
    graph_folder,
    replacing,
)
from plangraph.linking import Context, Undone
from plangraph.model import Document, DocumentInfo, LinkedDocument
from plangraph.reading import read_manifest
from plangraph.resources import corpus_dir
from plangraph.search import write_index
from plangraph.store import OxigraphStore, create, to_nquads

__all__ = ["DEFAULT_FOLDER", "Built", "Failure", "build", "graph_folder"]

DEFAULT_FOLDER = Path("build")

#: Told before each step: its name in plain words, how many are done, how many there are.
Progress = Callable[[str, int, int], None]


class Clock:
    """Passes progress on and keeps the times for the log, the one output that differs between two builds."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._steps: list[tuple[str, float]] = []

    def tell(self, step: str, done: int, total: int) -> None:
        """A step begins."""
        self._steps.append((step, time.perf_counter()))
        if self._progress is not None:
            self._progress(step, done, total)

    def log(self) -> str:
        """Seconds that each step took, a line a step."""
        ends = [begin for _step, begin in self._steps[1:]] + [time.perf_counter()]
        pairs = zip(self._steps, ends, strict=True)
        return "".join(f"{end - begin:8.2f} s  {step}\n" for (step, begin), end in pairs)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    folder: Path
    documents: int
    statements: int
    targets: int
    refusals: int
    quads: int
    failed: tuple[Failure, ...] = ()
    undone: tuple[Undone, ...] = ()


def build(
    corpus: Path | None = None,
    out: Path = DEFAULT_FOLDER,
    progress: Progress | None = None,
    *,
    trained: bool = True,
) -> Built:
    """Read, extract, link and write every document of a corpus folder; without `trained` by the rules alone.

    The last good graph stays in `out` until the new one is whole. Raises `InputError` for a corpus or a
    folder that cannot be used, or when no document can be read, and `ConformanceError` when a quote is not in its
    text. Documents that cannot be read beside others that can are told in `failed`.
    """
    source = corpus or default_corpus()
    clock = Clock(progress)
    tell = clock.tell
    tell("loading", 0, 0)
    tools = load_tools(source, trained=trained)
    with replacing(out) as folder:
        documents, failed = _read(tools, tell)
        linked, undone = identified(_processed(documents, tools, tell), tools)
        check_evidence(linked)
        tell("writing", len(linked), len(linked))
        count = _write(folder, linked, failed, undone, tools)
        tell("storing", len(linked), len(linked))
        create(folder / STORE_FOLDER, folder / GRAPH_FILE)
        tell("indexing", len(linked), len(linked))
        write_index(OxigraphStore.open(folder / STORE_FOLDER), folder / SEARCH_FILE)
        (folder / "build.log").write_text(clock.log(), encoding="utf-8")
    return Built(
        folder=out,
        documents=len(linked),
        statements=sum(len(item.statements) for item in linked),
        targets=sum(len(item.targets) for item in linked),
        refusals=sum(len(item.refusals) for item in linked),
        quads=count,
        failed=failed,
        undone=tuple(undone),
    )


def default_corpus() -> Path:
    """The folder `corpus` here when it has a manifest, else the corpus that comes with plangraph."""
    here = Path("corpus")
    return here if (here / "manifest.csv").is_file() else corpus_dir()


def _read(tools: Tools, tell: Progress) -> tuple[list[Document], tuple[Failure, ...]]:
    """The documents that can be read, and why the others cannot; the first fault is raised when none can."""
    documents: list[Document] = []
    failed: list[Failure] = []
    first: InputError | None = None
    for done, info in enumerate(tools.infos):
        tell(f"reading {info.id}", done, len(tools.infos))
        try:
            documents.append(read(info, tools))
        except InputError as error:
            first = first or error
            failed.append(Failure(info.id, str(error).removeprefix(f"{tools.corpus}{os.sep}")))
    if first is not None and not documents:
        raise first
    return documents, tuple(failed)


def _processed(
    documents: list[Document], tools: Tools, tell: Progress
) -> Iterator[tuple[LinkedDocument, Context]]:
    for done, document in enumerate(documents):
        tell(document.info.id, done, len(documents))
        yield process(document, tools)


def _write(
    folder: Path,
    linked: list[LinkedDocument],
    failed: Iterable[Failure],
    undone: Iterable[Undone],
    tools: Tools,
) -> int:
    stated = to_nquads((*document_quads(linked, tools), *shared_quads(linked, tools)))
    lines = sorted({*stated, *to_nquads(check_quads(stated, tools))})
    (folder / GRAPH_FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    write_json_lines(folder / "statements.jsonl", statement_records(linked))
    write_json_lines(folder / "targets.jsonl", target_records(linked))
    write_json_lines(folder / "refusals.jsonl", refusal_records(linked))
    summary = json.dumps(report(linked, failed, undone), ensure_ascii=False, indent=1)
    (folder / REPORT_FILE).write_text(summary + "\n", encoding="utf-8")
    _write_texts(folder / TEXTS_FOLDER, linked)
    return len(lines)


def _write_texts(target: Path, linked: Iterable[LinkedDocument]) -> None:
    """The archived texts in UTF-8, line breaks as they were read: what every offset and checksum refers to."""
    target.mkdir()
    for item in linked:
        (target / f"{item.document.info.id}.txt").write_bytes(item.document.text.encode())


def manifest(corpus: Path | None = None) -> list[DocumentInfo]:
    """The documents of a corpus folder."""
    return read_manifest(corpus or default_corpus())
