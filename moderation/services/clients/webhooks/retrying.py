"""When what failed is tried again."""

import random
from datetime import timedelta

# The waits after each attempt; together about three days.
WAITS = [
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
]
# Each wait is longer or shorter by up to this share, so that a server that comes back is not
# asked for everything at one moment.
JITTER = 0.2


def wait(attempts: int) -> timedelta:
    """How long to wait after so many attempts, at least one."""
    return WAITS[attempts - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
