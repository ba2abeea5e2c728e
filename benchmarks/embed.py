"""How long the server takes for the embedded discussion, as it grows.

    make bench-embed

Grows the discussion of one article in PostgreSQL to 100, 5,000 and 100,000
comments, and asks for its first page (25 threads of two comments) through
the whole stack: as a reader with a token, for whom it is drawn each time
(`drawn`), as one without, who shares an answer of the last seconds
(`shared`), and as one who has that answer already (`unchanged`, 304).
Beside the time on the clock it prints the time that the server's own thread
was at work, which a busy machine changes less, and how many times that of an
empty page with the same middleware it is.  The database works in processes of
its own; `database` is what it says that the queries of a page take.
The last line is one JSON object: 95th percentiles in milliseconds, by size.
"""

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable
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
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.bearer import guests  # noqa: E402
from articles.embed import shared  # noqa: E402
from articles.models import Article, Author, Comment  # noqa: E402

SIZES = (100, 5_000, 100_000)
REQUESTS, WARM_UP = 200, 10
CORES = 2
AUTHORS = 500
A_BATCH = 10_000
TEXT = "The harbour is older than the town, and so are its quarrels about who may moor where. " * 3
ADDRESS = "/embed/articles/bench/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = parser.parse_args().sizes
    article, authors = _prepare()
    results: dict[str, dict[str, Any]] = defaultdict(dict)
    for size in sizes:
        _grow(article, authors, size)
        for name, figure in _measure(authors[0]).items():
            results[name][str(size)] = figure
    print(json.dumps(results))


def _prepare() -> tuple[Article, list[Author]]:
    if connection.vendor != "postgresql":
        raise SystemExit("This measures PostgreSQL. Run: make bench-embed")
    settings.ROOT_URLCONF = "benchmarks.empty_page"
    shared.KEPT = 3600  # the clock must not decide what is measured
    call_command("migrate", verbosity=0)
    call_command("load_seeds")
    article = Article.objects.create(slug="bench", title="A harbour", external_id="bench")
    authors = Author.objects.bulk_create(Author(name=f"Reader {n}") for n in range(AUTHORS))
    return article, authors


def _grow(article: Article, authors: list[Author], size: int) -> None:
    """Add comments until there are `size`, in threads of two."""
    published = Comment.Status.PUBLISHED
    missing = (size - article.comments.count()) // 2
    for start in range(0, missing, A_BATCH):
        numbers = range(start, min(start + A_BATCH, missing))
        made = [
            Comment(article=article, author=authors[n % AUTHORS], text=TEXT, status=published)
            for n in numbers
        ]
        starts = Comment.objects.bulk_create(made)
        Comment.objects.bulk_create(
            Comment(
                article=article,
                author=authors[(start.pk + 7) % AUTHORS],
                parent=start,
                text=TEXT,
                status=published,
            )
            for start in starts
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _measure(author: Author) -> dict[str, float]:
    token = {"Authorization": f"Bearer {guests.token_for(author)}"}
    client = Client(SERVER_NAME="localhost")
    known = {"If-None-Match": client.get(ADDRESS)["ETag"]}
    work: dict[str, Callable[[], Any]] = {
        "empty": lambda: client.get("/empty/"),
        "drawn": lambda: client.get(ADDRESS, headers=token),
        "shared": lambda: client.get(ADDRESS),
        "unchanged": lambda: client.get(ADDRESS, headers=known),
    }
    print(f"{Comment.objects.filter(article__slug='bench').count():,} comments under one article:")
    figures: dict[str, float] = {}
    times = {name: [_timed(ask) for _ in range(WARM_UP + REQUESTS)] for name, ask in work.items()}
    empty = median(worked for _, worked in times["empty"][WARM_UP:])
    for name, measured in times.items():
        clock, worked = zip(*measured[WARM_UP:], strict=True)
        figures[f"{name}_p95_ms"], figures[f"{name}_at_work_p95_ms"] = _p95(clock), _p95(worked)
        middle = median(worked)
        print(
            f"  {name:9} p95 {_p95(clock)} ms on the clock, {_p95(worked)} ms at work; "
            f"{middle / empty:.1f} times an empty page; {CORES * 1000 / middle:,.0f} a second on "
            f"{CORES} cores"
        )
    queries, milliseconds = _of_database(work["drawn"])
    figures["database_ms"] = milliseconds
    print(f"  database  {milliseconds} ms for the {queries} queries of a page that is drawn")
    return figures


def _of_database(ask: Callable[[], Any]) -> tuple[int, float]:
    """The number of queries, and the least time that the database has taken for them."""
    found = []
    for _ in range(REQUESTS // 10):
        with CaptureQueriesContext(connection) as captured:
            ask()
        found.append((len(captured), sum(float(query["time"]) for query in captured)))
    return found[0][0], round(1000 * min(seconds for _, seconds in found), 1)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock, and those that this thread was at work."""
    clock, work_began = perf_counter(), thread_time()
    work()
    return 1000 * (perf_counter() - clock), 1000 * (thread_time() - work_began)


def _p95(milliseconds: tuple[float, ...]) -> float:
    return round(sorted(milliseconds)[int(0.95 * len(milliseconds))], 1)


if __name__ == "__main__":
    main()
