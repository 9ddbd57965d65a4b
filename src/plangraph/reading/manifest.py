"""`manifest.csv`: which documents a folder holds, one a row, and what is known of them before reading."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from plangraph.errors import InputError, nearest
from plangraph.model import Document, DocumentInfo
from plangraph.reading.sheet import Sheet, read_sheet

MANIFEST = "manifest.csv"
COLUMNS = (
    "id",
    "file",
    "title",
    "kind",
    "issuers",
    "approver",
    "region",
    "region_name",
    "period_start",
    "period_end",
    "outlook",
    "date",
    "number",
    "about",
    "aliases",
    "source",
    "sha256",
)
#: Columns that a manifest may be without.
OPTIONAL = ("text_sha256",)
REQUIRED = ("id", "file", "title", "kind", "region", "region_name", "sha256")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def read_manifest(folder: Path) -> list[DocumentInfo]:
    """Every document that the folder's `manifest.csv` lists, in its order; the first fault is raised."""
    seen: dict[str, str] = {}
    documents: list[DocumentInfo] = []
    rows = manifest_sheet(folder).rows
    ids = {cells["id"] for _, cells in rows}
    for where, cells in rows:
        check_cells(where, cells, ids)
        if cells["id"] in seen:
            raise InputError(
                f"the id {cells['id']!r} is used twice (first: {seen[cells['id']]})",
                where=where,
                hint="give each document an id of its own",
            )
        seen[cells["id"]] = where
        _check_file(where, cells, folder)
        documents.append(document_info(where, cells))
    if not documents:
        raise InputError(
            "the manifest lists no document", where=str(folder / MANIFEST), hint="add one row a document"
        )
    return documents


def check_codes(folder: Path, regions: Collection[str], kinds: Mapping[str, bool]) -> None:
    """Raises when a row names a region or a kind of document that the vocabularies do not know.

    `kinds` tells of each kind whether it is a plan; a text that is none has to say which plan it is about.
    """
    for where, cells in manifest_sheet(folder).rows:
        for column, known in (("region", regions), ("kind", kinds)):
            if cells[column] not in known:
                raise InputError(
                    f"unknown {column} {cells[column]!r}",
                    where=where,
                    hint=f"{nearest(cells[column], known)} Or add it to the vocabulary",
                )
        if not kinds[cells["kind"]] and not cells["about"]:
            raise InputError(
                f"a document of kind {cells['kind']!r} is about a plan, and 'about' is empty",
                where=where,
                hint="enter the id of the plan's document, or the plan's full title",
            )


def check_text(document: Document) -> None:
    """Raises when the text that was read is not the one that the row of the manifest tells the checksum of."""
    expected = document.info.text_sha256
    if expected and document.sha256 != expected:
        raise InputError(
            f"another text was read from this file than when it was added: its checksum is {document.sha256}",
            where=document.info.file,
            hint="look at it with `plangraph read`; when it is right, enter the new checksum in 'text_sha256'",
        )


def manifest_sheet(folder: Path) -> Sheet:
    """The folder's manifest with all of our columns, in whatever order they stand; its cells are not looked at."""
    path = folder / MANIFEST
    if not path.is_file():
        raise InputError("there is no manifest", where=str(path), hint="one row a document: " + ",".join(COLUMNS))
    sheet = read_sheet(path)
    _check_header(f"{path}, line 1", sheet.header)
    return sheet


def _check_header(where: str, header: Collection[str]) -> None:
    known = (*COLUMNS, *OPTIONAL)
    missing = [column for column in COLUMNS if column not in header]
    unknown = [column for column in header if column not in known]
    if not missing and not unknown:
        return
    faults = [f"missing columns {', '.join(missing)}"] if missing else []
    faults += [f"unknown columns {', '.join(unknown)}"] if unknown else []
    guess = f"{nearest(unknown[0], known)} " if unknown else ""
    hint = f"{guess}The columns are, in any order: {','.join(COLUMNS)}; {','.join(OPTIONAL)} may be left out"
    raise InputError("; ".join(faults), where=where, hint=hint)


def check_cells(where: str, cells: Mapping[str, str], ids: Collection[str]) -> None:
    """Raises when a row cannot be used; `ids` are those of all rows."""
    for column in REQUIRED:
        if not cells[column]:
            raise InputError(f"the cell {column!r} is empty", where=where, hint="fill it in")
    if not _ID.fullmatch(cells["id"]):
        raise InputError(
            f"{cells['id']!r} cannot be an id", where=where, hint="use small letters, digits and hyphens"
        )
    if cells["date"] and not _DATE.fullmatch(cells["date"]):
        raise InputError(f"{cells['date']!r} is no date", where=where, hint="write 2021, 2021-07 or 2021-07-31")
    about = cells["about"]
    if about and about == cells["id"]:
        raise InputError("a document cannot be about itself", where=where, hint="leave 'about' empty for a plan")
    if _ID.fullmatch(about) and about not in ids:
        raise InputError(
            f"no document has the id {about!r} that this one is about",
            where=where,
            hint=f"{nearest(about, ids)}; or give the plan's full title",
        )


def _check_file(where: str, cells: Mapping[str, str], folder: Path) -> None:
    path = folder / cells["file"]
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{cells['file']!r} lies outside the folder", where=where, hint="copy it into the folder")
    if not path.is_file():
        names = [p.name for p in folder.iterdir() if p.is_file() and p.name != MANIFEST]
        raise InputError(
            f"the file {cells['file']!r} is missing",
            where=where,
            hint=nearest(cells["file"], names) if names else "put it beside the manifest",
        )
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != cells["sha256"].lower():
        raise InputError(
            f"the checksum of {cells['file']!r} is wrong: the file has {found}",
            where=where,
            hint="bring back the archived file, or enter the new checksum when the change is meant",
        )


def _year(where: str, cells: Mapping[str, str], column: str) -> int | None:
    if not cells[column]:
        return None
    if not _YEAR.fullmatch(cells[column]):
        raise InputError(f"{cells[column]!r} in {column!r} is no year", where=where, hint="write four digits")
    return int(cells[column])


def document_info(where: str, cells: Mapping[str, str]) -> DocumentInfo:
    """What a row tells of its document; a year or a period that is none is raised."""
    start, end, outlook = (_year(where, cells, c) for c in ("period_start", "period_end", "outlook"))
    if (start is None) != (end is None):
        raise InputError("a period needs both its first and its last year", where=where, hint="fill in the other")
    if start is not None and end is not None and start > end:
        raise InputError(f"the period {start}-{end} ends before it starts", where=where, hint="swap the years")
    if outlook is not None and end is not None and outlook < end:
        raise InputError(
            f"the outlook {outlook} lies before the end of the period {end}",
            where=where,
            hint="leave it empty when the plan does not look further",
        )
    return DocumentInfo(
        issuers=_several(cells["issuers"]),
        aliases=_several(cells["aliases"]),
        period_start=start,
        period_end=end,
        outlook=outlook,
        sha256=cells["sha256"].lower(),
        text_sha256=cells.get("text_sha256", "").lower(),
        **{c: cells[c] for c in COLUMNS if c not in _CONVERTED},
    )


_CONVERTED = ("issuers", "aliases", "period_start", "period_end", "outlook", "sha256")


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
