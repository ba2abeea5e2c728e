"""The demo site's articles, readers and moderators, and the times of its comments."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from django.contrib.auth.models import Permission, User
from django.utils import timezone

from articles.models import Article, Author
from moderation.management import demo_words as words

MODERATORS = ("demo-anna", "demo-ben", "demo-chris")
BATCH = 5000


def moments(dice: Random, number: int, days: int) -> list[datetime]:
    """Times of comments: some days have twice as many as others."""
    start = timezone.now() - timedelta(days=days)
    weights = [dice.uniform(0.6, 1.4) for _ in range(days)]
    on_days = dice.choices(range(days), weights, k=number)
    return [start + timedelta(days=at) for at in sorted(day + dice.random() for day in on_days)]


def moderators() -> list[User]:
    """The moderators of past decisions.  They have no password: nobody can log in as one."""
    permission = Permission.objects.get(codename="moderate")
    people = [User.objects.get_or_create(username=name)[0] for name in MODERATORS]
    for person in people:
        person.user_permissions.add(permission)
    return people


def articles(dice: Random, number: int, days: int) -> list[Article]:
    first = Article.objects.count()
    made = []
    for place in range(number):
        section = dice.choice(list(words.SECTIONS))
        topic = dice.choice(words.SECTIONS[section])
        made.append(
            Article(
                slug=f"demo-{first + place}-{uuid4().hex[:8]}",
                title=words.headline(dice, topic),
                body=words.body(dice, topic),
                section=section,
                published_at=timezone.now() - timedelta(days=days * dice.random()),
            )
        )
    return Article.objects.bulk_create(made, batch_size=BATCH)


def authors(dice: Random, number: int, days: int) -> list[Author]:
    since = timezone.now() - timedelta(days=days + 400)
    return Author.objects.bulk_create(
        (
            Author(name=words.name(dice), created_at=since + timedelta(days=400 * dice.random()))
            for _ in range(number)
        ),
        batch_size=BATCH,
    )
