"""Pages, linked data and the SPARQL endpoint over HTTP; the only module that imports fastapi and uvicorn."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plangraph.errors import PlangraphError, QueryError
from plangraph.folder import SEARCH_FILE, STORE_FOLDER, graph_folder
from plangraph.search import LONGEST, Index, index_of
from plangraph.store import OxigraphStore, Store
from plangraph.web import downloads, linked, messages, pages, views
from plangraph.web.messages import Catalogue
from plangraph.web.pages import Pages
from plangraph.web.sparql import endpoint as sparql
from plangraph.web.sparql.endpoint import Endpoint, Reply
from plangraph.web.sparql.problems import ProtocolError
from plangraph.web.sparql.settings import Settings

STATIC = Path(__file__).resolve().parent / "static"
_Model = TypeVar("_Model")
_METHODS = ["GET", "HEAD"]
_ALL_METHODS = [*_METHODS, "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]
#: What is read and thrown away of a body that is too long, so that its sender reads the refusal.
_MOST_THROWN_AWAY = 16 * 1024 * 1024
_CHUNK = 64 * 1024
_CLOSING = 3  # seconds that open connections have when the server stops
_ANSWERS = {"csv": downloads.answer_csv, "json": downloads.answer_json}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def run(graph: Path, host: str, port: int, settings: Settings | None = None) -> None:
    """Serve a built graph until interrupted; the address goes to stderr."""
    served = app(graph, settings)
    listener = _listen(host, port)
    bound, shown = listener.getsockname()[1], f"[{host}]" if ":" in host else host
    sys.stderr.write(f"http://{shown}:{bound}/  (Ctrl+C stops)\n")
    sys.stderr.flush()
    config = uvicorn.Config(served, log_level="warning", timeout_graceful_shutdown=_CLOSING)
    uvicorn.Server(config).run(sockets=[listener])


def app(graph: Path, settings: Settings | None = None) -> FastAPI:
    """The pages and the endpoint of a built graph, which is opened for reading only."""
    folder = graph_folder(graph)
    store = OxigraphStore.open(folder / STORE_FOLDER)
    written = (folder / SEARCH_FILE).is_file()  # a graph of before has no index yet
    index = Index.open(folder / SEARCH_FILE) if written else None
    endpoint = Endpoint(store, folder / STORE_FOLDER, settings or Settings())
    return application(store, index=index, endpoint=endpoint)


def application(
    store: Store,
    questions: Path | None = None,
    index: Index | None = None,
    endpoint: Endpoint | None = None,
) -> FastAPI:
    """The pages over a store; `questions` is the folder of the named queries, that of plangraph if None.

    Without an index one is made in memory. There is an endpoint only over a store on disk, which other processes
    can open too.
    """
    catalogue = messages.load()
    site = pages.load(catalogue, endpoint is not None)
    web = FastAPI(title="plangraph", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_Running(endpoint))
    web.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=5)
    web.add_middleware(_Headers)
    _add_errors(web, site, catalogue)
    _add_documents(web, site, store, catalogue, questions)
    _add_entities(web, site, store, catalogue)
    _add_questions(web, site, store, catalogue, questions)
    _add_search(web, site, index or index_of(store), catalogue)
    if endpoint is not None:
        _add_endpoint(web, site, endpoint)
    web.mount("/static", StaticFiles(directory=STATIC), name="static")
    return web


class _Running:
    """The processes of the endpoint live as long as the server."""

    def __init__(self, endpoint: Endpoint | None) -> None:
        self._endpoint = endpoint

    @asynccontextmanager
    async def __call__(self, _web: FastAPI) -> AsyncIterator[None]:
        if self._endpoint is not None:
            await self._endpoint.start()
        try:
            yield
        finally:
            if self._endpoint is not None:
                await self._endpoint.stop()


class _Headers:
    """Adds the headers of every answer as it passes, without a task or a copy of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)


def _add_documents(web: FastAPI, site: Pages, store: Store, catalogue: Catalogue, folder: Path | None) -> None:
    @web.api_route("/", methods=_METHODS, response_class=HTMLResponse)
    def documents() -> str:
        queries = views.starting(catalogue, folder)
        return site.render("documents", documents=views.documents(store), queries=queries)

    @web.api_route("/documents/{document_id}", methods=_METHODS, response_class=HTMLResponse)
    def document(document_id: str) -> str:
        return site.render("document", text=_known(views.document(store, document_id)))


def _add_entities(web: FastAPI, site: Pages, store: Store, catalogue: Catalogue) -> None:
    @web.api_route("/id/{kind}/{name:path}", methods=_METHODS, response_model=None)
    def thing(request: Request, kind: str, name: str, only: str = "", format: str = "") -> Response:  # noqa: A002
        stem, written = linked.ending(name)
        if written is not None:
            return _data(linked.document(store, kind, stem, written))
        last = "" if format else linked.preferred(request.headers.get("accept"))
        if last is None:
            return _plain(406, linked.NOT_ACCEPTABLE)
        if last:
            return _see(linked.address(kind, name, last), linked.links(kind, name))
        address = views.place(store, kind, name)
        if address is not None:
            return _see(address, linked.links(kind, name))
        if not format:
            html = site.render("entity", page=_known(views.entity(store, kind, name, only)))
            return HTMLResponse(html, headers={"Link": linked.links(kind, name), "Vary": "Accept"})
        if format != "csv":
            raise QueryError(catalogue.get("wrong-format").zh)
        page = _known(views.entity(store, kind, name, only, limit=sys.maxsize))
        parts = (kind, name.replace("/", "-"), only)
        return _file("-".join(part for part in parts if part), "csv", downloads.entity_csv(page, catalogue))


def _see(address: str, links: str) -> Response:
    headers = sparql.CORS | {"Link": links, "Vary": "Accept"}
    return RedirectResponse(address, status_code=303, headers=headers)


def _plain(status: int, text: str) -> Response:
    return Response(text, status, sparql.CORS | {"Vary": "Accept"}, "text/plain; charset=utf-8")


def _data(found: linked.Document | None) -> Response:
    if found is None:
        return _plain(404, linked.UNKNOWN)
    return Response(found.body, headers=sparql.CORS | dict(found.headers))


def _add_endpoint(web: FastAPI, site: Pages, endpoint: Endpoint) -> None:
    @web.api_route("/sparql", methods=_ALL_METHODS, response_model=None)
    async def ask(request: Request) -> Response:
        async def gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        address = f"{request.base_url}sparql"
        accept = ", ".join(request.headers.getlist("accept")) or None
        try:
            asked = sparql.Request(
                method=request.method,
                parameters=request.url.query,
                content_type=request.headers.get("content-type", ""),
                accept=accept,
                body=await _body(request, endpoint.settings),
            )
        except ProtocolError as problem:
            return _Slow(sparql.refusal(problem, accept), endpoint)
        except ClientDisconnect:
            return Response(status_code=400)
        reply = await sparql.unless(gone, endpoint.reply(asked, address))
        if reply is None:
            return Response(status_code=400)  # nobody reads it
        if reply.page:
            return HTMLResponse(site.render("sparql", settings=endpoint.settings), headers=reply.headers)
        return _Slow(reply, endpoint)


async def _body(request: Request, settings: Settings) -> bytes:
    """The body of a request, up to what a query at its longest takes when every byte of it is escaped."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise ProtocolError(415, "a body is sent as it is, not compressed")
    most, length, body = settings.length * 12 + 10_000, 0, bytearray()
    try:
        async with asyncio.timeout(settings.receiving):
            async for chunk in request.stream():
                length += len(chunk)
                if length <= most:
                    body += chunk
                elif length > _MOST_THROWN_AWAY:
                    break
    except TimeoutError:
        raise ProtocolError(408, "the request did not arrive in time", headers={"Connection": "close"}) from None
    if length > most:
        raise ProtocolError(413, f"a query has at most {settings.length:,} characters")
    return bytes(body)


class _Slow(Response):
    """A reply that a client takes piece by piece, within a time."""

    def __init__(self, reply: Reply, endpoint: Endpoint) -> None:
        super().__init__(reply.body, reply.status, reply.headers)
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = len(self.body)
        self._endpoint.hold(size)
        try:
            async with asyncio.timeout(self._endpoint.settings.sending):
                await send(
                    {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
                )
                for start in range(0, max(size, 1), _CHUNK):
                    part = bytes(self.body[start : start + _CHUNK])
                    await send({"type": "http.response.body", "body": part, "more_body": start + _CHUNK < size})
                    await asyncio.sleep(0)  # others go on while a long answer is compressed
        except TimeoutError:
            return  # the connection is closed before the end, which tells the client
        finally:
            self._endpoint.hold(-size)


def _add_questions(web: FastAPI, site: Pages, store: Store, catalogue: Catalogue, folder: Path | None) -> None:
    @web.api_route("/queries", methods=_METHODS, response_class=HTMLResponse)
    def questions() -> str:
        return site.render("queries", queries=views.questions(folder))

    @web.api_route("/queries/{name}", methods=_METHODS, response_model=None)
    def question(request: Request, name: str) -> Response:
        given = dict(request.query_params)
        form = given.pop("format", "")
        table = _known(views.answer(store, name, given, catalogue, folder))
        if table.answer is None or not form:
            asked = urlencode({key: value for key, value in given.items() if value.strip()})
            page = site.render("query", table=table, asked=asked)
            return HTMLResponse(page, status_code=400 if table.answer is None else 200)
        if form not in _ANSWERS:
            raise QueryError(catalogue.get("wrong-format").zh)
        return _file(name, form, _ANSWERS[form](table.answer))


def _file(name: str, form: str, text: str) -> Response:
    """A file to keep; CSV begins with a byte order mark, by which spreadsheets know UTF-8."""
    encoding, media = ("utf-8-sig", "text/csv") if form == "csv" else ("utf-8", "application/json")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{form}', safe='')}"}
    return Response(text.encode(encoding), media_type=f"{media}; charset=utf-8", headers=headers)


def _add_search(web: FastAPI, site: Pages, index: Index, catalogue: Catalogue) -> None:
    def checked(text: str) -> str:
        if len(text.strip()) > LONGEST:
            raise QueryError(catalogue.get("too-long", count=LONGEST).zh)
        return text

    @web.api_route("/search", methods=_METHODS, response_class=HTMLResponse)
    def search(q: str = "", kind: str = "", region: str = "", document: str = "") -> str:
        chosen = {"kind": kind, "region": region, "document": document}
        return site.render("search", found=views.search(index, checked(q), chosen))

    @web.api_route("/search/suggest", methods=_METHODS)
    def suggest(q: str = "") -> JSONResponse:
        return JSONResponse(views.suggestions(index, checked(q)))


def _known(model: _Model | None) -> _Model:
    if model is None:
        raise HTTPException(404)
    return model


def _add_errors(web: FastAPI, site: Pages, catalogue: Catalogue) -> None:
    def page(status: int, key: str, message: str = "", hint: str = "") -> HTMLResponse:
        model = {"heading": key, "lead": f"{key}-lead", "message": message, "hint": hint}
        return HTMLResponse(site.render("error", **model), status_code=status)

    @web.exception_handler(StarletteHTTPException)
    def not_found(_request: Request, error: StarletteHTTPException) -> HTMLResponse:
        if error.status_code == 404:
            return page(404, "not-found")
        return page(error.status_code, "bad-request", str(error.detail))

    @web.exception_handler(QueryError)
    def wrong(_request: Request, error: QueryError) -> HTMLResponse:
        where = f"{error.where}: " if error.where else ""
        return page(400, "bad-request", where + error.message, error.hint)

    @web.exception_handler(PlangraphError)
    def failed(_request: Request, error: PlangraphError) -> HTMLResponse:
        return page(500, "failed", error.message, error.hint)

    @web.exception_handler(Exception)
    def broken(_request: Request, _error: Exception) -> HTMLResponse:
        return page(500, "failed")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens at the address, so that a port in use is told before anything is served."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        used = error.errno == errno.EADDRINUSE
        reason = "the port is in use" if used else f"this address cannot be listened at: {error.strerror or error}"
        hint = "choose another with --port" if used else "choose another with --host or --port"
        raise PlangraphError(reason, where=f"{host}:{port}", hint=hint) from error
    return listener
