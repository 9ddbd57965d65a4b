"""A proposed document comes to a corpus: a copy of its file and a row of the manifest, both or none."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plangraph.adding.proposal import Proposal
from plangraph.errors import InputError
from plangraph.reading.manifest import COLUMNS, MANIFEST, OPTIONAL, check_cells, document_info, manifest_sheet
from plangraph.reading.metadata import same_title
from plangraph.reading.sheet import Row, append_row, locked
from plangraph.resources import rules_dir

DEFAULT_CORPUS = Path("corpus")
_PACKAGE = rules_dir().parent.resolve()
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
_SUFFIXES = {"text": ".txt", "html": ".html", "pdf": ".pdf", "docx": ".docx"}


@dataclass(frozen=True, slots=True)
class Added:
    """A row as it stands in a manifest, or would; `folder` is the corpus."""

    folder: Path
    cells: Mapping[str, str]


def corpus_folder(corpus: Path | None) -> Path:
    """The folder to add to: the one that is named, else `corpus` here; never the one that came with plangraph."""
    if corpus is None and not DEFAULT_CORPUS.is_dir():
        raise InputError(
            "there is no corpus folder here",
            where=str(DEFAULT_CORPUS.absolute()),
            hint="name your folder with --corpus; it is made when there is none",
        )
    folder = corpus or DEFAULT_CORPUS
    if folder.exists() and not folder.is_dir():
        raise InputError("this is a file, not a folder", where=str(folder), hint="name a folder with --corpus")
    if folder.resolve().is_relative_to(_PACKAGE):
        raise InputError(
            "this corpus came with plangraph and is not changed",
            where=str(folder),
            hint="copy it, and name your copy with --corpus",
        )
    return folder


def admit(proposal: Proposal, folder: Path, *, dry_run: bool = False) -> Added:
    """Adds the document to a corpus. Raises `InputError`, with nothing written, when it cannot be added.

    With `dry_run` nothing is written: what the row would be.
    """
    _check_missing(proposal)
    if dry_run:
        return Added(folder, _row(proposal, folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            cells = _row(proposal, folder)
            with _copied(proposal.examined.path, folder / cells["file"]):
                append_row(folder / MANIFEST, cells, (*COLUMNS, *OPTIONAL))
    except OSError as error:
        raise InputError(
            f"the corpus cannot be written: {error.strerror or error}",
            where=str(error.filename or folder),
            hint="free space or name another folder with --corpus",
        ) from error
    return Added(folder, cells)


def _check_missing(proposal: Proposal) -> None:
    if not proposal.missing:
        return
    options = " ".join(f"--{column.replace('_', '-')}" for column in proposal.missing)
    raise InputError(
        f"the document does not tell its {', '.join(proposal.missing)}",
        where=str(proposal.examined.path),
        hint=f"give {options}",
    )


def _row(proposal: Proposal, folder: Path) -> dict[str, str]:
    """All cells of the row, checked against the other rows."""
    path, cells = proposal.examined.path, dict(proposal.cells)
    rows = manifest_sheet(folder).rows if (folder / MANIFEST).is_file() else ()
    for where, row in rows:
        if row["sha256"].lower() == cells["sha256"]:
            raise InputError(
                f"this file is in the corpus already: {row['id']}", where=str(path), hint=f"see {where}"
            )
    ids = {row["id"] for _, row in rows}
    if cells.get("id") in ids:
        raise InputError(f"the id {cells['id']!r} is taken", where=str(path), hint="give another --id")
    cells["id"] = cells.get("id") or _free(_id(cells), ids)
    cells["file"] = _file(path, cells["id"], proposal.examined.source.format, folder)
    cells["about"] = _about(cells.get("about", ""), rows)
    whole = dict.fromkeys((*COLUMNS, *OPTIONAL), "") | cells
    check_cells(str(path), whole, {*ids, whole["id"]})
    document_info(str(path), whole)
    return whole


def _id(cells: Mapping[str, str]) -> str:
    """Code of the region, kind, and first year of the period or year of the date: 440784-outline-2021."""
    year = cells.get("period_start") or cells.get("date", "")[:4]
    return "-".join(filter(None, (cells["region"], cells["kind"], year)))


def _free(name: str, taken: set[str]) -> str:
    number = 1
    candidate = name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def _file(path: Path, identifier: str, form: str, folder: Path) -> str:
    """Where the file stands in the corpus: where it is if it lies there already, else under the document's id."""
    if path.resolve().is_relative_to(folder.resolve()):
        return path.resolve().relative_to(folder.resolve()).as_posix()
    suffix = path.suffix.lower()
    return identifier + (suffix if _SUFFIX.fullmatch(suffix) else _SUFFIXES[form])


def _about(about: str, rows: tuple[Row, ...]) -> str:
    """The id of the document that has the plan's title, if the corpus has it; else as it is told."""
    for _, row in rows:
        titles = (row["title"], *row["aliases"].split("|"))
        if about and not row["about"] and any(same_title(about, title) for title in titles):
            return row["id"]
    return about


@contextmanager
def _copied(path: Path, target: Path) -> Iterator[None]:
    """A copy of the file, byte for byte, which goes again when the block ends with an error."""
    if target.exists() and target.samefile(path):
        yield
        return
    if target.exists():
        raise InputError("there is another file of this name", where=str(target), hint="give another --id")
    new = target.with_name(f".{target.name}.new")
    try:
        shutil.copyfile(path, new)
        new.replace(target)
        yield
    except BaseException:
        new.unlink(missing_ok=True)
        target.unlink(missing_ok=True)
        raise
