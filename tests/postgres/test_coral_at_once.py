"""Coral's events, worked and decided about by several processes at one moment."""

import pytest
from django.utils import timezone

from articles.models import Article, Author, Comment
from moderation.models import CoralAnswer, CoralEvent, Decision
from moderation.services.connections import exchange
from moderation.services.connections.coral import inbox
from tests.connections.coral.conftest import call, connection, coral
from tests.connections.coral.here import VILE, here
from tests.connections.here import decide
from tests.factories import make_moderator
from tests.racing import race

__all__ = ["call", "connection", "coral"]

pytestmark = pytest.mark.django_db(transaction=True)


def work_all():
    """Work what is due, and once more what met another worker."""
    CoralEvent.objects.update(next_at=timezone.now())
    return inbox.work_due()


def test_events_about_one_comment_file_it_once(coral):
    coral.post(VILE)
    event = coral.last_event
    for uid in range(7):
        coral.call("events", event | {"id": f"again {uid}"}, "the events")
    race(*[inbox.work_due] * 4)
    work_all()
    counted = [model.objects.count() for model in (Comment, Article, Author, Decision)]
    assert (counted, CoralAnswer.objects.count()) == ([1, 1, 1, 0], 0)
    assert set(CoralEvent.objects.values_list("status", flat=True)) == {"done"}


def test_the_first_comments_of_a_story_can_come_at_one_moment(coral):
    coral.create_story("s1", "https://paper.example/1")
    CoralEvent.objects.all().delete()
    answers = race(*[lambda n=n: coral._phase(f"{n}.", "r", "s1", None) for n in range(4)])
    assert answers == [(None, None)] * 4
    assert Article.objects.get().source_id == "coral:s1"


def test_a_decision_here_and_one_in_coral_at_one_moment_end_alike(coral):
    remote, moderator = coral.post(VILE), make_moderator()
    exchange.exchange()
    coral.decide(remote, "APPROVED")
    race(inbox.work_due, lambda: decide(here(remote), Decision.Action.REMOVE, moderator))
    work_all()
    exchange.exchange()
    exchange.exchange()
    assert (here(remote).status, remote["status"]) in (
        ("removed", "REJECTED"),
        ("published", "APPROVED"),
    )
