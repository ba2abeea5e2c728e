"""The README's way to install a site, as far as one machine can follow it."""

import json
import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings

from tests.servers import free_port
from tests.site import wait_until

ROOT = Path(settings.BASE_DIR)
RECIPE = (ROOT / "README.md").read_text().split("## Install it for real")[1].split("```")[1]
UNFINISHED = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nusername="
)


def server_options():
    (line,) = re.findall(r"^\.venv/bin/gunicorn config\.wsgi (.+)$", RECIPE, re.MULTILINE)
    return line.split()


@pytest.fixture
def port(tmp_path):
    """Where the README's server listens, on another port."""
    port, options = free_port(), server_options()
    options[options.index("--bind") + 1] = f"127.0.0.1:{port}"
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", *options],
            cwd=ROOT,
            env={
                **os.environ,
                "DEMO": "true",
                "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
            },
            stderr=log,
        )
    try:
        wait_until(lambda: is_up(port))
        yield port
    finally:
        server.terminate()
        server.wait(timeout=40)


def is_up(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_server_of_the_recipe_listens_to_its_own_machine_only():
    assert server_options()[server_options().index("--bind") + 1].startswith("127.0.0.1:")


def test_an_unfinished_request_keeps_nobody_waiting(port):
    with ExitStack() as stack:
        for _ in range(4):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            slow.sendall(UNFINISHED)
        reader = HTTPConnection("127.0.0.1", port, timeout=20)  # a blocked worker is killed at 30
        reader.request("GET", "/accounts/login/")
        assert reader.getresponse().status == 200


def test_a_call_whose_body_comes_in_chunks_is_read(port):
    client = HTTPConnection("127.0.0.1", port, timeout=20)
    chunks = iter([b"no ", b"gzip"])
    gzipped = {"Content-Encoding": "gzip"}
    client.request("POST", "/v1alpha1/comments:analyze", chunks, gzipped)
    error = json.load(client.getresponse())["error"]
    assert error["message"] == "The body cannot be decompressed as gzip."  # read, and not empty


def test_the_recipe_installs_what_it_runs_and_sets_what_the_check_of_a_deployment_asks_for(
    tmp_path,
):
    assert "requirements-production.txt" in RECIPE
    assert "gunicorn==" in (ROOT / "requirements-production.txt").read_text()
    given = dict(re.findall(r"^([A-Z_]+)=(\S+)$", RECIPE, re.MULTILINE))
    given["DATABASE_URL"] = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    key = "k3yOf-sufficient_length.and/many+letters.which.nobody.has.seen"
    inherited = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**inherited, **given, "SECRET_KEY": key},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
