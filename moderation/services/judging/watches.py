"""Comments on articles that moderators watch."""

from collections.abc import Iterable, Sequence

from articles.models import Comment
from moderation.models import Finding, Verdict, Watch
from moderation.services.judging.outcomes import Outcome, Readable

Treatment = Watch.Treatment


def findings(comments: Sequence[Readable]) -> dict[int, Finding]:
    """The findings about comments on watched articles, by index in `comments`.

    They apply to comments that were posted here and are not visible yet, and stay with those that
    they queued.
    """
    articles = {comment.article_id for comment in comments}
    rows = Watch.objects.filter(article__in=articles).order_by()
    treatments: dict[int, str] = {}
    for article, treatment in rows.values_list("article_id", "treatment"):
        if treatments.get(article) != Treatment.HOLD:
            treatments[article] = treatment
    if not treatments:
        return {}
    places = [place for place, own in enumerate(comments) if own.article_id in treatments]
    queued = queued_before([comments[place].pk for place in places])
    found = {}
    for place in places:
        comment = comments[place]
        if _is_new(comment):
            hold = treatments[comment.article_id] == Treatment.HOLD
            found[place] = _finding(comment, Verdict.HOLD if hold else Verdict.QUEUE)
        elif comment.pk in queued:
            found[place] = _finding(comment, Verdict.QUEUE)
    return found


def is_watched(outcome: Outcome) -> bool:
    """Whether a moderator watches the article of the comment, and is to read it first."""
    return any(finding.reason == Finding.Reason.WATCHED for finding in outcome.findings)


def _is_new(comment: Readable) -> bool:
    return comment.status == Comment.Status.HELD and comment.source_id is None


def queued_before(ids: Iterable[int | None]) -> set[int]:
    """Those of the comments with `ids` that a moderator is to read first."""
    stored = [pk for pk in ids if pk is not None]
    watched = Finding.objects.filter(comment__in=stored, reason=Finding.Reason.WATCHED)
    return set(watched.order_by().values_list("comment_id", flat=True)) if stored else set()


def _finding(comment: Readable, verdict: Verdict) -> Finding:
    return Finding(comment_id=comment.pk, reason=Finding.Reason.WATCHED, verdict=verdict)
