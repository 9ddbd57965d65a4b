"""The build folder: written beside the last good one, and put in its place only when it is whole.

build/           the last good graph
.build.new/      the one that is being written; what a killed build leaves is removed by the next
.build.old/      the last good one for the moment of the exchange; put back if the exchange was cut off
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plangraph.errors import GraphError, InputError

GRAPH_FILE = "graph.nq"
STORE_FOLDER = "store"
TEXTS_FOLDER = "texts"
#: A file that only a folder of ours holds; nothing else is ever replaced.
REPORT_FILE = "report.json"


def graph_folder(folder: Path) -> Path:
    """The folder, if a graph was built there; puts a graph back that a cut-off exchange had moved aside."""
    _recover(folder)
    if not (folder / GRAPH_FILE).is_file():
        raise GraphError("there is no graph here", where=str(folder), hint="run `plangraph build` first")
    return folder


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """An empty folder to write to, which takes the place of `folder` when the block ends without error."""
    new, old = _beside(folder, "new"), _beside(folder, "old")
    _recover(folder)
    if folder.exists() and any(folder.iterdir()) and not (folder / REPORT_FILE).is_file():
        raise InputError(
            "this folder holds other files and would be replaced",
            where=str(folder),
            hint="name an empty folder with --out",
        )
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    try:
        yield new
        _exchange(folder, new, old)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _exchange(folder: Path, new: Path, old: Path) -> None:
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    new.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def _recover(folder: Path) -> None:
    old = _beside(folder, "old")
    if old.is_dir() and not folder.exists():
        old.replace(folder)


def _beside(folder: Path, suffix: str) -> Path:
    whole = folder.absolute()
    return whole.parent / f".{whole.name}.{suffix}"


def _cannot_write(folder: Path, error: OSError) -> InputError:
    return InputError(
        f"the graph cannot be written: {error.strerror or error}",
        where=str(error.filename or folder),
        hint="free space or choose another folder with --out; the last good graph is untouched",
    )
