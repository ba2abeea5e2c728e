import pytest

from moderation.services.readers import origins


def test_the_address_is_the_one_that_connects(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "198.51.100.1"})
    assert origins.address_of(request) == "192.0.2.7"


@pytest.mark.parametrize(
    ("proxies", "address"), [(1, "198.51.100.9"), (2, "203.0.113.5"), (3, "192.0.2.7")]
)
def test_as_many_proxies_are_believed_as_the_settings_say(rf, settings, proxies, address):
    settings.TRUSTED_PROXIES = proxies
    forwarded = {"X-Forwarded-For": "203.0.113.5, 198.51.100.9"}
    request = rf.get("/", REMOTE_ADDR="192.0.2.7", headers=forwarded)
    assert origins.address_of(request) == address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.200", True),
        ("192.0.2.7", "192.0.3.7", False),
        ("2001:db8:1::1", "2001:db8:1:ffff::2", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("not an address", "not an address", True),
    ],
)
def test_neighbours_share_a_network(rf, one, other, same):
    keys = {origins.network_key(rf.get("/", REMOTE_ADDR=address)) for address in (one, other)}
    assert (len(keys) == 1) == same


def test_a_key_does_not_show_the_address_and_depends_on_the_secret(rf, settings):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7")
    before = origins.address_key(request)
    settings.SECRET_KEY = "another"
    assert "192" not in before
    assert origins.address_key(request) != before


@pytest.mark.parametrize(
    "spelling", ["Ani.K@Example.org", "anik+news@example.org", " an.ik@example.org "]
)
def test_spellings_of_one_mailbox_share_a_key(spelling):
    assert origins.email_key(spelling) == origins.email_key("anik@example.org")


def test_no_address_has_no_key():
    assert origins.email_key("") == ""
