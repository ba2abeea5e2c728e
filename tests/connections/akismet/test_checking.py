"""Asking Akismet about new comments, and doing without it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Finding, ReviewItem, SpamCheck, Trust
from moderation.services.connections import exchange
from moderation.services.connections.akismet import client, spam_checks
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.readers import personal_data
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db

Status = Comment.Status
SPAM = "Buy watches – “now”!"
BLATANT = "Buy pills!"


def reasons(comment):
    return [finding.reason for finding in comment.findings.all()]


def test_akismet_is_told_what_its_documentation_asks_for(stand_in, post):
    comment = post(SPAM)
    (given,) = stand_in.about("comment-check")
    assert given == {
        "api_key": "a1b2c3d4e5f6",
        "blog": "https://comments.example",
        "user_ip": "127.0.0.1",
        "user_agent": "Firefox/140",
        "referrer": "https://paper.example/a",
        "permalink": "https://comments.example/articles/a/",
        "comment_type": "comment",
        "comment_author": "Zoë",
        "comment_author_email": "zoe@example.org",
        "comment_content": SPAM,
        "comment_date_gmt": comment.posted_at.isoformat(),
        "comment_post_modified_gmt": comment.article.published_at.isoformat(),
        "blog_lang": "en",
        "blog_charset": "UTF-8",
    }


def test_spam_waits_for_a_person_and_so_does_spam_beyond_doubt_and_its_author_gets_a_notice(
    stand_in, post, client
):
    calm, spam, blatant = post("Well said."), post(SPAM), post(BLATANT)
    assert [calm.status, spam.status, blatant.status] == ["published", "held", "held"]
    assert (reasons(calm), reasons(spam)) == ([], [Finding.Reason.SPAM])
    assert [c.review_items.open().get().queue for c in (spam, blatant)] == ["needs_review"] * 2
    page = client.get(blatant.notices.get().get_absolute_url()).content.decode()
    assert "An automatic check takes it for advertising." in page
    scoring.score([spam])
    spam.refresh_from_db()
    assert (spam.status, reasons(spam)) == ("held", [Finding.Reason.SPAM])


def test_an_edited_text_is_asked_about_again(stand_in, post, client):
    spam = post(SPAM)
    client.post(f"/comments/{spam.pk}/edit/", {"text": "Well said."})
    spam.refresh_from_db()
    assert (spam.status, reasons(spam)) == ("published", [])
    assert [given.get("recheck_reason") for given in stand_in.about("comment-check")] == [
        None,
        "edit",
    ]


@pytest.mark.parametrize("mood", ["down", "slow", "rubbish", "gone"])
def test_without_an_answer_the_classifier_alone_judges_and_nobody_waits_again_for_a_minute(
    stand_in, post, settings, monkeypatch, mood
):
    stand_in.mood = mood
    monkeypatch.setattr(client, "CHECKED_WITHIN", 0.3)
    if mood == "gone":
        settings.AKISMET_URL = "http://127.0.0.1:9"
    assert post(SPAM).status == "published"
    assert post("You are an [personal_attack 0.9]!", confirmed="on").status == "held"
    assert len(stand_in.asked) == (mood != "gone")
    stand_in.mood, settings.AKISMET_URL = "", stand_in.address
    spam_checks.pause.ends_at = 0.0
    assert post("More watches.").status == "held"


def test_what_got_no_answer_is_asked_about_again_and_queued_unless_a_person_decided(
    stand_in, post, settings
):
    stand_in.mood = "down"
    comments = {text: post(text) for text in ("Some watches.", "Well said.", "Good watches.")}
    approved = comments["Good watches."]
    deciding.decide(
        comment=approved,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(approved),
    )
    stand_in.mood, spam_checks.pause.ends_at = "", 0.0
    exchange.exchange()
    assert len(stand_in.about("comment-check")) == 1
    SpamCheck.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    for _ in range(2):
        exchange.exchange()
    assert len(stand_in.about("comment-check")) == 4
    (case,) = ReviewItem.objects.open()
    assert (case.comment, case.comment.status) == (comments["Some watches."], "published")
    assert reasons(case.comment) == [Finding.Reason.SPAM]


def test_nothing_is_sent_without_a_key_nor_about_whom_a_moderator_trusts(stand_in, post, settings):
    first = post("Well said.")
    Trust.objects.create(author=first.author, level=Trust.Level.TRUSTED)
    assert post(SPAM).status == "published"
    settings.AKISMET_KEY = ""
    assert not SpamCheck.objects.exclude(comment=first).exists()
    assert len(stand_in.asked) == 1


def test_what_browsers_sent_is_deleted_with_the_text_or_after_a_month(stand_in, post):
    erased, old, new = post(SPAM), post("Well said."), post("Well said, too.")
    exported = list(personal_data.export(new.author))
    assert [row["user_ip"] for row in exported if row["what"] == "spam_check"] == ["127.0.0.1"] * 3
    personal_data.erase_comment(erased)
    SpamCheck.objects.filter(comment=old).update(asked_at=timezone.now() - timedelta(days=31))
    assert spam_checks.forget_old() == 1
    assert SpamCheck.objects.get().comment == new


def test_the_command_says_whether_the_key_is_accepted(stand_in, settings, capsys):
    call_command("check_akismet")
    assert capsys.readouterr().out == "Akismet accepts the key.\n"
    settings.AKISMET_KEY = "wrong"
    with pytest.raises(CommandError, match="Check AKISMET_KEY"):
        call_command("check_akismet")
    stand_in.mood = "down"
    with pytest.raises(CommandError, match="Akismet cannot be asked"):
        call_command("check_akismet")
    settings.AKISMET_KEY = ""
    with pytest.raises(CommandError, match="Set AKISMET_KEY"):
        call_command("check_akismet")
