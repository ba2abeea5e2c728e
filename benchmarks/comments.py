"""Invented comments in any number, for measuring: no word of a real person."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate, islice

from django.db import connection

from articles.models import Article, Author
from moderation.classifiers.base import Attribute
from moderation.models import ClassifierRelease, Policy, PolicyVersion
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import ProposedClause

WORDS = 50_000
FRESH = 20_000
SYLLABLES = ["an", "ber", "co", "del", "en", "fi", "ga", "hor", "is", "jo", "ka", "lum", "mi"]
SYLLABLES += ["nor", "ost", "pra", "qui", "res", "so", "tel", "ur", "vi", "wen", "yor", "zem"]
A_BATCH = 20_000
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def store(number: int) -> None:
    """Store `number` published comments, each scored by a release that is since retired."""
    version = _policy()
    articles = Article.objects.bulk_create(
        Article(slug=f"a{n}", title=f"Article {n}", body="It happened.")
        for n in range(1 + number // 500)
    )
    authors = Author.objects.bulk_create(Author(name=f"Reader {n}") for n in range(1000))
    draw = random.Random(number)
    texts = written(draw)
    for start in range(1, number + 1, A_BATCH):
        ids = range(start, min(start + A_BATCH, number + 1))
        _copy(
            "articles_comment",
            "id, article_id, author_id, posted_as, text, status, posted_at",
            (
                (pk, draw.choice(articles).pk, draw.choice(authors).pk, "", text, "published", NOW)
                for pk, text in zip(ids, texts, strict=False)
            ),
        )
    _score_by_a_former_release(number, version, draw)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('articles_comment_id_seq', %s)", [number])
        cursor.execute("VACUUM ANALYZE")


def written(draw: random.Random) -> Iterator[str]:
    """Texts of 1 to 1000 words, 45 on average; about one word in ninety is met nowhere else.

    After the first thousands, texts are halves of earlier ones, which is quicker, and every
    second brings a new word.
    """
    pool = []
    for text in islice(_composed(draw), FRESH):
        pool.append(text)
        yield text
    while True:
        opening, ending = draw.choice(pool), draw.choice(pool)
        new = f"{draw.getrandbits(40):x} " if draw.random() < 0.5 else ""
        yield f"{opening[: len(opening) // 2]} {new}{ending[len(ending) // 2 :]}"


def _composed(draw: random.Random) -> Iterator[str]:
    spell = random.Random(0)
    words = ["".join(spell.choices(SYLLABLES, k=spell.randint(1, 4))) for _ in range(WORDS)]
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
    while True:
        length = min(1000, 1 + int(draw.lognormvariate(3.4, 0.9)))
        text = draw.choices(words, cum_weights=weights, k=length)
        for _ in range(length // 50):
            text[draw.randrange(length)] = f"{draw.getrandbits(40):x}"
        if draw.random() < 0.03:
            text[draw.randrange(length)] = "idiot"
        yield " ".join(text)


def _policy() -> PolicyVersion:
    return drafting.publish_text(
        policy=Policy.objects.create(),
        text=f"No {', no '.join(attribute.label for attribute in Attribute)}.",
        clauses=[ProposedClause(attribute, attribute.label) for attribute in Attribute],
    )


def _score_by_a_former_release(number: int, version: PolicyVersion, draw: random.Random) -> None:
    former = ClassifierRelease.objects.create(
        classifier="linear", name="former", digest="f" * 64, status="retired", retired_at=NOW
    )
    likely = [tuple(draw.betavariate(1, 20) for _ in Attribute) for _ in range(FRESH)]
    rows = (
        (pk, former.pk, version.pk, "publish", "en", NOW, *draw.choice(likely))
        for pk in range(1, number + 1)
    )
    columns = "comment_id, release_id, policy_version_id, verdict, language, scored_at, "
    while batch := list(islice(rows, A_BATCH)):
        _copy("moderation_score", columns + ", ".join(Attribute), batch)


def _copy(table: str, columns: str, rows: object) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)  # type: ignore[arg-type]
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '-')", lines
        )
