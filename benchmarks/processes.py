"""Which part of a site takes the cores and the memory, from what the system says of processes."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.stopwatch import cpu_of


class Parts:
    """CPU and memory of gunicorn, PostgreSQL, the nightly run, the clients and others in a stage.

    `web` and `nightly` are process ids.  Processes that end between two looks are missed by as
    much as they took since the last one.
    """

    def __init__(self, *, web: int, nightly: int) -> None:
        connection.ensure_connection()
        backend = Path(f"/proc/{connection.connection.get_backend_pid()}/stat").read_text()
        postgres = int(backend.rpartition(")")[2].split()[1])
        self._roots = {"web": web, "database": postgres, "nightly": nightly}
        self._last: dict[tuple[str, int], float] = {}
        self._taken = dict.fromkeys([*self._roots, "clients"], 0.0)
        self._memory = 0.0
        self._seconds = 0.0

    def watch(self, clients: "subprocess.Popen[bytes]", seconds: int) -> None:
        """Look every half second until the clients have ended."""
        self._roots["clients"] = clients.pid
        began, first, busy = time.monotonic(), True, _busy()
        while clients.poll() is None and time.monotonic() - began < seconds + 60:
            self._look(first)
            first = False
            time.sleep(0.5)
        self._seconds = time.monotonic() - began
        self._taken["others"] = max(0.0, _busy() - busy - sum(self._taken.values()))

    def taken(self) -> dict[str, Any]:
        """Cores that each part kept busy, and gigabytes of gunicorn's workers at most."""
        cores = {name: round(cpu / self._seconds, 2) for name, cpu in self._taken.items()}
        return {"cores": cores, "memory_mb": round(self._memory / 1e6)}

    def _look(self, first: bool) -> None:
        for name, root in self._roots.items():
            for process in _family(root):
                with suppress(OSError):
                    cpu = cpu_of(process)
                    before = self._last.get((name, process), cpu if first else 0.0)
                    self._taken[name] += cpu - before
                    self._last[name, process] = cpu
        self._memory = max(self._memory, sum(map(_memory_of, _family(self._roots["web"]))))


def _busy() -> float:
    """Seconds of CPU that this machine has spent on anything."""
    user, nice, system, _idle, _waiting, *rest = Path("/proc/stat").read_text().split()[1:9]
    return sum(map(int, (user, nice, system, *rest))) / os.sysconf("SC_CLK_TCK")


def _family(root: int) -> list[int]:
    """A process and all that it started."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        with suppress(OSError):
            children = Path(f"/proc/{process}/task/{process}/children").read_text()
            waiting += map(int, children.split())
    return found


def _memory_of(process: int) -> float:
    """Bytes of memory, shared ones divided among those that share them."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return 1024.0 * int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0.0
