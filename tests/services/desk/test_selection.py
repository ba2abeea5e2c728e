import pytest

from moderation.models import ReviewItem
from moderation.services.desk import selection
from moderation.services.desk.listing import Filters, cases
from tests.factories import make_comment, make_moderator, make_review_item

pytestmark = pytest.mark.django_db

Queue = ReviewItem.Queue


def _waiting(probability, text="A remark."):
    return make_review_item(make_comment(text), probability=probability, priority=probability)


def test_the_histogram_counts_every_case_once():
    for probability in (0.0, 0.04, 0.05, 0.52, 0.99, 1.0):
        _waiting(probability)
    bins = selection.histogram(ReviewItem.objects.open())
    assert len(bins) == selection.BINS
    assert {b.start: b.number for b in bins if b.number} == {0.0: 2, 0.05: 1, 0.5: 1, 0.95: 2}


def test_cases_without_a_probability_are_in_no_bar():
    make_review_item()
    assert sum(b.number for b in selection.histogram(ReviewItem.objects.open())) == 0


def test_the_borderline_cases_come_first():
    sure, borderline, likely = _waiting(0.97), _waiting(0.55), _waiting(0.8)
    assert selection.in_range(cases(Queue.NEEDS_REVIEW, Filters())) == [borderline, likely, sure]


def test_cases_chosen_by_hand_that_closed_meanwhile_are_left_out():
    kept = _waiting(0.8)
    closed = make_review_item(status=ReviewItem.Status.CLOSED)
    assert selection.chosen([kept.comment_id, closed.comment_id], make_moderator()) == [kept]


def test_near_duplicates_are_grouped():
    text = "Click here for cheap watches in our shop today"
    first, _, second = _waiting(0.9, text), _waiting(0.8, "Hello there."), _waiting(0.7, text)
    assert selection.alike(cases(Queue.NEEDS_REVIEW, Filters())) == [[first, second]]
