"""The scores that the moderation phase answered by, kept for an hour: the event of the comment,
which brings its id, finds them and does not have the text scored again.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from moderation.models import CoralAnswer, CoralConnection
from moderation.services.judging.outcomes import Outcome

KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Written:
    """A text by one of Coral's users under a story; both by Coral's ids."""

    author: str
    story: str
    text: str

    @property
    def digest(self) -> str:
        parts = [self.author, self.story, " ".join(self.text.split())]
        return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def keep(connection: CoralConnection, written: Written, outcome: Outcome) -> None:
    if outcome.scores is None or outcome.release is None:
        return
    answer = CoralAnswer(
        connection=connection,
        digest=written.digest,
        release=outcome.release,
        scores={attribute.value: value for attribute, value in outcome.scores.items()},
        language=outcome.language,
    )
    CoralAnswer.objects.bulk_create(
        [answer],
        update_conflicts=True,
        unique_fields=["connection", "digest"],
        update_fields=["release", "scores", "language", "answered_at"],
    )


def kept(connection: CoralConnection, written: Written) -> CoralAnswer | None:
    """The answer about a text, if the release that gave it is still the active one."""
    found = CoralAnswer.objects.filter(connection=connection, digest=written.digest)
    return found.filter(release__status="active").first()


def forget_old() -> None:
    CoralAnswer.objects.filter(answered_at__lt=timezone.now() - KEPT).delete()
