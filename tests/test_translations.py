"""Every text of the desk is marked for translation, and translated into every language."""

import gettext
import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import make_moderator

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]

DESK = sorted((settings.BASE_DIR / "templates" / "desk").glob("*.html"))
ENTRY = re.compile(
    r'^(?:msgctxt (?P<context>(?:"(?:[^"\\]|\\.)*"\n)+))?'
    r'msgid (?P<one>(?:"(?:[^"\\]|\\.)*"\n)+)'
    r'(?:msgid_plural (?P<many>(?:"(?:[^"\\]|\\.)*"\n)+))?'
    r'(?P<texts>(?:msgstr(?:\[\d\])? (?:"(?:[^"\\]|\\.)*"\n)+)+)',
    re.MULTILINE,
)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
NOT_ENGLISH = re.compile(r"^[\W\d_]*(?:CSV|Comity|Esc|[a-z])?[\W\d_]*$")


def _joined(quoted):
    text = "".join(QUOTED.findall(quoted))
    return text.replace("\\n", "\n").replace('\\"', '"')


def catalogue(language):
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES"


def entries(language):
    """Each entry of a catalogue: its text, behind its context if any, and its translations."""
    for found in ENTRY.finditer((catalogue(language) / "django.po").read_text() + "\n"):
        translations = [_joined(part) for part in re.split(r"msgstr(?:\[\d\])?", found["texts"])]
        context = f"{_joined(found['context'])}\x04" if found["context"] else ""
        yield context + _joined(found["one"]), translations[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    without = [one for one, texts in entries(language) if one and not all(texts)]
    assert without == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language):
    placeholder = re.compile(r"%\(\w+\)[sd]")
    for one, texts in entries(language):
        for text in texts if one else []:
            assert set(placeholder.findall(text)) == set(placeholder.findall(one)), one


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_up_to_date(language):
    with (catalogue(language) / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for one, texts in entries(language):
        if one and len(texts) == 1:
            assert compiled.gettext(one) == texts[0], "Run: make translations"


@pytest.mark.parametrize("template", DESK, ids=lambda path: path.name)
def test_no_text_of_the_desk_is_left_unmarked(template):
    text = template.read_text()
    text = re.sub(
        r"<!doctype html>|{#.*?#}|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL
    )
    text = re.sub(r"{% block body_attributes %}.*?{% endblock %}", "", text, flags=re.DOTALL)
    text = re.sub(
        r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL
    )
    left = [piece.strip() for piece in re.split(r"<[^>]*>", text)]
    assert [piece for piece in left if not NOT_ENGLISH.match(piece)] == []


@pytest.mark.django_db
def test_the_desk_is_in_the_language_that_the_browser_asks_for(client):
    client.force_login(make_moderator())
    page = client.get(reverse("desk:queue"), headers={"accept-language": "de"}).content.decode()
    assert '<html lang="de">' in page
    assert "Zu prüfen" in page
    assert "Needs review" not in page


@pytest.mark.django_db
def test_a_moderator_switches_the_language(client):
    client.force_login(make_moderator())
    form = {"language": "de", "next": reverse("desk:preferences")}
    page = client.post(reverse("set_language"), form, follow=True).content.decode()
    assert "Einstellungen" in page
