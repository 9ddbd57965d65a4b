"""The process that runs queries, one at a time: `python -m plangraph.web.sparql.worker`.

Frames go both ways: the length of a JSON head as four bytes, the head, and in answers a body. It holds the
store open for reading and nothing else, gives up what it does not need (see `confinement`) and may be killed
at any moment.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from plangraph.errors import QueryError
from plangraph.store import Asked, OxigraphStore, TooLargeError, UnwantedError
from plangraph.web.sparql import confinement

#: Seconds after which the system ends a query that nobody killed in time.
_GRACE = 3


def main() -> None:
    """Answer queries until the other end closes."""
    setting = json.loads(sys.argv[1])
    confinement.end_with_parent(setting["parent"])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with answers
    if not setting["network"]:
        confinement.without_network()
    store = OxigraphStore.open(Path(setting["folder"]))
    confinement.with_limits(setting["memory"])
    _send(answers, {"ready": True})
    while (job := _receive(sys.stdin.buffer)) is not None:
        confinement.end_after(job.pop("seconds") + _GRACE)
        head, body = _answer(store, job)
        confinement.end_after(0)
        _send(answers, head | {"length": len(body), "resident": confinement.resident()}, body)


def _answer(store: OxigraphStore, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    for name in ("default", "named"):
        job[name] = None if job[name] is None else tuple(job[name])
    try:
        written = store.write(Asked(**job))
    except UnwantedError as error:
        return {"problem": "unwanted", "message": error.message}, b""
    except TooLargeError as error:
        return {"problem": "too-large", "message": error.message}, b""
    except QueryError as error:
        return {"problem": "wrong", "message": error.message}, b""
    except MemoryError:
        return {"problem": "memory", "message": ""}, b""
    return {"triples": written.triples}, written.body


def _receive(source: BinaryIO) -> dict[str, Any] | None:
    length = source.read(4)
    if len(length) < 4:
        return None
    head = json.loads(source.read(int.from_bytes(length, "big")))
    assert isinstance(head, dict)
    return head


def _send(target: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    data = json.dumps(head).encode()
    target.write(len(data).to_bytes(4, "big") + data)
    target.write(body)
    target.flush()


if __name__ == "__main__":
    main()
