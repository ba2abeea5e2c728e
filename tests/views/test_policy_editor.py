"""The editor's page as people use it: no button loses what is typed."""

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission

from moderation.models import ClassifierRelease, Policy, PolicyExample
from moderation.services.policy import drafting, intake
from tests.factories import make_article, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

TEXT = "We do not permit personal attacks or profanity here."


class FormReader(HTMLParser):
    """The fields of the form `draft` with their values, and the buttons that send it."""

    def __init__(self):
        super().__init__()
        self.fields, self.buttons, self.inside, self.writing, self.choosing = {}, [], False, "", ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == "draft"
        if not self.inside:
            return
        name, value = given.get("name", ""), given.get("value") or ""
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.fields[name] = value
        elif tag == "textarea":
            self.writing, self.fields[name] = name, ""
        elif tag == "select":
            self.choosing, self.fields[name] = name, ""
        elif tag == "option" and "selected" in given:
            self.fields[self.choosing] = value
        elif tag == "button":
            self.buttons.append((name, value))

    def handle_data(self, data):
        if self.writing:
            self.fields[self.writing] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.fields[self.writing] = self.fields[self.writing].removeprefix("\n")
            self.writing = ""
        elif tag == "form":
            self.inside = False


def read(response):
    reader = FormReader()
    reader.feed(response.content.decode())
    return reader


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def policy(written_release):
    return make_policy_version().policy


@pytest.fixture
def address(policy, client):
    """The editor's page, and an editor who is signed in."""
    editor = make_moderator()
    editor.user_permissions.add(Permission.objects.get(codename="change_policy"))
    client.force_login(editor)
    return f"/desk/policies/{policy.pk}/"


TYPED = {
    "text": TEXT,
    "clauses-0-quote": "profanity",
    "clauses-0-queue_at": "0.61",
    "clauses-0-words_to_hold": "heck\ndarn",
    "clauses-2-quote": "personal attacks or profanity",
    "clauses-2-words_to_queue": "fiddlesticks",
    "example-expectation": "flag",
    "example-text": "[personal_attack 0.9]",
    "moderation": "pre",
    "approvals_of_new_authors": "3",
    "record_share": "0.4",
}
PARTS = {
    "save": ("text", "clauses-"),
    "propose": ("text", "clauses-"),
    "publish": ("text", "clauses-"),
    "save_intake": ("moderation", "approvals", "record"),
    "add_example": ("example-",),
    "drop_example": (),
}


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
        assert version.clauses.get(quote="personal attacks or profanity").words_to_queue
    elif "moderation" in stored:
        policy.refresh_from_db()
        assert (policy.moderation, policy.approvals_of_new_authors) == ("pre", 3)
    elif "example-text" in stored:
        assert policy.examples.filter(text="[personal_attack 0.9]", expectation="flag").exists()
    else:
        assert not policy.examples.exists()


def test_what_is_typed_elsewhere_is_not_put_in_force_and_is_said(client, policy, address):
    page = read(client.get(address))
    response = client.post(address, page.fields | TYPED | {"publish": ""})
    assert said(response)[-1] == (
        "Not saved yet: the settings under “Held whatever the score”, the new example."
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
    assert {name for name, _ in page.buttons} == PARTS.keys() - {"drop_example"}


def test_without_a_button_the_draft_is_saved_and_nothing_is_published(client, policy, address):
    client.post(address, read(client.get(address)).fields | {"text": TEXT})
    assert drafting.draft_of(policy=policy).text == TEXT
    assert drafting.published(policy).number == 1


@pytest.mark.parametrize("button", ["save", "propose", "publish"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "We do not permit personal attacks or profanity here. " + "x" * 20_000},
        {"text": ""},
        {"clauses-0-queue_at": "0.95"},
        {"clauses-0-queue_at": "much"},
        {"clauses-0-queue_at": "0,5"},
        {"clauses-0-remove_at": "0.1"},
        {"clauses-0-hold_at": "1.5"},
        {"clauses-0-quote": "y" * 400},
        {"clauses-0-links_to_hold": "many"},
        {"clauses-0-links_to_hold": "9" * 30},
        {"clauses-0-attribute": "personal_attack"},
        {"clauses-2-quote": "said nowhere"},
    ],
    ids=str,
)
def test_what_is_wrong_is_explained_and_everything_typed_is_kept(
    client, policy, address, button, wrong
):
    typed = read(client.get(address)).fields | TYPED | wrong
    response = client.post(address, typed | {button: ""})
    assert response.status_code == 400
    page = response.content.decode()
    assert 'class="errorlist' in page
    assert "onstraint" not in page
    shown = read(response).fields
    assert {name: shown.get(name) for name in typed if name != "csrfmiddlewaretoken"} == {
        name: value for name, value in typed.items() if name != "csrfmiddlewaretoken"
    }
    assert drafting.draft_of(policy=policy).text != typed["text"]
    assert drafting.published(policy).number == 1


@pytest.mark.parametrize(
    ("button", "wrong"),
    [
        ("add_example", {"example-text": " \u200b "}),
        ("add_example", {"example-expectation": ""}),
        ("add_example", {"example-text": "x" * 10_001}),
        ("save_intake", {"record_share": "7"}),
        ("save_intake", {"approvals_of_new_authors": "-1"}),
        ("save_intake", {"record_days": "9" * 12}),
    ],
    ids=str,
)
def test_a_wrong_example_or_setting_keeps_everything_typed(client, policy, address, button, wrong):
    typed = read(client.get(address)).fields | TYPED | wrong
    response = client.post(address, typed | {button: ""})
    assert response.status_code == 400
    shown = read(response).fields
    assert {name: shown.get(name) for name in typed if name != "csrfmiddlewaretoken"} == {
        name: value for name, value in typed.items() if name != "csrfmiddlewaretoken"
    }
    assert policy.examples.count() == 0


def test_no_field_cuts_off_what_is_pasted(client, address):
    assert "maxlength" not in client.get(address).content.decode()


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
    ClassifierRelease.objects.update(status="retired")
    typed = read(client.get(address)).fields | TYPED
    response = client.post(address, typed | {"publish": ""})
    assert response.status_code == 409
    assert "No classifier can be used" in said(response)[0]
    assert read(response).fields["example-text"] == TYPED["example-text"]


def test_a_new_clause_that_is_filled_in_can_be_struck_out_again(client, address):
    opened = client.get(address)
    assert 'name="clauses-2-DELETE"' not in opened.content.decode()
    typed = read(opened).fields | {"clauses-2-quote": "nowhere"}
    response = client.post(address, typed | {"save": ""})
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
    assert read(response).fields["clauses-0-queue_at"] == "0.61"
    assert set(PolicyExample.objects.all()) == {kept, other}


@pytest.fixture
def opened(client, address):
    """The page as the second editor has it open, with something typed."""
    return read(client.get(address)).fields | {"text": "Mine: no personal attacks, no profanity."}


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
    assert "“profanity”: queue at 0.3 → 0.5." in response.content.decode()


def test_a_form_without_the_mark_of_what_was_seen_overwrites_nothing(
    client, policy, address, opened
):
    del opened["seen_as"]
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
    assert intake.seen(same) == intake.seen(Policy(record_share=0.5)) != intake.seen(other)
