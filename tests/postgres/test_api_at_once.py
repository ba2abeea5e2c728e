"""Calls of the REST API that come at one moment."""

import pytest

from articles.models import Author, Comment
from moderation.models import Decision, Scope
from moderation.services.clients import api_keys, articles, submitting
from moderation.services.clients.articles import Changes
from moderation.services.clients.submitting import Reader
from moderation.services.decisions import blocking
from tests.factories import make_article, make_author, make_moderator, make_policy_version
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_call_that_is_sent_five_times_at_once_stores_one_comment_and_one_author():
    make_policy_version()
    article = make_article()
    key, _ = api_keys.issue(name="app", calls_per_minute=60, scopes=[Scope.SUBMIT])

    def submit():
        reader = Reader(id="r1", name="Ada")
        return submitting.submit(
            key=key, article=article, reader=reader, text="Now!", idempotency_key="abc"
        )[0].pk

    stored = race(*[submit] * 5)
    assert (Comment.objects.count(), Author.objects.count()) == (1, 1)
    assert set(stored) == {Comment.objects.get().pk}


def test_an_article_that_is_pushed_five_times_at_once_is_one():
    def push():
        return articles.upsert(external_id="7", changes=Changes(title="News"))[0].pk

    assert len(set(race(*[push] * 5))) == 1


def test_of_two_blocks_at_once_one_is_in_force():
    author, moderator = make_author(), make_moderator()

    def block():
        blocking.replace(
            author=author, comment=None, moderator=moderator, reason="Insults.", until=None
        )

    race(block, block)
    assert author.blocks.in_force().count() == 1
    assert Decision.objects.count() == 0
