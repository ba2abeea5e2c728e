"""A policy, and its editor's page as a person who may change it has it open."""

import pytest
from django.contrib.auth.models import Permission

from tests.factories import make_moderator, make_policy_version
from tests.views.policy_editor.forms import read


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


@pytest.fixture
def opened(client, address):
    """The page as the second editor has it open, with something typed."""
    return read(client.get(address)).fields | {"text": "Mine: no personal attacks, no profanity."}
