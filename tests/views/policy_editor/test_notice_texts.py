"""Texts of clauses in notices: typed in the editor, refused, kept and previewed."""

import pytest
from django.urls import reverse

from moderation.models import Clause
from moderation.models.notice_texts import KNOWN
from moderation.services.policy import drafting
from tests.factories import make_author, make_comment, make_policy_version, make_user
from tests.views.policy_editor.forms import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.fixture
def address():
    policy = make_policy_version().policy
    drafting.draft_of(policy=policy)
    return reverse("desk:policy", args=[policy.pk])


def _sent(editor, address, **typed):
    fields = read(editor.get(address)).fields
    return editor.post(address, {**fields, **typed, "save": ""}, follow=True)


def test_a_text_is_saved_with_the_draft_and_previewed_about_a_real_comment(editor, address):
    make_comment(author=make_author(name="<i>Ani</i>"))
    response = _sent(editor, address, **{"clauses-0-notice_de": "Guten Tag {name}: {rule}."})
    clause = Clause.objects.get(version__published_at=None, quote="profanity")
    assert clause.notice_texts == {"de": "Guten Tag {name}: {rule}."}
    page = response.content.decode()
    assert "Guten Tag &lt;i&gt;Ani&lt;/i&gt;: profanity." in page
    assert read(editor.get(address)).fields["clauses-0-notice_de"] == "Guten Tag {name}: {rule}."


def test_an_unknown_placeholder_is_refused_with_the_known_ones_and_stays_typed(editor, address):
    response = _sent(editor, address, **{"clauses-0-notice_en": "Dear {nme}"})
    page = response.content.decode()
    assert f"“{{nme}}” is not known. Use {KNOWN}, or write it without braces." in page
    assert read(response).fields["clauses-0-notice_en"] == "Dear {nme}"
