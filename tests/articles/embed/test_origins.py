"""Listed origins alone may embed, and no cookie is read or set for them."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config.origins import origins
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

PAPER = "https://paper.example"
READING = "/embed/articles/?id=a-1"


@pytest.fixture(autouse=True)
def _listed(settings):
    settings.EMBED_ORIGINS = origins("EMBED_ORIGINS", [PAPER])


@pytest.fixture
def article():
    return make_article(external_id="a-1")


def test_a_listed_origin_and_nobody_else_may_read_the_answer(client, article):
    allowed = {}
    for origin in (
        PAPER,
        "https://paper.example.evil.example",
        "http://paper.example",
        "null",
        "*",
    ):
        response = client.get(READING, headers={"Origin": origin})
        allowed[origin] = (response.status_code, response.get("Access-Control-Allow-Origin"))
        assert "Origin" in response["Vary"]
        assert "Access-Control-Allow-Credentials" not in response
    others = dict.fromkeys(allowed, (403, None))
    assert allowed == {**others, PAPER: (200, PAPER)}


def test_a_server_that_includes_the_fragment_sends_no_origin(client, article):
    response = client.get("/embed/articles/a-1/")
    assert (response.status_code, response.get("Access-Control-Allow-Origin")) == (200, None)
    assert response["X-Frame-Options"] == "DENY"


def test_a_browser_that_asks_first_gets_leave_for_a_token_and_for_nothing_else(client):
    asked = {
        "Origin": PAPER,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    given = client.options("/embed/articles/a/comments/", headers=asked)
    assert given.status_code == 204
    assert given["Access-Control-Allow-Methods"] == "GET, POST"
    assert given["Access-Control-Allow-Headers"] == "Authorization"
    refused = client.options(
        "/embed/articles/a/comments/", headers={**asked, "Origin": "https://evil.example"}
    )
    assert refused.status_code == 403
    assert "Access-Control-Allow-Methods" not in refused


def test_errors_can_be_read_by_the_page_too(client):
    for address in (READING, "/embed/nothing-here/"):
        response = client.get(address, headers={"Origin": PAPER})
        assert (response.status_code, response["Access-Control-Allow-Origin"]) == (404, PAPER)


def test_cookies_are_neither_read_nor_set(article):
    browser = Client()
    browser.force_login(make_user(username="ani"))
    response = browser.get(READING, headers={"Origin": PAPER})
    assert response.wsgi_request.COOKIES == {}
    assert "Commenting as" not in response.content.decode()
    assert (list(response.cookies), "Cookie" in response["Vary"]) == ([], False)


@pytest.mark.parametrize(
    "entry", ["*", "null", "paper.example", "https://paper.example/news", "https://*.example"]
)
def test_what_is_no_origin_is_refused_with_what_to_write(entry):
    with pytest.raises(ImproperlyConfigured, match="Write scheme and host"):
        origins("EMBED_ORIGINS", [entry])


def test_an_origin_is_read_as_browsers_send_it():
    given = ["https://Paper.example/", "https://paper.example:443", "http://127.0.0.1:8001"]
    assert origins("EMBED_ORIGINS", given) == {PAPER, "http://127.0.0.1:8001"}
