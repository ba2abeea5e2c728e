"""Comments: submitted for the paper's readers, and read back."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from articles import posting
from articles.models import Article, Comment
from articles.signals import CommentQuestioned, CommentRefused, NameRefused
from moderation.api.rest import lookup, pages, shown
from moderation.api.rest.keys import Call
from moderation.api.rest.operations import operation
from moderation.api.rest.problems import Problem, later
from moderation.api.rest.schemas import (
    CommentIn,
    CommentOut,
    CommentPage,
    Cursor,
    ExternalId,
    Limit,
    RowId,
    TextIn,
)
from moderation.models import Scope
from moderation.services.clients import submitting
from moderation.services.readers import personal_data

router = Router(tags=["Comments"])
LONGEST_KEY = 200
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "required": False,
    "description": "Names this call: sent again, it stores nothing.",
}


class Listed(Schema):
    """Which comments are listed."""

    article: ExternalId | None = None
    author: ExternalId | None = Field(None, description="The paper's id of the reader.")
    status: Comment.Status | None = None
    cursor: Cursor = ""
    limit: Limit = 50


@operation(
    router,
    "POST",
    "/comments",
    scope=Scope.SUBMIT,
    returns={200: CommentOut, 201: CommentOut},
    parameters=[IDEMPOTENCY_KEY],
)
def submit_comment(request: Call, body: CommentIn) -> Status[CommentOut]:
    """Submit a reader's comment.

    It is judged before the answer, whose “status” says whether readers see it. With the header
    Idempotency-Key a call that is sent again stores nothing, and is answered 200.
    """
    article = lookup.article(body.article)
    try:
        row, is_new = submitting.submit(
            key=request.auth,
            article=article,
            reader=submitting.Reader(**body.author.dict()),
            text=body.text,
            parent=_parent(article, body.parent),
            idempotency_key=_idempotency_key(request),
            confirmed=body.confirmed,
        )
    except submitting.KeyReused:
        detail = "This Idempotency-Key came with another comment. Use a new one for each."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key", detail) from None
    except (CommentRefused, CommentQuestioned, NameRefused) as refusal:
        raise refused(refusal) from None
    code = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return Status(code, shown.comment(lookup.comment(row.pk)))


@operation(
    router,
    "GET",
    "/comments",
    scope=Scope.READ,
    returns=CommentPage,
    query=frozenset(Listed.model_fields),
)
def list_comments(request: Call, listed: Query[Listed]) -> CommentPage:
    """List comments, newest first."""
    given = {
        "article": lookup.article(listed.article) if listed.article else None,
        "author__external_id": listed.author,
        "status": listed.status,
    }
    narrowed = {name: value for name, value in given.items() if value is not None}
    found = lookup.readable_comments(request.auth.moderator).filter(**narrowed)
    rows, following = pages.newest_first(found, listed.cursor, listed.limit)
    return CommentPage(comments=[shown.comment(row) for row in rows], next=following)


@operation(router, "GET", "/comments/{pk}", scope=Scope.READ, returns=CommentOut)
def get_comment(request: Call, pk: RowId) -> CommentOut:
    """Read a comment and its status."""
    return shown.comment(lookup.readable_comment(pk, request.auth.moderator))


@operation(router, "PATCH", "/comments/{pk}", scope=Scope.SUBMIT, returns=CommentOut)
def edit_comment(request: HttpRequest, pk: RowId, body: TextIn) -> CommentOut:  # noqa: ARG001
    """Change the text of a comment for its author.

    As on the site, within ten minutes and not if it was removed. It is judged again.
    """
    try:
        posting.edit(comment=lookup.comment(pk), text=body.text)
    except (CommentRefused, CommentQuestioned) as refusal:
        raise refused(refusal) from None
    return shown.comment(lookup.comment(pk))


@operation(router, "DELETE", "/comments/{pk}", scope=Scope.SUBMIT, returns={204: None})
def erase_comment(request: HttpRequest, pk: RowId) -> Status[None]:  # noqa: ARG001
    """Erase a comment for its author.

    Its text is gone for good and readers no longer see it; replies keep their place.
    """
    personal_data.erase_comment(lookup.comment(pk))
    return Status(HTTPStatus.NO_CONTENT, None)


def _idempotency_key(request: Call) -> str:
    given = request.headers.get("Idempotency-Key", "")
    if len(given) > LONGEST_KEY:
        detail = f"An Idempotency-Key has at most {LONGEST_KEY} characters."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-key", detail)
    return given


def refused(refusal: Exception) -> Problem:
    """The problem that says why a comment may not be posted, in words for its author."""
    if isinstance(refusal, CommentQuestioned):
        return Problem(HTTPStatus.CONFLICT, "confirm", str(refusal))
    if isinstance(refusal, NameRefused):
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "name", str(refusal))
    wait = getattr(refusal, "retry_after", None)
    if wait is not None:
        return later(HTTPStatus.TOO_MANY_REQUESTS, "too-fast", str(refusal), wait)
    return Problem(HTTPStatus.FORBIDDEN, "refused", str(refusal))


def _parent(article: Article, pk: int | None) -> Comment | None:
    if pk is None:
        return None
    found = article.comments.published().filter(pk=pk).first()
    if found is None:
        detail = "The comment that it replies to is not there any more. Send it without a parent."
        raise Problem(HTTPStatus.CONFLICT, "parent-gone", detail)
    return found
