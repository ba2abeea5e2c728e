"""Exact counts of cases, up to a limit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Decision, ReviewItem
from moderation.permissions import sections_of
from moderation.services.decisions import undoing
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from moderation.services.desk import counting
from moderation.services.desk.listing import Filters, cases
from moderation.templatetags.desk_counts import counted
from tests.factories import make_comment, make_moderator, make_review_item

pytestmark = pytest.mark.django_db

Queue = ReviewItem.Queue


@pytest.fixture
def queues():
    """Three cases that need review, one snoozed and one reported among them, and an appeal."""
    tomorrow = timezone.now() + timedelta(days=1)
    for fields in ({}, {"reports": 2}, {"deferred_until": tomorrow}, {"queue": Queue.APPEALS}):
        make_review_item(make_comment(), **fields)


def test_every_queue_is_counted_in_one_query(queues, django_assert_num_queries):
    moderator = make_moderator()
    sections_of(moderator)
    with django_assert_num_queries(1):
        counts = counting.counts(moderator)
    assert counts == {
        Queue.NEEDS_REVIEW: 2,
        Queue.REPORTED: 1,
        Queue.NOT_SCORED: 0,
        Queue.APPEALS: 1,
        Queue.ESCALATED: 0,
    }


def test_a_count_stops_one_beyond_the_limit(queues, monkeypatch):
    monkeypatch.setattr(counting, "COUNTED_UP_TO", 1)
    assert counting.count(cases(Queue.NEEDS_REVIEW, Filters())) == 2
    make_review_item(make_comment())
    assert counting.count(cases(Queue.NEEDS_REVIEW, Filters())) == 2


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (321, "321"), (10_000, "10,000"), (10_001, "10,000+")]
)
def test_a_count_beyond_the_limit_says_so(number, shown):
    assert counted(number) == shown


def test_what_is_undone_is_not_done():
    anna, decisions = make_moderator(), []
    for _ in range(2):
        comment = make_comment()
        token = version_token_of(comment)
        decisions.append(
            decide(
                comment=comment,
                moderator=anna,
                action=Decision.Action.APPROVE,
                version_token=token,
            )
        )
    assert counting.done_today(anna) == 2
    undoing.undo(decision=decisions[0], moderator=anna)
    assert counting.done_today(anna) == 1
    assert counting.done_today(make_moderator()) == 0


def test_the_count_of_a_filter_is_kept_until_something_else_is_asked(queues):
    likely = cases(Queue.NEEDS_REVIEW, Filters(at_least=0.5))
    assert counting.left(likely, "likely", 1) == 0
    make_review_item(make_comment(), probability=0.9)
    assert counting.left(likely, "likely", 1) == 0
    assert counting.left(likely, "likely", 2) == 1
