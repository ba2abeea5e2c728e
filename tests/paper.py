"""A page of a made-up paper, served on an origin of its own with a strict content policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html>
<html lang="{lang}">
  <head>
    <meta charset="utf-8">
    <title>A summit - The Paper</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <script defer src="{site}/embed/v1.js"></script>
  </head>
  <body><main><h1>A summit</h1><p>It was held.</p>{body}</main></body>
</html>
"""


class Paper:
    """Its address, and the body of its page, which a test may change."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.body = ""
        self.lang = "en"
        self.address = ""

    @property
    def policy(self) -> str:
        """What docs/embedding.md says that a page needs: one script, one connection."""
        return f"default-src 'none'; script-src {self.site}; connect-src {self.site}"

    def page(self) -> bytes:
        return PAGE.format(site=self.site, body=self.body, lang=self.lang).encode()


@contextmanager
def paper(site: str) -> Iterator[Paper]:
    """Serve the page at 127.0.0.1, which is another host than `site` at localhost."""
    shown = Paper(site)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = shown.page()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.send_header("Content-Security-Policy", shown.policy)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shown.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield shown
    server.shutdown()
    server.server_close()
