"""Databases and Celery workers that exist for one measurement."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def workers(number: int, url: str) -> Iterator[list[str]]:
    """Celery workers of one process each, with the classifier warm; gives those processes."""
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.worker", "worker", "-c", "1"]
    with tempfile.TemporaryDirectory() as ready:
        started = [
            subprocess.Popen(
                [*command, "-l", "ERROR", "-n", f"worker{n}"],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": url, "READY": ready},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for n in range(number)
        ]
        while len(os.listdir(ready)) < number:
            time.sleep(0.1)
        yield os.listdir(ready)
        for worker in started:
            worker.terminate()
            worker.wait(timeout=60)


@contextmanager
def database() -> Iterator[str]:
    """A database of its own on the server of DATABASE_URL."""
    name = f"bench_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
