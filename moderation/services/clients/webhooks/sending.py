"""One request to another system, and the beginning of its answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from articles import outgoing
from articles.outgoing import OnPrivateNetwork, Unreachable

# In seconds, from the first byte sent to the last one read.
ANSWER_WITHIN = 15.0
LONGEST_ANSWER = 4096


class NotSent(Exception):
    """No answer came; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint answered; of its text the beginning."""

    status: int
    text: str

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, longest: int = LONGEST_ANSWER
) -> Answer:
    """Send `body`; of the answer the first `longest` bytes are read.  Raises NotSent."""
    try:
        response = outgoing.ask(
            "POST",
            url,
            body=body,
            headers=headers,
            longest=longest,
            within=ANSWER_WITHIN,
            private=settings.WEBHOOKS_TO_PRIVATE_NETWORKS,
        )
    except OnPrivateNetwork as error:
        raise NotSent(f"{error} WEBHOOKS_TO_PRIVATE_NETWORKS=true allows that.") from None
    except Unreachable as error:
        raise NotSent(str(error)) from None
    return Answer(response.status, response.body.decode("utf-8", "replace").replace("\0", ""))
