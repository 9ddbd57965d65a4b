"""The endpoint and the linked data of a real server over the real graph; the requests stand in sparql.toml."""

from __future__ import annotations

import csv
import gzip
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from rdflib import RDF, Graph, URIRef
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from plangraph.folder import STORE_FOLDER
from plangraph.terms import PG
from plangraph.web.sparql.negotiation import choose
from plangraph.web.sparql.scan import MOST_READINGS, scan

CASES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).resolve().parent / "sparql.toml").read_text(encoding="utf-8")
)
#: What a query may take, and how much longer than that an answer may take on a busy machine.
LIMIT, PATIENCE = 5, 60
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?d a pg:Document }"
DEEP = "ASK { FILTER(" + "!" * 5 + "(" * 150 + "1" + ")" * 150 + ") }"


@dataclass(frozen=True)
class Server:
    """A server that runs, and what happens in its process."""

    address: str
    pid: int

    def workers(self) -> set[int]:
        """Its processes for queries."""
        found = set()
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, parent = path.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if int(parent) == self.pid and state != "Z":
                found.add(int(path.parent.name))
        return found

    def busy(self) -> set[int]:
        """Those that run something now."""
        running = set()
        for pid in self.workers():
            try:
                text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
            except OSError:
                continue
            if text.rpartition(")")[2].split()[0] == "R":
                running.add(pid)
        return running


@contextmanager
def serving(graph: Path, *options: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "plangraph", "serve", "--graph", str(graph), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[0].rstrip("/")
        threading.Thread(target=process.stderr.read, daemon=True).start()
        server = Server(address, process.pid)
        try:
            httpx.get(address + "/sparql", timeout=PATIENCE)
            yield server
        finally:
            workers = server.workers()
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)
        assert wait(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def wait(condition: Any, seconds: float = PATIENCE) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def server(built_graph: Path) -> Iterator[Server]:
    with serving(built_graph, "--time-limit", str(LIMIT)) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=PATIENCE) as connected:
        yield connected


class Trap:
    """A listener that nothing may ever reach."""

    def __init__(self) -> None:
        self.reached = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/sparql"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            connection, _peer = self._listener.accept()
            self.reached += 1
            connection.sendall(b"HTTP/1.1 500 no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            connection.close()


@pytest.fixture(scope="module")
def trap() -> Trap:
    return Trap()


@pytest.fixture(scope="module")
def statement(client: httpx.Client) -> str:
    rows = client.get("/sparql", params={"query": "SELECT ?s { ?s a pg:Statement } LIMIT 1", "format": "csv"})
    return rows.text.split()[1].rsplit("/", 1)[1]


def ask(client: httpx.Client, query: str, **parameters: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters})


# ── requests ────────────────────────────────────────────────────────────────────────────────────────────────


def send(client: httpx.Client, case: dict[str, Any], fill: dict[str, str]) -> httpx.Response:
    def filled(text: str) -> str:
        for name, value in fill.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    parameters = [tuple(pair) for pair in case.get("parameters", [])]
    if "get" in case:
        parameters.append(("query", filled(case["get"])))
    headers = dict(case.get("headers", {}))
    headers["Accept"] = case.get("accept", "*/*")
    content: bytes | None = None
    if "type" in case:
        headers |= {"Content-Type": case["type"]} if case["type"] else {}
        content = bytes.fromhex(case["bytes"]) if "bytes" in case else case.get("body", "").encode()
    if "body_long" in case:
        content = b"ASK { ?s ?p ?o } #".ljust(case["body_long"], b"x")
    if "brackets" in case:
        content = ("ASK " + "{" * case["brackets"] + "{}" + "}" * case["brackets"]).encode()
        headers["Content-Type"] = "application/sparql-query"
    form = case.get("form")
    if "form_long" in case:
        form = {"query": "ASK {} # ".ljust(case["form_long"], "新")}
    method = case.get("method") or ("GET" if content is None and form is None else "POST")
    path = filled(case.get("path", "/sparql"))
    return client.request(method, path, params=parameters or None, headers=headers, content=content, data=form)


@pytest.mark.parametrize("name", CASES)
def test_a_request_is_answered_as_told(name: str, client: httpx.Client, trap: Trap, statement: str) -> None:
    case = CASES[name]
    begin = time.monotonic()
    answer = send(client, case, {"trap": trap.address, "statement": statement})
    status = case.get("status", 200)
    assert answer.status_code in (status if isinstance(status, list) else [status]), answer.text[:500]
    assert answer.headers.get("content-type", "").startswith(case.get("media", "")), answer.headers
    for text in case.get("holds", ()):
        assert text in answer.text, answer.text[:500]
    for text in case.get("lacks", ()):
        assert text not in answer.text
    for header, text in case.get("header", {}).items():
        assert text in answer.headers[header]
    if case.get("method") == "HEAD":
        assert not answer.content
    assert time.monotonic() - begin < LIMIT + PATIENCE
    assert trap.reached == 0
    assert ask(client, COUNT, format="csv").text.split() == ["n", "5"]


def test_answers_are_compressed_for_who_wants_it(client: httpx.Client) -> None:
    query = "SELECT ?s { ?s a pg:Statement }"
    with client.stream("GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    plain = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 2


def test_all_formats_say_the_same(client: httpx.Client) -> None:
    query = "SELECT ?d ?t { ?d a pg:Document ; dcterms:title ?t } ORDER BY ?d"
    rows = ask(client, query, format="json").json()["results"]["bindings"]
    expected = [(row["d"]["value"], row["t"]["value"]) for row in rows]
    assert len(expected) == 5
    table = csv.reader(io.StringIO(ask(client, query, format="csv").text))
    assert [tuple(row) for row in table][1:] == expected
    assert ask(client, query, format="tsv").text.count("\n") == 6
    assert ask(client, query, format="xml").text.count("<result>") == 5
    triples = "CONSTRUCT { ?d a pg:Document ; dcterms:title ?t } { ?d a pg:Document ; dcterms:title ?t }"
    graphs = [
        set(Graph().parse(data=ask(client, triples, format=ours).content, format=theirs))
        for ours, theirs in (("turtle", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml"))
    ]
    assert len(graphs[0]) == 10
    assert all(graph == graphs[0] for graph in graphs)


def test_a_thing_is_followed_to_its_triples(client: httpx.Client) -> None:
    answer = client.get("/id/region/440784", headers={"Accept": "text/turtle"}, follow_redirects=True)
    thing = URIRef("https://w3id.org/plangraph/id/region/440784")
    graph = Graph().parse(data=answer.content, format="turtle")
    assert set(graph.objects(thing, RDF.type))
    assert 500 < len(list(graph.subjects(None, thing))) <= 1001
    links = httpx.get(f"{client.base_url}/id/region/440784.nt", timeout=PATIENCE).links
    assert links


# ── clients of others ───────────────────────────────────────────────────────────────────────────────────────


def wrapped(server: Server, query: str, form: str, method: str = "GET", way: str = "urlencoded") -> Any:
    client = SPARQLWrapper(server.address + "/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setTimeout(PATIENCE)
    return client.queryAndConvert()


def test_sparqlwrapper_reads_every_form(server: Server) -> None:
    prefix = f"PREFIX pg: <{PG}> "  # SPARQLWrapper tells the form of a query by reading it, and wants this
    rows = prefix + "SELECT ?d { ?d a pg:Document }"
    for method, way in (("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")):
        assert len(wrapped(server, rows, JSON, method, way)["results"]["bindings"]) == 5
    assert wrapped(server, rows, CSV).startswith(b"d\r\n")
    assert wrapped(server, rows, XML).documentElement.tagName == "sparql"
    assert wrapped(server, prefix + "ASK { ?d a pg:Document }", JSON)["boolean"] is True
    triples = prefix + "CONSTRUCT { ?d a pg:Document } { ?d a pg:Document }"
    assert len(Graph().parse(data=wrapped(server, triples, TURTLE), format="turtle")) == 5
    assert len(wrapped(server, triples, XML)) == 5
    with pytest.raises(QueryBadFormed, match="cannot be parsed"):
        wrapped(server, "SELECT * { ?s", JSON)


def test_curl_asks_as_documented(server: Server) -> None:
    command = ["curl", "-s", server.address + "/sparql", "-H", "Accept: text/csv", "--data-urlencode"]
    try:
        result = subprocess.run(
            [*command, f"query={COUNT}"], capture_output=True, text=True, encoding="utf-8", check=True
        )
    except FileNotFoundError:
        pytest.skip("curl is not installed")
    assert result.stdout.split() == ["n", "5"]


# ── the end of queries ──────────────────────────────────────────────────────────────────────────────────────


def test_a_query_without_end_takes_its_process_along(built_graph: Path) -> None:
    with serving(built_graph, "--time-limit", "2", "--workers", "2") as server:
        before = server.workers()
        assert len(before) == 2
        with httpx.Client(base_url=server.address, timeout=PATIENCE) as client:
            with ThreadPoolExecutor() as pool:
                ended = pool.submit(ask, client, ENDLESS)
                assert wait(lambda: bool(server.busy()))
                working = server.busy()
                assert ask(client, COUNT).status_code == 200
                assert ended.result().status_code == 504
            assert wait(lambda: not working & server.workers())
            assert wait(lambda: len(server.workers()) == 2)
            assert ask(client, COUNT).status_code == 200
        assert len(server.workers() & before) == 1


def test_a_client_that_goes_takes_its_query_along(built_graph: Path) -> None:
    with serving(built_graph, "--time-limit", "600", "--workers", "1") as server:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(server.address + "/sparql", params={"query": ENDLESS}, timeout=2)
        answer = httpx.get(server.address + "/sparql", params={"query": COUNT}, timeout=PATIENCE)
        assert answer.status_code == 200


def test_a_killed_server_leaves_no_process_behind(built_graph: Path) -> None:
    command = [sys.executable, "-m", "plangraph", "serve", "--graph", str(built_graph), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        server = Server(process.stderr.readline().split()[0].rstrip("/"), process.pid)
        httpx.get(server.address + "/sparql", timeout=PATIENCE)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(server.address + "/sparql", params={"query": ENDLESS}, timeout=1)
        workers = server.workers()
        assert workers
        process.kill()
    assert wait(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def test_a_process_that_was_killed_is_replaced(built_graph: Path) -> None:
    with serving(built_graph, "--workers", "1") as server:
        (worker,) = server.workers()
        os.kill(worker, signal.SIGKILL)
        assert wait(lambda: worker not in server.workers())
        answer = httpx.get(server.address + "/sparql", params={"query": COUNT}, timeout=PATIENCE)
        assert answer.status_code == 200
        assert len(server.workers()) == 1


def test_twenty_clients_some_of_them_hostile(server: Server) -> None:
    hostile = [ENDLESS, "ASK { SERVICE <http://127.0.0.1:9/> {} }", "SELECT * { ?s ?p ?o }", DEEP, "nonsense"]

    def one(number: int) -> list[tuple[bool, int]]:
        found = []
        with httpx.Client(base_url=server.address, timeout=PATIENCE) as client:
            for turn in range(5):
                bad = number % 4 == 0
                query = hostile[(number // 4 + turn) % len(hostile)] if bad else COUNT
                answer = ask(client, query, format="csv")
                found.append((bad, answer.status_code))
                if answer.status_code == 200 and not bad:
                    assert answer.text.split() == ["n", "5"]
        return found

    with ThreadPoolExecutor(20) as pool:
        answers = [answer for found in pool.map(one, range(20)) for answer in found]
    good = [status for bad, status in answers if not bad]
    assert set(good) <= {200, 503}
    assert good.count(200) > len(good) * 0.8  # a machine may be so busy that a short query becomes a long one
    assert {status for bad, status in answers if bad} <= {200, 400, 403, 413, 503, 504}
    assert wait(lambda: len(server.workers()) == 4)


def test_more_than_may_wait_are_told_to_come_again(built_graph: Path) -> None:
    with serving(built_graph, "--workers", "1", "--queue", "2", "--time-limit", "3") as server:
        address, endless = server.address + "/sparql", [{"query": ENDLESS}] * 8
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda query: httpx.get(address, params=query, timeout=PATIENCE), endless))
        told = [answer for answer in answers if answer.status_code == 503]
        assert told
        assert all(int(answer.headers["retry-after"]) > 0 for answer in told)
        assert all("queries" in answer.text for answer in told)


# ── below the protocol ──────────────────────────────────────────────────────────────────────────────────────


def files(folder: Path) -> list[tuple[str, int]]:
    return sorted((path.name, path.stat().st_size) for path in folder.iterdir())


def test_a_process_has_no_network_and_writes_nothing(built_graph: Path, trap: Trap, tmp_path: Path) -> None:
    """What `scan` would let through still reaches nobody."""
    script = tmp_path / "ask.py"
    script.write_text(
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from plangraph.store import Asked\n"
        "from plangraph.web.sparql.settings import Settings\n"
        "from plangraph.web.sparql.workers import Pool\n"
        "async def main():\n"
        "    pool = Pool(Path(sys.argv[1]), Settings(workers=1))\n"
        "    await pool.start()\n"
        "    for silent in ('', 'SILENT'):\n"
        "        query = f'SELECT * {{ SERVICE {silent} <{sys.argv[2]}> {{ ?s ?p ?o }} }}'\n"
        "        print(await pool.ask(Asked(query, 'json', None)))\n"
        "    await pool.stop()\n"
        "asyncio.run(main())\n",
        encoding="utf-8",
    )
    before = files(built_graph / STORE_FOLDER)
    command = [sys.executable, str(script), str(built_graph / STORE_FOLDER), trap.address]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    if sys.platform == "linux":
        assert "not permitted" in result.stdout
        assert trap.reached == 0
    assert before == files(built_graph / STORE_FOLDER)


def test_a_service_that_is_named_may_be_asked(built_graph: Path) -> None:
    open_ = Trap()
    with (
        serving(built_graph, "--service", open_.address) as server,
        httpx.Client(base_url=server.address, timeout=PATIENCE) as client,
    ):
        allowed = ask(client, f"SELECT * {{ SERVICE <{open_.address}> {{ ?s ?p ?o }} }}")
        assert (allowed.status_code, open_.reached) == (400, 1)
        assert "500" in allowed.text
        other = ask(client, f"SELECT * {{ SERVICE <{open_.address}/other> {{ ?s ?p ?o }} }}")
        assert (other.status_code, open_.reached) == (403, 1)
        assert "BasicFederatedQuery" in client.get("/sparql").text


@pytest.mark.parametrize(
    "text",
    [
        "<a#" * 40_000,
        "<a#b>" * 20_000,
        '"\\"' * 30_000,
        "a." * 50_000,
        "'''" * 33_000,
        "<" * 100_000,
        "SERVICE" * 9000,
    ],
)
def test_no_text_keeps_the_scan_busy(text: str) -> None:
    begin = time.monotonic()
    found = scan("ASK { service " + text * (100_000 // len(text)))
    assert found.services or found.readings > MOST_READINGS
    assert time.monotonic() - begin < 10


def test_negotiation_takes_the_more_specific() -> None:
    offers = [("text/html", 1), ("text/turtle", 2), ("application/json", 3)]
    assert choose(None, offers) == ("text/html", 1)
    assert choose("text/*;q=0.2, */*;q=0.1, text/html;q=0", offers) == ("text/turtle", 2)
    assert choose("TEXT/TURTLE;charset=utf-8;q=0.9", offers) == ("text/turtle", 2)
    assert choose("image/png", offers) is None
