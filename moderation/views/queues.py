"""The queues of the desk with their addresses and counts."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve

from articles import row_ids
from moderation.models import SavedView
from moderation.permissions import may_define_queues
from moderation.services.desk import counting, queues
from moderation.services.desk.listing import Filters
from moderation.services.desk.queues import ASSIGNED, BUILT_IN, SNOOZED, DeskQueue, Kind
from moderation.views.filters import FilterForm

NAMED = "view-"
BY_SLUG = {queue.slug: queue for queue in (*BUILT_IN, ASSIGNED, SNOOZED)}


def shared_views(moderator: User) -> QuerySet[SavedView]:
    """The named queues that `moderator` sees: everybody's, their groups', or all to define."""
    shared = SavedView.objects.filter(moderator__isnull=True)
    if may_define_queues(moderator):
        return shared
    return shared.filter(Q(groups__isnull=True) | Q(groups__user=moderator)).distinct()


def built_in_of(address: str) -> DeskQueue | None:
    """Return the built-in queue that an address of the desk shows; None for another page."""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return None
    if match.view_name != "desk:queue":
        return None
    queue = BY_SLUG.get(match.kwargs.get("slug", BUILT_IN[0].slug))
    return queue if queue and queue.kind == Kind.BUILT_IN else None


def named(view: SavedView) -> DeskQueue | None:
    """Return the queue that a shared view defines by its address."""
    base = built_in_of(view.address)
    if base is None:
        return None
    form = FilterForm(QueryDict(view.address.partition("?")[2]))
    return DeskQueue(
        f"{NAMED}{view.pk}", view.name, Kind.NAMED, base.base, form.filters(), form.asked_order()
    )


def asked_queue(slug: str, moderator: User) -> DeskQueue:
    """Return the queue that an address names.  Raises Http404 if `moderator` sees none."""
    if slug in BY_SLUG:
        return BY_SLUG[slug]
    pk = row_ids.read(slug.removeprefix(NAMED)) if slug.startswith(NAMED) else None
    view = shared_views(moderator).filter(pk=pk).first() if pk is not None else None
    queue = named(view) if view else None
    if queue is None:
        raise Http404
    return queue


@dataclass(frozen=True, slots=True)
class Counted:
    """The queues, and the moderator's own saved views, with their numbers of cases.

    The number of a view that shows no queue, such as a search, is None.
    """

    queues: list[dict[str, Any]]
    views: list[dict[str, Any]]


def counted(moderator: User) -> Counted:
    """Count all queues and saved views, in two statements and two for the names."""
    numbers = counting.counts(moderator)
    built_in = [(queue, numbers[queue.base]) for queue in BUILT_IN if queue.base]
    others = [ASSIGNED, SNOOZED, *filter(None, map(named, shared_views(moderator)))]
    saved = [(view, named(view)) for view in SavedView.objects.filter(moderator=moderator)]
    counted_too = [*others, *(queue for _, queue in saved if queue)]
    found = counting.counts_of([queues.cases(each, Filters(), moderator) for each in counted_too])
    by_slug = {each.slug: number for each, number in zip(counted_too, found, strict=True)}
    listed = [*built_in, *((queue, by_slug[queue.slug]) for queue in others)]
    return Counted(
        [{"queue": queue, "slug": queue.slug, "count": number} for queue, number in listed],
        [
            {
                "name": view.name,
                "address": view.address,
                "slug": f"{NAMED}{view.pk}",
                "count": queue and by_slug[queue.slug],
            }
            for view, queue in saved
        ],
    )
