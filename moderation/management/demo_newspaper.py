"""A made-up paper on an origin of its own, whose page embeds the discussion of an article."""

import json
import secrets
import threading
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from time import time
from typing import Any

import jwt
from django.conf import settings

from articles.models import Article

FOLDER = Path(__file__).parent / "demo_paper"
READER = {"id": "demo-reader", "username": "Lena Reader", "badges": ["subscriber"]}
HOUR = 3600
PARAGRAPHS = 2


class Newspaper:
    """The paper's files and its server, which also signs its one reader in."""

    def __init__(self, article: Article, *, site: str, port: int) -> None:
        self.article = article
        self.site = site
        self.port = port
        self.secret = secrets.token_urlsafe(32)
        # Another host than the site's, too.
        self.address = f"http://localhost:{port}/"

    def open(self) -> None:
        """List the paper at the site and serve it until the process ends; OSError if it cannot."""
        server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        settings.EMBED_ORIGINS = settings.EMBED_ORIGINS | {self.address.rstrip("/")}
        settings.SSO_KEYS = {**settings.SSO_KEYS, "demo": self.secret}
        settings.SSO_BADGES = {"subscriber": "Subscriber", **settings.SSO_BADGES}
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        files = {
            "/": (self.page(), "text/html; charset=utf-8"),
            "/paper.css": ((FOLDER / "paper.css").read_text(), "text/css"),
            "/paper.js": ((FOLDER / "paper.js").read_text(), "text/javascript"),
        }
        paper = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if found := files.get(self.path.partition("?")[0]):
                    self._answer(*found)
                else:
                    self.send_error(404)

            def do_POST(self) -> None:
                self._answer(json.dumps(paper.token()), "application/json")

            def _answer(self, text: str, kind: str) -> None:
                body = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Security-Policy", paper.policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    @property
    def policy(self) -> str:
        """The paper's own style and script, and of the site one script and one connection."""
        return (
            f"default-src 'none'; style-src 'self'; script-src 'self' {self.site}; "
            f"connect-src 'self' {self.site}"
        )

    def page(self) -> str:
        paragraphs = self.article.body.split("\n\n")[:PARAGRAPHS]
        return Template((FOLDER / "page.html").read_text()).substitute(
            title=escape(self.article.title),
            article_id=escape(self.article.external_id or ""),
            body="".join(f"<p>{escape(text)}</p>" for text in paragraphs),
            site=self.site,
        )

    def token(self) -> dict[str, str]:
        now = int(time())
        claims = {"jti": secrets.token_hex(8), "iat": now, "exp": now + HOUR, "user": READER}
        token = jwt.encode(claims, self.secret, algorithm="HS256", headers={"kid": "demo"})
        return {"token": token, "name": str(READER["username"])}
