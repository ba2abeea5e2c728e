from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from moderation.models import ApiKey
from moderation.services.clients import api_keys

pytestmark = pytest.mark.django_db


def api_key(*arguments):
    out = StringIO()
    call_command("api_key", *arguments, stdout=out)
    return out.getvalue()


def test_an_issued_key_is_shown_once_and_opens_the_api():
    secret = api_key("issue", "the paper", "--calls-per-minute", "60").splitlines()[-1]
    key = api_keys.authenticate(secret)
    assert (key.name, key.calls_per_minute) == ("the paper", 60)
    assert secret not in api_key("list")
    assert secret not in ApiKey.objects.get().digest


def test_a_revoked_key_opens_nothing():
    secret = api_key("issue", "the paper").splitlines()[-1]
    assert api_key("revoke", "the paper") == "Revoked the key of the paper.\n"
    assert api_keys.authenticate(secret) is None
    assert "revoked" in api_key("list")


def test_a_name_is_taken_once():
    api_key("issue", "the paper")
    with pytest.raises(CommandError, match="'the paper' already has a key"):
        api_key("issue", "the paper")


def test_mistakes_are_named():
    with pytest.raises(CommandError, match="'nobody' has no key"):
        api_key("revoke", "nobody")
    with pytest.raises(CommandError, match="must be at least 1"):
        api_key("issue", "the paper", "--calls-per-minute", "0")
