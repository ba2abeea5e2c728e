"""Measures the time on the clock and the CPU time of a process and of its database."""

import os
import time
from pathlib import Path
from typing import NamedTuple

from django.db import connection


class Spent(NamedTuple):
    """`seconds` on the clock; `cpu` seconds of this process and its database's together."""

    seconds: float
    cpu: float = 0.0

    def times(self, factor: float) -> "Spent":
        return Spent(self.seconds * factor, self.cpu * factor)


class Stopwatch:
    def __init__(self) -> None:
        connection.ensure_connection()
        self._backend = connection.connection.get_backend_pid()
        self._clock, self._cpu = time.perf_counter(), self._cpu_so_far()

    def read(self) -> Spent:
        return Spent(time.perf_counter() - self._clock, self._cpu_so_far() - self._cpu)

    def _cpu_so_far(self) -> float:
        if not Path(f"/proc/{self._backend}").exists():  # closed; helpers' is not known either
            return float("nan")
        return time.process_time() + cpu_of(self._backend)


def mean(one: Spent, other: Spent) -> Spent:
    return Spent((one.seconds + other.seconds) / 2, (one.cpu + other.cpu) / 2)


def cpu_of(process: str | int) -> float:
    """Seconds of CPU time that a process has taken so far."""
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
