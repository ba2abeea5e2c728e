"""Who calls: the key in the Authorization header, its scopes and its quota."""

from http import HTTPStatus

from django.contrib.auth.models import User
from django.http import HttpRequest
from ninja.security import HttpBearer

from moderation.api.rest.problems import Problem, later
from moderation.models import ApiKey, Scope
from moderation.permissions import may_moderate
from moderation.services.clients import api_keys, counting
from moderation.services.clients.counting import Outcome

BEARER = {"WWW-Authenticate": "Bearer"}


class Call(HttpRequest):
    """A request with a valid key."""

    auth: ApiKey


class Bearer(HttpBearer):
    """Lets calls pass whose key has `scope` and calls left in this minute."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:  # noqa: ARG002
        key = api_keys.authenticate(token.strip())
        if key is None:
            counting.count(counting.UNKNOWN, Outcome.REFUSED)
            raise Problem(
                HTTPStatus.UNAUTHORIZED,
                "invalid-key",
                "The key is unknown, revoked or expired. Ask the operator for another.",
                headers=BEARER,
            )
        if not api_keys.consume_quota(key):
            counting.count(key.name, Outcome.OVER_QUOTA)
            raise later(
                HTTPStatus.TOO_MANY_REQUESTS,
                "quota",
                f"The key's {key.calls_per_minute} calls of this minute are used up.",
            )
        try:
            _check_scope(key, self.scope)
        except Problem:
            counting.count(key.name, Outcome.REFUSED)
            raise
        counting.count(key.name, Outcome.ACCEPTED)
        return key


def moderator_of(call: Call) -> User:
    """Whose decisions a call with the scope "moderate" makes."""
    if call.auth.moderator is None:
        raise _no_moderator()
    return call.auth.moderator


def _check_scope(key: ApiKey, scope: Scope) -> None:
    if scope.value not in key.scopes:
        detail = f"The key does not have the scope “{scope.value}”. Use a key that has."
        raise Problem(HTTPStatus.FORBIDDEN, "scope", detail)
    if scope == Scope.MODERATE and (key.moderator is None or not may_moderate(key.moderator)):
        raise _no_moderator()


def _no_moderator() -> Problem:
    detail = "The key's user may no longer work at the desk. Ask an administrator."
    return Problem(HTTPStatus.FORBIDDEN, "not-a-moderator", detail)
