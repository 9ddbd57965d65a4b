"""The installed command in a process of its own, as its user calls it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `plangraph` with these arguments, its standard input no terminal."""
    command = [sys.executable, "-m", "plangraph", *map(str, arguments)]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", cwd=cwd, check=False
    )


def fails(result: subprocess.CompletedProcess[str], *words: str, code: int = 2) -> None:
    """One clear message with these words, the right exit code, no traceback."""
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.count("error: ") == 1
    for word in words:
        assert word in result.stderr
