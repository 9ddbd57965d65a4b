"""A file is read, and what its row of a manifest would be: what is given, what is found, what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plangraph.adding.vocabulary import normalised
from plangraph.errors import InputError
from plangraph.model import Document
from plangraph.reading import Progress, Source, load, structured
from plangraph.reading.manifest import COLUMNS, document_info
from plangraph.reading.metadata import Found, find_metadata
from plangraph.reading.names import Names
from plangraph.reading.structure import Structure, read_structure

_NEEDED = ("title", "kind", "region")  # the name of a region follows from its code


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that was read; `structure` was found without knowing its title."""

    path: Path
    sha256: str
    source: Source
    structure: Structure


@dataclass(frozen=True, slots=True)
class Proposal:
    """The cells of a row as far as they are known, what was found, and which needed columns are missing.

    The columns `id` and `file` are told when the document comes to a corpus.
    """

    examined: Examined
    cells: Mapping[str, str]
    found: tuple[Found, ...]
    missing: tuple[str, ...]


def examine(path: Path, progress: Progress | None = None) -> Examined:
    """Reads a file of any format. Raises `InputError` when there is none or it cannot be read."""
    data = _bytes(path)
    source = load(data, str(path), progress)
    return Examined(path, hashlib.sha256(data).hexdigest(), source, read_structure(source))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise InputError("this is a folder, not a file", where=str(path), hint="name a file in it")
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path), hint="check the name") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"the file cannot be read: {reason}", where=str(path), hint="check its rights") from error
    if not data.strip():
        raise InputError("the file is empty", where=str(path), hint="put the text of the document into it")
    return data


def propose(examined: Examined, names: Names, given: Mapping[str, str], where: str = "") -> Proposal:
    """What the row of a file would be; what is given comes before what is found. `where` is told in errors."""
    told = normalised(given, names, where or str(examined.path))
    found = find_metadata(examined.source, examined.structure, names, told)
    cells = told | {item.column: item.value for item in found if item.value}
    cells |= {
        "source": cells.get("source") or examined.path.name,
        "sha256": examined.sha256,
        "text_sha256": hashlib.sha256(examined.source.text.encode()).hexdigest(),
    }
    needed = _NEEDED if cells.get("kind", "") in {"", *names.plans} else (*_NEEDED, "about")
    return Proposal(examined, cells, found, tuple(column for column in needed if not cells.get(column)))


def document(proposal: Proposal) -> Document:
    """The file as a document, with what is known of it."""
    blank = dict.fromkeys(COLUMNS, "")
    info = document_info("", blank | dict(proposal.cells) | {"file": proposal.examined.path.name})
    return structured(info, proposal.examined.source)
