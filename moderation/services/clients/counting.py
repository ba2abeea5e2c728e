"""Calls by client, for `/metrics`: counted in the process, and now and then in the database."""

import atexit
import logging
import time
from collections import Counter, defaultdict
from threading import Lock

from django.db import DatabaseError, transaction
from django.db.models import F

from moderation.models import CallCount

logger = logging.getLogger(__name__)

Outcome = CallCount.Outcome
Counts = Counter[tuple[str, str]]

# Calls whose key is missing, unknown, revoked or expired.
UNKNOWN = "(unknown key)"
# Of more clients than this, those with the fewest calls are added up.
MOST_CLIENTS = 50
OTHERS = "(others)"
# In seconds.  A process that is killed loses the calls of so many at most.
STORED_EVERY = 10.0


class _Calls:
    """The calls of this process that are not stored yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counts = Counter()
        self._stored_at = time.monotonic()

    def add(self, client: str, outcome: Outcome) -> bool:
        """Count a call, and tell whether it is time to store."""
        with self._lock:
            self._counts[client, outcome.value] += 1
            return time.monotonic() - self._stored_at >= STORED_EVERY

    def take(self) -> Counts:
        with self._lock:
            taken, self._counts = self._counts, Counter()
            self._stored_at = time.monotonic()
            return taken

    def give_back(self, counts: Counts) -> None:
        with self._lock:
            self._counts.update(counts)


calls = _Calls()


def count(client: str, outcome: Outcome) -> None:
    """Count a call of `client`, the name of a key, or UNKNOWN."""
    if calls.add(client, outcome):
        store()


def store() -> None:
    """Add what this process has counted to the database; later, if that does not work now."""
    counts = calls.take()
    if not counts:
        return
    try:
        with transaction.atomic():
            for (client, outcome), number in sorted(counts.items()):
                CallCount.objects.get_or_create(client=client, outcome=outcome)
                own = CallCount.objects.filter(client=client, outcome=outcome)
                own.update(number=F("number") + number)
    except DatabaseError as error:
        calls.give_back(counts)
        logger.warning("Calls are not counted at the moment: %s", type(error).__name__)


def totals() -> dict[tuple[str, str], int]:
    """The calls by client and outcome, those of this process included."""
    store()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for client, outcome, number in CallCount.objects.values_list("client", "outcome", "number"):
        counts[client][outcome] = number
    busiest = sorted(counts, key=lambda client: -counts[client].total())
    shown: Counter[tuple[str, str]] = Counter()
    for place, client in enumerate(busiest):
        name = client if place < MOST_CLIENTS else OTHERS
        shown.update({(name, outcome): number for outcome, number in counts[client].items()})
    return dict(shown)


atexit.register(store)
