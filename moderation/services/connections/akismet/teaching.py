"""Telling Akismet what moderators decided: spam that it missed, and what it wrongly took for spam.

Each event brings what stands now, not what stood at its time: events may come twice, and late.  So
an undone decision is taken back there, too.
"""

from django.conf import settings

from moderation.models import Decision, Delivery, EventKind, SpamCheck, WebhookEndpoint
from moderation.models.clause_rules import RuleKind
from moderation.services.clients.webhooks.sending import Answer
from moderation.services.connections import akismet
from moderation.services.connections.akismet import client

Status = WebhookEndpoint.Status
NAME = "Akismet"
KINDS = [EventKind.DECISION_MADE.value, EventKind.DECISION_UNDONE.value]
# A clause with one of these is about advertising.
OF_ADVERTISING = (RuleKind.LINKS, RuleKind.REPEATS)
DONE = 200


def keep_endpoint() -> None:
    """Have decisions sent to Akismet while the site has a key, and not otherwise."""
    own = WebhookEndpoint.objects.filter(protocol=WebhookEndpoint.Protocol.AKISMET)
    if not akismet.is_on():
        own.exclude(status=Status.OFF).update(status=Status.OFF)
    elif not own.exclude(status=Status.OFF).exists():
        resume()


def resume() -> None:
    """Make the endpoint, or go on after a pause."""
    WebhookEndpoint.objects.update_or_create(
        protocol=WebhookEndpoint.Protocol.AKISMET,
        defaults={
            "name": NAME,
            "url": settings.AKISMET_URL,
            "kinds": KINDS,
            "status": Status.ACTIVE,
            "failing_since": None,
        },
    )


def send(delivery: Delivery) -> Answer:
    """Teach what a person decided about a comment.  Raises NotSent, to be tried again."""
    asked = (
        SpamCheck.objects.exclude(answer=SpamCheck.Answer.NONE)
        .filter(comment=delivery.event.comment_id)
        .select_related("comment__article", "comment__author")
        .first()
    )
    if asked is None:
        return Answer(DONE, "It was not asked about this comment, or too long ago.")
    wanted = _wanted(asked)
    if wanted == asked.believed:
        return Answer(DONE, "It knows.")
    answer = client.submit(asked, as_spam=wanted == SpamCheck.Answer.SPAM)
    SpamCheck.objects.filter(pk=asked.pk).update(taught=wanted)
    return answer


def _wanted(asked: SpamCheck) -> str:
    """What the comment is, by the decision that stands; without one, what Akismet said.

    A removal for another rule says nothing about spam.
    """
    made = Decision.objects.standing().by_people().of_current_text()
    standing = made.filter(comment=asked.comment_id).order_by("pk").last()
    if standing and standing.status_after == asked.comment.Status.PUBLISHED:
        return SpamCheck.Answer.HAM
    if standing and standing.clause and _is_about_advertising(standing):
        return SpamCheck.Answer.SPAM
    return SpamCheck(answer=asked.answer).believed


def _is_about_advertising(removal: Decision) -> bool:
    rules = removal.clause.rules_by_kind if removal.clause else {}
    return any(kind in rules for kind in OF_ADVERTISING)
