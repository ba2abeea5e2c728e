"""Asking Akismet about a comment before it is judged, and keeping what it says.

Its answer is a finding beside those of the policy: spam is held for a person, also what Akismet
would discard.  Without an answer the classifier alone judges, and
`ask_again` asks later.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.addresses import address_of
from articles.models import Comment
from articles.text import storable
from moderation.models import Finding, ReviewItem, SpamCheck, Verdict
from moderation.services.clients.webhooks.sending import NotSent
from moderation.services.connections.akismet import client
from moderation.services.decisions import cases
from moderation.services.judging import kept_findings
from moderation.services.judging.persistence.decisions import decided_by_a_person

logger = logging.getLogger(__name__)

Answer = SpamCheck.Answer
# As long as the networks that comments came from.
KEPT = timedelta(days=30)
# Where it does not answer, no reader waits for it so soon again; in seconds.
PAUSE = 60.0
# Comments that got no answer are asked about again for so long.
GIVEN_UP = timedelta(days=1)
AT_ONCE = 50


class Pause:
    """Until when this process does not ask."""

    def __init__(self) -> None:
        self.ends_at = 0.0

    def begin(self) -> None:
        self.ends_at = time.monotonic() + PAUSE

    def lasts(self) -> bool:
        return time.monotonic() < self.ends_at


pause = Pause()


def open_check(comment: Comment, request: HttpRequest) -> None:
    """Note what the browser sent with a new or edited text, in the transaction that stores it."""
    headers = request.headers
    given = {
        "answer": Answer.NONE,
        "taught": "",
        "user_ip": address_of(request)[:64],
        "user_agent": storable(headers.get("User-Agent", ""))[:500],
        "referrer": storable(headers.get("Referer", ""))[:1000],
        "asked_at": timezone.now(),
    }
    SpamCheck.objects.update_or_create(comment=comment, defaults=given)


def ask_about(comments: Sequence[Comment]) -> None:
    """Ask about those of `comments` that are new, and keep what is said for their judgement."""
    _ask(SpamCheck.objects.filter(comment__in=comments, answer=Answer.NONE), _hold)


def ask_again() -> None:
    """Ask about comments that got no answer when they came; those that are spam wait for a person.

    What readers see already stays visible meanwhile.
    """
    now = timezone.now()
    missed = SpamCheck.objects.filter(
        answer=Answer.NONE, asked_at__range=(now - GIVEN_UP, now - timedelta(seconds=PAUSE))
    )
    _ask(missed.order_by("asked_at")[:AT_ONCE], _queue)


def _ask(waiting: QuerySet[SpamCheck], act: Callable[[Comment], None]) -> None:
    """Ask about each, and act on those that are spam."""
    for asked in waiting.select_related("comment__article", "comment__author"):
        if pause.lasts():
            return
        try:
            _store(asked, client.check(asked), act)
        except NotSent as error:
            pause.begin()
            logger.error("Comments are not checked for spam for a minute: %s", error)


@transaction.atomic
def _store(asked: SpamCheck, answer: SpamCheck.Answer, act: Callable[[Comment], None]) -> None:
    """Store the answer, unless the text was edited meanwhile; the one about a former text goes."""
    same = SpamCheck.objects.filter(pk=asked.pk, answer=Answer.NONE, asked_at=asked.asked_at)
    if not same.update(answer=answer):
        return
    Finding.objects.filter(comment=asked.comment, reason=Finding.Reason.SPAM).delete()
    if answer.is_spam:
        act(asked.comment)


def _hold(comment: Comment) -> None:
    kept_findings.keep([comment], Finding.Reason.SPAM)


def _queue(comment: Comment) -> None:
    """Have a person look at a comment that was judged before; nothing happens to it by itself."""
    if comment.status == Comment.Status.REMOVED or decided_by_a_person([comment.pk]):
        return
    is_held = comment.status == Comment.Status.HELD
    verdict = Verdict.HOLD if is_held else Verdict.QUEUE
    Finding.objects.create(comment=comment, reason=Finding.Reason.SPAM, verdict=verdict)
    cases.open_case(comment=comment, queue=ReviewItem.Queue.NEEDS_REVIEW)


def forget_old() -> int:
    """Delete what browsers sent longer ago than KEPT; nothing is taught about these comments."""
    deleted, _ = SpamCheck.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    return deleted
