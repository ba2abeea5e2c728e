"""Reads the comments of a WordPress site: what is new, and the recent ones again and again.

WordPress's API has no date of the last change, and no list of what was deleted.  So each reading
begins some time before the newest comment that is known, and a second one, the sweep, walks a page
or two at a time through the comments of the last days, and then begins anew.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from moderation.models import WebhookEndpoint, WordPressComment, WordPressConnection
from moderation.services.clients.webhooks import endpoint_health
from moderation.services.clients.webhooks.retrying import wait
from moderation.services.clients.webhooks.sending import NotSent
from moderation.services.connections.wordpress import client, filing, following, standing
from moderation.services.connections.wordpress.client import Page
from moderation.services.connections.wordpress.standing import DELETED

logger = logging.getLogger(__name__)

EVERY = timedelta(seconds=30)
# A reading whose process died is taken up after this time.
LEASE = timedelta(minutes=3)
# How far each reading goes back: farther than the clock when summer time ends.
OVERLAP = timedelta(hours=2)
SECOND = timedelta(seconds=1)
# So many pages at a time; decisions are sent in between.
PAGES, PAGES_OF_SWEEP = 20, 2
# So many comments that a page lacks are asked for one by one; the others with the next sweep.
MISSING_AT_ONCE = 20
# A site that does not answer is asked again after an hour at the latest.
LONGEST_WAIT = 4


def read_due(every: timedelta = EVERY) -> int:
    """Read each connection whose time has come; return how many comments were filed."""
    filed = 0
    for connection in _due():
        if _lease(connection):
            filed += _read(connection, every)
    return filed


def _due() -> Sequence[WordPressConnection]:
    due = WordPressConnection.objects.filter(next_at__lte=timezone.now())
    active = due.exclude(endpoint__status=WebhookEndpoint.Status.OFF)
    return list(active.select_related("endpoint", "moderator"))


def _lease(connection: WordPressConnection) -> bool:
    """Whether this process, and no other, reads it now."""
    now = timezone.now()
    own = WordPressConnection.objects.filter(pk=connection.pk, next_at__lte=now)
    return own.update(next_at=now + LEASE) == 1


def _read(connection: WordPressConnection, every: timedelta) -> int:
    """Read what is new and a part of what is not, and set the time of the next reading."""
    reading = _Reading(connection)
    try:
        is_at_end = reading.read_new()
        if is_at_end:
            reading.sweep()
    except NotSent as failure:
        _fail(connection, failure)
        endpoint_health.note(connection.endpoint, taken=False)
    except Exception as error:  # noqa: BLE001 -- one site must not stop the others
        logger.error("A reading of WordPress failed: %s", type(error).__name__)
        _fail(connection, NotSent(type(error).__name__))
    else:
        now = timezone.now()
        done = {"attempts": 0, "answer": "", "next_at": now + every if is_at_end else now}
        _update(connection, **(done | ({"read_at": now} if is_at_end else {})))
        endpoint_health.note(connection.endpoint, taken=True)
    return reading.filed


def _fail(connection: WordPressConnection, failure: NotSent) -> None:
    attempts = connection.attempts + 1
    later = max(wait(min(attempts, LONGEST_WAIT)), failure.retry_after)
    next_at = timezone.now() + later
    _update(connection, attempts=attempts, answer=str(failure), next_at=next_at)


def _update(connection: WordPressConnection, **changed: object) -> None:
    WordPressConnection.objects.filter(pk=connection.pk).update(**changed)


class _Reading:
    """One reading of a site.  After each page its place is stored, and the lease renewed."""

    def __init__(self, connection: WordPressConnection) -> None:
        self._connection = connection
        self.filed = 0

    def read_new(self) -> bool:
        """Read what came since the last time; whether that is all."""
        after, is_at_end = self._walk(self._connection.read_from, PAGES, "read_from")
        if is_at_end and after != self._connection.read_from:
            _update(self._connection, read_from=_earlier(after, OVERLAP))
        return is_at_end

    def sweep(self) -> None:
        """Read a part of the comments of the last days again."""
        days = timedelta(days=self._connection.look_back_days)
        begin = (timezone.now() - days).replace(microsecond=0).isoformat()
        after = self._connection.swept_from or begin
        _, is_at_end = self._walk(after, PAGES_OF_SWEEP, "swept_from")
        if is_at_end:
            _update(self._connection, swept_from="")

    def _walk(self, after: str, pages: int, place: str) -> tuple[str, bool]:
        """Take in pages of comments later than `after`; where it stopped, and if at the end."""
        number = 1
        for _ in range(pages):
            page = client.comments(self._connection, after=after, page=number)
            is_last = number >= page.pages
            self._take_in(page, after, is_last=is_last)
            last = _earlier(page.comments[-1].posted, SECOND) if page.comments else after
            # More comments of one second than a page has are on its next page.
            number = number + 1 if last == after else 1
            after = last
            renewed = {"next_at": timezone.now() + LEASE}
            _update(self._connection, **{place: after, **renewed})
            if is_last:
                return after, True
        return after, False

    def _take_in(self, page: Page, after: str, *, is_last: bool) -> None:
        if page.left_out:
            logger.warning("WordPress: %d comments could not be read", page.left_out)
        known = self._known(page)
        new = [remote for remote in page.comments if remote.id not in known]
        self.filed += filing.file(self._connection, new, page.asked_at)
        unsent = []
        for remote in page.comments:
            seen = known.get(remote.id)
            if seen and following.is_changed(seen, remote):
                following.follow(seen, remote, page.asked_at)
            elif seen and not standing.is_same(seen):
                unsent.append(seen.pk)
        # Should it be changed there from now on, that is later than what was decided here.
        still = WordPressComment.objects.filter(pk__in=unsent, seen_at__lt=page.asked_at)
        still.update(seen_at=page.asked_at)
        self._look_for_missing(page, after, is_last=is_last)

    def _known(self, page: Page) -> dict[int, WordPressComment]:
        ids = [remote.id for remote in page.comments]
        found = self._connection.comments.filter(own_id__in=ids).select_related("comment")
        return {seen.own_id: seen for seen in found}

    def _look_for_missing(self, page: Page, after: str, *, is_last: bool) -> None:
        """Ask for comments that belong between those of a page and are not there."""
        begin = page.comments[0].posted if _has_zone(after) and page.comments else after
        if _has_zone(begin):
            return
        own = self._connection.comments.filter(posted__gt=begin, seen_at__lt=page.asked_at)
        if not is_last:
            own = own.filter(posted__lt=page.comments[-1].posted if page.comments else begin)
        there = [remote.id for remote in page.comments]
        missing = own.exclude(own_id__in=there).exclude(status=DELETED)
        for seen in missing.select_related("connection__endpoint", "comment")[:MISSING_AT_ONCE]:
            asked_at = timezone.now()
            remote = client.comment(self._connection, seen.own_id)
            if remote is None:
                following.end(seen)
            else:
                following.follow(seen, remote, asked_at)


def _earlier(moment: str, by: timedelta) -> str:
    return (datetime.fromisoformat(moment) - by).isoformat()


def _has_zone(moment: str) -> bool:
    return datetime.fromisoformat(moment).tzinfo is not None
