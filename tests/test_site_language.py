"""A site in German is German for whoever asks for no other language, and so are its e-mails."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import Article, Author
from moderation.models import Finding, Notice
from moderation.services.judging import scoring
from moderation.services.readers import mailing
from tests.factories import make_article, make_author, make_comment, make_policy_version


@pytest.fixture(autouse=True)
def german(settings):
    settings.LANGUAGE_CODE = "de"


def held(text="You [personal_attack 0.9]!"):
    make_policy_version()
    comment = make_comment(text, author=make_author(email="ani@example.org"))
    scoring.score([comment])
    hour_ago = timezone.now() - timedelta(hours=1)
    Notice.objects.update(created_at=hour_ago)
    return Notice.objects.get()


ENGLISH = {"accept-language": "en"}


@pytest.mark.django_db
def test_a_page_is_in_the_language_of_the_article_or_else_of_the_browser(client):
    article = make_article()
    address = article.get_absolute_url()
    finnish = client.get(address, headers={"accept-language": "fi"}).content.decode()
    assert '<html lang="de">' in finnish
    assert "Kommentar absenden" in finnish
    page = client.get(address, headers=ENGLISH)
    assert "Accept-Language" in page.headers["Vary"]
    assert "Post comment" in page.content.decode()
    Article.objects.update(language="de")
    assert "Kommentar absenden" in client.get(address, headers=ENGLISH).content.decode()
    feed = client.get(f"{address}feed/", headers=ENGLISH).content.decode()
    assert "Kommentare zu" in feed


@pytest.mark.django_db
def test_an_embed_is_in_the_language_of_its_page_or_else_of_the_article(client):
    make_article(external_id="a-1", language="de")
    read = {"id": "a-1"}
    assert "Kommentar absenden" in client.get("/embed/articles/", read).content.decode()
    read["lang"] = "en-GB"
    assert "Post comment" in client.get("/embed/articles/", read).content.decode()


@pytest.mark.django_db
def test_an_email_is_in_the_language_that_its_reader_posted_in(written_release):
    notice = held()
    Author.objects.update(language="en")
    notice.author.refresh_from_db()
    assert mailing.message_of(notice).subject == "Comity: Your comment is waiting for review"


@pytest.mark.django_db
def test_a_notice_is_in_the_language_of_the_site(client, written_release):
    notice = held()
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "Ihr Kommentar wartet auf die Prüfung" in page
    assert "Die Diskussionsrichtlinien verbieten" in page


@pytest.mark.django_db
def test_an_email_is_in_the_language_of_the_site_whoever_sends_it(written_release):
    held()
    with translation.override("en"):
        mailing.send_due()
    (email,) = mail.outbox
    assert email.subject == "Comity: Ihr Kommentar wartet auf die Prüfung"
    assert "Regel der Diskussionsrichtlinien: „personal attacks“." in email.body


@pytest.mark.django_db
def test_the_reasons_in_a_notice_are_stored_in_the_language_of_the_site(written_release):
    version = make_policy_version()
    version.policy.moderation = "pre"
    version.policy.save()
    with translation.override("en"):
        scoring.score([make_comment()])
    (finding,) = Finding.objects.all()
    assert finding.reason == Finding.Reason.PREMODERATED
    assert Notice.objects.get().explanation == (
        "Kommentare zu diesem Artikel werden vor der Veröffentlichung geprüft."
    )


@pytest.mark.django_db
def test_the_desk_is_in_the_language_of_the_site_for_a_browser_that_asks_for_neither(client):
    page = client.get(reverse("login"), headers={"accept-language": "fi"}).content.decode()
    assert '<html lang="de">' in page


def test_a_language_that_the_site_does_not_have_is_refused():
    environment = {**os.environ, "LANGUAGE_CODE": "fi", "SECRET_KEY": configured.SECRET_KEY}
    command = [sys.executable, "-c", "import config.settings"]
    run = subprocess.run(  # noqa: S603 -- a fixed command
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert run.stderr.splitlines()[-1].endswith(
        "LANGUAGE_CODE is 'fi'. Set it to one of: en, de, es, fr, hy."
    )
