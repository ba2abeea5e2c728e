"""Two people edit one policy: neither overwrites the other without knowing it."""

import pytest

from moderation.models import Policy
from moderation.services.policy import drafting, intake
from tests.factories import make_moderator
from tests.views.policy_editor.forms import read

pytestmark = pytest.mark.django_db


def somebody_saves(policy, text="Theirs: no personal attacks, no profanity."):
    draft = drafting.draft_of(policy=policy)
    drafting.save(draft=draft, text=text, clauses=list(draft.clauses.all()))
    return draft


@pytest.mark.parametrize("button", ["save", "propose", "publish"])
def test_the_second_sees_that_the_draft_was_changed_and_keeps_their_text(
    client, policy, address, opened, button
):
    draft = somebody_saves(policy)
    response = client.post(address, opened | {button: ""})
    assert response.status_code == 409
    page = response.content.decode()
    assert "This draft was changed after you opened this page." in page
    assert "<del>Theirs</del><ins>Mine</ins>" in page
    assert read(response).fields["text"] == opened["text"]
    draft.refresh_from_db()
    assert draft.text == "Theirs: no personal attacks, no profanity."
    assert drafting.published(policy).number == 1


@pytest.mark.parametrize("button", ["save", "propose", "publish"])
def test_the_second_sees_that_a_version_was_published(client, policy, address, opened, button):
    other = make_moderator()
    drafting.publish(draft=somebody_saves(policy), published_by=other)
    response = client.post(address, opened | {button: ""})
    assert response.status_code == 409
    message = f"Version 2 was published by {other.username} after you opened this page."
    assert message in response.content.decode()
    assert read(response).fields["text"] == opened["text"]
    assert drafting.published(policy).number == 2


def test_sent_once_more_the_own_text_replaces_the_other_knowingly(client, policy, address, opened):
    somebody_saves(policy)
    again = read(client.post(address, opened | {"save": ""})).fields
    assert client.post(address, again | {"save": ""}).status_code == 302
    assert drafting.draft_of(policy=policy).text == opened["text"]


def test_a_third_change_meanwhile_is_seen_again(client, policy, address, opened):
    somebody_saves(policy)
    again = read(client.post(address, opened | {"save": ""})).fields
    somebody_saves(policy, "A third text: no personal attacks, no profanity.")
    assert client.post(address, again | {"save": ""}).status_code == 409


def test_a_changed_clause_counts_as_a_change_too(client, policy, address, opened):
    drafting.draft_of(policy=policy).clauses.filter(attribute="profanity").update(queue_at=0.3)
    response = client.post(address, opened | {"save": ""})
    assert response.status_code == 409
    assert "“profanity”: send to review from 30% → 50%." in response.content.decode()


def test_a_form_without_the_mark_of_what_was_seen_overwrites_nothing(
    client, policy, address, opened
):
    del opened["version_token"]
    assert client.post(address, opened | {"save": ""}).status_code == 409


def test_saving_what_is_stored_already_is_no_conflict(client, policy, address, opened):
    somebody_saves(policy, opened["text"])
    assert client.post(address, opened | {"save": ""}).status_code == 302


def test_publishing_twice_by_a_double_click_publishes_once(client, policy, address, opened):
    client.post(address, opened | {"publish": ""})
    assert client.post(address, opened | {"publish": ""}).status_code == 409
    assert drafting.published(policy).number == 2


def test_an_example_is_added_beside_a_draft_that_changed_and_the_conflict_shows_later(
    client, policy, address, opened
):
    somebody_saves(policy)
    typed = opened | {"example-text": "Kind.", "example-expectation": "pass"}
    response = client.post(address, typed | {"add_example": ""})
    assert policy.examples.count() == 1
    assert client.post(address, read(response).fields | {"save": ""}).status_code == 409


def test_settings_that_another_changed_are_not_overwritten(client, policy, address, opened):
    Policy.objects.update(approvals_of_new_authors=7)
    typed = opened | {"moderation": "pre"}
    response = client.post(address, typed | {"save_intake": ""})
    assert response.status_code == 409
    assert "These settings were changed after you opened this page." in (response.content.decode())
    shown = read(response).fields
    assert (shown["moderation"], shown["text"]) == ("pre", opened["text"])
    policy.refresh_from_db()
    assert (policy.moderation, policy.approvals_of_new_authors) == ("", 7)
    client.post(address, shown | {"save_intake": ""})
    policy.refresh_from_db()
    assert policy.moderation == "pre"


def test_settings_have_one_mark_for_what_they_say():
    same, other = Policy(record_share=0.5), Policy(record_share=0.25)
    assert (
        intake.version_token_of(same)
        == intake.version_token_of(Policy(record_share=0.5))
        != intake.version_token_of(other)
    )
