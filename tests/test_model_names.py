"""Models and their fields have names in every language wherever the admin shows them."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import Field
from django.urls import reverse

from articles.model_names import WORDS
from tests.factories import make_administrator

OURS = ("articles", "moderation", "staff")


def shown():
    """The names of the models of the admin, with those inside their forms, and of their fields."""
    for model, model_admin in admin.site._registry.items():
        inlines = [inline.model for inline in model_admin.inlines]
        for one in [model, *inlines]:
            if one._meta.app_label in OURS:
                yield str(one._meta.verbose_name)
                yield str(one._meta.verbose_name_plural)
                fields = [own for own in one._meta.get_fields() if isinstance(own, Field)]
                yield from (str(field.verbose_name) for field in fields if field.name != "id")


def test_every_name_that_the_admin_shows_is_collected_for_translation():
    assert sorted(set(shown()) - set(WORDS)) == []


def test_every_text_beside_a_field_follows_the_language():
    plain = [
        f"{model.__name__}.{field.name}"
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.help_text and isinstance(field.help_text, str)
    ]
    assert plain == []


def test_every_choice_follows_the_language():
    plain = [
        f"{model.__name__}.{field.name}: {label}"
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field)
        for value, label in field.choices or ()
        if isinstance(label, str) and label != value
    ]
    assert plain == []


@pytest.mark.django_db
def test_the_admin_is_in_the_language_that_the_browser_asks_for(client):
    client.force_login(make_administrator())
    german = {"accept-language": "de"}
    index = client.get(reverse("admin:index"), headers=german).content.decode()
    assert f"{settings.SITE_NAME}: Verwaltung" in index
    assert "Artikel und Kommentare" in index
    page = client.get(reverse("admin:articles_article_add"), headers=german).content.decode()
    assert "Absätze werden durch eine Leerzeile getrennt." in page
    assert "Schließen nach Tagen" in page
