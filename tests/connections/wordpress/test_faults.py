"""What a real WordPress cannot be made to show: servers in front of it that fail."""

import json
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.utils import timezone

from articles.models import Article, Comment
from moderation.models import WordPressConnection
from tests.connections.wordpress.here import FINE, settle
from tests.listening import listening

pytestmark = pytest.mark.django_db


@contextmanager
def serving(answer):
    """Serve what `answer` gives for a path: a status, headers and a body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": len(body), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with listening(Handler) as address:
        yield address


def remote(own_id, **fields):
    written = {"id": own_id, "post": 1, "status": "approved", "content": {"raw": FINE}}
    dates = {"date": "2026-01-02T03:04:05", "date_gmt": "2026-01-02T08:04:05"}
    links = {"_links": {"up": [{"href": "https://paper.example/wp-json/wp/v2/posts/1"}]}}
    return written | dates | links | fields


def test_a_site_that_cannot_answer_is_left_alone_and_asked_again(connect):
    """What it answers, in turn; what is said of that; how long the next reading waits, at least."""
    quarter, pause = timedelta(minutes=15), {"Retry-After": "900"}
    cases = [
        ((429, pause, b""), "asks for a pause (HTTP 429)", quarter),
        ((503, pause, b"{}"), "asks for a pause (HTTP 503)", quarter),
        ((200, {"Content-Length": "900"}, b'[{"id": 1'), "no JSON", timedelta()),
        ((200, {}, b"<html>"), "no JSON", timedelta()),
        ((200, {}, b"{}"), "no list of comments", timedelta()),
        ((200, {}, b"[" * 100_000), "no JSON", timedelta()),
        ((301, {"Location": "https://a.example/"}, b""), "redirects (HTTP 301)", timedelta()),
        ((404, {}, b"Not found"), "nothing of WordPress's REST API", timedelta()),
        ((500, {}, b'{"code": "x", "message": "No."}'), "says: No. (x)", timedelta()),
    ]
    answers = iter([answer for answer, _, _ in cases])
    with serving(lambda path: next(answers)) as url:
        connect(url, "?")
        for _, said, wait in cases:
            WordPressConnection.objects.update(attempts=0)
            settle()
            connection = WordPressConnection.objects.get()
            assert said in connection.answer
            assert connection.next_at - timezone.now() > wait - timedelta(seconds=5)
            assert (connection.read_at, connection.endpoint.failing_since is None) == (None, False)


def test_one_comment_that_cannot_be_read_does_not_stop_the_others(connect):
    post = {"id": 1, "link": "https://paper.example/a", "status": "publish", "content": {}}
    page = [remote(1, date=False), remote(2), None, remote(3, content={"raw": "\0 <br>"})]

    def answer(path):
        told = post if "/posts/1?" in path else page
        return 200, {"x-wp-totalpages": "1"}, json.dumps(told).encode()

    with serving(answer) as url:
        connect(url, "?", since=timezone.now() - timedelta(days=3650))
        settle()
        connection = WordPressConnection.objects.get()
        assert (connection.answer, connection.read_at is None) == ("", False)
        assert list(Comment.objects.values_list("source_id", flat=True)) == ["wordpress:2"]
        assert Article.objects.get().title == "https://paper.example/a"
