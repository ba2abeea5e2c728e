"""Rate limits: how often somebody may try something within a time.

Attempts are counted in the database, so that all processes of a site count
together, and each by one statement, so that no two of them take the same place.
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Attempts


class RateLimited(Exception):
    """Somebody tries too often.  The message tells them; `wait` is for how long to stop.

    Whatever view it leaves, the answer is 429: `articles.middleware.RateLimits`.
    """

    def __init__(self, message: str, *, wait: timedelta) -> None:
        super().__init__(message)
        self.wait = wait


_COUNT = """
    INSERT INTO articles_attempts AS counted (name, key, number, ends_at)
    VALUES (%(name)s, %(key)s, 1, %(ends_at)s)
    ON CONFLICT (name, key) DO UPDATE SET
        number = CASE WHEN counted.ends_at > %(now)s THEN counted.number + 1 ELSE 1 END,
        ends_at = CASE WHEN counted.ends_at > %(now)s THEN counted.ends_at ELSE %(ends_at)s END
    RETURNING number
"""


def allows(name: str, key: str, *, most: int, within: timedelta) -> bool:
    """Count one attempt by `key`; False where it comes after `most` others `within` the time.

    `name` says what is limited, and `key` who tries it: an author, a network,
    an address.  Only a keyed hash of `key` is kept.  The time begins with the
    first attempt; those that are refused are counted and do not prolong it.

    Call it outside a transaction: what is tried may fail and be rolled back,
    and the attempt shall count all the same.
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
            },
        )
        number: int = cursor.fetchone()[0]
    return number <= most


def forget(name: str, key: str) -> None:
    """Begin anew for `key`, as after a password that was right."""
    Attempts.objects.filter(name=name, key=_hashed(name, key)).delete()


def forget_old() -> int:
    """Delete the counts of times that are over, and return how many those were."""
    deleted, _ = Attempts.objects.filter(ends_at__lte=timezone.now()).delete()
    return deleted


def _hashed(name: str, key: str) -> str:
    value = key.encode("utf-8", "surrogatepass")
    return salted_hmac(f"comity.limits.{name}", value, algorithm="sha256").hexdigest()
