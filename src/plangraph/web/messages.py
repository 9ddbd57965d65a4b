"""What the pages say, zh and en, from the catalogue beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plangraph.errors import ResourceError, nearest
from plangraph.resources import read_toml

CATALOGUE = Path(__file__).resolve().parent / "messages.toml"


@dataclass(frozen=True, slots=True)
class Message:
    """One message in both languages."""

    zh: str
    en: str

    def fill(self, **values: object) -> Message:
        """The message with its blanks filled."""
        return Message(self.zh.format(**values), self.en.format(**values))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All messages by key, and the names of the questions to start from."""

    messages: Mapping[str, Message]
    starting: tuple[str, ...] = ()

    def get(self, key: str, **values: object) -> Message:
        """The message of this key; an unknown key is a mistake in a template of ours."""
        if key not in self.messages:
            raise ResourceError(f"no message {key!r}", where=CATALOGUE.name, hint=nearest(key, self.messages))
        return self.messages[key].fill(**values)

    def known(self, prefix: str, code: str) -> Message:
        """The message for a code of the graph; one that the catalogue does not know speaks for itself."""
        return self.messages.get(f"{prefix}-{code}", Message(code, ""))


def load(path: Path = CATALOGUE) -> Catalogue:
    """The catalogue; a message that lacks a language is a `ResourceError`."""
    rows = read_toml(path)
    starting = tuple(rows.pop("start", {}).get("questions", ()))
    for key, row in rows.items():
        if set(row) != {"zh", "en"}:
            raise ResourceError(f"message {key!r} needs zh and en", where=path.name)
    return Catalogue({key: Message(row["zh"], row["en"]) for key, row in rows.items()}, starting)
