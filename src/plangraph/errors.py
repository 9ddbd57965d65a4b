"""One base error, a few kinds, and the exit codes that go with them.

Every message says what is wrong; `where` names the file, line or term; `hint` says what to do next.
The command line prints the three and nothing else.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

EXIT_OK = 0
EXIT_NOT_CONFORMING = 1
EXIT_COULD_NOT_RUN = 2


class PlangraphError(Exception):
    """What went wrong, where, and what to do next; ends a command with `exit_code`."""

    exit_code = EXIT_COULD_NOT_RUN

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """The whole error on one line: where, what, what next."""
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head} ({self.hint})" if self.hint else head


class InputError(PlangraphError):
    """A file or an argument of the user cannot be used: missing, unreadable, malformed."""


class ResourceError(PlangraphError):
    """A data file of plangraph itself (ontology, rule, query, shape) is wrong."""


class GraphError(PlangraphError):
    """The built graph is missing, unreadable or of another version."""


class QueryError(PlangraphError):
    """A question cannot be asked: unknown name, wrong parameter, malformed SPARQL."""


class ConformanceError(PlangraphError):
    """The data do not conform: a quote is not in its text, a shape is violated."""

    exit_code = EXIT_NOT_CONFORMING


def nearest(name: str, known: Iterable[str], count: int = 5) -> str:
    """A hint that lists the names nearest to `name`, or all when there are few.

    >>> nearest("shared-industry", ["shared-industries", "goals"])
    'did you mean shared-industries?'
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=count, cutoff=0.5)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return f"known: {', '.join(names[:20])}" if names else "none are known"
