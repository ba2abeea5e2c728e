"""Two editors of one policy who press a button at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client

from moderation.services.policy import drafting
from tests.factories import make_moderator, make_policy_version
from tests.views.policy_editor.forms import read

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = ("First: no personal attacks, no profanity.", "Second: no personal attacks, no profanity.")


@pytest.fixture
def policy(written_release):
    return make_policy_version().policy


def editor():
    client = Client()
    person = make_moderator()
    person.user_permissions.add(Permission.objects.get(codename="change_policy"))
    client.force_login(person)
    return client


def pressed_at_once(policy, pressed):
    """The answers to two editors who opened the page and press what `pressed` adds to its form."""
    address = f"/desk/policies/{policy.pk}/"
    editors = [editor(), editor()]
    pages = [read(client.get(address)).fields for client in editors]
    together = Barrier(2)

    def press(number):
        together.wait(timeout=10)
        try:
            return editors[number].post(
                address, pages[number] | {"text": TEXTS[number]} | pressed[number]
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(press, range(2)))


@pytest.mark.parametrize("button", ["publish", "save", "make_clause"])
def test_one_of_two_is_told_what_the_other_did_and_keeps_their_draft(policy, button):
    buttons = button, "publish"
    answers = pressed_at_once(policy, [{own: "", "words": "personal"} for own in buttons])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    refused = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
    assert read(answers[refused]).fields["text"] == TEXTS[refused]
    is_published = buttons[1 - refused] == "publish"
    stored = drafting.published(policy) if is_published else drafting.unpublished(policy)
    assert stored.text == TEXTS[1 - refused]


def test_who_adopts_a_policy_and_who_publishes_do_not_replace_each_other(policy):
    adopting = {"adopt": "", "shipped": "usual.en", "replace_text": "on"}
    answers = pressed_at_once(policy, [adopting, {"publish": ""}])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    adopted = answers[0].status_code == 302
    assert (drafting.published(policy).text == TEXTS[1]) is not adopted


def test_a_clause_that_one_strikes_is_not_half_struck_by_who_publishes(policy):
    clauses = drafting.published(policy).clauses.count()
    striking = {"save": "", "text": TEXTS[1], "clauses-0-DELETE": "on"}
    answers = pressed_at_once(policy, [striking, {"publish": ""}])
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    struck = answers[0].status_code == 302
    stored = drafting.unpublished(policy) if struck else drafting.published(policy)
    assert stored.clauses.count() == clauses - struck
