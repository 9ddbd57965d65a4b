"""Clients that ask `plangraph serve` for a while, one in ten of them hostile: what comes back, and what it takes.

python benchmarks/serving.py [CLIENTS] [SECONDS] [GRAPH]
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

QUESTIONS = (
    "SELECT ?d ?t { ?d a pg:Document ; dcterms:title ?t }",
    "SELECT ?p ?o { <https://w3id.org/plangraph/id/region/440784> ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s a pg:Statement ; pg:predicate pg:develops }",
    'SELECT ?s ?q { ?s pg:evidence ?e . ?e oa:exact ?q FILTER(CONTAINS(?q, "新材料")) } LIMIT 50',
    "SELECT ?i (COUNT(?s) AS ?n) { ?s pg:predicate pg:develops ; pg:object/pg:denotes ?i } GROUP BY ?i LIMIT 20",
    "CONSTRUCT { ?s pg:object ?o } { ?s a pg:Statement ; pg:object ?o } LIMIT 200",
)
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?s ?p ?o . ?a ?b ?x } ORDER BY ?x",
    "SELECT (COUNT(*) AS ?n) { ?a (!<a:a>|^!<a:a>)* ?b . ?b (!<a:a>|^!<a:a>)* ?c }",
    "SELECT * { ?s ?p ?o }",
    "ASK { FILTER(" + "(" * 150 + "1" + ")" * 150 + ") } # " + "x" * 50_000,
    "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
)
HOSTILE_SHARE = 10  # one in so many
_MIB = 1024 * 1024


def ask(
    port: int, number: int, until: float, answers: multiprocessing.Queue[list[tuple[bool, int, float]]]
) -> None:
    """One client that asks until the time is over, each time on the connection that it has."""
    hostile = number % HOSTILE_SHARE == 0
    queries = HOSTILE if hostile else QUESTIONS
    found, turn, connection = [], number, http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    while time.monotonic() < until:
        begin = time.monotonic()
        try:
            connection.request("GET", "/sparql?query=" + quote(queries[turn % len(queries)]))
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            connection.close()
            status = 0
        found.append((hostile, status, time.monotonic() - begin))
        turn += 1
    answers.put(found)


def measure(server: int, stop: threading.Event, peak: dict[str, int]) -> None:
    """The most processes of the server for queries, and the most memory that it and they hold, at one time."""
    page = os.sysconf("SC_PAGE_SIZE")
    while not stop.wait(0.2):
        sizes = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z" and server in {int(parent), int(folder.name)}:
                    sizes.append(int((folder / "statm").read_text().split()[1]) * page)
            except OSError:
                continue
        peak["workers"] = max(peak.get("workers", 0), len(sizes) - 1)
        peak["memory"] = max(peak.get("memory", 0), sum(sizes))
        peak["largest"] = max(peak.get("largest", 0), max(sizes, default=0))


def main(clients: int, seconds: float, graph: str) -> None:
    """Serve, ask, and print what came back."""
    command = [sys.executable, "-m", "plangraph", "serve", "--graph", graph, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stderr is not None
        port = int(server.stderr.readline().split("/")[2].split(":")[1])
        threading.Thread(target=server.stderr.read, daemon=True).start()
        stop, peak = threading.Event(), dict[str, int]()
        watch = threading.Thread(target=measure, args=(server.pid, stop, peak))
        watch.start()
        answers: multiprocessing.Queue[list[tuple[bool, int, float]]] = multiprocessing.Queue()
        until = time.monotonic() + seconds
        asking = [multiprocessing.Process(target=ask, args=(port, n, until, answers)) for n in range(clients)]
        for process in asking:
            process.start()
        found = [answer for _process in asking for answer in answers.get()]
        for process in asking:
            process.join()
        stop.set()
        watch.join()
        server.send_signal(signal.SIGINT)
    tell("good", [answer for answer in found if not answer[0]], seconds)
    tell("hostile", [answer for answer in found if answer[0]], seconds)
    print(f"at most {peak['workers']} processes for queries, the largest with {peak['largest'] / _MIB:.0f} MiB;")
    print(f"{peak['memory'] / _MIB:.0f} MiB resident with the server")


def tell(name: str, found: list[tuple[bool, int, float]], seconds: float) -> None:
    """One kind of clients in two lines."""
    times = [spent * 1000 for _hostile, _status, spent in found]
    cuts = statistics.quantiles(times, n=20) if len(times) > 1 else [0.0] * 19
    statuses = Counter(status for _hostile, status, _spent in found)
    print(
        f"{name:8} {len(found)} answers, {len(found) / seconds:.0f}/s, {statuses[200] / len(found):.2%} with 200"
    )
    told = ", ".join(f"{status}: {count}" for status, count in statuses.most_common())
    print(f"{'':8} p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms, longest {max(times):.0f} ms; {told}")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 50,
        float(given[1]) if len(given) > 1 else 60,
        given[2] if len(given) > 2 else "build",
    )
