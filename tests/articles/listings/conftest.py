from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest


class Site:
    """The paper's web server: `pages` gives a status, a body and headers for each path."""

    def __init__(self):
        self.pages = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                status, body, headers = site.pages.get(self.path, (404, b"", {}))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def serve(self, path, body=b"", status=200, **headers):
        text = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = (status, text, headers)
        return f"{self.url}{path}"


@pytest.fixture
def site():
    made = Site()
    Thread(target=made.server.serve_forever, args=[0.05], daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()
