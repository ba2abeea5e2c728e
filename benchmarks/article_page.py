"""What an article's page costs, with and without what is kept between requests, in one run.

    python -m tests.servers --postgres -- python benchmarks/article_page.py --comments 2000

Requests for the first page of an article go through the whole application in this process; the CPU
time of one is the median of many, asked by turns with everything forgotten first and with it kept.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "only-for-measuring-and-known-to-everybody")
os.environ.setdefault("DEMO", "true")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=2_000)
    parser.add_argument("--requests", type=int, default=60)
    options = parser.parse_args()
    django.setup()
    address = prepared(options.comments)
    forgotten, kept = measured(address, options.requests)
    print(f"{options.comments} comments, CPU of a request: {forgotten:.1f} ms with everything made")
    print(f"anew, {kept:.1f} ms with what is kept, {forgotten / kept:.2f} times less")


def prepared(comments: int) -> str:
    from articles.models import Article, Author, Comment  # noqa: PLC0415 -- needs the apps

    call_command("migrate", verbosity=0)
    call_command("import_policy", "shipped:usual.en", "--publish")
    article = Article.objects.create(slug=f"page-{time.time_ns()}", title="A page", body="It is.")
    author = Author.objects.create(name="Reader")
    text = (
        "A remark of ordinary length about what the article says.\n\nAnd a second paragraph. " * 3
    )
    Comment.objects.bulk_create(
        Comment(article=article, author=author, text=f"{n}. {text}", status="published")
        for n in range(comments)
    )
    return article.get_absolute_url()


def measured(address: str, requests: int) -> tuple[float, float]:
    from django.test import Client  # noqa: PLC0415 -- needs the apps

    from articles import counting  # noqa: PLC0415
    from articles.templatetags import drawing  # noqa: PLC0415
    from moderation.templatetags import discussion  # noqa: PLC0415

    client = Client(HTTP_HOST="localhost")
    took: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(requests):
        for forgets in (True, False):
            if forgets:
                for kept in (drawing._kept, counting._kept):
                    kept.clear()
                for kept in (discussion.versions, discussion.rules):
                    kept.forget()
            started = time.process_time()
            assert client.get(address).status_code == 200
            took[forgets].append(1000 * (time.process_time() - started))
    return statistics.median(took[True]), statistics.median(took[False])


if __name__ == "__main__":
    main()
