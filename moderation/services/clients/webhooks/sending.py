"""One request to another system, and the beginning of its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings

from articles import outgoing
from articles.outgoing import OnPrivateNetwork, Unreachable

# In seconds, from the first byte sent to the last one read.
ANSWER_WITHIN = 15.0
LONGEST_ANSWER = 4096
# However long a system asks to be left alone, it is asked again after this time.
LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint answered; of its text the beginning.  Header names are in lower case."""

    status: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def retry_after(self) -> timedelta:
        """How long it asks to be left alone: `Retry-After`, in seconds or as a date."""
        given = self.headers.get("retry-after", "")
        return outgoing.asked_to_wait(given, at_most=LONGEST_PAUSE)


class NotSent(Exception):
    """What was sent was not taken; the message says why, `answer` is the refusal, if one came."""

    def __init__(self, message: str, answer: Answer | None = None) -> None:
        super().__init__(message)
        self.answer = answer

    @property
    def retry_after(self) -> timedelta:
        return self.answer.retry_after if self.answer else timedelta()


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, longest: int = LONGEST_ANSWER
) -> Answer:
    """Send `body`; of the answer the first `longest` bytes are read.  Raises NotSent."""
    return ask("POST", url, body, headers, longest=longest)


def ask(
    method: str,
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    longest: int,
    within: float = ANSWER_WITHIN,
) -> Answer:
    """Make one request; of the answer the first `longest` bytes are read.  Raises NotSent."""
    try:
        response = outgoing.ask(
            method,
            url,
            body=body,
            headers=headers,
            longest=longest,
            within=within,
            private=settings.WEBHOOKS_TO_PRIVATE_NETWORKS,
        )
    except OnPrivateNetwork as error:
        raise NotSent(f"{error} WEBHOOKS_TO_PRIVATE_NETWORKS=true allows that.") from None
    except Unreachable as error:
        raise NotSent(str(error)) from None
    return Answer(
        response.status,
        response.body.decode("utf-8", "replace").replace("\0", ""),
        {name.lower(): value for name, value in response.headers.items()},
    )
