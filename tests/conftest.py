"""What several test files share: the corpus, and the graph that is built from it once a session."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plangraph.resources import corpus_dir

_PATIENCE = 600  # seconds for a build on a busy machine


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus that comes with plangraph."""
    return corpus_dir()


@pytest.fixture(scope="session")
def built_graph(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """The folder that `plangraph build` makes of the corpus; read it, do not write to it.

    Whichever worker makes the lock first builds; the others wait. A build takes its place whole, so that the
    folder is there only when it is complete.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, failure = shared / "graph", shared / "graph.failed"
    try:
        (shared / "graph.lock").mkdir()
    except FileExistsError:
        _wait(folder, failure)
        return folder
    command = [sys.executable, "-m", "plangraph", "build", "--corpus", str(corpus), "--out", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if result.returncode:
        failure.write_text(result.stderr, encoding="utf-8")
        pytest.fail(f"the corpus cannot be built:\n{result.stderr}", pytrace=False)
    return folder


def _wait(folder: Path, failure: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not folder.is_dir():
        if failure.is_file():
            pytest.fail("the corpus cannot be built (another worker tells why)", pytrace=False)
        if time.monotonic() > until:
            pytest.fail(f"no graph after {_PATIENCE} seconds", pytrace=False)
        time.sleep(0.2)
