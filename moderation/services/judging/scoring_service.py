"""The service that the classifier `perspective` asks: as the settings name it, over HTTP."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from articles import outgoing
from moderation.classifiers.base import Classifier, ReleaseError
from moderation.classifiers.perspective import Ask, PerspectiveClassifier, Reply, Unanswered

# In bytes; five scores fit in many times.
LONGEST_ANSWER = 65_536
LONGEST_NAME = 80
LONGEST_PAUSE = timedelta(minutes=1)


class Service(NamedTuple):
    """Where texts are sent, with which key, how long an answer is waited for (in seconds)."""

    url: str
    key: str
    name: str
    languages: tuple[str, ...]
    within: float
    at_once: int
    private: bool


def named() -> Service:
    """The service that the settings name."""
    return Service(
        settings.PERSPECTIVE_URL,
        settings.PERSPECTIVE_KEY,
        settings.PERSPECTIVE_NAME,
        tuple(settings.PERSPECTIVE_LANGUAGES),
        settings.PERSPECTIVE_TIMEOUT,
        settings.PERSPECTIVE_AT_ONCE,
        settings.WEBHOOKS_TO_PRIVATE_NETWORKS,
    )


def missing() -> Iterator[str]:
    """What is wrong with the settings of the service, each with the next step."""
    yield from _faults(named())


def load(service: Service) -> Classifier:
    """The classifier that asks `service`, which is not asked yet.  Raises ReleaseError."""
    for fault in _faults(service):
        raise ReleaseError(fault)
    name = service.name or f"perspective-{urlsplit(service.url).netloc}"
    return PerspectiveClassifier(
        _asks(service),
        name=name[:LONGEST_NAME],
        address=service.url,
        languages=service.languages,
        at_once=service.at_once,
    )


def _faults(service: Service) -> Iterator[str]:
    if not _is_address(service.url):
        yield (
            "PERSPECTIVE_URL is not the address of a service. Write what stands before "
            "/comments:analyze, such as https://scores.example/v1alpha1"
        )
    elif service.url.startswith("http:") and not service.private:
        yield (
            "PERSPECTIVE_URL begins with http:, so that the key and the comments would travel "
            "unencrypted. Use https, or set WEBHOOKS_TO_PRIVATE_NETWORKS=true for a service "
            "in your own network."
        )
    if not service.languages:
        yield "PERSPECTIVE_LANGUAGES is empty. Name the languages that the service reads, as in en."
    if service.within <= 0 or service.at_once < 1:
        yield "PERSPECTIVE_TIMEOUT and PERSPECTIVE_AT_ONCE must be more than 0."


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in outgoing.PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _asks(service: Service) -> Ask:
    headers = {"Content-Type": "application/json", "User-Agent": "Comity"}
    # In a header: addresses are written into logs.
    headers |= {"X-Goog-Api-Key": service.key} if service.key else {}

    def ask(body: bytes) -> Reply:
        try:
            answer = outgoing.ask(
                "POST",
                f"{service.url}/comments:analyze",
                body=body,
                headers=headers,
                longest=LONGEST_ANSWER,
                within=service.within,
                private=service.private,
            )
        except outgoing.OnPrivateNetwork as error:
            allowing = "WEBHOOKS_TO_PRIVATE_NETWORKS=true allows that"
            raise Unanswered(f"{error} {allowing}") from None
        except outgoing.Unreachable as error:
            raise Unanswered(str(error)) from None
        given = {name.lower(): value for name, value in answer.headers.items()}
        pause = outgoing.asked_to_wait(given.get("retry-after", ""), at_most=LONGEST_PAUSE)
        return Reply(answer.status, answer.body, pause.total_seconds())

    return ask
