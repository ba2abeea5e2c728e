"""Two who assign the same cases at one moment."""

import pytest
from django.contrib.auth.models import Permission

from moderation.models import ReviewItem
from moderation.services.decisions import assigning
from tests.factories import make_moderator, make_review_item
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_cases_that_two_spread_at_once_are_each_assigned_once():
    items = [make_review_item() for _ in range(10)]
    people = [make_moderator() for _ in range(4)]
    for moderator in people:
        moderator.user_permissions.add(Permission.objects.get(codename="assign_cases"))
    ids = [item.comment_id for item in items]

    def spreader(by, to, order):
        return lambda: assigning.spread(comments=order, moderators=to, by=by)

    first, second = race(
        spreader(people[0], people[:2], ids), spreader(people[2], people[2:], ids[::-1])
    )
    given = [item.pk for share in (*first, *second) for item in share.items]
    assert sorted(given) == sorted(item.pk for item in items)
    stored = dict(ReviewItem.objects.values_list("pk", "assigned_to"))
    for share in (*first, *second):
        for item in share.items:
            assert stored[item.pk] == share.moderator.pk
