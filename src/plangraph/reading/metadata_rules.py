"""How documents tell of themselves: `rules/metadata.toml`, with its patterns compiled."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from plangraph.errors import ResourceError
from plangraph.resources import read_toml, rules_dir

_FILE = "metadata.toml"


@cache
def rules() -> dict[str, Any]:
    """The table `rules/metadata.toml`."""
    return read_toml(rules_dir() / _FILE)


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """One pattern of the rules."""
    try:
        return re.compile(rules()[table][name], re.DOTALL)
    except (KeyError, re.error) as error:
        raise ResourceError(f"not a usable rule: {error}", where=f"{_FILE}, {table}.{name}") from error
