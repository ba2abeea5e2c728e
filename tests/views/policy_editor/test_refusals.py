"""What is wrong or cannot be published is explained, and everything typed is kept."""

import pytest

from moderation.models import ClassifierRelease, PolicyExample
from moderation.services.policy import drafting
from tests.views.policy_editor.forms import TEXT, TYPED, read, said

pytestmark = pytest.mark.django_db


WRONG = [
    {"text": "We do not permit personal attacks or profanity here. " + "x" * 20_000},
    {"text": ""},
    {"clauses-0-queue_at": "95"},
    {"clauses-0-queue_at": "much"},
    {"clauses-0-queue_at": "0,5"},
    {"clauses-0-queue_at": "-3"},
    {"clauses-0-remove_at": "10"},
    {"clauses-0-hold_at": "150"},
    {"clauses-0-quote": "y" * 400},
    {"clauses-0-rules-0-kind": "links", "clauses-0-rules-0-value": "many"},
    {"clauses-0-rules-0-kind": "links", "clauses-0-rules-0-value": "9" * 30},
    {"clauses-0-rules-0-kind": "patterns", "clauses-0-rules-0-value": "(a"},
    {"clauses-0-rules-0-kind": "", "clauses-0-rules-0-value": "12"},
    {"clauses-0-quote": "personal attacks", "clauses-0-attribute": "personal_attack"},
]
WRONG_ELSEWHERE = [
    ("add_example", {"example-text": " \u200b "}),
    ("add_example", {"example-expectation": ""}),
    ("add_example", {"example-text": "x" * 10_001}),
    ("save_intake", {"record_share": "7"}),
    ("save_intake", {"approvals_of_new_authors": "-1"}),
    ("save_intake", {"record_days": "9" * 12}),
]


@pytest.fixture
def refused(client, address):
    """Send the form with what is wrong; whether it was refused with everything typed kept."""
    opened = read(client.get(address)).fields | TYPED

    def refused(button, wrong):
        typed = {name: v for name, v in (opened | wrong).items() if name != "csrfmiddlewaretoken"}
        response = client.post(address, typed | {button: ""})
        page, shown = response.content.decode(), read(response).fields
        return (
            response.status_code == 400
            and 'class="errorlist' in page
            and "onstraint" not in page
            and {name: shown.get(name) for name in typed} == typed
        )

    return refused


@pytest.mark.parametrize("button", ["save", "propose", "publish"])
def test_what_is_wrong_is_explained_and_everything_typed_is_kept(policy, refused, button):
    assert [wrong for wrong in WRONG if not refused(button, wrong)] == []
    assert drafting.draft_of(policy=policy).text != TEXT
    assert drafting.published(policy).number == 1


def test_a_wrong_example_or_setting_keeps_everything_typed(policy, refused):
    assert [wrong for wrong in WRONG_ELSEWHERE if not refused(*wrong)] == []
    assert policy.examples.count() == 0


def test_a_refused_version_is_kept_as_the_draft(client, policy, address):
    PolicyExample.objects.create(policy=policy, expectation="pass", text="[profanity 0.99]")
    typed = read(client.get(address)).fields | {"text": TEXT, "example-text": "Half an exam"}
    response = client.post(address, typed | {"publish": ""})
    assert response.status_code == 409
    assert said(response) == [
        "Not published: 1 of 1 examples is not judged as it should be. "
        "What you wrote is saved as the draft."
    ]
    assert drafting.draft_of(policy=policy).text == TEXT
    shown = read(response).fields
    assert (shown["text"], shown["example-text"]) == (TEXT, "Half an exam")


def test_an_example_that_the_classifier_fails_on_counts_as_read_by_a_moderator(
    client, policy, address
):
    PolicyExample.objects.create(policy=policy, expectation="flag", text="[broken]")
    client.post(address, read(client.get(address)).fields | {"publish": ""})
    assert drafting.published(policy).number == 2


def test_without_a_classifier_nothing_is_published_and_everything_is_kept(client, policy, address):
    PolicyExample.objects.create(policy=policy, expectation="pass", text="Kind.")
    ClassifierRelease.objects.update(status="shadow")
    typed = read(client.get(address)).fields | TYPED
    response = client.post(address, typed | {"publish": ""})
    assert response.status_code == 409
    assert "No classifier can be used" in said(response)[0]
    assert read(response).fields["example-text"] == TYPED["example-text"]
