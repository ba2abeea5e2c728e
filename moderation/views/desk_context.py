"""The context of every page of the desk, as a context processor."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from moderation.classifiers.base import ReleaseError
from moderation.models import Preferences, ReviewItem, SavedView
from moderation.permissions import may_administer
from moderation.services.desk import counting
from moderation.services.judging import fallback
from moderation.services.judging.fallback import Fallback

SLUGS = {queue.value.replace("_", "-"): queue for queue in ReviewItem.Queue}


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the moderator's preferences and saved views, the queues with their counts, and what
    administrators are told of the classifier.

    All queries are lazy: a fragment that shows none of their results makes none.
    """
    if request.resolver_match is None or request.resolver_match.app_name != "desk":
        return {}
    moderator = request.user.pk
    return {
        "preferences": SimpleLazyObject(
            lambda: Preferences.objects.filter(moderator=moderator).first() or Preferences()
        ),
        "saved_views": SavedView.objects.filter(moderator=moderator),
        "queues": SimpleLazyObject(lambda: queues(cast(User, request.user))),
        "fallback": SimpleLazyObject(_fallback) if may_administer(request.user) else None,
        "product_version": settings.VERSION,
    }


def _fallback() -> Fallback | None:
    """Return the classifier that scores in place of the configured one, if any."""
    try:
        return fallback.current()
    except ReleaseError:  # nothing scores: the queue of comments that are not scored shows it
        return None


def queues(moderator: User) -> list[dict[str, Any]]:
    """Return the queues with their addresses' slugs and their numbers of cases."""
    counts = counting.counts(moderator)
    return [{"queue": queue, "slug": slug, "count": counts[queue]} for slug, queue in SLUGS.items()]
