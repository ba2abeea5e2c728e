"""The context of every page of the desk, as a context processor."""

from functools import cache
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from moderation.classifiers.base import ReleaseError
from moderation.models import Preferences
from moderation.permissions import may_administer, may_assign, may_define_queues
from moderation.services.judging import fallback
from moderation.services.judging.fallback import Fallback
from moderation.views import queues


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the moderator's preferences and saved views, the queues with their counts, and what
    administrators are told of the classifier.

    All queries are lazy: a fragment that shows none of their results makes none.
    """
    if request.resolver_match is None or request.resolver_match.app_name != "desk":
        return {}
    counted = cache(lambda: queues.counted(cast(User, request.user)))
    return {
        "preferences": SimpleLazyObject(lambda: preferences_of(request)),
        "saved_views": SimpleLazyObject(lambda: counted().views),
        "queues": SimpleLazyObject(lambda: counted().queues),
        "may_assign": SimpleLazyObject(lambda: may_assign(request.user)),
        "may_define_queues": SimpleLazyObject(lambda: may_define_queues(request.user)),
        "desk_groups": Group.objects.order_by("name"),
        "fallback": SimpleLazyObject(_fallback) if may_administer(request.user) else None,
        "product_version": settings.VERSION,
    }


def preferences_of(request: HttpRequest) -> Preferences:
    """Return the preferences of the moderator who asks, read once for each request."""
    known: Preferences | None = getattr(request, "preferences", None)
    if known is None:
        found = Preferences.objects.filter(moderator=request.user.pk).first()
        known = found or Preferences()
        request.preferences = known  # type: ignore[attr-defined]
    return known


def _fallback() -> Fallback | None:
    """Return the classifier that scores in place of the configured one, if any."""
    try:
        return fallback.current()
    except ReleaseError:  # nothing scores: the queue of comments that are not scored shows it
        return None
