"""Several things at one moment, as real threads with database connections of their own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Start all runners at one moment; return their results, or what they raised, in order."""
    barrier = Barrier(len(runners))
    results: list[Any] = [None] * len(runners)

    def run(lane: int, runner: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            results[lane] = runner()
        except Exception as error:  # noqa: BLE001 -- the test looks at what was raised
            results[lane] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=lane_and_runner) for lane_and_runner in enumerate(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
