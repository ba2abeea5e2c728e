"""When a service that failed is asked again."""

import time
from threading import Lock

# In seconds; doubles from the one to the other with each failure in a row.
SHORTEST, LONGEST = 1.0, 60.0


class Pauses:
    """The pause of a service since its last failure; one for all threads of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until = 0.0
        self._failures = 0
        self._failing_since = 0.0
        self.reason = ""

    def left(self) -> float:
        """For how many seconds the service is not asked."""
        return max(0.0, self._until - time.monotonic())

    def failing_for(self) -> float:
        """For how many seconds every request has failed."""
        return time.monotonic() - self._failing_since if self._failures else 0.0

    def failed(self, reason: str, *, began: float, asked_for: float) -> None:
        """Note a failure of a request that `began` then; `asked_for` is what Retry-After says."""
        with self._lock:
            now = time.monotonic()
            if began < self._until and now < self._until:
                return  # it was under way when another began the pause
            self._failing_since = self._failing_since if self._failures else now
            pause = min(LONGEST, SHORTEST * 2**self._failures)
            self._failures = min(self._failures + 1, 10)
            self._until = now + min(LONGEST, max(pause, asked_for))
            self.reason = reason

    def succeeded(self) -> None:
        with self._lock:
            self._failures, self._until = 0, 0.0
