"""Rate limits.

Attempts are counted in the database, which all processes of a site share, and
by a single statement each, so that concurrent attempts are not counted as one.
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Attempts


class RateLimited(Exception):
    """A rate limit is exceeded.  The message is for the reader; `wait` becomes Retry-After.

    `articles.middleware.RateLimits` answers it with status 429.
    """

    def __init__(self, message: str, *, wait: timedelta) -> None:
        super().__init__(message)
        self.wait = wait


# By which the clocks of two processes may differ, and attempts at one moment overtake each other.
SLACK = timedelta(minutes=1)
_COUNT = """
    INSERT INTO articles_attempts AS counted (name, key, number, ends_at)
    VALUES (%(name)s, %(key)s, 1, %(ends_at)s)
    ON CONFLICT (name, key) DO UPDATE SET
        number = CASE WHEN counted.ends_at > %(now)s AND counted.ends_at <= %(latest)s
            THEN counted.number + 1 ELSE 1 END,
        ends_at = CASE WHEN counted.ends_at > %(now)s AND counted.ends_at <= %(latest)s
            THEN counted.ends_at ELSE %(ends_at)s END
    RETURNING number
"""


def allows(name: str, key: str, *, most: int, within: timedelta) -> bool:
    """Count an attempt by `key`; False if there were `most` others in the current window.

    `name` is the rate limit; `key` is who is limited, such as an author, a
    network or an address, and is stored as a keyed hash.  A window of `within`
    starts with the first attempt; refused attempts do not extend it.  One that
    ends more than `SLACK` later than a window could is from a time when the clock was
    ahead, and over.

    Call it outside a transaction, so that the attempt counts even if the
    transaction is rolled back.
    """
    now = timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "name": name,
                "key": _hashed(name, key),
                "now": adapt(now),
                "ends_at": adapt(now + within),
                "latest": adapt(now + within + SLACK),
            },
        )
        number: int = cursor.fetchone()[0]
    return number <= most


def forget(name: str, key: str) -> None:
    """Reset the count of `key`, as after a correct password."""
    Attempts.objects.filter(name=name, key=_hashed(name, key)).delete()


def forget_old() -> int:
    """Delete expired counts, and return how many there were."""
    deleted, _ = Attempts.objects.filter(ends_at__lte=timezone.now()).delete()
    return deleted


def _hashed(name: str, key: str) -> str:
    value = key.encode("utf-8", "surrogatepass")
    return salted_hmac(f"comity.limits.{name}", value, algorithm="sha256").hexdigest()
