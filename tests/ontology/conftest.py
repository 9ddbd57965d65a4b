from __future__ import annotations

import pytest

from plangraph import lexicon
from plangraph.lexicon import Lexicon
from plangraph.schema import Schema, load


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load()


@pytest.fixture(scope="session")
def lex() -> Lexicon:
    return lexicon.load()
