"""A claim, its holder's decision and a colleague who takes it over, at one moment."""

import pytest

from moderation.models import Decision, ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.concurrency import StaleError, version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import make_moderator, make_review_item
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_decision_and_a_take_over_at_once_leave_one_of_them():
    item, anna, ben = make_review_item(), make_moderator(), make_moderator()
    token = version_token_of(item.comment)
    cases.claim(item=item, moderator=anna)
    decided, taken = race(
        lambda: decide(comment=item.comment, moderator=anna, action="approve", version_token=token),
        lambda: cases.take_over(item=item, moderator=ben, version_token=token),
    )
    item.refresh_from_db()
    if isinstance(decided, Decision):
        assert isinstance(taken, StaleError)
        assert (item.status, item.claimed_by) == (ReviewItem.Status.CLOSED, None)
    else:
        assert isinstance(decided, NotAllowedError)
        assert taken == anna
        assert (item.claimed_by, item.taken_from) == (ben, anna)
        assert Decision.objects.count() == 0


def test_of_two_who_take_a_case_over_at_once_one_has_it():
    item, anna = make_review_item(), make_moderator()
    others = [make_moderator(), make_moderator()]
    token = version_token_of(item.comment)
    cases.claim(item=item, moderator=anna)
    results = race(
        *(lambda m=m: cases.take_over(item=item, moderator=m, version_token=token) for m in others)
    )
    item.refresh_from_db()
    first, last = (others[0], others[1]) if item.claimed_by == others[1] else others[::-1]
    assert (item.claimed_by, item.taken_from) == (last, first)
    assert set(results) == {anna, first}
