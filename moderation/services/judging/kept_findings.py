"""Findings that hold a comment until a person decides, whatever it scores.

They are stored before the comment is judged, and stay when it is judged again.
"""

from collections.abc import Iterable, Sequence

from articles.models import Comment
from moderation.models import Finding, Verdict
from moderation.services.judging.outcomes import Readable

Reason = Finding.Reason
# Of imported comments, and of those that were posted here.
OF_IMPORTED = (Reason.WITHHELD,)
OF_POSTED = (Reason.NOT_PROVED, Reason.SPAM)


def keep(
    comments: Iterable[Comment], reason: Finding.Reason, verdict: Verdict = Verdict.HOLD
) -> None:
    """Keep a finding about those of `comments` that are held now."""
    Finding.objects.bulk_create(
        Finding(comment=comment, reason=reason, verdict=verdict)
        for comment in comments
        if comment.status == Comment.Status.HELD
    )


def of(comments: Sequence[Readable]) -> dict[int, list[Finding]]:
    """The findings that were kept, by index in `comments`."""
    held = {
        comment.pk: place
        for place, comment in enumerate(comments)
        if comment.status == Comment.Status.HELD and comment.pk
    }
    if not held:
        return {}
    stored = Finding.objects.filter(comment__in=held, reason__in=OF_IMPORTED + OF_POSTED)
    found: dict[int, list[Finding]] = {}
    rows = stored.order_by("pk").values_list("comment_id", "reason", "verdict")
    for pk, reason, verdict in rows:
        place = held[pk]
        if reason in (OF_POSTED if comments[place].source_id is None else OF_IMPORTED):
            kept = Finding(comment_id=pk, reason=reason, verdict=verdict)
            found.setdefault(place, []).append(kept)
    return found
