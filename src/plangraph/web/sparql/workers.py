"""A pool of processes that run queries and are killed when the time of one is over.

Every process is replaced when it was killed, when it has served long or grown, and when its query was a long
one (which makes it yield to others, for good). Long queries take at most half of the processes, so that
short ones go on while all others are stuck.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from plangraph.errors import GraphError
from plangraph.store import Asked
from plangraph.web.sparql.problems import ProtocolError, busy, too_much_memory
from plangraph.web.sparql.settings import Settings

_START = 60  # seconds in which a process must be ready, on a machine that is very busy
_YIELDING = 10  # niceness of long queries
_BUFFER = 1 << 20


@dataclass(eq=False)
class Worker:
    """One process."""

    process: asyncio.subprocess.Process
    handle: int  # of the process, so that its number is never taken for that of another; -1 without handles
    served: int = 0
    resident: int = 0
    long: bool = False
    dropped: bool = False  # killed for others, not for its own query

    @classmethod
    async def start(cls, folder: Path, settings: Settings) -> Worker:
        """A process with the store open; raises `GraphError` when it cannot be."""
        setting = {
            "folder": str(folder),
            "memory": settings.memory,
            "network": bool(settings.services),
            "parent": os.getpid(),
        }
        command = (sys.executable, "-P", "-m", "plangraph.web.sparql.worker", json.dumps(setting))
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=_BUFFER)
        worker = cls(process, os.pidfd_open(process.pid) if sys.platform == "linux" else -1)
        try:
            async with asyncio.timeout(_START):
                await worker._receive()
        except (TimeoutError, OSError, EOFError) as error:
            await worker.end()
            raise GraphError("a process for queries could not start", where=str(folder)) from error
        except BaseException:
            await worker.end()
            raise
        return worker

    async def ask(self, asked: Asked, seconds: float) -> tuple[dict[str, Any], bytes]:
        """The head and the body of the answer; raises `EOFError` or `OSError` when the process ends."""
        data = json.dumps(asdict(asked) | {"seconds": seconds}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(len(data).to_bytes(4, "big") + data)
        await self.process.stdin.drain()
        head, body = await self._receive()
        self.served += 1
        self.resident = head["resident"]
        return head, body

    async def _receive(self) -> tuple[dict[str, Any], bytes]:
        source = self.process.stdout
        assert source is not None
        length = int.from_bytes(await source.readexactly(4), "big")
        head = json.loads(await source.readexactly(length))
        return head, await source.readexactly(head.get("length", 0))

    def kill(self) -> None:
        """Order the end of the process; nothing can refuse it."""
        if self.process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "linux":
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)
            else:
                os.kill(self.process.pid, signal.SIGKILL)

    async def end(self) -> int:
        """Kill the process and wait until it is gone; how it ended."""
        self.kill()
        code = await self.process.wait()
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1
        return code

    def turn_long(self) -> None:
        """Let the processes of others go first from here on."""
        self.long = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, _YIELDING)


class Pool:
    """The processes, and the queries that wait for one."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._all: set[Worker] = set()
        self._replacing: set[asyncio.Task[None]] = set()
        self._waiting = 0

    async def start(self) -> None:
        """Start all processes; raises `GraphError` when one cannot be started."""
        await asyncio.gather(*(self._add() for _number in range(self._settings.workers)))

    async def stop(self) -> None:
        """End all processes."""
        for task in self._replacing:
            task.cancel()
        await asyncio.gather(*self._replacing, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._all))

    async def ask(self, asked: Asked) -> tuple[dict[str, Any], bytes]:
        """The answer to a query; a cancelled call, too, leaves no process behind that works for nobody."""
        worker = await self._take()
        clean = False
        watch = asyncio.get_running_loop().call_later(self._settings.quick, self._watch, worker)
        try:
            async with asyncio.timeout(self._settings.seconds):
                answer = await worker.ask(asked, self._settings.seconds)
            clean = True
        except TimeoutError:
            message = f"the query did not end within {self._settings.seconds:g} seconds and was stopped"
            raise ProtocolError(504, message, "ask for less: name more of the pattern, or add LIMIT") from None
        except (EOFError, OSError):
            raise await self._reason(worker) from None
        finally:
            watch.cancel()
            if clean and self._is_fresh(worker):
                self._free.put_nowait(worker)
            else:
                self._replace(worker)
        return answer

    async def _take(self) -> Worker:
        if self._free.empty() and self._waiting >= self._settings.queue:
            raise busy("too many queries are waiting")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.patience):
                while (worker := await self._free.get()).process.returncode is not None:
                    self._replace(worker)
        except TimeoutError:
            raise busy(f"no process became free within {self._settings.patience:g} seconds") from None
        finally:
            self._waiting -= 1
        return worker

    def _watch(self, worker: Worker) -> None:
        """A query has become a long one: it goes on if there are few of these."""
        if sum(other.long for other in self._all) < self._settings.long:
            worker.turn_long()
        else:
            worker.dropped = True
            worker.kill()

    async def _reason(self, worker: Worker) -> ProtocolError:
        """Why a process ended while it worked."""
        code = await worker.end()
        if worker.dropped:
            return busy("the server is busy with long queries and stopped this one, which became long too")
        if code == -signal.SIGABRT:
            return too_much_memory()
        if code == -signal.SIGSEGV:
            return ProtocolError(
                400, "the query is nested too deeply, or too large, for the engine", "simplify it"
            )
        return ProtocolError(
            500, "the query ended its process", "ask for less; tell the people who run this server"
        )

    def _is_fresh(self, worker: Worker) -> bool:
        old = worker.served >= self._settings.served or worker.resident > self._settings.grown
        return not (worker.long or old)

    def _replace(self, worker: Worker) -> None:
        worker.kill()
        task = asyncio.get_running_loop().create_task(self._renew(worker))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _renew(self, worker: Worker) -> None:
        """The place of a process is taken when that is gone, so that there are never more than agreed."""
        await worker.end()
        self._all.discard(worker)
        while True:
            try:
                await self._add()
                return
            except (GraphError, OSError) as error:
                sys.stderr.write(f"plangraph: {error}\n")
                await asyncio.sleep(1)

    async def _add(self) -> None:
        worker = await Worker.start(self._folder, self._settings)
        self._all.add(worker)
        self._free.put_nowait(worker)
