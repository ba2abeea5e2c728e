"""Storing outcomes in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Left

from articles.models import Comment
from moderation.models import Finding, ReviewItem
from moderation.services.judging.outcomes import Outcome
from moderation.services.judging.persistence.cases import store_cases
from moderation.services.judging.persistence.decisions import mark_decided, store_removals
from moderation.services.judging.persistence.events import record_events
from moderation.services.judging.persistence.findings import store_findings
from moderation.services.judging.persistence.lookup import among
from moderation.services.judging.persistence.notices import notify_authors
from moderation.services.judging.persistence.scores import store_scores
from moderation.services.judging.persistence.statuses import hidden_comments, store_statuses


def store(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Store the outcomes of comments whose text is still the judged one, and return those.

    Nothing is stored about a comment that was erased.
    """
    if not outcomes:
        return []
    with transaction.atomic(savepoint=False):
        unchanged = lock_unchanged(outcomes)
        if unchanged:
            store_scores(unchanged)
        if judged := _more_than_scores(unchanged):
            mark_decided(judged)
            store_findings(judged)
            undecided = [outcome for outcome in judged if not outcome.decided]
            hidden = hidden_comments(undecided)
            removals = store_removals(undecided, hidden)
            store_cases(undecided)
            store_statuses(undecided)
            told = notify_authors(undecided, removals, hidden)
            record_events(undecided, removals, told)
    return unchanged


def lock_unchanged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Lock the comments against edits and decisions, but not against replies.

    Returns the outcomes of those whose text is still the judged one.  Where
    scores were reused, the time of the last edit tells, without the text.
    """
    comments = Comment.objects.filter(**among("pk", [outcome.comment.pk for outcome in outcomes]))
    locked = comments.select_for_update(no_key=True).order_by("pk")  # the order avoids deadlocks
    text = Left("text", 1) if all(outcome.reused for outcome in outcomes) else F("text")
    rows = locked.annotate(compared=text).values_list("pk", "status", "edited_at", "compared")
    current = {row[0]: row[1:] for row in rows}
    unchanged = []
    for outcome in outcomes:
        if found := current.get(outcome.comment.pk):
            status = found[0]
            if _is_judged(outcome, *found):
                outcome.status_before = status
                unchanged.append(outcome)
    return unchanged


def _is_judged(outcome: Outcome, status: str, edited_at: datetime | None, text: str) -> bool:
    """Whether this is the text that `outcome` is about, and was not erased.

    An erased comment is empty and removed, without an edit, and stays so whatever is made of it.
    A comment may have been empty at its source: it is judged as any other.
    """
    if text == "" and status == Comment.Status.REMOVED:
        return False
    if outcome.reused:
        return edited_at == outcome.comment.edited_at
    return text == outcome.comment.text


def _more_than_scores(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The few outcomes that change more than a comment's score."""
    stored = _with_findings_or_open_cases([outcome.comment.pk for outcome in outcomes])
    return [
        outcome
        for outcome in outcomes
        if outcome.findings
        or outcome.status != outcome.status_before
        or outcome.comment.pk in stored
    ]


def _with_findings_or_open_cases(comment_ids: Sequence[int]) -> set[int]:
    """Comments with findings or an open case, which the outcome may make void."""
    within = among("comment", comment_ids)
    found = Finding.objects.filter(**within).order_by().values_list("comment_id")
    cases = ReviewItem.objects.open().filter(**within).values_list("comment_id")
    return {comment_id for (comment_id,) in found.union(cases)}
