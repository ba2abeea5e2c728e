"""Authors: their record, warnings and blocks."""

from http import HTTPStatus

from django.contrib.auth.models import User
from ninja import Query, Router, Schema, Status

from articles.models import Author, Comment
from moderation.api.rest import lookup, shown
from moderation.api.rest.keys import Call, moderator_of
from moderation.api.rest.operations import operation
from moderation.api.rest.problems import Problem, not_found
from moderation.api.rest.schemas import (
    AuthorOut,
    BlockIn,
    DecisionOut,
    ExternalId,
    RowId,
    WarnIn,
)
from moderation.models import Block, Scope
from moderation.services.decisions import authority, blocking

router = Router(tags=["Authors"])


class Named(Schema):
    external_id: ExternalId


@operation(
    router,
    "GET",
    "/authors",
    scope=Scope.READ,
    returns=AuthorOut,
    query=frozenset(Named.model_fields),
)
def find_author(request: Call, named: Query[Named]) -> AuthorOut:  # noqa: ARG001
    """Find an author by the paper's id of the reader."""
    found = Author.objects.select_related("record").filter(external_id=named.external_id).first()
    if found is None:
        raise not_found("author")
    return _shown(found)


@operation(router, "GET", "/authors/{pk}", scope=Scope.READ, returns=AuthorOut)
def get_author(request: Call, pk: RowId) -> AuthorOut:  # noqa: ARG001
    """Read an author's record and the block in force."""
    return _shown(lookup.author(pk))


@operation(
    router, "POST", "/authors/{pk}/warnings", scope=Scope.MODERATE, returns={201: DecisionOut}
)
def warn_author(request: Call, pk: RowId, body: WarnIn) -> Status[DecisionOut]:
    """Warn an author about one of their comments; they get a notice with the reason."""
    decision = blocking.warn_for(
        comment=_own(lookup.author(pk), body.comment, moderator_of(request)),
        moderator=moderator_of(request),
        reason=body.reason,
    )
    return Status(HTTPStatus.CREATED, shown.decision(decision))


@operation(router, "PUT", "/authors/{pk}/block", scope=Scope.MODERATE, returns=AuthorOut)
def block_author(request: Call, pk: RowId, body: BlockIn) -> AuthorOut:
    """Block an author from commenting, in place of a block in force."""
    author = lookup.author(pk)
    comment = _own(author, body.comment, moderator_of(request)) if body.comment else None
    blocking.replace(
        author=author,
        comment=comment,
        moderator=moderator_of(request),
        reason=body.reason,
        until=body.until,
    )
    return _shown(lookup.author(pk))


@operation(router, "DELETE", "/authors/{pk}/block", scope=Scope.MODERATE, returns={204: None})
def lift_block(request: Call, pk: RowId) -> Status[None]:
    """Lift the blocks in force against an author; an open appeal against one is upheld."""
    for block in Block.objects.in_force().filter(author=lookup.author(pk)):
        blocking.lift(block=block, lifted_by=moderator_of(request))
    return Status(HTTPStatus.NO_CONTENT, None)


def _shown(author: Author) -> AuthorOut:
    return shown.author(author, Block.objects.in_force().filter(author=author).first())


def _own(author: Author, pk: int, moderator: User) -> Comment:
    found = lookup.comments().filter(pk=pk, author=author).first()
    if found is None:
        detail = "The comment is not by this author. Name one of theirs."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "not-theirs", detail)
    authority.check_section(found, moderator)
    return found
