"""Why a comment waits for a person whatever its score: where it was posted, and by whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from articles.models import Comment
from moderation.models import AuthorRecord, Decision, Finding, Policy, Verdict
from moderation.services.judging.outcomes import Readable

Reason = Finding.Reason


def findings(comments: Sequence[Readable]) -> dict[int, list[Finding]]:
    """The precautions that hold those of `comments` that have any, by their place in the list.

    They concern comments that readers do not see yet: a rule made later hides
    nothing that is published, and an imported archive is not held back, except
    for what was withheld where it comes from.
    """
    return _of_fresh(comments) | _of_withheld(comments)


def _of_withheld(comments: Sequence[Readable]) -> dict[int, list[Finding]]:
    """What the source of an import withheld waits on, until a person decides."""
    waiting = {
        comment.pk: place
        for place, comment in enumerate(comments)
        if comment.status == Comment.Status.HELD and comment.source_id is not None
    }
    if not waiting:
        return {}
    withheld = Finding.objects.filter(comment__in=waiting, reason=Reason.WITHHELD)
    found = set(withheld.order_by().values_list("comment_id", flat=True))
    return {
        waiting[pk]: [Finding(comment_id=pk, reason=Reason.WITHHELD, verdict=Verdict.HOLD)]
        for pk in found
    }


def _of_fresh(comments: Sequence[Readable]) -> dict[int, list[Finding]]:
    places = [place for place, comment in enumerate(comments) if _is_fresh(comment)]
    if not places:
        return {}
    site = Policy.objects.filter(article__isnull=True).first() or Policy()
    fresh = [comments[place] for place in places]
    premoderated = _premoderated_articles(fresh, site)
    new = _new_authors(fresh, site)
    on_record = _authors_with_a_record(fresh, site)

    def taken(comment: Readable) -> list[Finding]:
        reasons = {
            Reason.PREMODERATED: comment.article_id in premoderated,
            Reason.NEW_AUTHOR: comment.author_id in new,
            Reason.RECENT_RECORD: comment.author_id in on_record,
        }
        return [_hold(comment, reason) for reason, applies in reasons.items() if applies]

    return {place: taken(comments[place]) for place in places}


def _is_fresh(comment: Readable) -> bool:
    """Whether readers do not see the comment yet, and it was posted here."""
    return comment.status == Comment.Status.HELD and comment.source_id is None


def _hold(comment: Readable, reason: Finding.Reason) -> Finding:
    return Finding(comment_id=comment.pk, reason=reason, verdict=Verdict.HOLD)


def _premoderated_articles(comments: Sequence[Readable], site: Policy) -> set[int]:
    articles = {comment.article_id for comment in comments}
    own = dict(
        Policy.objects.filter(article__in=articles)
        .exclude(moderation="")
        .values_list("article_id", "moderation")
    )
    return {a for a in articles if own.get(a, site.moderation) == Policy.Moderation.PRE}


def _new_authors(comments: Sequence[Readable], site: Policy) -> set[int | None]:
    if not site.approvals_of_new_authors:
        return set()
    authors: set[int | None] = {comment.author_id for comment in comments}
    known = AuthorRecord.objects.filter(
        author__in=authors - {None}, approved__gte=site.approvals_of_new_authors
    )
    return authors - set(known.values_list("author_id", flat=True))


def _authors_with_a_record(comments: Sequence[Readable], site: Policy) -> set[int | None]:
    """Authors of whom a large share of enough recent comments was removed by people."""
    if site.record_share is None:
        return set()
    since = timezone.now() - timedelta(days=site.record_days)
    decisions = Decision.objects.standing().filter(
        comment__author__in={comment.author_id for comment in comments} - {None},
        decided_at__gte=since,
        moderator__isnull=False,
    )
    rows = decisions.order_by("pk").values_list("comment_id", "comment__author_id", "action")
    last_word = {comment: (author, action) for comment, author, action in rows}
    decided = Counter(author for author, _ in last_word.values())
    removed = Counter(a for a, action in last_word.values() if action == Decision.Action.REMOVE)
    return {
        author
        for author, number in decided.items()
        if number >= site.record_minimum and removed[author] / number >= site.record_share
    }
