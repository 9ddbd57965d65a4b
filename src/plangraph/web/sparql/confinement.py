"""What a worker process gives up before it sees a query: network, new programs, files, memory without end.

Limits work where the system has them. The network and starting programs are taken away by a filter of
system calls (seccomp), which needs no rights and exists on Linux; elsewhere `scan` alone keeps SERVICE out.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # the call fails with EPERM
#: Machine → its number in audit, and its numbers of socket, connect, execve, execveat, io_uring_setup, ptrace.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425, 101)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425, 117)),
}


def end_with_parent(parent: int) -> None:
    """The process is killed when the one that started it ends, whatever ends that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def without_network() -> bool:
    """No connection and no new program from here on, also in threads that start later; whether that worked."""
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        return False
    audit, calls = machine
    count = len(calls)
    steps = [
        (_LOAD, 0, 0, 4),
        (_JUMP_IF_EQUAL, 0, count + 2, audit),  # another machine's calls: refused
        (_LOAD, 0, 0, 0),
        *((_JUMP_IF_EQUAL, count - index, 0, call) for index, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    mode = ctypes.c_ulong(_SECCOMP_MODE_FILTER)
    return bool(libc.prctl(_PR_SET_SECCOMP, mode, program, 0, 0) == 0)


def with_limits(memory: int) -> None:
    """No file can be written, no core left, and `memory` bytes be taken beside what the process has now."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    taken = _address_space()
    if taken:
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))


def end_after(seconds: float) -> None:
    """The system ends the process then, even when nobody is left to kill it; 0 takes the order back."""
    signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM without a handler ends native code too


def resident() -> int:
    """Bytes of memory that the process holds now, 0 where the system does not tell."""
    return _pages(1)


def _address_space() -> int:
    return _pages(0)


def _pages(column: int) -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[column]) * resource.getpagesize()
    except OSError:
        return 0
