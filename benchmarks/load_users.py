"""The people of a busy newsroom, as Locust plays them; `benchmarks/load.py` starts it.

Each waits one to three seconds between two of its requests, and nobody asks any other address than
that of `--host`. LOAD_SITE names a file with what they need to know of the site.
"""

import json
import os
import re
from itertools import count
from pathlib import Path
from random import choice, randrange
from urllib.parse import urlsplit

from locust import FastHttpUser, between, task
from requests.cookies import create_cookie

SITE = json.loads(Path(os.environ["LOAD_SITE"]).read_text())
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPENED = re.compile(r'name="opened" value="([^"]*)"')
SUBMISSION = re.compile(r'name="submission" value="([^"]*)"')
DECIDE = re.compile(
    r'action="(/desk/comments/\d+/decide/)".*?name="version_token" value="([^"]+)"', re.DOTALL
)
CALM = "The harbour needs a second bridge, and soon"
numbers = count(1)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Person(FastHttpUser):
    abstract = True
    wait_time = between(1, 3)

    def on_start(self) -> None:
        # Everybody has a network of their own, as behind a proxy.
        network = f"10.{randrange(256)}.{randrange(256)}.{randrange(1, 255)}"
        self.headers = {"X-Forwarded-For": network, "Referer": self.host}


class Reader(Person):
    weight = 17

    @task(10)
    def article(self) -> None:
        self.client.get(f"/articles/{choice(SITE['slugs'])}/", name="article", headers=self.headers)

    @task(4)
    def embed(self) -> None:
        address = f"/embed/articles/{choice(SITE['embedded'])}/"
        self.client.get(address, name="embed", headers=self.headers)

    @task(2)
    def front_page(self) -> None:
        self.client.get("/", name="front page", headers=self.headers)

    @task(1)
    def post(self) -> None:
        slug = choice(SITE["slugs"])
        page = self.client.get(f"/articles/{slug}/", name="article", headers=self.headers).text
        if not page:
            return
        number = next(numbers)
        fields = {
            "csrfmiddlewaretoken": CSRF,
            "opened": OPENED,
            "submission": SUBMISSION,
        }
        form = {name: found[1] for name, sign in fields.items() if (found := sign.search(page))}
        form |= {"name": f"Reader {os.getpid()} {number}", "text": f"{CALM}, says number {number}."}
        self.client.post(
            f"/articles/{slug}/comments/", form, name="post", headers={**self.headers, **FORM}
        )


class Moderator(Person):
    weight = 2

    def on_start(self) -> None:
        super().on_start()
        host = urlsplit(self.host).hostname
        session = create_cookie("sessionid", choice(SITE["sessions"]), domain=host)
        self.client.cookiejar.set_cookie(session)

    @task
    def decide(self) -> None:
        page = self.client.get("/desk/", name="queue", headers=self.headers).text or ""
        cards, token = DECIDE.findall(page), CSRF.search(page)
        if not cards or not token:
            return
        address, version_token = choice(cards)
        headers = {**self.headers, **FORM, "HX-Request": "true"}
        form = {
            "action": "approve",
            "version_token": version_token,
            "csrfmiddlewaretoken": token[1],
        }
        with self.client.post(
            address, form, name="decide", headers=headers, catch_response=True
        ) as answer:
            if answer.status_code == 409:  # a colleague was first
                answer.success()


class Program(Person):
    """A content system that submits comments and has texts scored."""

    weight = 1

    def on_start(self) -> None:
        super().on_start()
        self.headers["Authorization"] = f"Bearer {SITE['key']}"

    @task
    def submit(self) -> None:
        number = next(numbers)
        name = f"{os.getpid()}-{number}"
        body = {
            "article": SITE["external_id"],
            "author": {"id": name, "name": f"Subscriber {name}"},
            "text": f"{CALM}, writes subscriber {number}.",
        }
        self.client.post("/api/v1/comments", json=body, name="API: submit", headers=self.headers)

    @task
    def score(self) -> None:
        body = {"texts": [f"{CALM}: {next(numbers)}"], "evidence": False}
        self.client.post("/api/v1/scores", json=body, name="API: score", headers=self.headers)
