"""German is whole: every text of the desk is marked, and every marked text is translated."""

import gettext
import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import make_moderator

LOCALE = settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES"
# What editors set up, like the admin, is in English.
POLICY_EDITOR = "policy.html"

DESK = sorted(
    template
    for template in (settings.BASE_DIR / "templates" / "desk").glob("*.html")
    if template.name != POLICY_EDITOR
)
ENTRY = re.compile(
    r'^msgid (?P<one>(?:"(?:[^"\\]|\\.)*"\n)+)'
    r'(?:msgid_plural (?P<many>(?:"(?:[^"\\]|\\.)*"\n)+))?'
    r'(?P<texts>(?:msgstr(?:\[\d\])? (?:"(?:[^"\\]|\\.)*"\n)+)+)',
    re.MULTILINE,
)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
NOT_ENGLISH = re.compile(r"^[\W\d_]*(?:CSV|Comity|Esc|[a-z])?[\W\d_]*$")


def _joined(quoted):
    text = "".join(QUOTED.findall(quoted))
    return text.replace("\\n", "\n").replace('\\"', '"')


def _entries():
    for found in ENTRY.finditer((LOCALE / "django.po").read_text() + "\n"):
        translations = [_joined(part) for part in re.split(r"msgstr(?:\[\d\])?", found["texts"])]
        yield _joined(found["one"]), translations[1:]


def test_every_text_has_its_german():
    without = [one for one, texts in _entries() if one and not all(texts)]
    assert without == []


def test_the_placeholders_of_a_text_are_those_of_its_german():
    placeholder = re.compile(r"%\(\w+\)[sd]")
    for one, texts in _entries():
        for text in texts if one else []:
            assert set(placeholder.findall(text)) == set(placeholder.findall(one)), one


def test_the_compiled_catalogue_is_that_of_the_texts():
    with (LOCALE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for one, texts in _entries():
        if one and len(texts) == 1:
            assert compiled.gettext(one) == texts[0], "Run: make translations"


@pytest.mark.parametrize("template", DESK, ids=lambda path: path.name)
def test_no_text_of_the_desk_is_left_unmarked(template):
    text = template.read_text()
    text = re.sub(r"<!doctype html>|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% block body_attributes %}.*?{% endblock %}", "", text, flags=re.DOTALL)
    text = re.sub(
        r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL
    )
    left = [piece.strip() for piece in re.split(r"<[^>]*>", text)]
    assert [piece for piece in left if not NOT_ENGLISH.match(piece)] == []


@pytest.mark.django_db
def test_the_desk_speaks_german_to_who_asks_for_it(client):
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
