from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from moderation.models import Notice
from moderation.services.judging import scoring
from moderation.services.readers import mailing
from tests.factories import make_author, make_comment, make_policy_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(written_release):
    """An hour-old notice to an author with an address."""
    make_policy_version()
    comment = make_comment(
        "You <b>[personal_attack 0.9]</b>!", author=make_author(email="ani@example.org")
    )
    scoring.score([comment])
    return age(Notice.objects.get(), hours=1)


def age(notice, **time):
    Notice.objects.filter(pk=notice.pk).update(created_at=timezone.now() - timedelta(**time))
    return notice


def test_a_letter_quotes_the_clause_and_links_to_the_statement(notice, settings):
    settings.SITE_URL, settings.SITE_NAME = "https://paper.example", "The Paper"
    assert mailing.send_due() == 1
    (letter,) = mail.outbox
    assert letter.to == ["ani@example.org"]
    assert letter.subject == "The Paper: Your comment is waiting for review"
    assert notice.comment.article.title in letter.body
    assert "“personal attacks”" in letter.body
    assert f"https://paper.example/notices/{notice.token}/" in letter.body


def test_a_letter_goes_out_once(notice):
    mailing.send_due()
    assert mailing.send_due() == 0
    assert len(mail.outbox) == 1


def test_a_slip_undone_within_a_minute_is_not_written_about(notice):
    later = Notice.objects.create(
        kind=Notice.Kind.PUBLISHED,
        author=notice.author,
        comment=notice.comment,
        automated_detection=True,
        automation=Notice.Automation.NOT,
    )
    age(later, minutes=2)
    assert mailing.send_due() == 1
    assert mail.outbox[0].subject == "Comity: Your comment is published"
    assert mailing.send_due() == 0


def test_nothing_goes_out_within_the_minute_of_grace(notice):
    age(notice, seconds=10)
    assert mailing.send_due() == 0


def test_old_news_is_not_sent(notice):
    age(notice, days=4)
    assert mailing.send_due() == 0


def test_an_author_without_an_address_gets_no_letter(notice):
    type(notice.author).objects.update(email="")
    assert mailing.send_due() == 0


def test_a_server_that_is_down_leaves_the_letter_due(notice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert mailing.send_due() == 0
    notice.refresh_from_db()
    assert notice.emailed_at is None


def test_the_command_says_how_many_it_sent(notice):
    out = StringIO()
    call_command("send_notices", stdout=out)
    assert out.getvalue() == "Sent: 1\n"


def test_a_letter_has_no_word_of_the_comment_since_the_address_may_be_another_s(notice):
    mailing.send_due()
    assert "personal_attack" not in mail.outbox[0].body
    assert "You <b>" not in mail.outbox[0].body


def test_an_address_is_not_flooded(notice):
    author = notice.author
    comments = [make_comment("[personal_attack 0.9]", author=author) for _ in range(15)]
    scoring.score(comments)
    for due in Notice.objects.all():
        age(due, hours=1)
    assert mailing.send_due() == mailing.LETTERS_A_DAY
    assert mailing.send_due() == 0
