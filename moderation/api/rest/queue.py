"""The queue: cases, claims, decisions and undo, as at the desk."""

from collections.abc import Callable
from http import HTTPStatus

from django.urls import reverse
from ninja import Query, Router, Schema, Status

from articles.models import Comment
from moderation.api.rest import lookup, pages, shown
from moderation.api.rest.keys import Call, moderator_of
from moderation.api.rest.operations import operation
from moderation.api.rest.problems import Problem, not_found
from moderation.api.rest.schemas import (
    CasePage,
    ClaimIn,
    ClaimOut,
    Cursor,
    DecisionIn,
    DecisionOut,
    Limit,
    QueueOut,
    RowId,
)
from moderation.models import Decision, ReviewItem, Scope
from moderation.services.decisions import authority, cases, concurrency, deciding, undoing
from moderation.services.decisions.appeal_settlement import NotIndependentError
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.citing import NotInForceError
from moderation.services.decisions.concurrency import StaleError
from moderation.services.decisions.leaving import Why
from moderation.services.desk import cards, counting, decision_texts, listing
from moderation.services.desk.cards import Card

router = Router(tags=["Queue"])
SET_ASIDE: dict[str, Callable[..., Decision]] = {
    Decision.Action.DEFER: cases.defer,
    Decision.Action.ESCALATE: cases.escalate,
}


class Listed(Schema):
    """Which cases are listed, and how."""

    order: listing.Order = listing.Order.WORST
    clause: str = ""
    section: str = ""
    at_least: float | None = None
    at_most: float | None = None
    cursor: Cursor = ""
    limit: Limit = 20


@operation(router, "GET", "/queues", scope=Scope.MODERATE, returns=list[QueueOut])
def list_queues(request: Call) -> list[QueueOut]:
    """List the queues with the number of their cases."""
    most = counting.COUNTED_UP_TO
    return [
        QueueOut(queue=queue, cases=min(number, most), more=number > most)
        for queue, number in counting.counts(moderator_of(request)).items()
    ]


@operation(
    router,
    "GET",
    "/queues/{queue}",
    scope=Scope.MODERATE,
    returns=CasePage,
    query=frozenset(Listed.model_fields),
)
def list_cases(request: Call, queue: ReviewItem.Queue, listed: Query[Listed]) -> CasePage:
    """List the open cases of a queue.

    Listing claims nothing.
    """
    filters = listing.Filters(
        clause=listed.clause,
        section=listed.section,
        at_least=listed.at_least,
        at_most=listed.at_most,
    )
    after = pages.key_of(listed.cursor) if listed.cursor else ""
    moderator = moderator_of(request)
    waiting = listing.cases(queue, filters, moderator=moderator)
    page = listing.page(waiting, listed.order, after, listed.limit)
    found = zip(page.items, cards.of_items(page.items, moderator), strict=True)
    return CasePage(
        cases=[shown.case(card, item, _desk_path(card)) for item, card in found],
        next=pages.cursor(page.next),
    )


@operation(router, "POST", "/comments/{pk}/claim", scope=Scope.MODERATE, returns=ClaimOut)
def claim_case(request: Call, pk: RowId, body: ClaimIn) -> ClaimOut:
    """Claim the case of a comment for some minutes.

    A key has one claim at a time: claiming a case releases the former.
    """
    comment = lookup.comment(pk)
    item = comment.review_items.open().first()
    if item is None:
        raise not_found("open case of this comment")
    moderator = moderator_of(request)
    try:
        claimed = cases.claim(item=item, moderator=moderator, version_token=body.version_token)
    except StaleError as stale:
        raise _changed(stale) from None
    if not claimed:
        try:
            authority.check(comment, moderator)
        except NotAllowedError as refusal:
            raise _refused(refusal) from None
        raise not_found("open case of this comment")
    item.refresh_from_db(fields=["claimed_until"])
    return ClaimOut(claimed_until=item.claimed_until)


@operation(router, "DELETE", "/comments/{pk}/claim", scope=Scope.MODERATE, returns={204: None})
def release_case(request: Call, pk: RowId) -> Status[None]:
    """Release a claim."""
    for item in lookup.comment(pk).review_items.open():
        cases.release(item=item, moderator=moderator_of(request))
    return Status(HTTPStatus.NO_CONTENT, None)


@operation(
    router,
    "POST",
    "/comments/{pk}/decisions",
    scope=Scope.MODERATE,
    returns={201: DecisionOut},
)
def decide(request: Call, pk: RowId, body: DecisionIn) -> Status[DecisionOut]:
    """Decide about a comment, as the key's user.

    Saved only if nothing changed since `version_token` was read; otherwise the answer is 409 and
    says what happened, with the new token.
    """
    comment = lookup.comment(pk)
    try:
        if body.despite_claim:
            _take_over(request, comment, body)
        decision = _decide(request, comment, body)
    except StaleError as stale:
        raise _changed(stale) from None
    except NotAllowedError as refusal:
        raise _refused(refusal) from None
    except (NotIndependentError, NotInForceError) as refusal:
        raise Problem(HTTPStatus.CONFLICT, "not-allowed", str(refusal)) from None
    return Status(HTTPStatus.CREATED, shown.decision(decision))


@operation(router, "POST", "/decisions/{pk}/undo", scope=Scope.MODERATE, returns={201: DecisionOut})
def undo_decision(request: Call, pk: RowId) -> Status[DecisionOut]:
    """Undo a decision, if no other one and no edit came since."""
    decision = Decision.objects.select_related("comment__author").filter(pk=pk).first()
    if decision is None:
        raise not_found("decision")
    try:
        undone = undoing.undo(decision=decision, moderator=moderator_of(request))
    except undoing.UndoError as error:
        raise Problem(HTTPStatus.CONFLICT, "cannot-undo", str(error)) from None
    return Status(HTTPStatus.CREATED, shown.decision(undone))


def _desk_path(card: Card) -> str:
    return reverse("desk:card", args=[card.comment.pk])


def _decide(request: Call, comment: Comment, body: DecisionIn) -> Decision:
    moderator = moderator_of(request)
    if verb := SET_ASIDE.get(body.action):
        return verb(
            comment=comment,
            moderator=moderator,
            version_token=body.version_token,
            note=body.note,
        )
    if body.action not in deciding.STATUS_AFTER:
        detail = f"“{body.action}” has a call of its own. Send approve, feature, remove, defer or "
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "action", f"{detail}escalate.")
    return deciding.decide(
        comment=comment,
        moderator=moderator,
        action=body.action,
        version_token=body.version_token,
        clause=lookup.clause(body.clause, comment),
        note=body.note,
    )


def _changed(stale: StaleError) -> Problem:
    """What happened to the comment since its token was read."""
    if stale.decision:
        detail = decision_texts.decided_by(stale.decision)
    elif stale.edited:
        detail = "The author has edited the text."
    else:
        detail = "The case was closed."
    token = concurrency.version_token_of(stale.comment)
    return Problem(
        HTTPStatus.CONFLICT,
        "changed",
        f"{detail} Nothing was saved; read the case again and decide anew.",
        version_token=token,
        decision=stale.decision.pk if stale.decision else None,
    )


def _take_over(request: Call, comment: Comment, body: DecisionIn) -> None:
    """Claim the open case of `comment` although a colleague may have it in hand."""
    if item := comment.review_items.open().first():
        moderator = moderator_of(request)
        cases.take_over(item=item, moderator=moderator, version_token=body.version_token)


def _refused(refusal: NotAllowedError) -> Exception:
    """What a client can do about a claim; other refusals are answered as everywhere."""
    if refusal.why != Why.IN_HAND:
        return refusal
    detail = f"{refusal} Take another case, or decide with “despite_claim”."
    return Problem(HTTPStatus.CONFLICT, "claimed", detail)
