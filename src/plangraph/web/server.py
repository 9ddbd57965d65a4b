"""The reader pages over HTTP; the only module that imports fastapi and uvicorn."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException

from plangraph.errors import PlangraphError, QueryError
from plangraph.folder import SEARCH_FILE, STORE_FOLDER, graph_folder
from plangraph.search import LONGEST, Index, index_of
from plangraph.store import OxigraphStore, Store
from plangraph.web import downloads, messages, pages, views
from plangraph.web.messages import Catalogue
from plangraph.web.pages import Pages

STATIC = Path(__file__).resolve().parent / "static"
_Model = TypeVar("_Model")
_METHODS = ["GET", "HEAD"]
_ANSWERS = {"csv": downloads.answer_csv, "json": downloads.answer_json}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def run(graph: Path, host: str, port: int) -> None:
    """Serve the pages of a built graph until interrupted; the address goes to stderr."""
    application = app(graph)
    listener = _listen(host, port)
    bound, shown = listener.getsockname()[1], f"[{host}]" if ":" in host else host
    sys.stderr.write(f"http://{shown}:{bound}/  (Ctrl+C stops)\n")
    sys.stderr.flush()
    uvicorn.Server(uvicorn.Config(application, log_level="warning")).run(sockets=[listener])


def app(graph: Path) -> FastAPI:
    """The pages of a built graph, which is opened for reading only."""
    folder = graph_folder(graph)
    store = OxigraphStore.open(folder / STORE_FOLDER)
    written = (folder / SEARCH_FILE).is_file()  # a graph of before has no index yet
    return application(store, index=Index.open(folder / SEARCH_FILE) if written else None)


def application(store: Store, questions: Path | None = None, index: Index | None = None) -> FastAPI:
    """The pages over a store; `questions` is the folder of the named queries, that of plangraph if None.

    Without an index one is made in memory.
    """
    catalogue = messages.load()
    site = pages.load(catalogue)
    web = FastAPI(title="plangraph", docs_url=None, redoc_url=None, openapi_url=None)
    web.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=5)
    web.middleware("http")(_with_headers)
    _add_errors(web, site, catalogue)
    _add_documents(web, site, store, catalogue, questions)
    _add_entities(web, site, store, catalogue)
    _add_questions(web, site, store, catalogue, questions)
    _add_search(web, site, index or index_of(store), catalogue)
    web.mount("/static", StaticFiles(directory=STATIC), name="static")
    return web


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers.update(_HEADERS)
    return response


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
    def thing(kind: str, name: str, only: str = "", format: str = "") -> Response:  # noqa: A002
        address = views.place(store, kind, name)
        if address is not None:
            return RedirectResponse(address, status_code=303)
        if not format:
            return HTMLResponse(site.render("entity", page=_known(views.entity(store, kind, name, only))))
        if format != "csv":
            raise QueryError(catalogue.get("wrong-format").zh)
        page = _known(views.entity(store, kind, name, only, limit=sys.maxsize))
        parts = (kind, name.replace("/", "-"), only)
        return _file("-".join(part for part in parts if part), "csv", downloads.entity_csv(page, catalogue))


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
