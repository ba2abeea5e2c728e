from datetime import UTC, datetime, timedelta

import pytest

from moderation.models import Decision, Preferences, ReviewItem
from moderation.services.desk import exposure
from moderation.services.desk.exposure import Exposure
from tests.factories import make_comment, make_moderator, make_review_item

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


@pytest.fixture
def anna():
    return make_moderator(username="anna")


def decided(moderator, *minutes_ago, severe=False, comment=None):
    for minutes in minutes_ago:
        about = comment or make_review_item(severe=severe, status="closed").comment
        Decision.objects.create(
            comment=about,
            moderator=moderator,
            action="approve",
            status_before="held",
            status_after="published",
            decided_at=NOW - timedelta(minutes=minutes),
        )


def shift(moderator):
    return exposure.of_shift(exposure.moments(moderator, NOW))


def since_break(moderator):
    return exposure.since_break(exposure.moments(moderator, NOW), NOW)


def due(moderator, dismissed=None, **preferences):
    moments = exposure.moments(moderator, NOW)
    return exposure.is_break_due(moments, Preferences(**preferences), NOW, dismissed)


def test_without_a_decision_there_is_no_exposure(anna):
    assert shift(anna) == Exposure(since=None, minutes=0, comments=0, severe=0)


def test_minutes_between_decisions_count_and_longer_waits_do_not(anna):
    decided(anna, 40, 37, 33)
    decided(anna, 8, 4, severe=True)
    began = NOW - timedelta(minutes=40)
    assert shift(anna) == Exposure(since=began, minutes=11, comments=5, severe=2)


def test_only_one_s_own_decisions_of_this_shift_count(anna):
    decided(make_moderator(), 3, severe=True)
    decided(anna, 8 * 60, severe=True)
    decided(anna, 2)
    assert shift(anna).severe == 0
    assert shift(anna).comments == 1


def test_a_comment_decided_twice_was_read_once(anna):
    comment = make_review_item(severe=True, status="closed").comment
    decided(anna, 4, 3, comment=comment)
    assert (shift(anna).comments, shift(anna).severe) == (1, 1)


def test_the_case_in_hand_counts(anna):
    decided(anna, 5)
    make_review_item(severe=True, claimed_by=anna, claimed_until=NOW + timedelta(minutes=3))
    make_review_item(claimed_by=anna, claimed_until=NOW - timedelta(minutes=1))
    assert shift(anna) == Exposure(NOW - timedelta(minutes=5), minutes=3, comments=2, severe=1)


def test_ten_minutes_without_a_decision_are_a_break(anna):
    decided(anna, 60, 58, severe=True)
    decided(anna, 6, 4)
    assert shift(anna).severe == 2
    assert since_break(anna) == Exposure(NOW - timedelta(minutes=6), 2, 2, 0)


def test_whoever_is_on_a_break_has_nothing_behind_them(anna):
    decided(anna, 20, 16, severe=True)
    assert since_break(anna).comments == 0
    assert shift(anna).comments == 2


def test_the_reminder_comes_after_so_many_minutes_or_severe_comments(anna):
    decided(anna, 9, 6)
    decided(anna, 3, severe=True)
    assert not due(anna)
    assert (due(anna, break_minutes=6), due(anna, break_minutes=7)) == (True, False)
    assert (due(anna, break_severe=1), due(anna, break_severe=2)) == (True, False)


def test_a_dismissed_reminder_comes_back_when_the_limit_is_reached_again(anna):
    decided(anna, 9, 6, severe=True)
    dismissed = NOW - timedelta(minutes=5)
    assert not due(anna, dismissed, break_severe=2)
    decided(anna, 4, 2, severe=True)
    assert due(anna, dismissed, break_severe=2)


def test_what_was_found_says_whether_a_case_is_severe(anna):
    assert not ReviewItem.objects.filter(severe=True).exists()
    comment = make_comment()
    decided(anna, 1, comment=comment)
    assert shift(anna).severe == 0
