"""Replies: who is told of them, when, and how the e-mails end."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Author, Comment
from moderation.models import Block, Decision, Notice, Notification
from moderation.services.decisions import deciding, undoing
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.readers import mailing, news_mail, replies
from tests.factories import make_author, make_comment, make_moderator, make_policy_version
from tests.racing import race

pytestmark = pytest.mark.django_db

PUBLISHED = Comment.Status.PUBLISHED


@pytest.fixture
def asked(written_release):
    """A published comment whose author has an address."""
    make_policy_version()
    return make_comment(status=PUBLISHED, author=make_author(email="ani@example.org"))


def reply(to, text="Quite so.", **fields):
    made = make_comment(text, parent=to, article=to.article, **fields)
    scoring.score([made])
    made.refresh_from_db()
    return made


def later(**time):
    """Let time pass: what happened did so earlier."""
    moved = timedelta(**time)
    for row in Notification.objects.all():
        row.created_at -= moved
        row.next_at -= moved
        row.emailed_at = row.emailed_at and row.emailed_at - moved
        row.save()
    for notice in Notice.objects.all():
        Notice.objects.filter(pk=notice.pk).update(created_at=notice.created_at - moved)


def test_a_reply_is_told_of_once_it_is_published(asked):
    held = reply(asked, "You [personal_attack 0.9]!")
    assert not Notification.objects.exists()
    moderator = make_moderator()
    approval = deciding.decide(
        comment=held,
        moderator=moderator,
        action=Decision.Action.APPROVE,
        version_token=version_token_of(held),
    )
    assert Notification.objects.get().author == asked.author
    undoing.undo(decision=approval, moderator=moderator)
    assert replies.newest(asked.author) == []
    later(minutes=2)
    assert news_mail.send_due() == 0


def test_nobody_is_told_of_their_own_or_imported_replies(asked):
    reply(asked, author=asked.author)
    reply(asked, source_id="disqus:1")
    assert not Notification.objects.exists()


def test_an_email_tells_of_all_replies_in_a_discussion_and_the_next_waits_an_hour(asked, settings):
    settings.SITE_NAME = "The Paper"
    Article.objects.update(url="https://paper.example/swans")
    first = reply(asked, "First reply.", author=make_author(name="Bo"))
    reply(asked, "Second reply.")
    later(minutes=2)
    assert (news_mail.send_due(), news_mail.send_due()) == (1, 0)
    (email,) = mail.outbox
    assert email.subject == "The Paper: 2 new replies to your comments"
    assert "Bo replied to you" in email.body
    assert "Second reply." in email.body
    assert f"https://paper.example/swans#comity-{first.pk}" in email.body
    reply(asked)
    later(minutes=30)
    assert news_mail.send_due() == 0
    later(minutes=31)
    assert news_mail.send_due() == 1


def test_what_became_of_a_comment_waits_for_the_hour_too(asked):
    reply(asked)
    later(minutes=2)
    assert news_mail.send_due() == 1
    hurt = "You [personal_attack 0.9]!"
    held = make_comment(hurt, article=asked.article, author=asked.author)
    scoring.score([held])
    later(minutes=2)
    assert mailing.send_due() == 0
    later(minutes=58)
    assert mailing.send_due() == 1


def test_a_reader_who_wants_one_email_a_day_gets_everything_in_it(asked):
    Author.objects.filter(pk=asked.author.pk).update(mailing=Author.Mailing.DAILY)
    reply(asked, "A reply of the day.")
    scoring.score([make_comment("You [personal_attack 0.9]!", author=asked.author)])
    later(hours=23)
    assert (mailing.send_due(), news_mail.send_due()) == (0, 0)
    later(hours=2)
    assert (mailing.send_due(), news_mail.send_due(), news_mail.send_due()) == (0, 1, 0)
    (email,) = mail.outbox
    assert "A reply of the day." in email.body
    assert "Your comment is waiting for review." in email.body


def test_a_blocked_author_and_an_unproved_address_get_nothing(asked):
    reply(asked)
    later(minutes=2)
    Author.objects.filter(pk=asked.author.pk).update(email_confirmed_at=None)
    assert news_mail.send_due() == 0
    Author.objects.filter(pk=asked.author.pk).update(email_confirmed_at=timezone.now())
    block = Block.objects.create(author=asked.author, reason="Insults.")
    assert news_mail.send_due() == 0
    block.delete()
    assert news_mail.send_due() == 0


def test_one_click_ends_the_emails_without_a_login(asked, client):
    reply(asked)
    later(minutes=2)
    call_command("send_notices")
    (email,) = mail.outbox
    assert email.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(
        r"<https://comments\.example\.org(/\S+)>", email.extra_headers["List-Unsubscribe"]
    )
    assert client.get(found[1]).status_code == 200
    asked.author.refresh_from_db()
    assert asked.author.mailing == Author.Mailing.AT_ONCE  # programs that look into e-mails
    assert client.post(found[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    asked.author.refresh_from_db()
    assert asked.author.mailing == Author.Mailing.NEVER
    assert client.post(found[1], {"mailing": "hourly"}).status_code == 400
    assert client.get(f"{found[1][:-2]}x/").status_code == 410


def test_a_reply_is_sent_again_if_the_process_died_while_sending(asked, monkeypatch):
    reply(asked)
    later(minutes=2)

    def die(*_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(news_mail, "_send", die)
        with pytest.raises(SystemExit):
            news_mail.send_due()
    assert news_mail.send_due() == 0
    later(minutes=11)
    assert news_mail.send_due() == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_a_reply_once(asked):
    reply(asked)
    later(minutes=2)
    assert sorted(race(news_mail.send_due, news_mail.send_due)) == [0, 1]
