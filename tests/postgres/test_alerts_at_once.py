"""Several processes that look at the rules of a channel at one moment."""

import pytest

from moderation.models import AlertChannel, AlertedCase, Delivery
from moderation.services.alerts import channels, telling
from tests.factories import make_review_item
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_channel_is_told_once():
    channels.store(
        channel=AlertChannel(probability_from=0.9),
        name="the desk",
        protocol="slack",
        address="https://hooks.example/1",
    )
    for _ in range(3):
        make_review_item(probability=0.95)
    assert sum(race(*[telling.tell_due] * 4)) == 1
    assert (Delivery.objects.count(), AlertedCase.objects.count()) == (1, 3)
