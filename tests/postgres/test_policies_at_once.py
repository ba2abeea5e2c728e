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


@pytest.mark.parametrize(
    "buttons", [("publish", "publish"), ("save", "publish"), ("make_clause", "publish")]
)
def test_one_of_two_is_told_what_the_other_did_and_keeps_their_draft(policy, buttons):
    address = f"/desk/policies/{policy.pk}/"
    editors = [editor(), editor()]
    pages = [read(client.get(address)).fields for client in editors]
    together = Barrier(2)

    def press(number):
        typed = pages[number] | {"text": TEXTS[number], buttons[number]: "", "words": "personal"}
        together.wait(timeout=10)
        try:
            return editors[number].post(address, typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, range(2)))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    refused = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
    assert read(answers[refused]).fields["text"] == TEXTS[refused]
    stored = (
        drafting.published(policy)
        if buttons[1 - refused] == "publish"
        else (drafting.unpublished(policy))
    )
    assert stored.text == TEXTS[1 - refused]
