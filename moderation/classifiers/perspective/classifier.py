"""Scores texts by asking a service, a bounded number of them at once.

What the service does not answer is not scored.  How a request is sent is given: this package
knows no network.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from moderation.classifiers.base import (
    Attribute,
    NotScored,
    ReleaseError,
    Scores,
    Unexplained,
)
from moderation.classifiers.perspective import answers
from moderation.classifiers.perspective.answers import Refused, Unavailable
from moderation.classifiers.perspective.pauses import Pauses

# For how many seconds a run waits for a service that fails; quotas are renewed each minute.
PATIENCE = 75.0
# What is blank says nothing; services refuse it.
BLANK = dict.fromkeys(Attribute, 0.0)


class Reply(NamedTuple):
    """An answer; `retry_after` is for how many seconds the service asks to be left alone."""

    status: int
    body: bytes
    retry_after: float = 0.0


class Unanswered(Exception):
    """A request got no answer; the message says why."""


# Sends the body of a request.  Raises Unanswered.
Ask = Callable[[bytes], Reply]


class PerspectiveClassifier(Unexplained):
    """Scores with a service; thread-safe."""

    def __init__(
        self, ask: Ask, *, name: str, address: str, languages: Iterable[str], at_once: int
    ) -> None:
        digest = hashlib.sha256(f"perspective\n{name}\n{address}".encode()).hexdigest()
        super().__init__(name=name, digest=digest, languages=languages)
        self._ask = ask
        self._at_once = at_once
        self._language = next(iter(self.languages)) if len(self.languages) == 1 else ""
        self._pauses = Pauses()

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Ask once for each text, not at all while the service pauses.

        Raises NotScored if it did not score every text.
        """
        return self._complete(self._each(self._attempt, texts))

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        """Ask for each text, and wait some time for a service that fails.

        Raises ReleaseError if it goes on failing or scores none of several texts, so that a run
        ends and goes on later, and NotScored if it did not score some of them.
        """
        found = self._each(self._patient_attempt, texts)
        if len(found) > 1 and not any(isinstance(one, dict) for one in found):
            raise self._unusable(str(found[0]))
        return self._complete(found)

    def _each(
        self, attempt: Callable[[str], Scores | Exception], texts: Sequence[str]
    ) -> list[Scores | Exception]:
        if len(texts) < 2 or self._at_once < 2:
            return [attempt(text) for text in texts]
        # Its threads end with the call: a process that forks afterwards has none to lose.
        with ThreadPoolExecutor(min(self._at_once, len(texts))) as pool:
            return list(pool.map(attempt, texts))

    def _attempt(self, text: str) -> Scores | Exception:
        """Return the scores of a text, or why there are none."""
        if not text.strip():
            return BLANK.copy()
        if self._pauses.left():
            return Unavailable(self._pauses.reason)
        began = time.monotonic()
        try:
            reply = self._ask(answers.request(text, self._language))
        except Unanswered as error:
            return self._failed(str(error), began)
        try:
            scores = answers.scores(reply.status, reply.body)
        except Unavailable as error:
            return self._failed(str(error), began, reply.retry_after)
        except Refused as error:
            return error
        self._pauses.succeeded()
        return scores

    def _patient_attempt(self, text: str) -> Scores | Exception:
        while True:
            found = self._attempt(text)
            if not isinstance(found, Unavailable):
                return found
            left = self._pauses.left()
            if self._pauses.failing_for() + left > PATIENCE:
                raise self._unusable(str(found))
            time.sleep(left)

    def _failed(self, reason: str, began: float, asked_for: float = 0.0) -> Unavailable:
        self._pauses.failed(reason, began=began, asked_for=asked_for)
        return Unavailable(reason)

    def _complete(self, found: Sequence[Scores | Exception]) -> list[Scores]:
        scores = [one for one in found if isinstance(one, dict)]
        if len(scores) == len(found):
            return scores
        reason = next(str(one) for one in found if isinstance(one, Exception))
        raise NotScored(
            f"{self.name} gave no scores: {reason}",
            [one if isinstance(one, dict) else None for one in found],
        )

    def _unusable(self, reason: str) -> ReleaseError:
        return ReleaseError(
            f"{self.name} gives no scores: {reason}. Check the service and PERSPECTIVE_URL, then "
            "run the command again: it goes on from here."
        )
