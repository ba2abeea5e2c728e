"""Keys that the paper publishes (JWKS), asked for at a real address."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.checks import run_checks
from jwt.algorithms import ECAlgorithm, HMACAlgorithm, RSAAlgorithm

from articles.bearer import keys
from tests.articles.bearer.issuing import SECRET, issued, refusal

pytestmark = pytest.mark.django_db

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())


def by_rsa(kid="rsa"):
    return issued(key=RSA, kid=kid, algorithm="RS256")


def by_ec(kid="ec"):
    return issued(key=EC, kid=kid, algorithm="ES256")


def published(*kids):
    known = {
        "rsa": RSAAlgorithm.to_jwk(RSA.public_key(), as_dict=True),
        "ec": ECAlgorithm.to_jwk(EC.public_key(), as_dict=True),
        "oct": HMACAlgorithm.to_jwk("o" * 40, as_dict=True),
    }
    return json.dumps({"keys": [{**known[kid], "kid": kid, "use": "sig"} for kid in kids]})


class Address:
    """A server of the paper that answers `text`, and counts how often it is asked."""

    def __init__(self):
        self.text, self.asked, self.go_on = published("rsa"), 0, Event()
        self.go_on.set()
        address = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address.asked += 1
                address.go_on.wait(10)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(address.text.encode())

            def log_message(self, *_):
                """Nothing: the tests print what matters."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/keys"
        Thread(target=self.server.serve_forever, args=[0.05], daemon=True).start()

    def stop(self):
        self.go_on.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def address(settings):
    made = Address()
    settings.SSO_JWKS_URL = made.url
    yield made
    made.stop()


def test_each_published_key_verifies_the_algorithm_it_is_for(settings, tmp_path):
    inline = published("rsa", "ec", "oct")
    file = tmp_path / "keys.json"
    file.write_text(inline)
    for given in (inline, str(file)):
        settings.SSO_JWKS = given
        assert [refusal(token) for token in (by_rsa(), by_ec(), issued())] == ["", "", ""]
        assert refusal(by_rsa(kid="ec")) == "bad_algorithm"
        assert refusal(by_rsa(kid="other")) == refusal(by_rsa(kid=None)) == "unknown_key"
        assert refusal(issued(key="o" * 40, kid="oct")) == "unknown_key"


def test_a_public_key_is_no_shared_secret(settings):
    settings.SSO_JWKS = published("rsa")
    settings.SSO_KEYS = {"2026": SECRET}
    public = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for kid in ("rsa", "2026"):
        head, body, _signature = issued(kid=kid).split(".")
        mac = HMACAlgorithm(HMACAlgorithm.SHA256).sign(f"{head}.{body}".encode(), public)
        forged = f"{head}.{body}.{jwt.utils.base64url_encode(mac).decode()}"
        assert refusal(forged) == {"rsa": "unknown_key", "2026": "bad_signature"}[kid]


def test_unknown_keys_make_the_site_ask_once_a_minute_at_most(address, monkeypatch):
    assert {refusal(by_rsa(kid=f"kid {number}")) for number in range(20)} == {"unknown_key"}
    assert refusal(by_rsa()) == ""
    assert address.asked == 1
    address.text = published("ec")
    assert refusal(by_ec()) == "unknown_key"
    monkeypatch.setattr(keys, "ASKED_AGAIN_AFTER", 0)
    keys._address.cache_clear()
    assert (refusal(by_ec()), refusal(by_rsa())) == ("", "unknown_key")


def test_the_last_keys_are_good_while_the_address_does_not_answer(address, monkeypatch):
    monkeypatch.setattr(keys, "ASKED_AGAIN_AFTER", 0)
    monkeypatch.setattr(keys, "KEPT", 0.001)
    assert refusal(by_rsa()) == ""
    for rubbish in ("<html>", "[]", '{"keys": []}', '{"keys": 7}', "\ufffd"):
        address.text = rubbish
        assert refusal(by_rsa()) == ""
    address.stop()
    assert refusal(by_rsa()) == ""
    assert refusal(by_ec()) == "unknown_key"


def test_an_address_that_gives_no_keys_is_asked_once_and_told_apart(address, monkeypatch):
    monkeypatch.setattr(keys, "ANSWER_WITHIN", 0.05)
    address.go_on.clear()
    assert {refusal(by_rsa()) for _ in range(3)} == {"keys_unavailable"}
    assert address.asked == 1


@pytest.mark.parametrize("given", ["/nowhere/keys.json", "{", '{"keys": []}', '{"keys": [7]}'])
def test_keys_that_cannot_be_read_are_told_to_the_log_and_by_a_check(settings, caplog, given):
    settings.SSO_JWKS = given
    assert refusal(by_rsa()) == "keys_unavailable"
    assert "SSO_JWKS cannot be used" in caplog.text
    assert [error.id for error in run_checks(tags=["articles"])] == ["articles.E001"]


def test_a_site_with_good_keys_has_nothing_to_mend(settings):
    settings.SSO_JWKS = published("rsa")
    assert run_checks(tags=["articles"]) == []
    settings.EMBED_FIRST_SIGHT = "listed"
    assert [warning.id for warning in run_checks(tags=["articles"])] == ["articles.W001"]
