"""Where plangraph's own data files lie: in the wheel (`_data/`) or at the top of a checkout.

The only module that knows; everybody else asks for `ontology_dir()`, `queries_dir()` and so on.
"""

from __future__ import annotations

from pathlib import Path

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
