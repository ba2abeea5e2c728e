"""Proof of work: what is accepted once, what is not, and what becomes of a comment without it."""

import json
from base64 import b64encode
from datetime import timedelta

import altcha
import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from articles import proof_of_work
from articles.models import Comment
from articles.proof_of_work import ProofRefused
from moderation.models import Finding, Trust
from moderation.services.judging import scoring
from tests.factories import (
    make_article,
    make_author,
    make_policy_version,
    make_user,
)

pytestmark = pytest.mark.django_db

NOT_ACCEPTED = "proof of work was not accepted"


@pytest.fixture
def article(written_release, settings):
    settings.PROOF_OF_WORK = 5
    make_policy_version()
    return make_article(slug="a")


def solved(given):
    """The payload for a challenge, as the browser sends it."""
    challenge = altcha.Challenge.from_dict(given)
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def proof():
    return solved(Client().get("/embed/challenge/").json())


def post(client, **fields):
    given = {"name": "Ani", "text": "Well said.", **fields}
    return client.post("/articles/a/comments/", given, follow=True).content.decode()


def changed(payload, part, **values):
    told = json.loads(altcha.v2.base64.b64decode(payload))
    place = told["solution"] if part == "solution" else told["challenge"]["parameters"]
    place.update(values)
    return b64encode(json.dumps(told).encode()).decode()


def test_a_comment_with_proof_is_published(article, client):
    assert "Your comment is published." in post(client, proof=proof())


def test_a_comment_without_proof_waits_for_a_person_however_often_it_is_judged(article, client):
    assert "waiting for review by a moderator" in post(client)
    comment = Comment.objects.get()
    scoring.score([comment])
    comment.refresh_from_db()
    client.post(f"/comments/{comment.pk}/edit/", {"text": "Well said indeed."})
    comment.refresh_from_db()
    assert (comment.text, comment.status) == ("Well said indeed.", Comment.Status.HELD)
    assert comment.findings.get().reason == Finding.Reason.NOT_PROVED
    assert comment.review_items.open().count() == 1


def test_what_is_wrong_old_used_or_for_something_else_is_refused_and_the_text_kept(
    article, client, monkeypatch
):
    good, used = proof(), proof()
    proof_of_work.spend(used)
    for_another = solved(proof_of_work.challenge("open an account"))
    with monkeypatch.context() as patched:
        patched.setattr(proof_of_work, "LASTS", timedelta(seconds=-2))
        old = proof()
    refused = [
        used,
        for_another,
        old,
        changed(good, "solution", derivedKey="00" * 32),
        changed(good, "challenge", expiresAt=2**40),
        changed(good, "challenge", cost=1),
        "x" * (proof_of_work.LONGEST + 1),
        "nonsense",
    ]
    for payload in refused:
        page = post(client, proof=payload)
        assert NOT_ACCEPTED in page
        assert "Well said.</textarea>" in page
    assert payload not in page
    assert not Comment.objects.exists()


def test_who_is_known_needs_none(article, client, settings):
    reader = make_author()
    Trust.objects.create(author=reader, level=Trust.Level.TRUSTED)
    session = client.session
    session["author_id"] = reader.pk
    session.save()
    assert "data-challenge" in client.get("/articles/a/").content.decode()
    assert "Your comment is published." in post(client)
    client.force_login(make_user())
    assert "data-challenge" not in client.get("/articles/a/").content.decode()
    assert "Your comment is published." in post(client)
    settings.PROOF_OF_WORK = 0
    assert "data-challenge" not in Client().get("/articles/a/").content.decode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
PARTS = st.sampled_from(["algorithm", "cost", "nonce", "salt", "keyPrefix", "expiresAt", "data"])


@given(payload=st.text() | st.builds(lambda told: b64encode(json.dumps(told).encode()), JSON))
@examples(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_payload_is_refused_in_a_sentence(payload):
    with pytest.raises(ProofRefused):
        proof_of_work.spend(payload if isinstance(payload, str) else payload.decode())


@given(part=PARTS, value=JSON)
def test_a_challenge_that_was_changed_anywhere_is_refused(part, value):
    told = json.loads(altcha.v2.base64.b64decode(solved(proof_of_work.challenge())))
    if told["challenge"]["parameters"].get(part) == value:
        return
    told["challenge"]["parameters"][part] = value
    with pytest.raises(ProofRefused):
        proof_of_work.spend(b64encode(json.dumps(told).encode()).decode())
