"""Processes of the site that are killed at any moment while readers post.

`make break` does it 200 times.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

from tests.served import Served
from tests.servers import free_port
from tests.site import ROOT, wait_until

KILLS = int(os.environ.get("KILLS", "5"))
READERS = 4
LONGEST = 0.4  # seconds from one to the next
TEXTS = ("The harbour needs a bridge", "You are an idiot, I said")
WITHOUT_SCORE = """
SELECT count(*) FROM articles_comment AS comment WHERE status {} 'held' AND comment.id > 1
AND NOT EXISTS (SELECT 1 FROM moderation_score WHERE comment_id = comment.id)
AND NOT EXISTS (SELECT 1 FROM moderation_reviewitem WHERE comment_id = comment.id)
"""


@contextmanager
def gunicorn(url):
    """The site as docs/production.md serves it; its processes are forked, and so are there soon."""
    port = free_port()
    workers = ("--preload", "--workers", "2", "--worker-class", "gthread", "--threads", "4")
    process = subprocess.Popen(  # noqa: S603 -- the project's own code
        [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", *workers],
        cwd=ROOT,
        env={**os.environ, "DEMO": "true", "DATABASE_URL": url, "TRUSTED_PROXIES": "1"},
        stderr=subprocess.DEVNULL,
    )
    site = Served(port, ROOT / "var")
    try:
        wait_until(lambda: answered(site, "/healthz") == 200)
        yield site, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def answered(site, address):
    with suppress(OSError, HTTPException):
        return site.get(address).status


def children(process):
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def post_on(site, number, acknowledged, stop):
    """One reader after the other posts a text of its own, and notes those that were taken."""
    for count in range(100_000):
        if stop.is_set():
            return
        text = f"{TEXTS[count % 2]}, {number}-{count}."
        network = f"10.{number}.{count // 250}.{count % 250}"
        form = {"name": f"Reader {number}-{count}", "text": text, "confirmed": "True"}
        with suppress(OSError, HTTPException):
            answer = site.post("/articles/a/comments/", form, **{"X-Forwarded-For": network})
            if answer.status == 302:
                acknowledged.append(text)


def test_what_readers_were_told_is_stored_is_there_once_and_nothing_is_published_unjudged(
    sites, tmp_path
):
    chance = random.Random(KILLS)  # noqa: S311 -- moments, not secrets
    acknowledged, stop = [], threading.Event()
    with sites.fresh(tmp_path) as site:
        site.add_comments(1)
        with gunicorn(site.url) as (pages, process):
            readers = [
                threading.Thread(target=post_on, args=(pages, number, acknowledged, stop))
                for number in range(READERS)
            ]
            for reader in readers:
                reader.start()
            for kill in range(KILLS):
                wait_until(lambda kill=kill: len(acknowledged) >= 4 * kill)
                time.sleep(chance.uniform(0, LONGEST))
                with suppress(ProcessLookupError, IndexError):
                    os.kill(int(chance.choice(children(process))), signal.SIGKILL)
            stop.set()
            for reader in readers:
                reader.join()
        stored = [text for (text,) in site.rows("SELECT text FROM articles_comment WHERE id > 1")]
        assert len(acknowledged) > KILLS
        assert set(acknowledged) - set(stored) == set()
        assert len(stored) == len(set(stored))
        assert site.rows(WITHOUT_SCORE.format("<>")) == [(0,)]
        assert site.rows(WITHOUT_SCORE.format("=")) == [(0,)]
