"""The build folder: written beside the last good one, and put in its place only when it is whole.

build/           the last good graph
.build.new/      the one that is being written; what a killed build leaves is removed by the next
.build.old/      the last good one for the moment of the exchange; put back if the exchange was cut off
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plangraph.errors import GraphError, InputError

GRAPH_FILE = "graph.nq"
STORE_FOLDER = "store"
SEARCH_FILE = "search.sqlite"
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
    try:
        with _only_one(folder):
            _recover(folder)
            _check(folder)
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            try:
                yield new
                _exchange(folder, new, old)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _check(folder: Path) -> None:
    """Only an empty folder or one of ours is replaced, and only one that can be."""
    if folder.is_file():
        raise InputError("this is a file, not a folder", where=str(folder), hint="name a folder with --out")
    if folder.is_mount():
        raise InputError("a mount point cannot be replaced", where=str(folder), hint="name a folder inside it")
    if folder.exists() and any(folder.iterdir()) and not (folder / REPORT_FILE).is_file():
        raise InputError(
            "this folder holds other files and would be replaced",
            where=str(folder),
            hint="name an empty folder with --out",
        )


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Holds the lock of a folder; a second build to the same place is told so. The system frees a dead one's."""
    path = _beside(folder, "lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            hint = "wait for it, or name another folder with --out"
            raise InputError("another build is writing here", where=str(folder), hint=hint) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


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
