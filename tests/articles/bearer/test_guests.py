"""Identities of readers without an account."""

import pytest
from django.core.signing import TimestampSigner

from articles import bearer, identity
from articles.bearer import guests
from tests.articles.bearer.issuing import issued, refusal, request_with
from tests.factories import make_author, make_user

pytestmark = pytest.mark.django_db


def test_an_identity_leads_back_to_its_author():
    author = make_author()
    assert identity.author_of(request_with(guests.token_for(author))) == author
    assert identity.author_of(request_with(guests.token_for(author), scheme="bearer")) == author


def test_nobody_can_make_or_change_an_identity():
    mine, other = make_author(), make_author()
    token = guests.token_for(mine)
    forged = TimestampSigner(salt="another", sep="~").sign(f"guest~{mine.pk}")
    assert refusal(forged) == "malformed"
    assert refusal(token.replace(f"~{mine.pk}~", f"~{other.pk}~")) == "malformed"


def test_an_identity_does_not_lead_to_an_author_with_an_account_or_without_data(settings):
    authors = [
        make_author(user=make_user()),
        make_author(external_id="7"),
        make_author(erased_at="2026-01-01T00:00Z"),
    ]
    assert {refusal(guests.token_for(author)) for author in authors} == {"unknown_guest"}
    settings.EMBED_GUESTS = False
    assert refusal(guests.token_for(make_author())) == "no_guests"


def test_an_identity_lasts_a_year(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_700_000_000)
    token = guests.token_for(make_author())
    monkeypatch.undo()
    assert refusal(token) == "unknown_guest"


def test_a_guest_can_sign_out():
    token = guests.token_for(make_author())
    bearer.sign_out(request_with(token))
    assert refusal(token) == "signed_out"
    assert bearer.reader_of(request_with(issued())) is not None
