"""What a site refuses to start with, and what it assumes where nothing is said."""

import json
import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management.utils import get_random_secret_key

from config.secret_key import weakness

KEY = "k3yOf-sufficient_length.and/many+letters"
SHOW = """
import json
from django.conf import settings
print(json.dumps([settings.TRUSTED_PROXIES, settings.SECURE_HSTS_SECONDS]))
"""


def manage(*arguments, **environment):
    """Run manage.py with a key that is good enough, unless the test gives another."""
    return subprocess.run(  # noqa: S603 -- the project's own command
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "SECRET_KEY": KEY, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "secret",
        "changeme",
        "change-me-please",
        "…",
        "...",
        "django-insecure-k3yofsufficientlengthandmanyletters",
        "your-very-secret-key-goes-here-and-is-quite-long",
        "replace-this-with-a-long-text-of-your-own-please",
        "a-long-random-string-of-fifty-characters-or-more",
        "Insert-Password-Here-Insert-Password-Here-Insert",
        "0000000000000000000000000000000000000000000000000000",
        "abababababababababababababababababababababababababab",
        "wombat7wombat7wombat7wombat7wombat7wombat7wombat7",
        "dev-key-dev-key-dev-key-dev-key-dev-key-dev-key",
        "98765432109876543210987654321098765432109876543210",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "001122334455667788990011223344556677889900",
    ],
)
def test_a_key_that_can_be_guessed_is_weak(key):
    assert weakness(key, in_public=True).startswith("SECRET_KEY ")
    assert weakness(key, in_public=False).startswith("SECRET_KEY ")


@pytest.mark.parametrize(
    "make",
    [
        get_random_secret_key,
        lambda: secrets.token_urlsafe(50),
        lambda: secrets.token_hex(16),
        lambda: secrets.token_hex(32),
    ],
)
def test_a_random_key_is_not_weak(make):
    assert {weakness(make(), in_public=True) for _ in range(500)} == {""}


def test_a_site_that_others_reach_needs_a_longer_key():
    assert weakness("k3yOf-20_characters.", in_public=False) == ""
    assert "32" in weakness("k3yOf-20_characters.", in_public=True)


@pytest.mark.parametrize("command", ["check", "migrate", "rescore", "send_notices", "runserver"])
@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY is a placeholder that everybody can guess."),
        (
            {"SECRET_KEY": "k3yOf-20_characters.", "ALLOWED_HOSTS": "comments.example.org"},
            "SECRET_KEY is shorter than 32 characters.",
        ),
    ],
)
def test_no_command_starts_with_a_weak_key_and_each_says_why(command, environment, told):
    done = manage(command, **environment)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(told)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "proxies", "hsts_days"),
    [
        ({}, 0, 0),
        ({"BEHIND_HTTPS": "true"}, 1, 30),
        ({"BEHIND_HTTPS": "true", "TRUSTED_PROXIES": "2", "HSTS_SECONDS": "0"}, 2, 0),
        ({"BEHIND_HTTPS": "true", "TRUSTED_PROXIES": "0"}, 0, 30),
        ({"TRUSTED_PROXIES": "1"}, 1, 0),
    ],
)
def test_https_implies_a_proxy_and_that_browsers_insist_on_https(environment, proxies, hsts_days):
    done = manage("shell", "-v0", "-c", SHOW, **environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [proxies, hsts_days * 24 * 3600]
