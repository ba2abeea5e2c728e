"""Sanctions: a warning or a block, with the author's comments that are removed with it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Comment
from moderation.models import Clause, Decision, Reach
from moderation.permissions import of_own_sections
from moderation.services.decisions import authority, blocking, concurrency, deciding
from moderation.services.decisions.deciding import BulkDecision

OTHERS_LISTED = 50


class Measure(models.TextChoices):
    NONE = "none", _("None")
    WARNING = "warning", _("Warn")
    HOUR = "hour", _("Block for an hour")
    DAY = "day", _("Block for a day")
    WEEK = "week", _("Block for a week")
    MONTH = "month", _("Block for 30 days")
    GOOD = "good", _("Block for good")


# How long each block lasts; None is permanent.
LASTS = {
    Measure.HOUR: timedelta(hours=1),
    Measure.DAY: timedelta(days=1),
    Measure.WEEK: timedelta(days=7),
    Measure.MONTH: timedelta(days=30),
    Measure.GOOD: None,
}


def other_held(comment: Comment, moderator: User) -> list[Comment]:
    """Return the author's other held comments that are for `moderator`, the newest first."""
    held = Comment.objects.filter(author=comment.author_id, status=Comment.Status.HELD)
    held = of_own_sections(held, moderator, "article__section")
    return list(held.exclude(pk=comment.pk).select_related("article")[:OTHERS_LISTED])


def end_of(measure: Measure, moment: datetime) -> datetime | None:
    """Return when a block that begins at `moment` ends; None if it is permanent, or no block."""
    lasts = LASTS.get(measure)
    return moment + lasts if lasts else None


@transaction.atomic
def sanction(
    *,
    comment: Comment,
    version_token: str,
    moderator: User,
    measure: Measure,
    reason: str,
    removals: Mapping[int, str],
    clause: Clause | None = None,
    reach: Collection[Reach] = (),
) -> BulkDecision:
    """Warn or block the author of `comment`, and remove comments, as one bulk action.

    `reason` is what the author reads. `removals` maps the ids of the comments to remove to their
    version tokens; those that changed in the meantime are kept and returned as stale. They are
    removed under `clause`, or else each under the one that it was found to break. Raises
    StaleError if `comment` itself changed, and NotAllowedError if `moderator` may not act on it.
    """
    concurrency.lock([comment.pk, *removals])
    comment = concurrency.lock_one_unchanged(comment, version_token)
    authority.check(comment, moderator)
    batch = uuid4()
    removed = deciding.decide_all(
        version_token=removals,
        moderator=moderator,
        action=Decision.Action.REMOVE,
        clause=clause,
        batch=batch,
    )
    steps = []
    if measure == Measure.WARNING:
        steps.append(
            blocking.warn_for(comment=comment, moderator=moderator, reason=reason, batch=batch)
        )
    elif measure in LASTS:
        until = end_of(measure, timezone.now())
        steps.append(
            blocking.block_for(
                comment=comment,
                moderator=moderator,
                reason=reason,
                until=until,
                batch=batch,
                reach=reach,
            )
        )
    return BulkDecision(batch, [*removed.decisions, *steps], removed.stale, removed.left)
