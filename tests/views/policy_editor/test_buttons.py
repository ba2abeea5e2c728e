"""What each button of the editor's page saves; none loses what is typed."""

import pytest

from moderation.models import Policy, PolicyExample
from moderation.services.policy import drafting
from tests.factories import make_article, rule
from tests.views.policy_editor.forms import PARTS, TEXT, TYPED, read, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("button", PARTS)
def test_no_button_loses_what_is_typed(client, policy, address, button):
    PolicyExample.objects.create(policy=policy, expectation="pass", text="Kind.")
    page = read(client.get(address))
    value = dict(page.buttons)[button]
    response = client.post(address, page.fields | TYPED | {button: value}, follow=True)
    assert response.status_code == 200
    shown = read(response).fields
    kept = {name: value for name, value in TYPED.items() if not name.startswith(PARTS[button])}
    assert {name: shown.get(name) for name in kept} == kept
    stored = TYPED.keys() - kept.keys()
    if "text" in stored:
        version = (
            drafting.published(policy) if button == "publish" else drafting.draft_of(policy=policy)
        )
        assert version.text == TEXT
        assert version.clauses.get(quote="profanity").queue_at == 0.61
        assert version.clauses.get(quote="personal attacks or profanity").rules == [
            rule("words", "fiddlesticks", "queue")
        ]
    elif "moderation" in stored:
        policy.refresh_from_db()
        assert (policy.moderation, policy.approvals_of_new_authors) == ("pre", 3)
    elif "example-text" in stored:
        assert policy.examples.filter(text="[personal_attack 0.9]", expectation="flag").exists()
    elif button == "propose":
        assert drafting.draft_of(policy=policy).text != TEXT
    else:
        assert not policy.examples.exists()


def test_what_is_typed_elsewhere_is_not_put_in_force_and_is_said(client, policy, address):
    page = read(client.get(address))
    response = client.post(address, page.fields | TYPED | {"publish": ""})
    assert said(response)[-1] == (
        "Not saved yet: the settings under “Pre-moderation”, the new example."
    )
    policy.refresh_from_db()
    assert (policy.moderation, policy.examples.count()) == ("", 0)


def test_an_untouched_page_leads_back_to_itself_after_saving(client, policy, address):
    page = read(client.get(address))
    response = client.post(address, page.fields | {"save": ""})
    assert (response.status_code, response["Location"]) == (302, address)


def test_the_first_button_of_the_form_which_enter_presses_saves(client, address):
    page = read(client.get(address))
    assert page.buttons[0] == ("save", "")
    assert {name for name, _ in page.buttons} == (PARTS.keys() - {"drop_example"}) | {"make_clause"}


def test_without_a_button_the_draft_is_saved_and_nothing_is_published(client, policy, address):
    client.post(address, read(client.get(address)).fields | {"text": TEXT})
    assert drafting.draft_of(policy=policy).text == TEXT
    assert drafting.published(policy).number == 1


def test_no_field_cuts_off_what_is_pasted(client, address):
    assert "maxlength" not in client.get(address).content.decode()


def test_a_new_clause_that_is_filled_in_can_be_struck_out_again(client, address):
    opened = client.get(address)
    assert 'name="clauses-2-DELETE"' not in opened.content.decode()
    typed = read(opened).fields | {"clauses-2-quote": "nowhere"}
    response = client.post(address, typed | {"save": ""}, follow=True)
    assert 'name="clauses-2-DELETE"' in response.content.decode()


def test_an_example_is_added_once_however_often_it_is_sent(client, policy, address):
    typed = read(client.get(address)).fields | TYPED | {"add_example": ""}
    client.post(address, typed)
    client.post(address, typed)
    assert policy.examples.count() == 1


@pytest.mark.parametrize("asked", ["", "x", "0", "9" * 40, "-1"])
def test_dropping_what_is_not_there_keeps_everything_typed(client, policy, address, asked):
    kept = PolicyExample.objects.create(policy=policy, expectation="pass", text="Kind.")
    other = PolicyExample.objects.create(
        policy=Policy.objects.create(article=make_article()), text="x"
    )
    typed = read(client.get(address)).fields | TYPED
    response = client.post(address, typed | {"drop_example": asked or str(other.pk)})
    assert read(response).fields["clauses-0-queue_at"] == "61"
    assert set(PolicyExample.objects.all()) == {kept, other}
