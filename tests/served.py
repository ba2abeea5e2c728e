"""The site as a real server in a process of its own, asked over HTTP."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from tests.servers import free_port
from tests.site import ROOT, wait_until

SERVE = """
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
from config.wsgi import application
WSGIRequestHandler.log_message = lambda *_: None
with make_server("127.0.0.1", int(sys.argv[1]), application) as server:
    server.serve_forever()
"""


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    text: str


class Served:
    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self._log = log

    def get(self, address: str, **headers: str) -> Answer:
        return self._ask("GET", address, None, headers)

    def post(self, address: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form from a page of this site."""
        token = "x" * 32
        body = urlencode({**fields, "csrfmiddlewaretoken": token})
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        cookies = "; ".join(filter(None, [headers.get("Cookie"), f"csrftoken={token}"]))
        return self._ask("POST", address, body, {**headers, **form, "Cookie": cookies})

    def log(self) -> list[str]:
        """The lines that it has logged, which are forgotten."""
        lines = self._log.read_text().splitlines()
        os.truncate(self._log, 0)
        return lines

    def _ask(
        self, method: str, address: str, body: str | None, headers: Mapping[str, str]
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, address, body, dict(headers))
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read().decode())
        connection.close()
        return answer


@contextmanager
def served(folder: Path, **environment: str) -> Iterator[Served]:
    """Serve the site with the settings that `environment` gives."""
    port, log = free_port(), folder / "log"
    with log.open("a") as stderr:
        process = subprocess.Popen(  # noqa: S603 -- the project's own code
            [sys.executable, "-c", SERVE, str(port)],
            cwd=ROOT,
            env={**os.environ, "DEMO": "true", **environment},
            stderr=stderr,
        )
    site = Served(port, log)
    try:
        wait_until(lambda: _listens(site))
        site.log()
        yield site
    finally:
        process.terminate()
        process.wait(timeout=10)


def _listens(site: Served) -> bool:
    try:
        site.get("/healthz")
    except OSError:
        return False
    return True
