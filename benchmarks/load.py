"""Lets a busy newsroom use a site, more people in each stage, until it is too slow.

    make load

Starts gunicorn as docs/production.md does, on a private PostgreSQL with `--comments` comments.
Locust plays readers, who post now and then, moderators who decide, and a program that calls the
API, all on this machine, while `rescore` runs again and again. A stage takes `--seconds`; the next
has half as many people more. The first whose 95th percentile passes 300 ms is the last, or the one
at which `--minutes` are over. It prints a table, which part took the cores among it, and writes
`var/load.svg`. The last line is one JSON object.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark")
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import Article, Comment  # noqa: E402
from benchmarks import load_results  # noqa: E402
from benchmarks.load_results import Stage  # noqa: E402
from benchmarks.processes import Parts  # noqa: E402
from benchmarks.servers import ROOT, gunicorn  # noqa: E402
from moderation.management import demo_site  # noqa: E402
from moderation.models import Scope, Score  # noqa: E402
from moderation.services.clients import api_keys  # noqa: E402

TOO_SLOW = 300.0  # milliseconds, 95 of 100
WARM_UP = 15  # seconds, of which nothing is measured
SERVING = {
    "ALLOWED_HOSTS": "127.0.0.1",
    "TRUSTED_PROXIES": "1",
    "FASTEST_POST": "0",
    "SITE_URL": "http://127.0.0.1",
    "DEFAULT_FROM_EMAIL": "comments@example.org",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=20, help="in the first stage")
    parser.add_argument("--seconds", type=int, default=60, help="of each stage")
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args()
    if connection.vendor != "postgresql":
        raise SystemExit("This measures PostgreSQL. Run: make load")
    with tempfile.TemporaryDirectory() as folder:
        site = _prepare(asked.comments, Path(folder))
        with _served() as (port, web):
            stages = list(_stages(asked, Path(folder), site, port, web))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(f"{machine}; {Comment.objects.count():,} comments at the end.\n")
    print(load_results.table(stages))
    load_results.plot(stages, ROOT / "var/load.svg")
    print(json.dumps([stage._asdict() for stage in stages]))


def _prepare(comments: int, folder: Path) -> Path:
    """Fill the site, and write down what Locust's people need to know."""
    call_command("migrate", verbosity=0)
    call_command("load_seeds", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    demo_site.build(comments)
    articles = Article.objects.exclude(comments=None).distinct()[:40]
    for article in articles[:10]:
        Article.objects.filter(pk=article.pk).update(external_id=f"load-{article.pk}")
    sessions = []
    for number in range(6):
        moderator = User.objects.create_user(f"load-{number}")
        moderator.groups.add(Group.objects.get(name="Moderators"))
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(moderator)
        sessions.append(client.cookies["sessionid"].value)
    _, secret = api_keys.issue(
        name="load", scopes=list(Scope), calls_per_minute=1_000_000, moderator=moderator
    )
    known = [f"load-{article.pk}" for article in articles[:10]]
    site = {
        "slugs": [article.slug for article in articles],
        "embedded": known,
        "external_id": known[0],
        "sessions": sessions,
        "key": secret,
    }
    path = folder / "site.json"
    path.write_text(json.dumps(site))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return path


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """The port of gunicorn, and its process id."""
    with gunicorn("config.wsgi", **SERVING) as (port, process):
        while True:
            try:
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60).close()
                break
            except OSError:
                time.sleep(0.5)
        yield port, process.pid


def _stages(
    asked: argparse.Namespace, folder: Path, site: Path, port: int, web: int
) -> Iterator[Stage]:
    _locust(asked.people, WARM_UP, site, port, folder / "warm-up").wait()
    ends, people = time.monotonic() + 60 * asked.minutes, asked.people
    with _nightly() as nightly:
        while time.monotonic() + asked.seconds < ends:
            parts = Parts(web=web, nightly=nightly)
            results = folder / f"stage-{people}"
            clients = _locust(people, asked.seconds, site, port, results)
            parts.watch(clients, asked.seconds)
            figures = load_results.read(Path(f"{results}_stats.csv"))
            stage = Stage(people=people, **figures, **parts.taken())
            print(f"{people} people: 95 of 100 in {stage.p95_ms:.0f} ms", flush=True)
            yield stage
            if stage.p95_ms > TOO_SLOW:
                return
            people = people * 3 // 2


@contextmanager
def _nightly() -> Iterator[int]:
    """`rescore` runs over every comment, again and again; the id of the shell that starts it."""
    Score.objects.all().delete()
    manage = f"{sys.executable} manage.py"
    anew = "'from moderation.models import Score; Score.objects.all().delete()'"
    again = f"while :; do {manage} rescore >/dev/null 2>&1; {manage} shell -v0 -c {anew}; done"
    process = subprocess.Popen(["/bin/sh", "-c", again], cwd=ROOT, start_new_session=True)
    try:
        yield process.pid
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=60)


def _locust(
    people: int, seconds: int, site: Path, port: int, results: Path
) -> "subprocess.Popen[bytes]":
    command = [
        *(sys.executable, "-m", "locust", "--headless", "--locustfile", "benchmarks/load_users.py"),
        *("--host", f"http://127.0.0.1:{port}", "--users", str(people)),
        *("--spawn-rate", str(people), "--run-time", f"{seconds}s", "--csv", str(results)),
        *("--only-summary", "--loglevel", "ERROR", "--exit-code-on-error", "0"),
    ]
    environment = {**os.environ, "LOAD_SITE": str(site)}
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=silent, stderr=silent)


if __name__ == "__main__":
    main()
