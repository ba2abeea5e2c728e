"""The page of a policy on languages that the classifier does not read."""

import pytest

from moderation.models import Policy
from moderation.services.policy import drafting
from tests.factories import make_moderator, make_policy_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(written_release):
    return make_policy_version().policy


@pytest.fixture
def page(client, policy):
    editor = make_moderator(is_superuser=True)
    client.force_login(editor)
    return f"/desk/policies/{policy.pk}/languages/"


def stored():
    return drafting.draft_of(policy=Policy.objects.get()).unread


def sent(client, page, **fields):
    token = client.get(page).context["form"]["version_token"].value()
    return client.post(page, {"others": "hold", "version_token": token, **fields})


def test_an_editor_sets_the_verdicts_in_the_draft_and_publishing_puts_them_in_force(
    client, page, policy
):
    assert sent(client, page, queue="de, tr", publish="fr").status_code == 302
    verdicts = {"others": "hold", "de": "queue", "tr": "queue", "fr": "publish"}
    assert stored() == verdicts
    assert drafting.published(policy).unread == {}
    version = drafting.publish(draft=drafting.draft_of(policy=policy), published_by=None)
    assert version.unread == verdicts


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"queue": "klingon"}, "“klingon” is no code of a language that is recognised."),
        ({"queue": "de", "publish": "de"}, "“de” stands in two fields. Delete one of them."),
        ({"others": "publish"}, "Select a valid choice."),
    ],
)
def test_what_is_not_possible_is_explained_and_kept(client, page, fields, message):
    response = sent(client, page, **fields)
    assert (response.status_code, stored()) == (400, {})
    content = response.content.decode()
    assert message in content
    typed = [own for name, own in fields.items() if name != "others"]
    assert all(f'value="{own}"' in content for own in typed)


def test_what_another_editor_saved_meanwhile_is_not_lost(client, page):
    token = client.get(page).context["form"]["version_token"].value()
    sent(client, page, queue="de")
    late = client.post(page, {"others": "queue", "version_token": token})
    assert (late.status_code, stored()) == (409, {"others": "hold", "de": "queue"})


def test_the_stored_verdicts_are_shown(client, page):
    sent(client, page, hold="hy", queue="tr de")
    form = client.get(page).context["form"]
    assert (form["hold"].value(), form["queue"].value()) == ("hy", "de tr")
