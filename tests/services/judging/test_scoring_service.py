"""The classifier `perspective` over real connections, to a service of a test's own and to ours."""

import json
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest

from moderation.classifiers.base import NotScored, ReleaseError
from moderation.classifiers.perspective import NAMES
from moderation.models import Finding
from moderation.services.clients import api_keys
from moderation.services.judging import fallback, releases, scoring
from tests.factories import make_comment, make_policy_version
from tests.listening import listening

CALM = {name: {"summaryScore": {"value": 0.1}} for name in NAMES.values()}
TEXTS = ["You are an idiot and a liar.", "Thank you for the article.", "Zu spät 😀"] * 3


@pytest.fixture(autouse=True)
def _forget(settings):
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    yield
    releases._load.cache_clear()
    fallback.memory.forget()


@pytest.fixture
def service(settings):
    """A service that answers as `replies` says: status, content, seconds."""
    replies = {"now": (200, {"attributeScores": CALM}, 0)}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            status, content, seconds = replies["now"]
            time.sleep(seconds)
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError):  # it came too late
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    with listening(Handler) as address:
        settings.PERSPECTIVE_URL = address
        yield replies


@pytest.mark.django_db(transaction=True)
def test_our_own_endpoint_gives_the_scores_of_the_classifier_behind_it(settings, live_server):
    _, secret = api_keys.issue(name="the other site", calls_per_minute=600)
    settings.PERSPECTIVE_URL = f"{live_server.url}/v1alpha1"
    settings.PERSPECTIVE_KEY = secret
    settings.PERSPECTIVE_TIMEOUT = 60
    asked = releases.load("perspective").score(TEXTS)
    own = releases.load("linear").score(TEXTS)
    assert asked == [{a: round(p, 8) for a, p in scores.items()} for scores in own]


@pytest.mark.django_db(transaction=True)
def test_our_own_endpoint_refuses_another_key_as_a_whole(settings, live_server):
    settings.PERSPECTIVE_URL = f"{live_server.url}/v1alpha1"
    settings.PERSPECTIVE_KEY = "of another site"
    settings.PERSPECTIVE_TIMEOUT = 60
    with pytest.raises(NotScored, match="HTTP 400, INVALID_ARGUMENT"):
        releases.load("perspective").score(TEXTS)


@pytest.mark.django_db
def test_comments_are_held_while_the_service_fails_and_published_when_it_is_back(settings, service):
    make_policy_version()
    settings.CLASSIFIER = "perspective"
    settings.PERSPECTIVE_TIMEOUT = 0.3
    releases.activate("perspective")
    failures = [
        (500, {}, 0),
        (200, {"attributeScores": {}}, 0),
        (200, {"attributeScores": CALM}, 1),
    ]
    for failure in failures:
        service["now"] = failure
        (outcome,) = scoring.score([make_comment("A remark.")])
        assert (outcome.status, outcome.scores) == ("held", None)
        assert [f.reason for f in outcome.findings] == [Finding.Reason.NOT_SCORED]
        releases._load.cache_clear()  # forgets the pause
    service["now"] = (200, {"attributeScores": CALM}, 0)
    (outcome,) = scoring.score([make_comment("A remark.")])
    assert (outcome.status, outcome.release.name) == (
        "published",
        releases.load("perspective").name,
    )


@pytest.mark.django_db
def test_a_service_on_a_private_network_is_not_asked_unless_that_is_allowed(settings, service):
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = False
    address = settings.PERSPECTIVE_URL
    assert ["unencrypted" in text for text in releases.missing("perspective")] == [True]
    settings.PERSPECTIVE_URL = address.replace("http:", "https:")
    with pytest.raises(NotScored, match="WEBHOOKS_TO_PRIVATE_NETWORKS=true allows that"):
        releases.load("perspective").score(["A remark."])


def test_what_is_no_address_is_named_before_anything_is_sent(settings):
    for wrong in ("", "scores.example", "ftp://scores.example", "https://", "https://[x/"):
        settings.PERSPECTIVE_URL = wrong
        with pytest.raises(ReleaseError, match="PERSPECTIVE_URL is not the address of a service"):
            releases.load("perspective")
