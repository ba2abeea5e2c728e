"""Whatever stands in the header: it is no token, or a token that is refused."""

import base64
import json
import random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt.utils import base64url_decode

from articles import bearer
from articles.bearer import guests
from tests.articles.bearer.issuing import coral, issued

pytestmark = pytest.mark.django_db

WORDS = ("", "7", "2026", "\0", "\ud800", "é" * 300, "HS256", "RS256", "none", "a@b.example")
NUMBERS = (0, 7, -1, True, 1.5, 2**80, 1e308, float("nan"), float("inf"))
NESTED = (
    [],
    ["staff"],
    [[1]],
    {},
    {"id": "7"},
    {"id": None},
    {"id": True},
    {"id": "\0", "name": 3},
)
JSON = st.sampled_from((None, *WORDS, *NUMBERS, *NESTED))
CLAIMS = ("exp", "iat", "nbf", "sub", "aud", "iss", "jti", "name", "email", "user", "badges")
HEADERS = ("alg", "kid", "typ", "crit", "b64", "jku", "jwk")


def part(value):
    said = json.dumps(value).encode() if not isinstance(value, bytes) else value
    return base64.urlsafe_b64encode(said).rstrip(b"=").decode()


def reader_by(header):
    """The answer for a header that no framework has cleaned."""
    return bearer.reader_of(SimpleNamespace(headers={"Authorization": header}))


def outcome(token):
    try:
        return reader_by(f"Bearer {token}")
    except bearer.TokenRefused as refused:
        return refused.code


def says_the_same(damaged, token):
    """Whether only characters differ that carry nothing, such as spare bits of Base64."""
    signed, dot, signature = damaged.rpartition(".")
    if not dot or signed != token.rpartition(".")[0]:
        return damaged == token
    try:
        return base64url_decode(signature) == base64url_decode(token.rpartition(".")[2])
    except ValueError:
        return False


UNSIGNED = st.tuples(
    st.dictionaries(st.sampled_from(HEADERS), JSON),
    st.dictionaries(st.sampled_from(CLAIMS), JSON),
    st.text(max_size=9),
).map(lambda parts: f"{part(parts[0])}.{part(parts[1])}.{parts[2]}")
TEXTS = st.text(max_size=60) | st.text("abc.~=-_", max_size=60)
GUESTS = st.lists(st.text("0123456789abz-", max_size=25), max_size=4).map(
    lambda parts: "guest~" + "~".join(parts)
)


@settings(max_examples=300, deadline=None)
@given(UNSIGNED | TEXTS | GUESTS)
def test_no_unsigned_token_is_accepted_or_breaks_anything(token):
    assert isinstance(outcome(token), str | None)


def test_none_of_ten_thousand_damaged_tokens_breaks_anything():
    chance = random.Random(2026)  # noqa: S311 -- the same each time
    whole = [issued(), coral(), guests.token_for(SimpleNamespace(pk=4))]
    kinds = set()
    for _ in range(10_000):
        token = chance.choice(whole)
        start, length = chance.randrange(len(token)), chance.randrange(1, 40)
        rubbish = "".join(chance.choices("abcXYZ019.~-_=+/ \0é", k=chance.randrange(4)))
        damaged = token[:start] + rubbish + token[start + length :]
        if not says_the_same(damaged, token):
            kinds.add(type(outcome(damaged)))
    assert kinds <= {str, type(None)}


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(CLAIMS), JSON))
def test_what_the_paper_signs_may_be_rubbish_too(claims):
    try:
        token = issued(**claims)
    except (TypeError, ValueError):
        return  # PyJWT does not issue it
    assert outcome(token) is not None


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_token_with_one_character_changed_is_another_reader_to_nobody(data):
    token = data.draw(st.sampled_from([issued(), guests.token_for(SimpleNamespace(pk=4))]))
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="latin-1"))
    changed = token[:place] + letter + token[place + 1 :]
    found = outcome(changed)
    assert isinstance(found, str) or found is None or found.external_id == "7"


def test_deep_and_endless_tokens_are_refused():
    deep = b"[" * 2900
    tokens = [f"{part(deep)}.{part({})}.x", issued(exp=1e308), issued(exp=float("inf"))]
    tokens += ["é.é.é", "\ud800.a.b", "guest~é", "guest~" + "9" * 4000, "." * 8000]
    assert {type(outcome(token)) for token in tokens} == {str}
    assert outcome("") is None
    assert reader_by("Basic dXNlcjpwYXNz") is None
