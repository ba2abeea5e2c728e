"""Spanish, French and Armenian are for readers: all that they see, and nothing of the desk."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from moderation.models import Notice
from moderation.services.judging import scoring
from moderation.services.readers import mailing
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
)
from tests.readers_texts import OF_DJANGO, texts
from tests.test_translations import catalogue, entries

LANGUAGES = sorted(set(dict(configured.LANGUAGES)) - set(dict(configured.DESK_LANGUAGES)))
TAG = re.compile(r"<[^>]+>")
FLAGS_AND_TEXT = re.compile(r"^((?:#.*\n)*)(?:msgctxt .*\n)?msgid (\".*\")", re.MULTILINE)


def test_each_catalogue_has_all_texts_for_readers_and_no_others():
    wanted = {f"{context}\x04{one}" if context else one for context, one, _ in texts()}
    for language in LANGUAGES:
        written = {one for one, _ in entries(language) if one}
        assert written ^ (wanted | OF_DJANGO.get(language, set())) == set(), language


def test_a_translation_is_marked_for_review_or_says_who_reviewed_it():
    for language in LANGUAGES:
        written = (catalogue(language) / "django.po").read_text()
        found = FLAGS_AND_TEXT.findall(written)[1:]
        assert len(found) == len(list(entries(language))) - 1
        for comments, text in found:
            marked = "#, fuzzy" in comments, "# Reviewed by " in comments
            assert sum(marked) == 1, f"{language}: {text}"
        # A guess of msgmerge is no translation.
        assert "#| " not in written


def test_a_translation_keeps_the_tags_in_their_number():
    for language in LANGUAGES:
        for one, translated in entries(language):
            for text in translated if one else ():
                assert sorted(TAG.findall(text)) == sorted(TAG.findall(one)), text


# In each: the button below a comment, what is said to the author of a held one, and when
SAID = {
    "es": ("Publicar el comentario", "Su comentario está pendiente de revisión", "de 2026, 14:05"),
    "fr": ("Publier le commentaire", "Votre commentaire est en attente", "2026 à 14:05"),
    "hy": ("Հրապարակել մեկնաբանությունը", "Ձեր մեկնաբանությունը սպասում է", ".2026, 14:05"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_reads_pages_embeds_notices_and_emails_in_the_language(
    client, language, written_release
):
    make_policy_version()
    button, heading, date = SAID[language]
    article = make_article(external_id="a-1")
    asked = {"accept-language": f"{language}, en;q=0.5"}
    page = client.get(article.get_absolute_url(), headers=asked).content.decode()
    assert f'<html lang="{language}">' in page
    assert button in page
    assert (
        button in client.get("/embed/articles/", {"id": "a-1", "lang": language}).content.decode()
    )
    Article.objects.update(language=language)
    assert button in client.get(article.get_absolute_url()).content.decode()

    author = make_author(email="ani@example.org", language=language)
    scoring.score([make_comment("You [personal_attack 0.9]!", article=article, author=author)])
    at = timezone.now().replace(month=3, day=7, year=2026, hour=14, minute=5)
    Notice.objects.update(created_at=at)
    page = client.get(Notice.objects.get().get_absolute_url(), headers=asked).content.decode()
    assert heading in page
    assert date in page
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))
    mailing.send_due()
    (email,) = mail.outbox
    assert heading in email.subject


@pytest.mark.django_db
def test_the_desk_is_in_the_next_language_of_the_browser_or_else_in_that_of_the_site(
    client, settings
):
    client.force_login(make_moderator(is_superuser=True, is_staff=True))
    for name, german in (("desk:queue", "Zu prüfen"), ("admin:index", "Artikel")):
        for asked, code in (("fr", "en"), ("fr, de;q=0.8", "de"), ("hy", "en")):
            page = client.get(reverse(name), headers={"accept-language": asked}).content.decode()
            assert f'lang="{code}"' in page
            assert (german in page) is (code == "de")
    settings.LANGUAGE_CODE = "de"
    page = client.get(reverse("desk:queue"), headers={"accept-language": "fr"}).content.decode()
    assert "Zu prüfen" in page
    page = client.get(reverse("desk:preferences")).content.decode()
    assert "Deutsch" in page
    assert "Français" not in page
