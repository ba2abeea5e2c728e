"""Authors whose comments a moderator trusts, or always holds."""

from collections.abc import Sequence

from moderation.models import Finding, Trust, Verdict
from moderation.services.judging import watches
from moderation.services.judging.outcomes import Outcome, Readable


def authors(comments: Sequence[Readable], level: Trust.Level) -> set[int]:
    """The authors of `comments` with this level of trust now."""
    written = {comment.author_id for comment in comments} - {None}
    found = Trust.objects.in_force().filter(author__in=written, level=level)
    return set(found.order_by().values_list("author_id", flat=True))


def publish(outcomes: Sequence[Outcome]) -> None:
    """Publish what would be queued of trusted authors, with a finding that says why.

    What would be held or removed stays so, and so does what could not be scored, or is on a watched
    article.
    """
    queued = [o for o in outcomes if o.verdict == Verdict.QUEUE and o.scores is not None]
    queued = [outcome for outcome in queued if not watches.is_watched(outcome)]
    if not queued:
        return
    trusted = authors([outcome.comment for outcome in queued], Trust.Level.TRUSTED)
    for outcome in queued:
        if outcome.comment.author_id in trusted:
            outcome.verdict = Verdict.PUBLISH
            outcome.findings.append(_published(outcome.comment))


def _published(comment: Readable) -> Finding:
    return Finding(comment_id=comment.pk, reason=Finding.Reason.TRUSTED, verdict=Verdict.PUBLISH)
