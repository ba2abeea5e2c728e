"""Pages of a list: a cursor says where the next one begins, whatever is added meanwhile."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from http import HTTPStatus

from django.db.models import Q, QuerySet

from articles import row_ids
from articles.models import Comment
from moderation.api.rest.problems import Problem

MOST = 200


def cursor(key: str) -> str:
    """`key` in a form that clients do not take apart; empty if there is no next page."""
    return urlsafe_b64encode(key.encode()).decode().rstrip("=") if key else ""


def key_of(given: str) -> str:
    """The key in a cursor.  Raises Problem if it is none of ours."""
    try:
        return urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode()
    except ValueError:
        raise unreadable() from None


def unreadable() -> Problem:
    detail = "The cursor cannot be read. Send the “next” of a former page, or none to begin anew."
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "cursor", detail)


def newest_first(found: QuerySet[Comment], after: str, limit: int) -> tuple[list[Comment], str]:
    """A page of comments, and the cursor of the next."""
    found = found.order_by("-posted_at", "-id")
    if after:
        found = found.filter(_older(*_moment_and_id(key_of(after))))
    rows = list(found[: limit + 1])
    if len(rows) <= limit:
        return rows, ""
    last = rows[limit - 1]
    return rows[:limit], cursor(f"{last.posted_at.isoformat()}_{last.pk}")


def _older(moment: datetime, pk: int) -> Q:
    """By `posted_at` as well as by the pair, so that an index can start at the page."""
    return Q(posted_at__lte=moment) & (Q(posted_at__lt=moment) | Q(pk__lt=pk))


def _moment_and_id(key: str) -> tuple[datetime, int]:
    written, _, number = key.rpartition("_")
    pk = row_ids.read(number)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise unreadable() from None
    if pk is None or moment.tzinfo is None:
        raise unreadable()
    return moment, pk
