"""What the endpoint refuses, with the status of HTTP and what to do next."""

from __future__ import annotations

import json
from collections.abc import Mapping

from plangraph.errors import QueryError


class ProtocolError(QueryError):
    """A request that is not answered; a `QueryError` that knows its status."""

    def __init__(
        self, status: int, message: str, hint: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.headers = dict(headers or {})

    def text(self) -> str:
        """The problem for people and logs."""
        return f"{self.message}\n{self.hint}\n" if self.hint else f"{self.message}\n"

    def json(self) -> str:
        """The problem for programs."""
        told = {"status": self.status, "message": self.message, "hint": self.hint}
        return json.dumps({"error": told}, ensure_ascii=False) + "\n"


def busy(message: str) -> ProtocolError:
    """Too much at once: the same request may succeed later."""
    return ProtocolError(503, message, "try again in a few seconds", {"Retry-After": "5"})


def too_much_memory() -> ProtocolError:
    """The query cannot be answered with what it may take."""
    return ProtocolError(507, "the query needs more memory than it may have", "ask for less, or add LIMIT")
