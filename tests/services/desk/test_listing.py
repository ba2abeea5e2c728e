from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import ReviewItem
from moderation.services.desk import listing
from moderation.services.desk.listing import Filters, Order
from tests.factories import make_article, make_comment, make_review_item

pytestmark = pytest.mark.django_db

Queue = ReviewItem.Queue
# “Due soonest first” is about snoozed cases alone.
ORDERS = [order for order in Order if order != Order.DUE]


@pytest.fixture
def items():
    """Cases of which many stand equal in every order, some of them without a probability."""
    article, now = make_article(), timezone.now()
    return [
        make_review_item(
            make_comment(article=article),
            probability=None if number % 5 == 4 else 0.5 + number % 3 / 10,
            priority=number % 3 / 10,
            opened_at=now - timedelta(minutes=number % 4),
            reports=number % 2,
        )
        for number in range(20)
    ]


def _cases():
    return listing.cases(Queue.NEEDS_REVIEW, Filters())


def _whole(order):
    return [item.pk for item in listing.page(_cases(), order, size=100).items]


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_holds_every_case_once(items, order):
    assert sorted(_whole(order)) == sorted(item.pk for item in items)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 3, 7])
def test_pages_go_on_where_the_last_one_ended_although_its_cases_were_decided(items, order, size):
    expected, found, after = _whole(order), [], ""
    while True:
        page = listing.page(_cases(), order, after, size)
        found += [item.pk for item in page.items]
        ReviewItem.objects.filter(pk__in=found).update(status=ReviewItem.Status.CLOSED)
        after = page.next
        if not after:
            break
    assert found == expected


def test_cases_without_a_probability_come_after_the_uncertain_ones(items):
    probabilities = [
        item.probability for item in listing.page(_cases(), Order.UNCERTAIN, size=100).items
    ]
    assert probabilities[-4:] == [None] * 4
    assert probabilities[:-4] == sorted(probabilities[:-4])


@pytest.mark.parametrize("order", ORDERS)
def test_a_page_behind_the_last_case_is_empty(order):
    item = make_review_item(probability=None)
    item.uncertainty = 1.0
    first = listing.page(_cases(), order, size=1)
    assert (first.items, first.next) == ([item], "")
    make_review_item(probability=None, reports=0, priority=-1, opened_at=timezone.now())
    after = listing.page(_cases(), order, size=1).next
    second = listing.page(_cases(), order, after, size=1)
    assert (len(second.items), second.next) == (1, "")
    assert second.items != [item]


def test_what_is_due_soonest_comes_first_and_what_was_never_snoozed_does_not_come():
    make_review_item()
    now = timezone.now()
    items = [make_review_item(deferred_until=now + timedelta(hours=h)) for h in (3, 1, 2)]
    first = listing.page(ReviewItem.objects.open(), Order.DUE, size=2)
    assert first.items == [items[1], items[2]]
    second = listing.page(ReviewItem.objects.open(), Order.DUE, first.next, size=2)
    assert (second.items, second.next) == ([items[0]], "")
