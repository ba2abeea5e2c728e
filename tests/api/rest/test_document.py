"""The OpenAPI document, and calls that are drawn from it."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from config.wsgi import application
from moderation.models import Scope
from tests.factories import make_article, make_comment, make_policy_version, make_review_item


def test_every_operation_says_what_it_does_and_needs(client):
    document = client.get("/api/v1/openapi.json").json()
    operations = [own for methods in document["paths"].values() for own in methods.values()]
    assert document["openapi"].startswith("3.1")
    assert [own["operationId"] for own in operations if not own["summary"]] == []
    assert {own["x-scope"] for own in operations} == set(Scope.values)
    assert {tuple(own["responses"]["404"]["content"]) for own in operations} == {
        ("application/problem+json",)
    }


def test_the_page_of_the_document_obeys_the_sites_security_policy(client):
    response = client.get("/api/v1/docs")
    assert response.status_code == 200
    assert "https://" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/comments/1/nothing", "/api/v1/"])
def test_an_address_that_there_is_not_is_answered_with_a_problem(client, path):
    response = client.get(path)
    assert (response.status_code, response.json()["type"]) == (
        404,
        "urn:comity:problem:no-such-address",
    )


def test_a_body_that_is_too_large_is_refused(call, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    status, problem = call("POST", "/scores", {"texts": ["a" * 200]})
    assert (status, problem["type"]) == (413, "urn:comity:problem:too-large")


def test_what_fails_is_a_problem_without_the_text(call, monkeypatch, caplog):
    def fail(*_, **__):
        raise RuntimeError("My secret remark.")

    monkeypatch.setattr("moderation.services.clients.trying.try_texts", fail)
    status, problem = call("POST", "/scores", {"texts": ["My secret remark."]})
    assert (status, problem["type"]) == (500, "urn:comity:problem:failure")
    assert "secret" not in caplog.text + str(problem)


@pytest.fixture
def secret(secret_with):
    version = make_policy_version()
    comment = make_comment("You.", article=make_article(external_id="7"), status="held")
    make_review_item(comment)
    assert version.clauses.count() == 2
    return secret_with(*Scope, calls_per_minute=1_000_000)


@pytest.fixture
def one_connection():
    """Requests keep the connection of the test and its transaction, as those of a test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def operations(secret, one_connection):
    """The operations of the document, with ids that there are among those that are tried."""
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return [operation.ok() for operation in document.get_all_operations()]


def test_no_call_that_is_drawn_from_the_document_fails(operations, secret):
    for operation in operations:
        _try(operation, secret)


def _try(operation, secret):
    @given(case=operation.as_strategy())
    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    def check(case):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {secret}"}
        response = case.call()
        assert response.status_code < 500, case.as_curl_command()

    check()
