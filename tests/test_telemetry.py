"""What leaves the site for Sentry and OpenTelemetry when a request fails on personal data."""

import gzip
import json
from http.server import BaseHTTPRequestHandler

import pytest

from tests.listening import listening

# All that is personal in what FAIL asks for; `her-slug` stands for an address.
SECRETS = ("walrus", "weber@reader.example", "203.0.113.77", "Vera", "her-token", "Firefox")
SECRETS += ("her-slug", "her-state")
FAIL = """
import logging
import sentry_sdk
from django.db import connection
from django.test import Client
from articles import posting
from articles.models import Article, Comment

def fails(comment, request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such FROM articles_comment WHERE text = %s", [comment.text])
    except Exception as error:
        raise RuntimeError("cannot store " + comment.text) from error

posting._store = fails
Article.objects.create(slug="her-slug", title="A", body="It happened.")
client = Client(
    raise_request_exception=False,
    REMOTE_ADDR="203.0.113.77",
    headers={
        "host": "localhost",
        "user-agent": "Firefox",
        "cookie": "session=her-token",
        "traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01",
        "tracestate": "a=her-state",
    },
)
fields = {"text": "You walrus!", "name": "Vera", "email": "vera.weber@reader.example"}
assert client.post("/articles/her-slug/comments/?q=walrus", fields).status_code == 500
client.get("/accounts/email/her-token/")
client.get("/nothing/walrus/")
logging.getLogger("articles.posting").error("Comment %s failed", "walrus")
logging.getLogger("elsewhere").error("Comment walrus failed")
sentry_sdk.capture_message("walrus")
sentry_sdk.flush()
"""


@pytest.fixture
def receiver():
    """An address, and what was sent there: path and body."""
    received = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            received.append((self.path, str(self.headers), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with listening(Receiver) as address:
        yield address, received


def events(received):
    for path, _, body in received:
        if path == "/api/7/envelope/":
            lines = body.splitlines()
            yield from (json.loads(line) for line in lines[2::2])


def test_errors_and_traces_say_where_and_never_on_what(sites, receiver, tmp_path):
    address, received = receiver
    with sites.fresh(tmp_path) as site:
        done = site.run(
            "shell", "-v0", "-c", FAIL,
            DEMO="true",  # its pages need no `collectstatic`
            SENTRY_DSN=address.replace("://", "://key@") + "/7",
            OTEL_EXPORTER_OTLP_ENDPOINT=address,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    everything = b"\n".join(headers.encode() + body for _, headers, body in received)
    assert [secret for secret in SECRETS if secret.encode() in everything] == []

    failed = [event for event in events(received) if "exception" in event]
    (values,) = [event["exception"]["values"] for event in failed]
    assert [value["type"] for value in values][-1] == "RuntimeError"
    assert values[-1]["stacktrace"]["frames"][-1]["function"] == "fails"
    assert failed[0]["transaction"] == "/articles/{slug}/comments/"
    logged = [event["logentry"]["message"] for event in events(received) if "logentry" in event]
    assert logged == ["Comment %s failed"]

    spans = b"".join(body for path, _, body in received if path == "/v1/traces")
    assert b"POST articles/<slug:slug>/comments/" in spans
    assert b"GET accounts/email/<str:token>/" in spans


def test_a_setting_that_cannot_be_used_is_named(sites, tmp_path):
    with sites.fresh(tmp_path) as site:
        done = site.run("check", SENTRY_DSN="sentry.example.org")
    assert (done.returncode, "SENTRY_DSN cannot be read." in done.stderr) == (1, True)
