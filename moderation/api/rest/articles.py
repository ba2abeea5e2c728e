"""Articles: created and changed by the paper's system under its own ids."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import Router, Status

from moderation.api.rest import lookup, shown
from moderation.api.rest.operations import operation
from moderation.api.rest.problems import Problem
from moderation.api.rest.schemas import ArticleFields, ArticleOut, ExternalId
from moderation.models import Scope
from moderation.services.clients import articles

router = Router(tags=["Articles"])


@operation(
    router,
    "PUT",
    "/articles/{external_id}",
    scope=Scope.ARTICLES,
    returns={200: ArticleOut, 201: ArticleOut},
)
def put_article(
    request: HttpRequest,  # noqa: ARG001
    external_id: ExternalId,
    body: ArticleFields,
) -> Status[ArticleOut]:
    """Create or change an article.

    Fields that are left out stay as they are. A new article needs a title. “commenting” closes and
    opens its comments, “moderation” has each of them reviewed first.
    """
    changes = articles.Changes(**body.dict())
    try:
        row, created = articles.upsert(external_id=external_id, changes=changes)
    except articles.TitleMissing:
        detail = "The article is new here. Send its title."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "title-missing", detail) from None
    code = HTTPStatus.CREATED if created else HTTPStatus.OK
    return Status(code, shown.article(row))


@operation(router, "GET", "/articles/{external_id}", scope=Scope.ARTICLES, returns=ArticleOut)
def get_article(request: HttpRequest, external_id: ExternalId) -> ArticleOut:  # noqa: ARG001
    """Read an article."""
    return shown.article(lookup.article(external_id))
