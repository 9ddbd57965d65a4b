"""`manifest.csv`: which documents a folder holds, one a row, and what is known of them before reading."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from plangraph.errors import InputError, nearest
from plangraph.model import DocumentInfo
from plangraph.reading.decode import decode

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
REQUIRED = ("id", "file", "title", "kind", "region", "region_name", "sha256")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")

Row = tuple[str, dict[str, str]]  # where it stands, its cells


def read_manifest(folder: Path) -> list[DocumentInfo]:
    """Every document that the folder's `manifest.csv` lists, in its order; the first fault is raised."""
    seen: dict[str, str] = {}
    documents: list[DocumentInfo] = []
    rows = list(_rows(folder))
    ids = {cells["id"] for _, cells in rows}
    for where, cells in rows:
        _check_cells(where, cells, ids)
        if cells["id"] in seen:
            raise InputError(
                f"the id {cells['id']!r} is used twice (first: {seen[cells['id']]})",
                where=where,
                hint="give each document an id of its own",
            )
        seen[cells["id"]] = where
        _check_file(where, cells, folder)
        documents.append(_info(where, cells))
    if not documents:
        raise InputError(
            "the manifest lists no document", where=str(folder / MANIFEST), hint="add one row a document"
        )
    return documents


def check_codes(folder: Path, regions: Collection[str], kinds: Mapping[str, bool]) -> None:
    """Raises when a row names a region or a kind of document that the vocabularies do not know.

    `kinds` tells of each kind whether it is a plan; a text that is none has to say which plan it is about.
    """
    for where, cells in _rows(folder):
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


def _rows(folder: Path) -> Iterator[Row]:
    path = folder / MANIFEST
    if not path.is_file():
        raise InputError("there is no manifest", where=str(path), hint="one row a document: " + ",".join(COLUMNS))
    text, _ = decode(path.read_bytes(), str(path))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
        _check_header(f"{path}, line 1", header)
        line = reader.line_num + 1
        for cells in reader:
            where, line = f"{path}, line {line}", reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise InputError(
                    f"{len(cells)} cells where {len(header)} are needed",
                    where=where,
                    hint="put cells that hold a comma between double quotes",
                )
            yield where, dict(zip(header, (cell.strip() for cell in cells), strict=True))
    except csv.Error as error:
        raise InputError(
            f"malformed CSV: {error}", where=f"{path}, line {reader.line_num}", hint="check the double quotes"
        ) from error


def _check_header(where: str, header: list[str]) -> None:
    missing = [column for column in COLUMNS if column not in header]
    unknown = [column for column in header if column not in COLUMNS]
    if missing or unknown or len(header) != len(COLUMNS):
        faults = [f"missing columns {', '.join(missing)}"] if missing else []
        faults += [f"unknown columns {', '.join(unknown)}"] if unknown else []
        message = "; ".join(faults) or "a column stands twice"
        raise InputError(message, where=where, hint="the first line must be: " + ",".join(COLUMNS))


def _check_cells(where: str, cells: dict[str, str], ids: Collection[str]) -> None:
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


def _check_file(where: str, cells: dict[str, str], folder: Path) -> None:
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


def _year(where: str, cells: dict[str, str], column: str) -> int | None:
    if not cells[column]:
        return None
    if not _YEAR.fullmatch(cells[column]):
        raise InputError(f"{cells[column]!r} in {column!r} is no year", where=where, hint="write four digits")
    return int(cells[column])


def _info(where: str, cells: dict[str, str]) -> DocumentInfo:
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
        **{c: cells[c] for c in COLUMNS if c not in _CONVERTED},
    )


_CONVERTED = ("issuers", "aliases", "period_start", "period_end", "outlook", "sha256")


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
