"""Several deliverers at one moment."""

import pytest
from django.db import transaction

from moderation.models import Delivery, EventKind
from moderation.services.clients.webhooks import delivering, endpoints
from moderation.services.events import recording
from moderation.services.events.recording import Happening
from tests.racing import race
from tests.services.clients.conftest import listening

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_deliverers_at_once_send_every_event_once(settings):
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    with listening() as receiver:
        endpoints.create(name="the app", url=receiver.url)
        with transaction.atomic():
            recording.record(Happening(EventKind.RUN_FINISHED) for _ in range(60))
        taken = race(*[delivering.deliver_due] * 4)
        delivering.deliver_due()
    assert sum(taken) <= 60
    assert len(receiver.received) == 60
    assert set(Delivery.objects.values_list("status", flat=True)) == {Delivery.Status.DELIVERED}
