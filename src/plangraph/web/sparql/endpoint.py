"""A request → a reply, both in plain values: the whole of the endpoint but for the web framework."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path

from plangraph.store import Store, serialise
from plangraph.terms import BASE
from plangraph.web.rows import is_iri
from plangraph.web.sparql import description, protocol
from plangraph.web.sparql.formats import TRIPLES, Format, called, header, offers
from plangraph.web.sparql.negotiation import choose
from plangraph.web.sparql.problems import ProtocolError, busy, too_much_memory
from plangraph.web.sparql.protocol import Question, Request
from plangraph.web.sparql.settings import Settings
from plangraph.web.sparql.workers import Pool

__all__ = ["CORS", "Endpoint", "Reply", "Request", "refusal", "unless"]

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Retry-After",
}
_PREFLIGHT = {
    "Allow": ", ".join(protocol.METHODS),
    "Access-Control-Allow-Methods": ", ".join(protocol.METHODS),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, Content-Language, X-Requested-With",
    "Access-Control-Max-Age": "86400",
}
_PAGE = "text/html"
_PROBLEMS = (("text/plain", False), ("application/json", True), ("application/sparql-results+json", True))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of HTTP; `page` asks for the page with the form instead of a body."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    page: bool = False


class Endpoint:
    """The endpoint over a graph: `store` is the open store of its pages, `folder` that of the processes."""

    def __init__(self, store: Store, folder: Path, settings: Settings) -> None:
        self.settings = settings
        self._store = store
        self._pool = Pool(folder, settings)
        self._held = 0
        self._graphs: dict[str, int] | None = None

    async def start(self) -> None:
        """Start the processes."""
        await self._pool.start()

    async def stop(self) -> None:
        """End the processes."""
        await self._pool.stop()

    async def reply(self, request: Request, address: str) -> Reply:
        """The reply to a request at `address`, problems included."""
        try:
            if request.method == "OPTIONS":
                return Reply(204, CORS | _PREFLIGHT)
            parameters = protocol.given(request)
            if not parameters.queries and request.method != "POST":
                return await self._about(request, parameters.format, address)
            return await self._answer(protocol.question(request, parameters, self.settings))
        except ProtocolError as problem:
            return refusal(problem, request.accept)

    def hold(self, size: int) -> None:
        """Count bytes that a client has not taken yet; a negative size gives them back."""
        self._held += size

    async def _answer(self, question: Question) -> Reply:
        if self._held > self.settings.held:
            raise busy("too many answers have not been taken by their clients yet")
        head, body = await self._pool.ask(question.asked)
        problem, message = head.get("problem"), head.get("message", "")
        if problem == "unwanted":
            raise protocol.not_acceptable(message, triples="triples" in message)
        if problem == "too-large":
            raise ProtocolError(413, message, "add LIMIT, with ORDER BY and OFFSET, or use plangraph export")
        if problem == "memory":
            raise too_much_memory()
        if problem:
            raise ProtocolError(400, message, "see docs/how-to/sparql.md")
        chosen = question.triples if head["triples"] else question.rows
        assert chosen is not None
        media, form = chosen
        headers = {"Content-Type": header(media, form), "Vary": "Accept"}
        return Reply(200, CORS | headers, body)

    async def _about(self, request: Request, name: str, address: str) -> Reply:
        """The description of the service, or its page for browsers."""
        chosen = _described(request.accept, name)
        if chosen is None:
            return Reply(200, CORS | {"Vary": "Accept"}, page=True)
        if self._graphs is None:
            self._graphs = await asyncio.to_thread(description.graphs, self._store)
        if not is_iri(address):
            address = f"{BASE}sparql"  # a header Host that is none
        quads = description.describe(address, self._graphs, self.settings)
        media, form = chosen
        headers = {"Content-Type": header(media, form), "Vary": "Accept"}
        return Reply(200, CORS | headers, serialise(quads, form.name))


def _described(accept: str | None, name: str) -> tuple[str, Format] | None:
    if name:
        form = called(name, TRIPLES)
        if form is None:
            raise protocol.not_acceptable("the description of the service is in triples", triples=True)
        return form.own, form
    media: list[tuple[str, Format | None]] = [(item.own, item) for item in TRIPLES]
    media += [(_PAGE, None), ("application/xhtml+xml", None), *offers(TRIPLES)]
    chosen = choose(accept, media)
    if chosen is None:
        raise protocol.not_acceptable("the description of the service is in triples", triples=True)
    kind, form = chosen
    return (kind, form) if form else None


def refusal(problem: ProtocolError, accept: str | None) -> Reply:
    """A problem as text, or as JSON for who asks for that rather."""
    chosen = choose(accept, _PROBLEMS)
    told, as_json = (problem.json(), True) if chosen and chosen[1] else (problem.text(), False)
    media = "application/json" if as_json else "text/plain; charset=utf-8"
    headers = {"Content-Type": media, "Vary": "Accept", "Cache-Control": "no-store"}
    return Reply(problem.status, CORS | problem.headers | headers, told.encode())


async def unless(gone: Callable[[], Awaitable[None]], work: Coroutine[None, None, Reply]) -> Reply | None:
    """What the work gives; None, with the work cancelled, when the client has gone before it ended."""
    working = asyncio.ensure_future(work)
    waiting = asyncio.ensure_future(gone())
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, waiting):
            task.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)
