from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.concurrency import StaleError, version_token_of
from tests.factories import make_comment, make_moderator, make_review_item, make_senior

pytestmark = pytest.mark.django_db

Queue = ReviewItem.Queue


def test_opening_a_case_twice_opens_one_item():
    comment = make_comment()
    first = cases.open_case(comment=comment, queue=Queue.REPORTED)
    assert cases.open_case(comment=comment, queue=Queue.REPORTED) == first
    assert ReviewItem.objects.count() == 1


def test_reports_are_added_up():
    comment = make_comment()
    cases.open_case(comment=comment, queue=Queue.REPORTED, reports=1)
    assert cases.open_case(comment=comment, queue=Queue.REPORTED, reports=2).reports == 3


def test_a_report_leaves_a_held_comment_in_its_queue():
    item = make_review_item(queue=Queue.NEEDS_REVIEW)
    reported = cases.open_case(comment=item.comment, queue=Queue.REPORTED, reports=1)
    assert (reported.queue, reported.reports) == (Queue.NEEDS_REVIEW, 1)


def test_an_appeal_moves_an_open_item_to_the_appeals():
    item = make_review_item(queue=Queue.REPORTED)
    cases.open_case(comment=item.comment, queue=Queue.APPEALS)
    item.refresh_from_db()
    assert item.queue == Queue.APPEALS


def test_a_claim_keeps_others_out_until_it_runs_out():
    item, anna, ben = make_review_item(), make_moderator(), make_moderator()
    assert cases.claim(item=item, moderator=anna)
    assert cases.claim(item=item, moderator=anna)
    assert not cases.claim(item=item, moderator=ben)
    ReviewItem.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert cases.claim(item=item, moderator=ben)


def test_a_closed_item_cannot_be_claimed():
    item = make_review_item(status=ReviewItem.Status.CLOSED)
    assert not cases.claim(item=item, moderator=make_moderator())


def test_only_the_claimant_puts_an_item_back():
    item, anna, ben = make_review_item(), make_moderator(), make_moderator()
    cases.claim(item=item, moderator=anna)
    cases.release(item=item, moderator=ben)
    item.refresh_from_db()
    assert item.claimed_by == anna
    cases.release(item=item, moderator=anna)
    item.refresh_from_db()
    assert item.claimed_by is None


def test_a_claim_shows_to_others_only_while_it_lasts():
    anna, ben, now = make_moderator(), make_moderator(), timezone.now()
    item = make_review_item(claimed_by=anna, claimed_until=now + timedelta(minutes=1))
    assert cases.is_claimed_by_another(item, ben, now)
    assert not cases.is_claimed_by_another(item, anna, now)
    assert not cases.is_claimed_by_another(item, ben, now + timedelta(minutes=2))


def test_a_moderator_has_one_case_in_hand():
    first, second, anna = make_review_item(), make_review_item(), make_moderator()
    cases.claim(item=first, moderator=anna)
    cases.claim(item=second, moderator=anna)
    assert list(ReviewItem.objects.filter(claimed_by=anna)) == [second]


def test_going_to_a_case_that_another_has_still_puts_the_former_back():
    first, second = make_review_item(), make_review_item()
    anna, ben = make_moderator(), make_moderator()
    cases.claim(item=first, moderator=anna)
    cases.claim(item=second, moderator=ben)
    assert not cases.claim(item=second, moderator=anna)
    assert list(ReviewItem.objects.filter(claimed_by__isnull=False)) == [second]


def test_a_page_that_is_left_gives_up_its_own_claim_and_not_that_of_the_next_page():
    item, anna = make_review_item(), make_moderator()
    cases.claim(item=item, moderator=anna)
    item.refresh_from_db()
    earlier = item.claimed_until - timedelta(seconds=1)
    cases.release(item=item, moderator=anna, until=earlier)
    item.refresh_from_db()
    assert item.claimed_by == anna
    cases.release(item=item, moderator=anna, until=item.claimed_until)
    item.refresh_from_db()
    assert (item.claimed_by, item.claimed_until) == (None, None)


def test_a_colleague_takes_a_case_over_on_purpose_and_the_case_remembers_from_whom():
    item, anna, ben = make_review_item(), make_moderator(), make_moderator()
    token = version_token_of(item.comment)
    cases.claim(item=item, moderator=anna)
    assert cases.take_over(item=item, moderator=ben, version_token=token) == anna
    assert cases.claim(item=item, moderator=ben)  # his page claims it again
    item.refresh_from_db()
    assert (item.claimed_by, item.taken_from) == (ben, anna)
    assert not cases.claim(item=item, moderator=anna)
    cases.release(item=item, moderator=ben)
    item.refresh_from_db()
    assert (item.claimed_by, item.taken_from) == (None, None)


def test_a_case_that_nobody_has_is_claimed_by_taking_it_over():
    item, anna = make_review_item(), make_moderator()
    token = version_token_of(item.comment)
    assert cases.take_over(item=item, moderator=anna, version_token=token) is None
    item.refresh_from_db()
    assert (item.claimed_by, item.taken_from) == (anna, None)


def test_a_closed_case_is_not_taken_over():
    item = make_review_item(status=ReviewItem.Status.CLOSED)
    with pytest.raises(StaleError):
        cases.take_over(
            item=item, moderator=make_moderator(), version_token=version_token_of(item.comment)
        )


def test_a_case_that_waits_for_a_senior_is_claimed_by_seniors_only():
    item, anna = make_review_item(queue=Queue.ESCALATED), make_moderator()
    assert not cases.claim(item=item, moderator=anna)
    with pytest.raises(NotAllowedError):
        cases.take_over(item=item, moderator=anna, version_token=version_token_of(item.comment))
    assert cases.claim(item=item, moderator=make_senior())
