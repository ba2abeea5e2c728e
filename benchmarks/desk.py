"""How long the server takes for the queue, a decision and the policy editor, as the site grows.

    make bench-desk

Grows one PostgreSQL database to 10,000, 100,000 and 1,000,000 comments, a
tenth of them open, and asks for the pages through the whole stack, as a
moderator's browser would.  The editor's page tries a draft with a word list;
`effects` is the part that says what each clause would have done.  Beside the
time on the clock it prints the time that the server's own thread was at work:
on a machine that does other things too, the clock also counts what those take.  Each time at work
is also given as a multiple of that of an empty Django page with the same middleware.
The last line is one JSON object:
95th percentiles in milliseconds and the number of queries, each by size.
"""

import argparse
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import Comment  # noqa: E402
from moderation.management import demo_site  # noqa: E402
from moderation.models import Policy, ReviewItem  # noqa: E402
from moderation.services.policy import drafting  # noqa: E402
from moderation.services.policy.effects import effects  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
OPEN_SHARE = 0.1
DAYS = 365
REQUESTS = 200
EDITOR_REQUESTS = 40
LISTED = {"kind": "words", "verdict": "hold", "entries": "moron\nsnake oil\nvermin\nclown"}
WARM_UP = 10
DECIDE = re.compile(
    r'action="(/desk/comments/\d+/decide/)".*?name="version_token" value="([^"]+)"', re.S
)
# Milliseconds on the clock and at work, of each of several requests
Times = list[tuple[float, float]]
NEXT = re.compile(r'<a class="button"[^>]*? href="([^"]+)"[^>]*data-more')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = parser.parse_args().sizes
    _prepare()
    results: dict[str, dict[str, Any]] = defaultdict(dict)
    stored = 0
    for size in sizes:
        _grow(size - stored)
        stored = size
        for name, figure in _measure().items():
            results[name][str(size)] = figure
    print(json.dumps(results))


def _prepare() -> None:
    if connection.vendor != "postgresql":
        raise SystemExit("This measures PostgreSQL. Run: make bench-desk")
    settings.ROOT_URLCONF = "benchmarks.empty_page"
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    call_command("migrate", verbosity=0)
    call_command("load_seeds")


def _grow(number: int) -> None:
    began = perf_counter()
    demo_site.build(number, days=DAYS, open_share=OPEN_SHARE)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{number:,} comments added in {perf_counter() - began:.0f} s")


def _measure() -> dict[str, Any]:
    client = _signed_in()
    pages = _deep_pages(client)
    queue = [_timed(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
    forms = _forms(client)
    decisions = [
        _timed(lambda form=form: _decide(client, *form))  # type: ignore[misc]
        for form in forms
    ]
    figures: dict[str, Any] = {"queries": _queries(client)}
    editor, tried, queries = _edits(client)
    figures["queries"] |= queries
    print(f"{Comment.objects.count():,} comments, {ReviewItem.objects.open().count():,} open:")
    empty = [_timed(lambda: client.get("/empty/")) for _ in pages]
    figures["queries"]["empty"] = _counted(lambda: client.get("/empty/"))
    parts = {"empty": empty, "queue": queue, "decide": decisions, "editor": editor}
    parts["effects"] = tried
    at_work = _p95(worked for _, worked in empty[WARM_UP:])
    for name, times in ((name, times[WARM_UP:]) for name, times in parts.items()):
        clock, worked = (_p95(kind) for kind in zip(*times, strict=True))
        middle = round(median(clock for clock, _ in times), 1)
        print(
            f"  {name:7} p95 {clock} ms, median {middle} ms on the clock; p95 {worked} ms at work; "
            f"{figures['queries'][name]} queries; {worked / at_work:.1f} times an empty page"
        )
        figures[f"{name}_p95_ms"] = clock
        figures[f"{name}_at_work_p95_ms"] = worked
    return figures


def _signed_in() -> Client:
    moderator, _ = User.objects.get_or_create(username="benchmark")
    allowed = Permission.objects.filter(codename__in=("moderate", "change_policy"))
    moderator.user_permissions.set(allowed)
    client = Client(SERVER_NAME="localhost")
    client.force_login(moderator)
    return client


def _edits(client: Client) -> tuple[Times, Times, dict[str, int]]:
    """Times of the editor's page and of `effects`, and their queries, with a word list to try."""
    policy = Policy.objects.get(article=None)
    draft = drafting.draft_of(policy=policy)
    clauses = list(draft.clauses.all())
    clauses[0].rules = [LISTED]
    drafting.save(draft=draft, text=draft.text, clauses=clauses)
    pages = {
        "editor": lambda: client.get(f"/desk/policies/{policy.pk}/"),
        "effects": lambda: effects(policy, list(draft.clauses.all())),
    }
    number = range(WARM_UP + EDITOR_REQUESTS)
    times = {name: [_timed(work) for _ in number] for name, work in pages.items()}
    return times["editor"], times["effects"], {n: _counted(work) for n, work in pages.items()}


def _counted(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def _deep_pages(client: Client) -> list[str]:
    """Addresses of the queue in every order, one page after the other."""
    pages = []
    for order in ("worst", "uncertain", "oldest", "worst"):
        address = f"/desk/?order={order}"
        for _ in range((REQUESTS + WARM_UP) // 4 + 1):
            pages.append(address)
            found = NEXT.search(client.get(address).content.decode())
            if not found:
                break
            address = found[1].replace("&amp;", "&")
    return pages


def _forms(client: Client) -> list[tuple[str, str]]:
    """Where to send decisions about the worst cases, and the token that each must bring."""
    forms: list[tuple[str, str]] = []
    address = "/desk/"
    while len(forms) < REQUESTS + WARM_UP:
        page = client.get(address).content.decode()
        forms += DECIDE.findall(page)
        found = NEXT.search(page)
        if not found:
            break
        address = found[1].replace("&amp;", "&")
    return forms


def _decide(client: Client, address: str, version_token: str) -> None:
    form = {"action": "approve", "version_token": version_token}
    response = client.post(address, form, headers={"hx-request": "true"})
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock, and those that this thread was at work."""
    clock, work_began = perf_counter(), thread_time()
    work()
    return 1000 * (perf_counter() - clock), 1000 * (thread_time() - work_began)


def _p95(milliseconds: Iterable[float]) -> float:
    measured = sorted(milliseconds)
    return round(measured[int(0.95 * len(measured))], 1)


def _queries(client: Client) -> dict[str, int]:
    client.get("/desk/")  # what is kept for a minute is read now
    with CaptureQueriesContext(connection) as queue:
        page = client.get("/desk/").content.decode()
    address, version_token = DECIDE.findall(page)[0]
    with CaptureQueriesContext(connection) as decision:
        _decide(client, address, version_token)
    return {"queue": len(queue), "decide": len(decision)}


if __name__ == "__main__":
    main()
