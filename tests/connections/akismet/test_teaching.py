"""What moderators decide is told to Akismet, and taken back with an undo."""

import pytest

from moderation.models import Clause, Decision, Delivery, WebhookEndpoint
from moderation.services.connections import exchange
from moderation.services.decisions import deciding, undoing
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_moderator, rule

pytestmark = pytest.mark.django_db

SPAM, CALM = "Buy watches!", "See a.example, b.example and c.example."
Action = Decision.Action


@pytest.fixture
def decide():
    moderator = make_moderator()

    def decide(comment, action, clause=None):
        comment.refresh_from_db()
        return deciding.decide(
            comment=comment,
            moderator=moderator,
            action=action,
            version_token=version_token_of(comment),
            clause=clause,
        )

    return decide


def taught(stand_in):
    exchange.exchange()
    return [
        (method, given["comment_content"])
        for method, given in stand_in.asked
        if method.startswith("submit-")
    ]


def test_an_approval_of_spam_is_told_as_ham_and_its_undo_as_spam(stand_in, post, decide):
    decision = decide(post(SPAM), Action.APPROVE)
    assert taught(stand_in) == [("submit-ham", SPAM)]
    assert taught(stand_in) == [("submit-ham", SPAM)]
    (ham,) = stand_in.about("submit-ham")
    (asked,) = stand_in.about("comment-check")
    assert ham == asked
    undoing.undo(decision=decision, moderator=decision.moderator)
    assert taught(stand_in) == [("submit-ham", SPAM), ("submit-spam", SPAM)]


def test_a_removal_for_advertising_is_told_as_spam_and_any_other_is_not(stand_in, post, decide):
    comments = [post(CALM), post("You fool."), post(SPAM)]
    advertising, insults = Clause.objects.order_by("pk")[:2]
    Clause.objects.filter(pk=advertising.pk).update(rules=[rule("links", 9)])
    for comment, broken in zip(comments, (advertising, insults, insults), strict=True):
        decide(comment, Action.REMOVE, broken)
    assert taught(stand_in) == [("submit-spam", CALM)]


def test_what_akismet_does_not_take_waits_for_it(stand_in, post, decide):
    comment = post(SPAM)
    decide(comment, Action.APPROVE)
    stand_in.mood = "rubbish"
    taught(stand_in)
    waiting = Delivery.objects.get(event__kind="decision.made")
    assert (waiting.status, waiting.attempts) == ("waiting", 1)
    assert "Bad gateway" in waiting.answer
    stand_in.mood = ""
    Delivery.objects.update(next_at=comment.posted_at)
    assert taught(stand_in)[-1] == ("submit-ham", SPAM)


def test_without_a_key_nothing_waits_for_akismet(stand_in, post, decide, settings):
    comment = post(SPAM)
    exchange.exchange()
    settings.AKISMET_KEY = ""
    decide(comment, Action.APPROVE)
    assert taught(stand_in) == []
    assert WebhookEndpoint.objects.get().status == WebhookEndpoint.Status.OFF
    assert not Delivery.objects.exists()
