"""Measures the REST API on gunicorn and PostgreSQL, beside an empty page of the same processes.

    make bench-api

Starts gunicorn as docs/production.md does, and lets 1, 8 and 64 clients, each with a connection
that stays open, fetch an empty page, score a text, submit a comment and decide about one. It prints
calls a second, how many of those of the empty page that is, milliseconds at the median and the
95th percentile, and milliseconds of CPU that the workers took for each call; then the first call
after a start, and whether comments were lost while gunicorn was restarted gracefully.
The clients run on the same machine. The last line is one JSON object.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from statistics import median
from threading import local
from typing import Any, NamedTuple

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark")
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles.models import Article, Author, Comment  # noqa: E402
from benchmarks.made_texts import made_comments  # noqa: E402
from benchmarks.servers import gunicorn  # noqa: E402
from benchmarks.stopwatch import cpu_of  # noqa: E402
from moderation.models import Scope  # noqa: E402
from moderation.services.clients import api_keys  # noqa: E402
from moderation.services.decisions.concurrency import version_token_of  # noqa: E402

CLIENTS = (1, 8, 64)
CALLS, WARM_UP = 400, 32
ARTICLE = "bench"


class Answered(NamedTuple):
    """Calls a second, milliseconds of each call, and the workers' CPU milliseconds for one."""

    rate: float
    times: list[float]
    cpu: float


class Server:
    """Gunicorn on a port, and connections to it, one for each thread."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], secret: str) -> None:
        self.port, self.process = port, process
        self._headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
        }
        self._own = local()

    def ask(self, method: str, address: str, body: Any = None) -> int:
        """The status of an answer, on the connection of this thread."""
        if not hasattr(self._own, "connection"):
            self._own.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = json.dumps(body) if body is not None else None
            self._own.connection.request(method, address, sent, self._headers)
            answer = self._own.connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self._own.connection.close()
            raise
        return int(answer.status)

    def cpu(self) -> float:
        """Seconds of CPU that the workers took so far."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return sum(map(cpu_of, children.split()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=CLIENTS)
    parser.add_argument("--calls", type=int, default=CALLS)
    asked = parser.parse_args()
    secret, texts = _prepare(asked.calls)
    results: dict[str, Any] = {}
    with _served(secret) as server:
        results["first_call_ms"] = round(_milliseconds(lambda: _score(server, texts[0])), 1)
        print(f"The first call after the start took {results['first_call_ms']} ms.")
        for clients in asked.clients:
            results[str(clients)] = _measure(server, clients, asked.calls, texts)
        results["lost"] = _restarted(server, texts)
    print(json.dumps(results))


def _prepare(calls: int) -> tuple[str, list[str]]:
    if connection.vendor != "postgresql":
        raise SystemExit("This measures PostgreSQL. Run: make bench-api")
    call_command("migrate", verbosity=0)
    call_command("load_seeds", verbosity=0)
    Article.objects.create(slug=ARTICLE, title="A harbour", external_id=ARTICLE)
    moderator = User.objects.create_user("bench")
    moderator.groups.add(Group.objects.get(name="Moderators"))
    _, secret = api_keys.issue(
        name="bench", scopes=list(Scope), calls_per_minute=1_000_000, moderator=moderator
    )
    return secret, made_comments(calls + WARM_UP)


@contextmanager
def _served(secret: str) -> Iterator[Server]:
    with gunicorn("benchmarks.api_site") as (port, process):
        server = Server(port, process, secret)
        while not _answers(server):
            time.sleep(0.2)
        yield server


def _answers(server: Server) -> bool:
    try:
        return server.ask("GET", "/empty/") == 200
    except (OSError, HTTPException):
        return False


def _measure(server: Server, clients: int, calls: int, texts: list[str]) -> dict[str, Any]:
    waiting = _waiting(calls + WARM_UP, texts)
    numbers, bodies = count(), iter(waiting)
    work: dict[str, Callable[[], int]] = {
        "empty": lambda: server.ask("GET", "/empty/"),
        "score": lambda: _score(server, texts[next(numbers) % len(texts)]),
        "submit": lambda: _submit(server, clients, next(numbers), texts),
        "decide": lambda: _decide(server, *next(bodies)),
    }
    print(f"{clients} clients:")
    figures: dict[str, Any] = {}
    empty = 0.0
    for name, call in work.items():
        answered = _run(server, clients, calls, call)
        empty = empty or answered.rate
        times = sorted(answered.times)
        figures[name] = {
            "per_second": round(answered.rate, 1),
            "of_empty": round(answered.rate / empty, 3),
            "p50_ms": round(median(times), 1),
            "p95_ms": round(times[int(0.95 * len(times))], 1),
            "cpu_ms": round(1000 * answered.cpu, 2),
        }
        print(f"  {name:7}" + ", ".join(f"{key} {value}" for key, value in figures[name].items()))
    return figures


def _run(server: Server, clients: int, calls: int, call: Callable[[], int]) -> Answered:
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda _: call(), range(WARM_UP)))
        cpu, began = server.cpu(), time.perf_counter()
        times = list(pool.map(lambda _: _milliseconds(call), range(calls)))
        seconds = time.perf_counter() - began
    return Answered(calls / seconds, times, (server.cpu() - cpu) / calls)


def _milliseconds(call: Callable[[], int]) -> float:
    began = time.perf_counter()
    status = call()
    if status >= 300:
        raise SystemExit(f"A call was answered with {status}.")
    return 1000 * (time.perf_counter() - began)


def _waiting(number: int, texts: list[str]) -> list[tuple[int, str]]:
    """Comments that nobody decided, with their version tokens."""
    article = Article.objects.get(external_id=ARTICLE)
    author = Author.objects.create(name="Waiting")
    made = [
        Comment(article=article, author=author, text=text, status=Comment.Status.PUBLISHED)
        for text in texts[:number]
    ]
    return [
        (comment.pk, version_token_of(comment)) for comment in Comment.objects.bulk_create(made)
    ]


def _score(server: Server, text: str) -> int:
    return server.ask("POST", "/api/v1/scores", {"texts": [text], "evidence": False})


def _submit(server: Server, clients: int, number: int, texts: list[str]) -> int:
    author = {"id": f"{clients}-{number}", "name": f"Reader {clients} {number}"}
    text = f"{texts[number % len(texts)]} {clients} {number}"
    body = {"article": ARTICLE, "author": author, "text": text}
    return server.ask("POST", "/api/v1/comments", body)


def _decide(server: Server, pk: int, token: str) -> int:
    body = {"action": "approve", "version_token": token}
    return server.ask("POST", f"/api/v1/comments/{pk}/decisions", body)


def _restarted(server: Server, texts: list[str]) -> int:
    """Restart gracefully while comments come in, and return how many acknowledged ones are lost."""
    before = Comment.objects.filter(article__external_id=ARTICLE).count()

    def submit(number: int) -> bool:
        try:
            return _submit(server, 0, number, texts) == 201
        except (OSError, HTTPException):
            return False

    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(submit, number) for number in range(200)]
        time.sleep(0.5)
        server.process.send_signal(signal.SIGHUP)
        acknowledged = sum(future.result() for future in sent)
    stored = Comment.objects.filter(article__external_id=ARTICLE).count() - before
    print(
        f"Over a graceful restart {acknowledged} of 200 comments were acknowledged, "
        f"{stored} stored."
    )
    return max(0, acknowledged - stored)


if __name__ == "__main__":
    main()
