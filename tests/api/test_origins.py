"""Calls from pages of other sites."""

import pytest
from django.core.management import CommandError, call_command

from moderation.models import ApiKey
from moderation.services.clients import api_keys

pytestmark = pytest.mark.django_db

LISTED, OWN, OTHER = "https://paper.example", "https://widget.example", "https://evil.example"
BODY = {"comment": {"text": "You are late."}, "requestedAttributes": {"TOXICITY": {}}}


@pytest.fixture
def own_secret(secret, settings):
    """A key for pages of OWN; the other key is for those of LISTED."""
    settings.API_ORIGINS = frozenset({LISTED})
    return api_keys.issue(name="the widget", calls_per_minute=600, origins=[OWN])[1]


def asked(client, origin, secret):
    response = client.post(
        f"/v1alpha1/comments:analyze?key={secret}",
        BODY,
        content_type="application/json",
        headers={"Origin": origin} if origin else {},
    )
    assert "Origin" in response.headers["Vary"]
    return response.status_code, response.headers.get("Access-Control-Allow-Origin")


def test_a_page_reads_the_answer_where_its_origin_is_listed_for_the_key(client, secret, own_secret):
    found = {
        (name, origin): asked(client, origin, key)
        for name, key in {"site": secret, "own": own_secret, "wrong": "x"}.items()
        for origin in ("", LISTED, OWN, OTHER, "null")
    }
    assert found == {
        ("site", ""): (200, None),
        ("site", LISTED): (200, LISTED),
        ("site", OWN): (200, None),
        ("site", OTHER): (200, None),
        ("site", "null"): (200, None),
        ("own", ""): (200, None),
        ("own", LISTED): (403, None),
        ("own", OWN): (200, OWN),
        ("own", OTHER): (403, None),
        ("own", "null"): (403, None),
        ("wrong", ""): (400, None),
        ("wrong", LISTED): (400, LISTED),
        ("wrong", OWN): (400, None),
        ("wrong", OTHER): (400, None),
        ("wrong", "null"): (400, None),
    }


def test_browsers_get_leave_for_origins_that_some_valid_key_may_use(client, own_secret):
    def leave(origin):
        response = client.options(
            "/v1alpha1/comments:analyze",
            headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
        )
        told = {k: v for k, v in response.headers.items() if k.startswith("Access-Control")}
        return response.status_code, told

    given = {
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Content-Type, X-Goog-Api-Key",
        "Access-Control-Max-Age": "7200",
    }
    for origin in (LISTED, OWN):
        assert leave(origin) == (204, {"Access-Control-Allow-Origin": origin, **given})
    assert leave(OTHER) == (204, {})
    api_keys.revoke(key=ApiKey.objects.get(name="the widget"))
    assert leave(OWN) == (204, {})


def test_a_batch_from_a_page_of_another_site_is_refused_too(client, own_secret):
    part = (
        f"--b\r\nContent-Type: application/http\r\n\r\nPOST /v1alpha1/comments:analyze"
        f"?key={own_secret} HTTP/1.1\r\n\r\n{{}}\r\n--b--"
    )
    response = client.post(
        "/batch", part, content_type="multipart/mixed; boundary=b", headers={"Origin": OTHER}
    )
    assert f"Requests from referer {OTHER} are blocked" in response.content.decode()


def test_origins_are_given_when_a_key_is_issued_and_wildcards_are_refused(db):
    call_command("api_key", "issue", "one", "--origins", f"{OWN}/, https://paper.example:443")
    assert ApiKey.objects.get(name="one").origins == [LISTED, OWN]
    with pytest.raises(CommandError, match=r"--origins: 'https://\*\.example' is no origin"):
        call_command("api_key", "issue", "two", "--origins", "https://*.example")
