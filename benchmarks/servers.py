"""Databases, Celery workers and a gunicorn that exist for one measurement."""

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

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent


# As in docs/production.md
GUNICORN = ("--worker-class", "gthread", "--workers", "2", "--threads", "8")


@contextmanager
def gunicorn(
    application: str, **environment: str
) -> "Iterator[tuple[int, subprocess.Popen[bytes]]]":
    """The port of `application`, which may not listen yet, and its process."""
    port = free_port()
    bind = ("--bind", f"127.0.0.1:{port}")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, *bind, *GUNICORN],
        cwd=ROOT,
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=60)


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
