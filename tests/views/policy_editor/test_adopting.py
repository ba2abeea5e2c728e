"""Starting from a policy that comes with the site."""

from dataclasses import replace

import pytest

from moderation.models import Policy, PolicyExample
from moderation.services.policy import documents, drafting, shipped
from tests.factories import make_article, make_moderator
from tests.views.policy_editor.forms import read, said

pytestmark = pytest.mark.django_db

USUAL = shipped.document("usual", "en")
STRICT = shipped.document("strict", "en")


@pytest.fixture
def new(address):
    """A policy of which nothing is written yet, and its page."""
    own = Policy.objects.create(article=make_article())
    return own, f"/desk/policies/{own.pk}/"


def content(policy):
    return documents.content_of(drafting.draft_of(policy=policy)).data()


def wanted(document):
    return replace(document, examples=None, settings=None).data()


def adopt(client, page, key="usual.en", **typed):
    sent = read(client.get(page)).fields | {"shipped": key, "adopt": "", **typed}
    return client.post(page, sent, follow=True)


def test_an_editor_adopts_a_policy_as_the_draft_and_nothing_is_in_force(client, new):
    policy, page = new
    response = adopt(client, page)
    assert said(response) == ["Adopted as the draft. Nothing is in force before you publish it."]
    assert content(policy) == wanted(USUAL)
    assert drafting.published(policy) is None
    stored = [(own.expectation, own.text) for own in policy.examples.all()]
    assert stored == [(own.expectation, own.text) for own in USUAL.examples]


def test_a_policy_that_was_adopted_gives_way_to_another(client, new):
    policy, page = new
    adopt(client, page)
    adopt(client, page, "strict.en")
    assert content(policy) == wanted(STRICT)


def test_settings_that_go_with_a_policy_are_told_and_not_set(client, address):
    Policy.objects.all().update(article=make_article())
    policy = Policy.objects.create()
    response = adopt(client, f"/desk/policies/{policy.pk}/", "strict.en")
    assert said(response)[1] == (
        "The policy goes with these settings; set them under “Pre-moderation”: "
        "approvals of new authors: 3, record share: 0.3."
    )
    policy.refresh_from_db()
    assert (policy.approvals_of_new_authors, policy.record_share) == (0, None)


@pytest.mark.parametrize("is_saved", [False, True])
def test_a_text_of_the_editor_s_own_is_replaced_only_when_it_is_said(client, new, is_saved):
    policy, page = new
    typed = {} if is_saved else {"text": "Ours."}
    if is_saved:
        draft = drafting.draft_of(policy=policy)
        drafting.save(draft=draft, text="Ours.", clauses=[])
    response = adopt(client, page, **typed)
    assert response.status_code == 409
    assert "to adopt the policy anyway." in response.content.decode()
    assert read(response).fields["text"] == "Ours."
    assert content(policy)["text"] == (["Ours."] if is_saved else [""])
    adopt(client, page, replace_text="on", **typed)
    assert content(policy) == wanted(USUAL)


def test_what_another_editor_wrote_meanwhile_is_not_replaced(client, new):
    policy, page = new
    opened = read(client.get(page)).fields
    drafting.save(draft=drafting.draft_of(policy=policy), text="Theirs.", clauses=[])
    sent = opened | {"shipped": "usual.en", "adopt": "", "replace_text": "on"}
    response = client.post(page, sent)
    assert response.status_code == 409
    assert "Open this page again to see it." in response.content.decode()
    assert content(policy)["text"] == ["Theirs."]


def test_examples_that_there_are_stay(client, new):
    policy, page = new
    PolicyExample.objects.create(policy=policy, expectation="pass", text="Kind.")
    adopt(client, page)
    assert policy.examples.count() == len(USUAL.examples) + 1
    assert policy.examples.filter(text="Kind.").exists()


def test_what_is_typed_elsewhere_stays_typed(client, new):
    _, page = new
    response = adopt(client, page, **{"example-text": "Mine.", "example-expectation": "pass"})
    assert read(response).fields["example-text"] == "Mine."
    assert said(response)[-1] == "Not saved yet: the new example."


@pytest.mark.parametrize("key", ["", "mild.en", "../x.en"])
def test_what_is_not_shipped_is_refused(client, new, key):
    policy, page = new
    assert adopt(client, page, key).status_code == 400
    assert content(policy)["text"] == [""]


def test_it_is_offered_until_a_policy_with_a_text_is_in_force(client, new, policy, address):
    assert ("adopt", "") in read(client.get(new[1])).buttons
    assert ("adopt", "") not in read(client.get(address)).buttons


def test_enter_saves_and_does_not_adopt(client, new):
    assert read(client.get(new[1])).buttons[0] == ("save", "")


def test_it_takes_the_permission_that_editing_takes(client, new):
    policy, page = new
    client.force_login(make_moderator())
    assert client.post(page, {"shipped": "usual.en", "adopt": ""}).status_code == 403
    assert not policy.versions.exists()
