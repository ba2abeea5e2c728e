"""The page that translates a draft."""

import pytest

from moderation.services.policy import drafting
from tests.factories import make_article
from tests.views.policy_editor.forms import read

pytestmark = pytest.mark.django_db
FIELDS = {
    "text": "Pas de grossièretés ni d’attaques personnelles.",
    "quote_0": "grossièretés",
    "quote_1": "attaques personnelles",
}


def sent(client, page, **fields):
    token = client.get(page).context["form"]["version_token"].value()
    return client.post(page, {**FIELDS, "version_token": token, **fields})


def test_an_editor_translates_the_draft_and_readers_see_it_when_it_is_published(
    client, address, policy
):
    page = f"{address}translations/fr/"
    assert sent(client, page).url == address
    typed = read(client.get(address)).fields | {"publish": ""}
    assert client.post(address, typed).status_code == 302
    french = {"accept-language": "fr"}
    article = make_article().get_absolute_url()
    for read_by in (article, "/policy/", f"/articles/{article.split('/')[2]}/policy/"):
        shown = client.get(read_by, headers=french).content.decode()
        assert "grossièretés" in shown, read_by
        assert ">profanity<" not in shown
        others = client.get(read_by, headers={"accept-language": "hy"}).content.decode()
        assert ">profanity<" in others
    assert drafting.published(policy).clauses.first().quotes == {"fr": "grossièretés"}


def test_words_that_the_translation_does_not_say_are_refused_beside_their_field(client, address):
    page = f"{address}translations/fr/"
    refused = sent(client, page, quote_1="menaces")
    assert refused.status_code == 400
    assert refused.context["form"].errors == {
        "quote_1": ["The text above does not say “menaces”. Copy words from it."]
    }
    token = client.get(page).context["form"]["version_token"].value()
    sent(client, page)
    assert client.post(page, {**FIELDS, "version_token": token}).status_code == 409
    assert client.get(f"{address}translations/fi/").status_code == 404


def test_the_editors_page_keeps_translations_when_it_proposes_and_saves(client, address, policy):
    sent(client, f"{address}translations/fr/")
    typed = read(client.get(address)).fields
    proposed = read(client.post(address, typed | {"propose": ""})).fields
    assert client.post(address, proposed | {"save": ""}).status_code == 302
    clauses = drafting.draft_of(policy=policy).clauses.all()
    assert [own.quotes for own in clauses] == [
        {"fr": "grossièretés"},
        {"fr": "attaques personnelles"},
    ]
    assert (
        client.post(address, proposed | {"save": "", "clauses-0-quotes": "[1]"}).status_code == 400
    )
