"""Setting how an author's new comments are treated: trusted, always held, or as any other's."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Author
from moderation.models import Trust


class TrustChangedError(Exception):
    """Somebody else set the author's trust meanwhile; nothing was changed.  `entry` says what."""

    def __init__(self, entry: Trust | None) -> None:
        super().__init__()
        self.entry = entry


def entry_in_force(author: Author) -> Trust | None:
    """The entry that says how the author's comments are treated; None for an ordinary author."""
    return Trust.objects.in_force().filter(author=author).select_related("set_by").first()


def newest_id(author: Author) -> int:
    """The id of the author's last entry, which goes with the next one; 0 if there is none."""
    return Trust.objects.filter(author=author).values_list("pk", flat=True).first() or 0


@transaction.atomic
def set_trust(
    *,
    author: Author,
    level: Trust.Level,
    moderator: User,
    seen: int,
    reason: str = "",
    until: datetime | None = None,
) -> Trust:
    """Append an entry for `author`; ORDINARY lifts what was set before.

    `seen` is the id of the last entry as the moderator saw it.  Raises TrustChangedError if there
    is a newer one.  `until` is ignored for an ordinary author.
    """
    author = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    if newest_id(author) != seen:
        newest = Trust.objects.filter(author=author).select_related("set_by").first()
        raise TrustChangedError(newest)
    return Trust.objects.create(
        author=author,
        level=level,
        reason=reason,
        until=until if level != Trust.Level.ORDINARY else None,
        set_by=moderator,
    )
