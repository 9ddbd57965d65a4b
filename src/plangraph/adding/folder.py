"""A folder of files with a CSV manifest of its owner comes to a corpus, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plangraph.adding.corpus import Added, admit
from plangraph.adding.proposal import Proposal, examine, propose
from plangraph.errors import InputError, PlangraphError, nearest
from plangraph.reading import Progress
from plangraph.reading.manifest import COLUMNS, MANIFEST, OPTIONAL
from plangraph.reading.metadata_rules import rules
from plangraph.reading.names import Names
from plangraph.reading.sheet import Row, read_sheet


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: the document that was added, or why it was not."""

    where: str
    file: str
    added: Added | None = None
    error: PlangraphError | None = None


def add_folder(
    source: Path, folder: Path, names: Names, progress: Progress | None = None, *, dry_run: bool = False
) -> list[Outcome]:
    """Adds the documents of each row; a row that cannot be added stops no other. In the order of the rows.

    Plans come first, so that texts about them can name them. Raises `InputError` when the manifest cannot be used.
    """
    rows = _rows(source)
    if source.resolve() == folder.resolve():
        raise InputError("this is the corpus itself", where=str(source), hint="name another one with --corpus")
    outcomes: dict[int, Outcome] = {}
    proposals: dict[int, Proposal] = {}
    for number, (where, cells) in enumerate(rows):
        if progress is not None:
            progress(cells.get("file", ""), number, len(rows))
        try:
            proposals[number] = _proposal(source, where, cells, names)
        except PlangraphError as error:
            outcomes[number] = Outcome(where, cells.get("file", ""), error=error)
    for number in sorted(proposals, key=lambda number: bool(proposals[number].cells.get("about"))):
        outcomes[number] = _outcome(*rows[number], proposals[number], folder, dry_run)
    return [outcomes[number] for number in sorted(outcomes)]


def _outcome(where: str, cells: dict[str, str], proposal: Proposal, folder: Path, dry_run: bool) -> Outcome:
    try:
        return Outcome(where, cells["file"], added=admit(proposal, folder, dry_run=dry_run))
    except PlangraphError as error:
        return Outcome(where, cells["file"], error=error)


def _proposal(source: Path, where: str, cells: dict[str, str], names: Names) -> Proposal:
    if not cells.get("file"):
        raise InputError("the cell 'file' is empty", where=where, hint="enter the name of a file in the folder")
    path = source / cells["file"]
    if not path.resolve().is_relative_to(source.resolve()):
        raise InputError(f"{cells['file']!r} lies outside the folder", where=where, hint="copy it into the folder")
    examined = examine(path)
    if cells.get("sha256", examined.sha256).lower() not in ("", examined.sha256):
        hint = "bring back the file, or leave 'sha256' empty"
        raise InputError(f"the checksum is wrong: the file has {examined.sha256}", where=str(path), hint=hint)
    given = {column: value for column, value in cells.items() if column not in ("file", "sha256", *OPTIONAL)}
    return propose(examined, names, given, where)


def _rows(source: Path) -> list[Row]:
    """The rows of the folder's manifest, by our columns."""
    path = _manifest(source)
    sheet = read_sheet(path)
    columns = dict(_columns(f"{path}, line 1", sheet.header))
    if "file" not in columns.values():
        raise InputError("no column names the files", where=f"{path}, line 1", hint="call it 'file' or '文件'")
    return [(where, {columns[head]: cell for head, cell in cells.items()}) for where, cells in sheet.rows]


def _manifest(source: Path) -> Path:
    if (source / MANIFEST).is_file():
        return source / MANIFEST
    found = sorted(source.glob("*.csv"))
    if len(found) == 1:
        return found[0]
    message = "there are several CSV files, none called manifest.csv" if found else "there is no manifest"
    hint = f"put a {MANIFEST} with a column 'file' beside the files, one row a document"
    raise InputError(message, where=str(source), hint=hint)


def _columns(where: str, header: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each head with the column that it stands for."""
    heads = {head: column for column, words in rules()["heads"].items() for head in words}
    known = {**heads, **{column: column for column in (*COLUMNS, *OPTIONAL, "period")}}
    seen: dict[str, str] = {}
    for head in header:
        if head not in known:
            raise InputError(f"unknown column {head!r}", where=where, hint=nearest(head, known))
        column = known[head]
        if column in seen:
            message = f"the column {column!r} stands twice: {seen[column]}, {head}"
            raise InputError(message, where=where, hint="leave one of the two out")
        seen[column] = head
        yield head, column
