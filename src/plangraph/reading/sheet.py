"""A CSV file as rows with the lines that they stand on; a row can be added without touching any other byte."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plangraph.errors import InputError
from plangraph.reading.decode import decode

Row = tuple[str, dict[str, str]]  # where it stands (file and line), its cells by column


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file: its columns, its rows without blank ones, and how it is written."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    newline: str
    ended: bool  # whether the last line ends with a line break


def read_sheet(path: Path) -> Sheet:
    """The rows of a CSV file in any encoding that texts have; cells are stripped.

    Raises `InputError` for a file that is empty or malformed, a column that stands twice, and a row with more or
    fewer cells than there are columns.
    """
    text, encoding = decode(path.read_bytes(), str(path))
    (_line_1, head), *lines = _parsed(path, text)
    header = tuple(cell.strip() for cell in head)
    if len(set(header)) != len(header):
        raise InputError("a column stands twice", where=f"{path}, line 1", hint="leave one of the two out")
    rows = tuple(
        _row(f"{path}, line {line}", cells, header) for line, cells in lines if any(map(str.strip, cells))
    )
    newline = "\r\n" if "\r\n" in text else "\n"
    return Sheet(header, rows, encoding, newline, text.endswith(("\n", "\r")))


def _parsed(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """The cells of each row, with the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"malformed CSV: {error}", where=f"{path}, line {reader.line_num}", hint="check the double quotes"
        ) from error
    return found


def _row(where: str, cells: Sequence[str], header: Sequence[str]) -> Row:
    if len(cells) != len(header):
        raise InputError(
            f"{len(cells)} cells where {len(header)} are needed",
            where=where,
            hint="put cells that hold a comma between double quotes",
        )
    return where, dict(zip(header, map(str.strip, cells), strict=True))


def append_row(path: Path, cells: Mapping[str, str], columns: Sequence[str]) -> None:
    """Adds a row at the end, in the columns and the encoding of the file; `columns` are those of a new file.

    The file is exchanged as a whole: it has the row or is as it was. Cells without a column in it are left out.
    """
    if not path.exists():
        _exchange(path, (_line(columns, "\n") + _line(_cells(cells, columns), "\n")).encode())
        return
    sheet = read_sheet(path)
    row = _line(_cells(cells, sheet.header), sheet.newline)
    added = row if sheet.ended else sheet.newline + row
    _exchange(path, path.read_bytes() + added.encode(sheet.encoding.removesuffix("-sig")))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else changes the sheets of a folder meanwhile; the system frees the lock of a process that died."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _cells(cells: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    return [cells.get(column, "") for column in columns]


def _line(cells: Sequence[str], newline: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=newline).writerow(cells)
    return out.getvalue()


def _exchange(path: Path, data: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(data)
        if path.exists():
            shutil.copymode(path, new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
