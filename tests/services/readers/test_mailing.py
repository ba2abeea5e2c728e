import socket
from datetime import timedelta
from io import StringIO
from threading import Thread

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Comment
from moderation.models import Notice
from moderation.services.judging import scoring
from moderation.services.readers import mailing
from tests.factories import make_author, make_comment, make_policy_version
from tests.racing import race

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


def test_an_email_quotes_the_clause_and_links_to_the_statement(notice, settings):
    settings.SITE_URL, settings.SITE_NAME = "https://paper.example", "The Paper"
    Article.objects.update(url="https://paper.example/swans")
    assert mailing.send_due() == 1
    (email,) = mail.outbox
    assert f"https://paper.example/swans#comity-{notice.comment.pk}\n" in email.body
    assert email.to == ["ani@example.org"]
    assert email.subject == "The Paper: Your comment is waiting for review"
    assert notice.comment.article.title in email.body
    assert "“personal attacks”" in email.body
    assert f"https://paper.example/notices/{notice.token}/" in email.body


def test_an_email_goes_out_once(notice):
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
    Comment.objects.update(status=Comment.Status.PUBLISHED)
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


def test_an_author_who_has_not_proved_the_address_gets_no_email(notice):
    type(notice.author).objects.update(email_confirmed_at=None)
    assert mailing.send_due() == 0


def test_a_server_that_is_down_leaves_the_email_due(notice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert mailing.send_due() == 0
    notice.refresh_from_db()
    assert notice.emailed_at is None


def refuse_recipients(listener, code):
    """Be a mail server that refuses every recipient, for one connection."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rw", newline="\r\n") as stream:
        answers = {"RCPT": f"{code} no such mailbox", "QUIT": "221 bye"}
        stream.write("220 ready\r\n")
        stream.flush()
        for line in stream:
            stream.write(f"{answers.get(line[:4].upper(), '250 ok')}\r\n")
            stream.flush()


@pytest.mark.parametrize(("code", "due"), [(450, 1), (550, 0)])
def test_an_email_to_no_mailbox_is_given_up_and_its_address_is_not_logged(
    notice, settings, caplog, code, due
):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Thread(target=refuse_recipients, args=(listener, code), daemon=True)
        server.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        assert mailing.send_due() == 0
        server.join(timeout=10)
    assert mailing.due().count() == due
    assert caplog.messages == [f"Notice {notice.pk} could not be sent: SMTPRecipientsRefused"]
    assert "ani@" not in caplog.text


PRINTER = "moderation.services.readers.printing.EmailBackend"


@pytest.mark.parametrize(
    "broken",
    [
        ("EMAIL_BACKEND", PRINTER, "EMAIL_URL"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "EMAIL_URL"),
        ("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend", "EMAIL_URL"),
        ("SITE_URL", "http://localhost:8000", "SITE_URL"),
        ("SITE_URL", "http://127.0.0.1", "SITE_URL"),
        ("SITE_URL", "", "SITE_URL"),
        ("DEFAULT_FROM_EMAIL", "comments@localhost", "DEFAULT_FROM_EMAIL"),
        ("DEFAULT_FROM_EMAIL", "The Paper <comments@localhost>", "DEFAULT_FROM_EMAIL"),
    ],
)
def test_without_what_mail_needs_nothing_is_sent_printed_or_claimed(
    notice, settings, capsys, broken
):
    name, value, missing = broken
    setattr(settings, name, value)
    with pytest.raises(CommandError, match=f"Nothing was sent. Set {missing}:") as error:
        call_command("send_notices")
    assert error.value.returncode == 1
    assert capsys.readouterr().out == ""
    assert mail.outbox == []
    assert list(mailing.due()) == [notice]


def test_a_demo_prints_its_emails_and_not_to_whom_they_go(notice, settings, capsys):
    settings.DEMO, settings.EMAIL_BACKEND = True, PRINTER
    settings.SITE_URL = "http://localhost:8000"
    call_command("send_notices")
    printed = capsys.readouterr().out
    assert printed.endswith("Printed: 1\n")
    assert f"http://localhost:8000/notices/{notice.token}/" in printed
    assert "ani@example.org" not in printed
    assert list(mailing.due()) == []


def test_the_command_says_how_many_it_sent(notice):
    out = StringIO()
    call_command("send_notices", stdout=out)
    assert out.getvalue() == "Sent: 1\n"


def test_an_email_has_no_word_of_the_comment_since_the_address_may_be_another_s(notice):
    mailing.send_due()
    assert "personal_attack" not in mail.outbox[0].body
    assert "You <b>" not in mail.outbox[0].body


def test_an_address_is_not_flooded(notice):
    author = notice.author
    comments = [make_comment("[personal_attack 0.9]", author=author) for _ in range(15)]
    scoring.score(comments)
    for due in Notice.objects.all():
        age(due, hours=1)
    assert mailing.send_due() == mailing.EMAILS_PER_DAY
    assert mailing.send_due() == 0
    assert Notice.objects.filter(emailed_at__isnull=False).count() == mailing.EMAILS_PER_DAY


SPELLINGS = [
    "victim@example.org",
    "Victim@example.org",
    "VICTIM@EXAMPLE.ORG",
    "vic.tim@example.org",
    "victim+tag@example.org",
    '"victim"@example.org',
    "victim@ｅｘａｍｐｌｅ.org",
]


def write_under_new_names(addresses):
    """A held comment by a new author for each address, with a notice that is due."""
    make_policy_version()
    comments = [
        make_comment("[personal_attack 0.9]", author=make_author(email=address))
        for address in addresses
    ]
    scoring.score(comments)
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))


def test_a_mailbox_is_not_flooded_by_new_authors_who_spell_it_in_ever_new_ways(written_release):
    write_under_new_names([SPELLINGS[number % len(SPELLINGS)] for number in range(36)])
    assert mailing.send_due() == mailing.EMAILS_PER_DAY
    assert mailing.send_due() == 0


def test_one_flooded_mailbox_does_not_keep_others_from_their_emails(written_release):
    write_under_new_names(["victim@example.org"] * 15 + ["other@example.org"])
    assert mailing.send_due(limit=12) == mailing.EMAILS_PER_DAY
    assert mailing.send_due(limit=12) == 1
    assert mail.outbox[-1].to == ["other@example.org"]


def test_the_next_day_a_mailbox_gets_emails_again(written_release):
    write_under_new_names(["victim@example.org"] * 12)
    mailing.send_due()
    Notice.objects.filter(emailed_at__isnull=False).update(
        emailed_at=timezone.now() - timedelta(days=1, minutes=1)
    )
    write_under_new_names(["Victim@example.org"])
    assert mailing.send_due() == 1


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_do_not_send_more_than_a_mailbox_may_get(written_release):
    write_under_new_names(["victim@example.org"] * 24)
    sent = race(*[mailing.send_due] * 3)
    assert sum(sent) == len(mail.outbox)
    assert 0 < len(mail.outbox) <= mailing.EMAILS_PER_DAY
