from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from tests import listening as server_of


class Receiver:
    """A real server that keeps what it is sent and answers as told."""

    def __init__(self, url):
        self.url = url
        self.received = []
        self.answer = lambda handler: handler.send_response(204)

    @property
    def bodies(self):
        return [body for _, body in self.received]


@contextmanager
def listening():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append((dict(self.headers), body))
            receiver.answer(self)
            self.end_headers()

        def do_GET(self):
            receiver.received.append((dict(self.headers), b"followed"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with server_of.listening(Handler) as address:
        receiver = Receiver(f"{address}/hook")
        yield receiver


@pytest.fixture
def receiver(settings):
    """A receiver on this machine, whose private address is allowed."""
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    with listening() as receiver:
        yield receiver
