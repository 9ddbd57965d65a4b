"""Where plangraph's own data files lie: in the wheel (`_data/`) or at the top of a checkout.

The only module that knows; everybody else asks for `ontology_dir()`, `queries_dir()` and so on.
"""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

from plangraph.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


def _data_dir(name: str) -> Path:
    for root in (_PACKAGE / "_data", _PACKAGE.parent.parent):
        if (root / name).is_dir():
            return root / name
    raise ResourceError(f"the data folder {name!r} is missing", hint="reinstall plangraph")


def ontology_dir() -> Path:
    """Folder of `plangraph.ttl` and `vocab/`."""
    return _data_dir("ontology")


def vocabulary_dir() -> Path:
    """Folder of the SKOS vocabularies."""
    return ontology_dir() / "vocab"


def shapes_dir() -> Path:
    """Folder of the SHACL shapes, one file a subject."""
    return _data_dir("shapes")


def queries_dir() -> Path:
    """Folder of the named queries; `checks/` holds the graph-wide rules."""
    return _data_dir("queries")


def corpus_dir() -> Path:
    """The corpus that comes with plangraph: five documents and `manifest.csv`."""
    return _data_dir("corpus")


def rules_dir() -> Path:
    """Extraction's own data: patterns, triggers, suffixes, aspect and priority words."""
    return _PACKAGE / "rules"


def lines_of(path: Path) -> list[tuple[int, str]]:
    """The lines of a data file with their numbers (from 1), without blank lines and `#` comments."""
    text = path.read_text(encoding="utf-8")
    numbered = ((number, line.rstrip()) for number, line in enumerate(text.splitlines(), start=1))
    return [(number, line) for number, line in numbered if line.strip() and not line.lstrip().startswith("#")]


def read_toml(path: Path) -> dict[str, Any]:
    """A data file in TOML; a fault names the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"not TOML: {error}", where=path.name) from error


def read_table(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a data file in CSV with the numbers of their lines; blank lines and `#` comments are skipped.

    A row with more or fewer cells than the header is a `ResourceError` that names file and line.
    """
    (_first, head), *lines = lines_of(path)
    header = next(csv.reader([head]))
    rows = []
    for number, line in lines:
        cells = next(csv.reader([line]))
        if len(cells) != len(header):
            message = f"{len(cells)} cells where {len(header)} are needed ({', '.join(header)})"
            raise ResourceError(message, where=f"{path.name}, line {number}")
        rows.append((number, dict(zip(header, cells, strict=True))))
    return rows
