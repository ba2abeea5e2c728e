"""The log of what was sent to endpoints, for the people who look after them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from moderation.models import Delivery, WebhookEndpoint
from moderation.models.webhook import DeliveryQuerySet

PAGE = 50


@dataclass(frozen=True, slots=True)
class Destination:
    """An endpoint, and how many deliveries wait for it."""

    endpoint: WebhookEndpoint
    waiting: int

    @property
    def is_paused(self) -> bool:
        return self.endpoint.status == WebhookEndpoint.Status.PAUSED

    @property
    def takes_ranges(self) -> bool:
        """Whether events of a time can be sent to it; a connection or a channel has its own."""
        return self.endpoint.protocol == WebhookEndpoint.Protocol.WEBHOOK


def destinations() -> list[Destination]:
    """Every endpoint; what waits is counted in the index of what waits."""
    counted = Delivery.objects.waiting().order_by().values_list("endpoint").annotate(Count("pk"))
    waiting = dict(counted)
    return [Destination(own, waiting.get(own.pk, 0)) for own in WebhookEndpoint.objects.all()]


def deliveries(
    *, endpoint: WebhookEndpoint | None = None, kind: str = "", status: str = ""
) -> DeliveryQuerySet:
    """The deliveries of an endpoint, a kind of event and a status, where these are given."""
    found = Delivery.objects.select_related("event", "endpoint")
    if endpoint:
        found = found.filter(endpoint=endpoint)
    if kind:
        found = found.filter(event__kind=kind)
    return found.filter(status=status) if status else found


def page(found: DeliveryQuerySet, before: int | None) -> tuple[Sequence[Delivery], int | None]:
    """The newest of `found`, of those before a delivery's id; and the id where the next begin."""
    narrowed = found if before is None else found.filter(pk__lt=before)
    rows = list(narrowed.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None
