"""What arrives in each kind of channel, at a receiver that really listens."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from moderation.models import AlertChannel, Delivery, Event, ReviewItem
from moderation.services.alerts import channels
from moderation.services.connections import exchange
from tests.factories import make_article, make_comment, make_finding, make_review_item
from tests.services.clients.conftest import receiver

__all__ = ["receiver"]

pytestmark = pytest.mark.django_db

SITE = "https://comments.example.org"
TITLE = "<!channel> [a](b) & *c* @all"


def make_channel(protocol, address, content="ids"):
    channel = AlertChannel(probability_from=0.9)
    channels.store(
        channel=channel, name="the desk", protocol=protocol, address=address, content=content
    )
    return channel


def make_case():
    comment = make_comment("You <b>all</b>!\n@here", article=make_article(title=TITLE))
    make_finding(comment)
    return make_review_item(comment, probability=0.94)


def told(receiver):
    """Send what is due; the only message that came."""
    exchange.exchange()
    (body,) = receiver.bodies
    return json.loads(body)


def test_slack_gets_links_and_no_mentions(receiver):
    make_channel("slack", receiver.url)
    case = make_case()
    assert told(receiver) == {
        "text": f"<{SITE}/desk/|Comity: 1 new case>\n"
        f"<{SITE}/desk/comments/{case.comment_id}/|94% “personal attacks” · "
        "&lt;!channel&gt; [a](b) &amp; *c* @\u200ball>"
    }


def test_the_text_is_sent_only_where_it_is_asked_for(receiver):
    make_channel("slack", receiver.url, content="text")
    make_case()
    assert told(receiver)["text"].endswith("\n> You &lt;b&gt;all&lt;/b&gt;! @\u200bhere")


def test_mattermost_gets_markdown(receiver):
    make_channel("mattermost", receiver.url, content="text")
    case = make_case()
    assert told(receiver) == {
        "text": f"[Comity: 1 new case]({SITE}/desk/)\n\n"
        r"[94% “personal attacks” · \<\!channel\> \[a\]\(b\) & \*c\* @"
        f"\u200ball]({SITE}/desk/comments/{case.comment_id}/)\n\n"
        r"> You \<b\>all\</b\>\! @"
        "\u200bhere"
    }


def test_teams_gets_an_adaptive_card(receiver):
    make_channel("teams", receiver.url)
    make_case()
    (attachment,) = told(receiver)["attachments"]
    card = attachment["content"]
    assert (attachment["contentType"], card["type"], card["version"]) == (
        "application/vnd.microsoft.card.adaptive",
        "AdaptiveCard",
        "1.4",
    )
    head, line = card["body"]
    assert head == {
        "type": "TextBlock",
        "text": f"[Comity: 1 new case]({SITE}/desk/)",
        "wrap": True,
        "weight": "bolder",
    }
    assert line["text"].startswith("[94% “personal attacks” · ")


def test_e_mail_goes_to_all_addresses(settings):
    settings.EMAIL_URL = "smtp://mail.example"
    make_channel("email", "desk@example.org, night@example.org")
    case = make_case()
    exchange.exchange()
    (message,) = mail.outbox
    assert (message.subject, message.bcc, message.to) == (
        "Comity: 1 new case",
        ["desk@example.org", "night@example.org"],
        [],
    )
    assert f"{SITE}/desk/comments/{case.comment_id}/" in message.body
    assert "You" not in message.body


def test_many_cases_are_counted_and_the_most_urgent_listed(receiver):
    make_channel("slack", receiver.url)
    for number in range(8):
        make_review_item(probability=0.95, priority=number)
    lines = told(receiver)["text"].splitlines()
    assert (lines[0], lines[-1], len(lines)) == (
        f"<{SITE}/desk/|Comity: 8 new cases>",
        f"<{SITE}/desk/|and 3 more>",
        7,
    )


def test_everything_else_is_told_with_its_page(receiver):
    channel = make_channel("slack", receiver.url)
    channel.probability_from, channel.oldest_hours, channel.not_scored_from = None, 1, 1
    channel.save()
    opened = timezone.now() - timedelta(hours=4)
    case = make_review_item(queue="not_scored", opened_at=opened)
    assert told(receiver)["text"].splitlines() == [
        f"<{SITE}/desk/comments/{case.comment_id}/|Comity: The oldest open case has waited "
        "4 hours.>",
        f"<{SITE}/desk/queues/not-scored/|The classifier failed on 1 comment.>",
    ]


def test_a_message_of_which_nothing_holds_any_more_is_not_sent(receiver):
    make_channel("slack", receiver.url)
    make_case()
    receiver.answer = lambda handler: handler.send_response(500)
    exchange.exchange()
    ReviewItem.objects.update(status="closed")
    Delivery.objects.update(next_at=timezone.now())
    exchange.exchange()
    assert (Delivery.objects.get().status, len(receiver.received)) == ("delivered", 1)


def test_a_message_that_is_no_news_any_more_is_given_up(receiver):
    make_channel("slack", receiver.url)
    make_case()
    receiver.answer = lambda handler: handler.send_response(500)
    exchange.exchange()
    Event.objects.update(occurred_at=timezone.now() - timedelta(hours=13))
    Delivery.objects.update(next_at=timezone.now())
    exchange.exchange()
    assert (Delivery.objects.get().status, len(receiver.received)) == ("failed", 1)


def test_a_channel_can_be_tried(receiver):
    channels.try_out(channel=make_channel("slack", receiver.url))
    assert told(receiver) == {"text": f"<{SITE}/desk/|Comity: Messages to moderators arrive here.>"}


def test_messages_are_in_the_language_of_the_site(receiver, settings):
    settings.LANGUAGE_CODE = "de"
    make_channel("slack", receiver.url)
    make_case()
    assert told(receiver)["text"].startswith(f"<{SITE}/desk/|Comity: 1 neuer Fall>")
