"""The paper's tokens: which are believed, and what they say."""

from time import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from articles import bearer, confirming, identity
from articles.bearer import signed_out
from articles.models import Author, SignedOutToken
from tests.articles.bearer.issuing import OTHER, coral, issued, refusal, request_with
from tests.factories import make_administrator, make_moderator

pytestmark = pytest.mark.django_db


def author_by(token):
    return identity.author_of(request_with(token))


def test_a_token_by_pyjwt_makes_an_author_once():
    first, second = author_by(issued()), author_by(issued(email="lena@example.org"))
    assert first == second
    assert (second.external_id, second.name, second.email) == (
        "7",
        "Lena Reader",
        "lena@example.org",
    )
    assert second.user is None


def test_corals_recipe_is_accepted_unchanged():
    author = author_by(coral(badges=["staff", "founder", 3], url="https://example.org/u/1"))
    found = (author.external_id, author.name, author.email, author.badges, author.badge_labels)
    assert found == ("c-1", "tessa", "tessa@example.org", ["staff"], ["Staff"])


def test_an_address_that_the_reader_has_not_confirmed_is_not_kept():
    assert author_by(issued(email="lena@example.org", email_verified=False)).email == ""
    assert author_by(issued(email="no address")).email == ""


def test_an_address_is_proved_if_the_token_or_the_setting_says_so(settings):
    given = {"email": "lena@example.org"}
    assert author_by(issued(**given)).email_confirmed_at is None
    proved = author_by(issued(**given, email_verified=True)).email_confirmed_at
    assert proved is not None
    assert author_by(issued(**given)).email_confirmed_at == proved
    assert author_by(issued(email="other@example.org")).email_confirmed_at is None
    settings.PAPER_CONFIRMS_EMAILS = True
    assert author_by(issued(**given)).email_confirmed_at is not None


def test_an_address_that_was_proved_here_outlives_tokens_without_one():
    author = author_by(issued())
    confirming.confirm(confirming.ask(email="lena@example.org", author=author))
    assert author_by(issued()).email == "lena@example.org"


def test_reading_with_a_known_token_writes_nothing(django_assert_num_queries):
    token = issued()
    author_by(token)
    with django_assert_num_queries(2):  # is it signed out of, and whose is it
        author_by(token)


def test_either_key_is_good_with_its_name_or_without():
    accepted = [issued(), issued(key=OTHER, kid="2025"), issued(key=OTHER, kid=None)]
    assert [refusal(token) for token in accepted] == ["", "", ""]


def test_each_bad_token_is_refused_with_its_reason(paper):
    now = int(time())
    public = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    told = {
        "expired": issued(iat=now - 7200, exp=now - 3600),
        "not_yet_valid": issued(nbf=now + 600),
        "no_expiry": issued(exp=None),
        "lives_too_long": issued(exp=now + 25 * 3600),
        "no_reader": issued(sub=None),
        "unknown_key": issued(kid="2024"),
        "bad_signature": issued(key=OTHER),
        "bad_algorithm": jwt.encode({"sub": "7", "exp": now + 60}, "", "none"),
        "malformed": "not.a.token",
        "too_long": "x" * 8193,
    }
    assert {code: refusal(token) for code, token in told.items()} == {code: code for code in told}
    assert refusal(issued(key=public, algorithm="RS256")) == "unknown_key"
    assert refusal(issued(key="k" * 48, algorithm="HS384")) == "bad_algorithm"
    assert refusal(issued(iat=None, exp=now + 25 * 3600)) == "lives_too_long"
    paper.SSO_KEYS = {}
    assert refusal(issued()) == "not_set_up"


def test_audience_and_issuer_are_checked_where_the_site_names_them(paper):
    assert refusal(issued(aud="elsewhere", iss="elsewhere")) == ""
    paper.SSO_AUDIENCE, paper.SSO_ISSUER = "comments", "paper"
    assert refusal(issued(aud=["comments", "shop"], iss="paper")) == ""
    assert refusal(issued(aud="elsewhere", iss="paper")) == "wrong_audience"
    assert refusal(issued(aud="comments", iss="elsewhere")) == "wrong_issuer"
    assert refusal(issued(iss="paper")) == "wrong_audience"
    assert refusal(issued(aud="comments")) == "wrong_issuer"


def test_a_token_gives_and_takes_no_permission():
    moderator = make_moderator()
    Author.objects.create(name="Mo", user=moderator, external_id="c-1")
    request = request_with(coral(role="COMMENTER"))
    assert identity.author_of(request).user == moderator
    assert not request.user.is_authenticated
    assert moderator.has_perm("moderation.moderate")


def test_cookies_are_not_read_beside_a_token(client):
    client.force_login(make_administrator())
    session = client.session
    session[identity.SESSION_KEY] = Author.objects.create(name="Somebody").pk
    session.save()
    request = request_with(None)
    request.session = session
    assert identity.author_of(request) is None
    assert identity.new_author(request, name="Vera", email="").user is None


def test_a_token_is_not_read_where_cookies_count(rf):
    request = rf.get("/", headers={"Authorization": "Bearer not.a.token"})
    request.session, request.user = {}, bearer.AnonymousUser()
    assert identity.author_of(request) is None


def test_a_token_is_refused_after_signing_out_until_it_has_expired():
    for token, renewed in [(coral(), issued(jti="next")), (issued(), issued(name="Lena R."))]:
        author_by(token)
        bearer.sign_out(request_with(token))
        bearer.sign_out(request_with(token))
        assert refusal(token) == "signed_out"
        assert refusal(token[:-1] + "-") in ("signed_out", "bad_signature", "malformed")
        assert refusal(renewed) == ""
    signed_out.forget_old()
    assert refusal(coral()) == "signed_out"
    SignedOutToken.objects.update(expires_at="2026-01-01T00:00Z")
    assert signed_out.forget_old() == 2
