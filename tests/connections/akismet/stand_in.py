"""A stand-in of Akismet, which takes requests as its documentation says and no others."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from tests.listening import listening

KEY = "a1b2c3d4e5f6"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
ALWAYS = {"api_key", "blog"}
ABOUT = {
    *("user_ip", "user_agent", "referrer", "permalink", "comment_type", "comment_author"),
    *("comment_author_email", "comment_content", "comment_date_gmt", "recheck_reason"),
    *("comment_post_modified_gmt", "blog_lang", "blog_charset"),
}
NEEDED = {"user_ip", "comment_content"}
THANKS = "Thanks for making the web a better place."


@dataclass
class StandIn:
    """What it was asked, in order, and what it does: `mood` is what goes wrong, if anything."""

    address: str = ""
    mood: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def about(self, method: str) -> list[dict[str, str]]:
        return [given for name, given in self.asked if name == method]

    def answer(self, method: str, given: dict[str, str]) -> tuple[str, dict[str, str]]:
        if method == "verify-key":
            return ("valid", {}) if given["api_key"] == KEY else ("invalid", {})
        if fault := _fault(given):
            return "invalid", {"X-akismet-debug-help": fault}
        if given["api_key"] != KEY:
            alert = {"X-akismet-alert-code": "10003", "X-akismet-alert-msg": "Unknown key"}
            return "invalid", alert
        if method in ("submit-spam", "submit-ham"):
            return THANKS, {}
        text = given["comment_content"]
        discard = {"X-akismet-pro-tip": "discard"} if "pills" in text else {}
        return str("watches" in text or "pills" in text).lower(), discard


def _fault(given: dict[str, str]) -> str:
    if missing := NEEDED - set(given):
        return f"Missing required field: {missing}"
    if unknown := set(given) - ALWAYS - ABOUT:
        return f"Unknown field: {unknown}"
    return ""


@contextmanager
def akismet() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = dict(parse_qsl(body, strict_parsing=True))
            _, version, method = urlsplit(self.path).path.split("/")
            assert self.headers["Content-Type"] == FORM
            assert " | " in self.headers["User-Agent"]
            assert version == "1.1"
            assert urlsplit(given["blog"]).scheme in ("http", "https")
            stand_in.asked.append((method, given))
            if stand_in.mood == "slow":
                time.sleep(1)
            said, headers = stand_in.answer(method, given)
            if stand_in.mood == "rubbish":
                said = "<h1>Bad gateway</h1>"
            self.send_response(500 if stand_in.mood == "down" else 200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as address:
        stand_in.address = address
        yield stand_in
