"""Settings that are lists of pairs."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.pairs import pairs, secrets


def test_only_the_first_colon_parts_a_name_from_its_value():
    assert pairs("SSO_BADGES", ["staff:Staff: desk", " ", " a:b "]) == {
        "staff": "Staff: desk",
        "a": "b",
    }


@pytest.mark.parametrize("entries", [["staff"], [":x"], ["a:"], ["a:1", "a:2"]], ids=str)
def test_what_is_no_pair_is_refused_by_the_name_of_the_setting(entries):
    with pytest.raises(ImproperlyConfigured, match="SSO_BADGES"):
        pairs("SSO_BADGES", entries)


def test_a_short_secret_is_refused_and_not_told():
    assert secrets("SSO_KEYS", ["k:" + "x" * 32]) == {"k": "x" * 32}
    with pytest.raises(ImproperlyConfigured, match="“k” is shorter than 32") as refused:
        secrets("SSO_KEYS", ["k:" + "x" * 31])
    assert "xx" not in str(refused.value)
