"""The limits of the endpoint."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How much one query, and all of them at once, may take."""

    seconds: float = 10  # of one query; its process is killed then
    workers: int = 4  # processes, each of which runs one query at a time
    memory: int = 512 * _MIB  # that a process may take beside what it starts with
    services: tuple[str, ...] = ()  # endpoints that SERVICE may ask; none: processes have no network at all
    quick: float = 1  # seconds after which a query counts as a long one
    queue: int = 64  # queries that may wait for a process
    patience: float = 20  # seconds that one waits
    length: int = 100_000  # characters of a query
    depth: int = 200  # brackets inside brackets
    rows: int = 100_000  # of an answer: rows or triples
    size: int = 32 * _MIB  # bytes of an answer
    held: int = 256 * _MIB  # bytes of answers that clients have not taken yet
    served: int = 1000  # queries after which a process is replaced
    grown: int = 256 * _MIB  # resident bytes after which it is
    sending: float = 120  # seconds in which a client must have taken its answer
    receiving: float = 10  # seconds in which it must have sent its query

    @property
    def long(self) -> int:
        """Long queries that may run at once, so that short ones always find a process."""
        return max(1, self.workers // 2)
