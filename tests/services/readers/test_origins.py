from ipaddress import ip_address

import pytest
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

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


PEER = "192.0.2.7"


def behind_a_proxy(rf, settings, forwarded, peer=PEER):
    settings.TRUSTED_PROXIES = 1
    request = rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    return origins.address_of(request)


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("198.51.100.9:5678", "198.51.100.9"),
        ("2001:db8::1", "2001:db8::1"),
        ("2001:0DB8:0::0:1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ('"[2001:db8::1]:443"', "2001:db8::1"),
        ("  198.51.100.9  ", "198.51.100.9"),
        ("::ffff:198.51.100.9", "198.51.100.9"),
        ("[::ffff:198.51.100.9]:80", "198.51.100.9"),
        ("fe80::1%eth0", "fe80::1"),
        ("[fe80::1%25eth0]:80", "fe80::1"),
    ],
)
def test_the_address_is_read_however_a_proxy_writes_it(rf, settings, entry, address):
    assert behind_a_proxy(rf, settings, f"203.0.113.5, {entry}") == address


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "unknown",
        "_hidden",
        "198.51.100",
        "198.51.100.9:port",
        "198.51.100.9:",
        "198.51.100.9:5678:1",
        "[2001:db8::1",
        "2001:db8::1]:443",
        "[198.51.100.9",
        "999.1.1.1",
        "<script>",
        "198.51.100.9;198.51.100.10",
    ],
)
def test_an_entry_that_cannot_be_read_counts_for_who_connects(rf, settings, entry):
    assert behind_a_proxy(rf, settings, f"203.0.113.5,{entry}") == PEER


@given(st.text(st.characters(codec="ascii", exclude_characters=","), max_size=40))
def test_whatever_a_header_says_the_address_is_an_address(entry):
    with override_settings(TRUSTED_PROXIES=1):
        headers = {"X-Forwarded-For": f"203.0.113.5,{entry}"}
        request = RequestFactory().get("/", REMOTE_ADDR=PEER, headers=headers)
        address = origins.address_of(request)
    assert str(ip_address(address)) == address


def test_an_address_has_no_port_so_that_every_connection_is_of_one_network(rf, settings):
    settings.TRUSTED_PROXIES = 1
    keys = {
        origins.network_key(rf.get("/", headers={"X-Forwarded-For": f"198.51.100.9:{port}"}))
        for port in range(1024, 1030)
    }
    assert len(keys) == 1


def test_a_peer_that_connects_over_ipv6_with_an_ipv4_address_is_that_address(rf):
    request = rf.get("/", REMOTE_ADDR="::ffff:192.0.2.7")
    assert origins.address_of(request) == "192.0.2.7"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.200", True),
        ("192.0.2.7", "192.0.3.7", False),
        ("2001:db8:1::1", "2001:db8:1:ffff::2", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("not an address", "not an address", True),
        ("::ffff:192.0.2.7", "192.0.2.8", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.3.7", False),
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
    "spelling",
    [
        "Ani.K@Example.org",
        "anik+news@example.org",
        " an.ik@example.org ",
        '"anik"@example.org',
        '"an\\\\ik"@example.org',
        "anik@ｅｘａｍｐｌｅ.org",
        "anik@example。org",
        "anik@example.org.",
    ],
)
def test_spellings_of_one_mailbox_share_a_key(spelling):
    assert origins.email_key(spelling) == origins.email_key("anik@example.org")


def test_a_domain_has_one_key_in_its_own_letters_and_in_those_of_mail_servers():
    assert origins.email_key("a@Bücher.example") == origins.email_key("a@xn--bcher-kva.example")


def test_mailboxes_that_differ_have_keys_that_differ():
    assert origins.email_key("anik@example.org") != origins.email_key("anik@example.com")
    assert origins.email_key("anik@example.org") != origins.email_key("anika@example.org")


def test_no_address_has_no_key():
    assert origins.email_key("") == ""
