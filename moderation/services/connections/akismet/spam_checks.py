"""Asking Akismet about a comment before it is judged, and keeping what it says.

Its answer is a finding beside those of the policy: spam is held for a person, and what is spam
beyond doubt is removed, with a notice.  Without an answer the classifier alone judges.
"""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from articles.addresses import address_of
from articles.models import Comment
from articles.text import storable
from moderation.models import Finding, SpamCheck, Verdict
from moderation.services.clients.webhooks.sending import NotSent
from moderation.services.connections.akismet import client
from moderation.services.judging import kept_findings

logger = logging.getLogger(__name__)

Answer = SpamCheck.Answer
VERDICTS = {Answer.SPAM: Verdict.HOLD, Answer.BLATANT: Verdict.REMOVE}
# As long as the networks that comments came from.
KEPT = timedelta(days=30)
# Where it does not answer, no reader waits for it so soon again; in seconds.
PAUSE = 60.0


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
    waiting = SpamCheck.objects.filter(comment__in=comments, answer=Answer.NONE)
    for asked in waiting.select_related("comment__article", "comment__author"):
        if pause.lasts():
            return
        try:
            _keep(asked, client.check(asked))
        except NotSent as error:
            pause.begin()
            logger.error("Comments are not checked for spam for a minute: %s", error)


@transaction.atomic
def _keep(asked: SpamCheck, answer: SpamCheck.Answer) -> None:
    """Keep the answer, unless the text was edited meanwhile; the one about an earlier text goes."""
    comment = asked.comment
    same = SpamCheck.objects.filter(pk=asked.pk, answer=Answer.NONE, asked_at=asked.asked_at)
    if not same.update(answer=answer):
        return
    Finding.objects.filter(comment=comment, reason=Finding.Reason.SPAM).delete()
    if verdict := VERDICTS.get(answer):
        kept_findings.keep([comment], Finding.Reason.SPAM, verdict)


def forget_old() -> int:
    """Delete what browsers sent longer ago than KEPT; nothing is taught about these comments."""
    deleted, _ = SpamCheck.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    return deleted
