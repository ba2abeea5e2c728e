"""The cases of a queue as one moderator sees them: with the filters, and spared what they asked."""

from django.utils import timezone

from moderation.models import Preferences
from moderation.models.review import ReviewItemQuerySet
from moderation.services.desk import counting, exposure, listing, queues, sparing
from moderation.services.desk.listing import Filters
from moderation.services.desk.queues import DeskQueue, Kind
from moderation.views.access import DeskRequest
from moderation.views.desk_context import preferences_of
from moderation.views.filters import FilterForm

# What is in these was given to the moderator, or set aside by them: nothing is passed over there.
OWN = (Kind.ASSIGNED, Kind.SNOOZED)
# The session key of when the moderator last dismissed the reminder of a break.
DISMISSED = "break_dismissed"


def cases(request: DeskRequest, queue: DeskQueue, form: FilterForm) -> ReviewItemQuerySet:
    """Return the cases of `queue` that `form` asks for, without those that are passed over."""
    return _spared(request, queue, form.filters())


def without_range(request: DeskRequest, queue: DeskQueue, form: FilterForm) -> ReviewItemQuerySet:
    """Return the same cases, of any probability."""
    return _spared(request, queue, form.filters().without_range())


def passed_over(request: DeskRequest, queue: DeskQueue, form: FilterForm) -> int:
    """Return how many of the same cases are passed over, as far as the desk counts."""
    preferences = preferences_of(request)
    if not preferences.passed_over or queue.kind in OWN:
        return 0
    found = queues.cases(queue, form.filters(), request.user)
    return counting.count(sparing.for_others(found, preferences))


def _spared(request: DeskRequest, queue: DeskQueue, filters: Filters) -> ReviewItemQuerySet:
    found = queues.cases(queue, filters, request.user)
    return found if queue.kind in OWN else sparing.for_moderator(found, preferences_of(request))


def is_break_due(request: DeskRequest) -> bool:
    """Whether to remind of a break; without a limit nothing is looked up."""
    preferences: Preferences = preferences_of(request)
    if not (preferences.break_minutes or preferences.break_severe):
        return False
    now = timezone.now()
    dismissed = listing.moment_of(request.session.get(DISMISSED, ""))
    return exposure.is_break_due(exposure.moments(request.user, now), preferences, now, dismissed)
