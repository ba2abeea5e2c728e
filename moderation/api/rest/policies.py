"""Policies: the version in force, and what it makes of texts."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import Query, Router, Schema

from moderation.api.rest import lookup, shown
from moderation.api.rest.operations import operation
from moderation.api.rest.problems import later, not_found
from moderation.api.rest.schemas import ExternalId, PolicyOut, ScoresOut, TextsIn
from moderation.classifiers.base import ReleaseError
from moderation.models import Scope
from moderation.services.clients import trying
from moderation.services.readers import rule_links

router = Router(tags=["Policies and scores"])


class Asked(Schema):
    """Whose policy: an article's, or the site's."""

    article: ExternalId | None = None


@operation(
    router,
    "GET",
    "/policy",
    scope=Scope.READ,
    returns=PolicyOut,
    query=frozenset(Asked.model_fields),
)
def get_policy(request: HttpRequest, asked: Query[Asked]) -> PolicyOut:  # noqa: ARG001
    """Read the policy in force."""
    version = lookup.policy(asked.article)
    if version is None:
        raise not_found("policy in force. Publish one at the desk")
    return shown.policy(version)


@operation(router, "POST", "/scores", scope=Scope.SCORE, returns=ScoresOut)
def score_texts(request: HttpRequest, body: TextsIn) -> ScoresOut:  # noqa: ARG001
    """Score texts, and judge them by a policy.

    Nothing is stored. What depends on who posts and where (names, repetitions, the age of an
    account) is left out.
    """
    version = lookup.policy(body.article)
    try:
        release, tried = trying.try_texts(body.texts, version, with_evidence=body.evidence)
    except ReleaseError:
        detail = "No classifier can be used at the moment. Try again."
        raise later(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", detail) from None
    address = shown.absolute(rule_links.version_path(version)) if version else None
    return ScoresOut(release=release, policy=address, results=[shown.tried(own) for own in tried])
