import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from moderation.models import ApiKey
from moderation.services.clients import api_keys
from tests.factories import make_moderator

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


def test_a_key_is_issued_for_what_it_is_needed_for():
    make_moderator(username="robot")
    api_key(
        "issue",
        "app",
        "--scopes",
        "submit, moderate",
        "--moderator",
        "robot",
        "--expires",
        "2099-01-31",
    )
    key = ApiKey.objects.select_related("moderator").get()
    assert (key.scopes, key.moderator.get_username()) == (["submit", "moderate"], "robot")
    assert f"{key.expires_at:%Y-%m-%d %H}" == "2099-01-31 23"
    listed = api_key("list").split("\t")
    assert (listed[2], listed[-1]) == ("submit,moderate as robot", "expires 2099-01-31\n")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (
            ["--scopes", "all"],
            "all is no scope. There are score, articles, submit, read, moderate.",
        ),
        (["--scopes", ""], "A key needs at least one scope"),
        (["--scopes", "moderate"], "needs the user who decides with it"),
        (["--moderator", "nobody"], "There is no user 'nobody'. Create one in the admin."),
        (["--expires", "soon"], "'soon' is no date. Write it as 2027-06-30."),
        (["--expires", "2020-01-01"], "The key would have expired already."),
    ],
)
def test_a_key_that_cannot_be_issued_says_why(arguments, why):
    with pytest.raises(CommandError, match=re.escape(why)):
        api_key("issue", "app", *arguments)
    assert ApiKey.objects.count() == 0
