"""The lists of cases that a moderator works through: built-in queues, one's own, and named ones.

All are narrowed, ordered and paged alike, by `listing`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.models import ReviewItem
from moderation.models.review import ReviewItemQuerySet
from moderation.permissions import of_own_sections
from moderation.services.desk import listing
from moderation.services.desk.listing import Filters, Order

NO_RULES = Filters()


class Kind(Enum):
    BUILT_IN = auto()
    ASSIGNED = auto()
    SNOOZED = auto()
    NAMED = auto()


@dataclass(frozen=True, slots=True)
class DeskQueue:
    """A list of cases.

    `base` is the built-in queue that it is, or takes its cases from; others have none. `rules`
    narrow it for everybody, before anybody's own filters. `order` is its order where none is asked
    for.
    """

    slug: str
    label: str | Promise
    kind: Kind = Kind.BUILT_IN
    base: ReviewItem.Queue | None = None
    rules: Filters = NO_RULES
    order: Order = Order.WORST


BUILT_IN = tuple(
    DeskQueue(queue.value.replace("_", "-"), queue.label, base=queue) for queue in ReviewItem.Queue
)
ASSIGNED = DeskQueue("assigned", _("Assigned to me"), Kind.ASSIGNED)
SNOOZED = DeskQueue("snoozed", _("Snoozed"), Kind.SNOOZED, order=Order.DUE)


def cases(
    queue: DeskQueue, filters: Filters, moderator: User, moment: datetime | None = None
) -> ReviewItemQuerySet:
    """Return the open cases of `queue` for `moderator` that match `filters`."""
    moment = moment or timezone.now()
    if queue.base:
        rules = replace(queue.rules, assigned_to_anybody=filters.assigned_to_anybody)
        found = listing.cases(queue.base, rules, moment, moderator=moderator)
        return listing.narrowed(found, filters, moment)
    found = of_own_sections(ReviewItem.objects.open(), moderator)
    if queue.kind == Kind.ASSIGNED:
        found = found.filter(assigned_to=moderator).due_at(moment)
    else:
        found = found.filter(deferred_until__gt=moment)
    return listing.narrowed(found, filters, moment)
