"""Named queues: saved views that everybody or some groups see as queues."""

from collections.abc import Iterable

from django.db import transaction

from moderation.models import SavedView


@transaction.atomic
def define(*, name: str, address: str, groups: Iterable[int]) -> SavedView:
    """Define the queue `name` by the filters in `address`, for `groups`, or for all if none.

    An existing queue of this name is redefined.
    """
    view, _ = SavedView.objects.update_or_create(
        moderator=None, name=name, defaults={"address": address}
    )
    view.groups.set(groups)
    return view
