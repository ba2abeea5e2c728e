"""The page that offers the words of a language or of a file to a clause."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from moderation.services.policy import drafting, profanity
from tests.factories import make_comment
from tests.views.policy_editor.forms import read, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(address):
    return f"{address}words/"


def stored(policy):
    draft = drafting.draft_of(policy=policy)
    return [(r.language, r.verdict, r.entries) for c in draft.clauses.all() for r in c.own_rules]


def sent(shown, **fields):
    form = shown.context["form"]
    values = {name: form[name].value() for name in ("clause", "others", "language")}
    return {**values, "verdict": "queue", "version_token": form["version_token"].value()} | fields


def test_an_editor_sees_what_each_word_hits_and_adopts_those_that_are_ticked(client, page, policy):
    make_comment("Det är en jävla abort, sa han till oss.")
    shown = client.post(page, {"language": "sv", "show": ""})
    rows = [(own.entry, own.times, ticked) for own, ticked in shown.context["rows"]]
    assert rows == [("abort", 1, True), ("jävla", 1, True)]
    assert "CC BY 4.0" in shown.content.decode()
    adopted = client.post(page, sent(shown, adopt="", keep=["jävla"], offered=["abort", "jävla"]))
    assert adopted.url == f"/desk/policies/{policy.pk}/"
    ((language, verdict, words),) = stored(policy)
    assert (language, verdict) == ("sv", "queue")
    assert sorted(words.split("\n")) == [w for w in profanity.words("sv") if w != "abort"]


def test_saving_the_editors_page_keeps_the_language_of_a_list(client, page, policy, address):
    shown = client.post(page, {"language": "sv", "show": ""})
    client.post(page, sent(shown, adopt="", others="skit"))
    typed = read(client.get(address)).fields | {"save": ""}
    assert client.post(address, typed).status_code == 302
    assert stored(policy) == [("sv", "queue", "skit")]


def test_words_come_from_a_file_for_a_language_without_a_list(client, page, policy):
    file = SimpleUploadedFile("words.txt", "հիմար\nապուշ\n".encode())
    shown = client.post(page, {"language": "hy", "file": file, "show": ""})
    assert shown.context["form"]["others"].value() == "հիմար\nապուշ"
    assert client.post(page, sent(shown, adopt="")).status_code == 302
    assert stored(policy) == [("hy", "queue", "հիմար\nապուշ")]


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, page, policy):
    file = SimpleUploadedFile("words.txt", b"")
    refused = client.post(page, {"language": "", "file": file, "show": ""})
    assert refused.status_code == 400
    assert refused.context["source"].errors == {
        "file": ["The file is empty. Write a word on each line."]
    }
    shown = client.post(page, {"language": "sv", "show": ""})
    wrong = client.post(page, sent(shown, adopt="", others="skit\nba*d", keep=["kuk"]))
    assert wrong.status_code == 400
    assert wrong.context["form"]["others"].value() == "skit\nba*d"
    assert "“ba*d” has a “*”" in wrong.content.decode()
    outdated = client.post(page, sent(shown, adopt="", others="skit", version_token="0-x"))
    assert outdated.status_code == 409
    assert stored(policy) == []
    assert client.post(page, sent(outdated, adopt="", others="skit")).status_code == 302
    assert said(client.get(f"/desk/policies/{policy.pk}/"))[0].startswith("The clause looks for 1")
