"""Review items, the open cases of the queue: opening, claiming, deferring, escalating."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, ReviewItem, Score
from moderation.models.review import ReviewItemQuerySet, priority_of
from moderation.permissions import may_decide_escalated, of_own_sections
from moderation.services.decisions import authority, concurrency, decision_log
from moderation.services.decisions.assigning import UNASSIGNED
from moderation.services.decisions.leaving import Left, Why
from moderation.services.judging import watches

CLAIM = timedelta(minutes=5)
DEFERRAL = timedelta(hours=1)
UNCLAIMED = {"claimed_by": None, "claimed_until": None, "taken_from": None}


@transaction.atomic
def open_case(
    *,
    comment: Comment,
    queue: ReviewItem.Queue,
    reports: int = 0,
    legal_reports: int = 0,
) -> ReviewItem:
    """Open a review item for `comment` in `queue`, or return the one that is open already.

    An open item stays in its queue, except that an appeal always moves it to the appeals. `reports`
    is added to the item's number of readers' reports, and `legal_reports` to the number of those
    that say it is illegal, which puts the item ahead of the others.
    """
    Comment.objects.select_for_update().get(pk=comment.pk)
    item, _ = ReviewItem.objects.open().get_or_create(
        comment=comment, defaults={"queue": queue, **_standing(comment)}
    )
    if queue == ReviewItem.Queue.APPEALS and item.queue != queue:
        item.queue = queue
        item.save(update_fields=["queue"])
    if reports:
        ReviewItem.objects.filter(pk=item.pk).update(reports=F("reports") + reports)
        item.refresh_from_db(fields=["reports"])
    if legal_reports:
        _put_ahead(item, comment, legal_reports)
    return item


def _put_ahead(item: ReviewItem, comment: Comment, legal_reports: int) -> None:
    item.legal_reports += legal_reports
    item.priority = priority_of(
        item.probability,
        is_held=comment.status == Comment.Status.HELD,
        is_disputed=item.disputed,
        is_reported_illegal=True,
        is_watched=_is_watched(comment),
    )
    item.save(update_fields=["legal_reports", "priority"])


def claim(*, item: ReviewItem, moderator: User, version_token: str = "") -> bool:
    """Claim `item` for some minutes, and release the other claims of `moderator`.

    False if another moderator holds the claim, the item is closed or waits for a senior.  Raises
    StaleError if a decision was made about the comment since `version_token`:
    it may have been snoozed or escalated.

    The claims are released in a transaction of their own, so that moderators
    who swap cases do not wait for each other.
    """
    _in_hand(moderator).exclude(pk=item.pk).update(**UNCLAIMED)
    with transaction.atomic():
        if version_token:
            concurrency.lock_one_undecided(item.comment, version_token)
        now = timezone.now()
        own = _own(moderator).filter(pk=item.pk).free_for(moderator, now)
        if own.filter(claimed_by=moderator).update(claimed_until=now + CLAIM):
            return True
        return bool(own.update(claimed_by=moderator, claimed_until=now + CLAIM, taken_from=None))


def take_over(*, item: ReviewItem, moderator: User, version_token: str) -> User | None:
    """Claim `item` although a colleague may have it in hand; return that colleague.

    The case remembers whom it was taken from, so that they are told.  Raises StaleError if the case
    was closed or a decision was made since `version_token`, and NotAllowedError if it is not the
    moderator's.
    """
    _in_hand(moderator).exclude(pk=item.pk).update(**UNCLAIMED)
    with transaction.atomic():
        concurrency.lock_one_undecided(item.comment, version_token)
        found = ReviewItem.objects.open().filter(pk=item.pk).select_related("claimed_by").first()
        if found is None:
            raise concurrency.stale_error(item.comment, version_token)
        if not _own(moderator).filter(pk=item.pk).exists():
            raise authority.NotAllowedError(Left(item.comment_id, Why.FOR_A_SENIOR))
        now = timezone.now()
        former = found.claimed_by if is_claimed_by_another(found, moderator, now) else None
        ReviewItem.objects.filter(pk=item.pk).update(
            claimed_by=moderator,
            claimed_until=now + CLAIM,
            taken_from=former or F("taken_from"),
        )
        return former


def release(*, item: ReviewItem, moderator: User, until: datetime | None = None) -> None:
    """Release the claim of `moderator` on `item`, if they hold it.

    `until` is when the released claim would have ended: a later claim, made on another page, is
    kept.
    """
    claims = _in_hand(moderator).filter(pk=item.pk)
    if until is not None:
        claims = claims.filter(claimed_until__lte=until)
    claims.update(**UNCLAIMED)


def release_all(*, moderator: User) -> None:
    """Release every claim of `moderator`."""
    _in_hand(moderator).update(**UNCLAIMED)


@transaction.atomic
def defer(
    *,
    comment: Comment,
    moderator: User,
    version_token: str,
    until: datetime | None = None,
    note: str = "",
) -> Decision:
    """Defer the open case of `comment`, by an hour unless `until` is given.

    Raises StaleError if the comment changed or its case was closed in the meantime, and
    NotAllowedError if the moderator may not act on it.
    """
    locked, item = _lock_case(comment, version_token)
    authority.check(locked, moderator)
    item.deferred_until = until or timezone.now() + DEFERRAL
    item.claimed_by = item.claimed_until = item.taken_from = None
    item.save(update_fields=["deferred_until", *UNCLAIMED])
    return decision_log.record(
        comment=locked, moderator=moderator, action=Decision.Action.DEFER, reason=note, item=item
    )


@transaction.atomic
def wake(*, comment: Comment, moderator: User) -> bool:
    """Make the snoozed case of `comment` due now, which undoes the snooze; False if it is due.

    Raises NotAllowedError if the moderator may not act on it.
    """
    (locked,) = concurrency.lock([comment.pk])
    authority.check(locked, moderator)
    snoozed = ReviewItem.objects.open().filter(comment=locked, deferred_until__gt=timezone.now())
    if not snoozed.update(deferred_until=None):
        return False
    last = Decision.objects.not_undone().filter(comment=locked, action=Decision.Action.DEFER)
    if decision := last.first():
        Decision.objects.create(
            comment=locked,
            action=Decision.Action.UNDO,
            moderator=moderator,
            undoes=decision,
            status_before=locked.status,
            status_after=locked.status,
        )
    return True


@transaction.atomic
def escalate(*, comment: Comment, moderator: User, version_token: str, note: str = "") -> Decision:
    """Escalate the open case of `comment` to the seniors, who see it at once; it is assigned to
    nobody any more.

    Raises StaleError if the comment changed or its case was closed in the meantime, and
    NotAllowedError if the moderator may not act on it: it may be escalated already.
    """
    locked, item = _lock_case(comment, version_token)
    authority.check(locked, moderator)
    if item.queue != ReviewItem.Queue.ESCALATED:
        item.escalated_from, item.queue = item.queue, ReviewItem.Queue.ESCALATED
    item.claimed_by = item.claimed_until = item.taken_from = item.deferred_until = None
    item.assigned_to = item.assigned_by = item.assigned_at = None
    item.save(update_fields=["queue", "escalated_from", "deferred_until", *UNCLAIMED, *UNASSIGNED])
    return decision_log.record(
        comment=locked, moderator=moderator, action=Decision.Action.ESCALATE, reason=note, item=item
    )


def is_claimed_by_another(item: ReviewItem, moderator: User, moment: datetime) -> bool:
    return bool(
        item.claimed_by_id
        and item.claimed_by_id != moderator.pk
        and item.claimed_until
        and item.claimed_until > moment
    )


def _lock_case(comment: Comment, version_token: str) -> tuple[Comment, ReviewItem]:
    locked = concurrency.lock_one_unchanged(comment, version_token)
    item = locked.review_items.open().first()
    if item is None:
        raise concurrency.stale_error(locked, version_token)
    return locked, item


def _own(moderator: User) -> ReviewItemQuerySet:
    """The open cases that are for `moderator` to decide."""
    found = of_own_sections(ReviewItem.objects.open(), moderator)
    senior = may_decide_escalated(moderator)
    return found if senior else found.exclude(queue=ReviewItem.Queue.ESCALATED)


def _in_hand(moderator: User) -> ReviewItemQuerySet:
    return ReviewItem.objects.filter(claimed_by=moderator)


def _standing(comment: Comment) -> dict[str, float | bool | None]:
    """Where a case opened by people stands among those opened by scores."""
    probability = _highest_probability(comment)
    is_held = comment.status == Comment.Status.HELD
    return {
        "probability": probability,
        "priority": priority_of(probability, is_held=is_held, is_watched=_is_watched(comment)),
        "severe": comment.findings.severe().exists(),
    }


def _is_watched(comment: Comment) -> bool:
    return bool(watches.queued_before([comment.pk]))


def _highest_probability(comment: Comment) -> float | None:
    score: Score | None = comment.scores.filter(release__status="active").first()
    return max(score.probabilities.values()) if score else None
