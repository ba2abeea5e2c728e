"""Who may call what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.api.rest.api import api
from moderation.models import ApiKey, Scope
from moderation.services.clients import api_keys
from tests.factories import make_moderator, make_user


def operations():
    """Every operation as (method, path with ids filled in, scope), from the OpenAPI document."""
    named = {"external_id": "x", "pk": "1", "queue": "needs_review"}
    return [
        (method.upper(), path.removeprefix("/api/v1").format(**named), described["x-scope"])
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, described in methods.items()
    ]


@pytest.mark.parametrize("scope", Scope)
def test_a_key_reaches_the_operations_of_its_scope_and_no_others(call, secret_with, scope):
    secret = secret_with(scope)
    reached = {
        (method, path): call(method, path, {}, key=secret)[0] != 403
        for method, path, _ in operations()
    }
    assert reached == {(method, path): needed == scope for method, path, needed in operations()}


@pytest.mark.django_db
@pytest.mark.parametrize("header", [{}, {"Authorization": "Basic abc"}])
def test_a_call_without_a_key_is_told_how_to_send_one(client, header):
    response = client.get("/api/v1/policy", headers=header)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "urn:comity:problem:no-key",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Send the key in the header “Authorization: Bearer KEY”.",
    }


def test_a_key_that_is_unknown_revoked_or_expired_is_refused(call, secret_with):
    revoked, expired = secret_with(Scope.READ, name="gone"), secret_with(Scope.READ, name="old")
    api_keys.revoke(key=ApiKey.objects.get(name="gone"))
    ApiKey.objects.filter(name="old").update(expires_at=timezone.now())
    answers = [call("GET", "/policy", key=key) for key in ("made-up", revoked, expired)]
    assert [(status, body["type"]) for status, body in answers] == [
        (401, "urn:comity:problem:invalid-key")
    ] * 3


def test_a_key_whose_calls_are_used_up_waits(client, secret_with):
    headers = {"Authorization": f"Bearer {secret_with(Scope.READ, calls_per_minute=1)}"}
    client.get("/api/v1/policy", headers=headers)
    response = client.get("/api/v1/policy", headers=headers)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_a_key_decides_no_more_once_its_user_may_not(call, secret_with):
    moderator = make_moderator()
    secret = secret_with(Scope.MODERATE, moderator=moderator)
    moderator.user_permissions.clear()
    status, problem = call("GET", "/queues", key=secret)
    assert (status, problem["type"]) == (403, "urn:comity:problem:not-a-moderator")


def test_the_last_use_of_a_key_is_kept(call, secret_with):
    secret = secret_with(Scope.READ, name="the app")
    before = timezone.now()
    call("GET", "/policy", key=secret)
    assert ApiKey.objects.get(name="the app").last_used_at >= before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"scopes": []},
            "A key needs at least one scope: score, articles, submit, read, moderate.",
        ),
        (
            {"scopes": [Scope.MODERATE]},
            "The scope “moderate” needs the user who decides with it and may work at the desk.",
        ),
        (
            {"expires_at": timezone.now() - timedelta(days=1)},
            "The key would have expired already. Give a later date.",
        ),
    ],
)
def test_a_key_of_no_use_is_not_issued(fields, why):
    with pytest.raises(api_keys.UnusableKey) as refused:
        api_keys.issue(name="a", calls_per_minute=1, **fields)
    assert (str(refused.value), ApiKey.objects.count()) == (why, 0)


@pytest.mark.django_db
def test_somebody_who_may_not_moderate_gets_no_key_that_does():
    with pytest.raises(api_keys.UnusableKey):
        api_keys.issue(name="a", calls_per_minute=1, scopes=[Scope.MODERATE], moderator=make_user())
