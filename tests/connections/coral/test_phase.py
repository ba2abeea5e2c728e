"""Coral's moderation phase, with the request that its documentation shows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article, Comment
from moderation.models import Clause, CoralAnswer, CoralSecret, Policy
from moderation.services.connections.coral import connecting, phase
from moderation.services.judging import loaders
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TOXIC = [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]


def request(body, **story):
    return {
        "action": "NEW",
        "comment": {"body": body, "parentID": None},
        "author": {"id": "baf4e943", "role": "COMMENTER"},
        "story": {"id": "245b3856", "url": "http://localhost:1313/posts/a-story-url/"} | story,
        "site": {"id": "a4bede88"},
        "tenantID": "19ba5794",
        "tenantDomain": "localhost",
    }


@pytest.fixture
def ask(call):
    """Ask as Coral does; the response."""
    return lambda sent, *secrets, **headers: call(
        "phase", sent, *(secrets or ["the phase"]), **headers
    )


def said(response):
    return response.status_code, response.json() if response.content else None


def test_each_verdict_is_answered_in_corals_shape(ask):
    Clause.objects.filter(attribute="profanity").update(remove_at=0.95)
    answers = {
        body: said(ask(request(body)))
        for body in (
            "<div>Fine.</div>",
            "<b>You.</b> [personal_attack 0.6]",
            "[personal_attack 0.9]",
            "[profanity 0.97]",
            "[broken]",
            '<img src="data:,">',
        )
    }
    assert list(answers.values()) == [
        (204, None),
        (200, {"actions": TOXIC}),
        (200, {"status": "SYSTEM_WITHHELD", "actions": TOXIC}),
        (
            200,
            {
                "status": "REJECTED",
                "moderationAction": {
                    "status": "REJECTED",
                    "rejectionReason": {"code": "OFFENSIVE", "detailedExplanation": "profanity"},
                },
                "actions": TOXIC,
            },
        ),
        (200, {"status": "SYSTEM_WITHHELD"}),
        (204, None),
    ]
    assert Comment.objects.count() == 0


def test_a_text_is_rejected_in_the_words_of_the_rule_where_coral_has_no_code_for_it(ask):
    own = {"kind": "words", "verdict": "remove", "entries": "casino"}
    Clause.objects.filter(quote="profanity").update(attribute="", rules=[own])
    answer = ask(request("A casino.")).json()
    assert answer["moderationAction"]["rejectionReason"]["code"] == "BANNED_WORD"
    age = {"kind": "account_age", "verdict": "remove", "limit": 2}
    Clause.objects.filter(quote="profanity").update(rules=[age])
    Clause.objects.filter(quote="profanity").update(quote="no new accounts")
    found = ask(request("Fine.")).json()
    assert found["moderationAction"]["rejectionReason"] == {
        "code": "OTHER",
        "customReason": "no new accounts",
    }


def test_html_is_read_as_text(ask):
    ask(request("<p>One &amp;</p><p>two.</p>"))
    loader = loaders.CLASSIFIERS["written-first"]
    assert "One &\n\ntwo." in loader.load(None).texts_seen


def test_a_story_is_the_article_of_the_paper_or_becomes_one(ask, connection):
    connection.section = "Sport"
    connection.save()
    known = make_article(external_id="245b3856")
    same_page = make_article(url="https://paper.example/2")
    ask(request("Fine."))
    ask(request("Fine.", id="s2", url="https://paper.example/2"))
    ask(request("Fine.", id="s3", url="https://paper.example/3"))
    articles = Article.objects.order_by("pk").values_list("pk", "source_id", "section", "url")
    new = Article.objects.latest("pk")
    assert list(articles) == [
        (known.pk, "coral:245b3856", "", ""),
        (same_page.pk, "coral:s2", "", "https://paper.example/2"),
        (new.pk, "coral:s3", "Sport", "https://paper.example/3"),
    ]


def test_pre_moderation_holds(ask):
    Policy.objects.update(moderation=Policy.Moderation.PRE)
    assert ask(request("Fine.")).json()["status"] == "SYSTEM_WITHHELD"


def test_one_of_several_signatures_is_enough_while_a_secret_is_replaced(ask, connection):
    assert ask(request("Fine."), "new", "the phase").status_code == 204
    connecting.set_secret(connection=connection, purpose=CoralSecret.Purpose.PHASE, secret="new")
    for secret in ("new", "the phase"):
        assert ask(request("Fine."), secret).status_code == 204
    former = CoralSecret.objects.get(secret="the phase")
    former.expires_at = timezone.now() - timedelta(seconds=1)
    former.save()
    late = ask(request("Fine."), "the phase")
    assert (late.status_code, "a secret that has expired" in late.json()["detail"]) == (403, True)


@pytest.mark.parametrize(
    ("secrets", "header", "status"),
    [
        (["any"], {"X-Coral-Signature": ""}, 401),
        (["any"], {"X-Coral-Signature": "sha1=00"}, 401),
        (["another"], {}, 403),
        (["the events"], {}, 403),
        (["any"], {"X-Coral-Signature": "sha256=é"}, 403),
    ],
    ids=["none", "other kind", "unknown secret", "secret of events", "no digits"],
)
def test_an_unsigned_call_is_refused(ask, secrets, header, status):
    assert ask(request("[profanity 0.9]"), *secrets, **header).status_code == status


def test_a_changed_body_is_refused(client, ask):
    sent = ask(request("Fine."))
    header = sent.wsgi_request.headers["X-Coral-Signature"]
    response = client.post(
        "/api/coral/phase/", b"{}", "application/json", headers={"X-Coral-Signature": header}
    )
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "The body cannot be read: "),
        (b"{}", "The field comment cannot be read: Field required."),
        (b'{"comment": {"body": 7}}', "The field comment.body cannot be read: "),
    ],
)
def test_a_body_that_cannot_be_read_is_named(ask, body, told):
    response = ask(body)
    assert (response.status_code, response.json()["detail"][: len(told)]) == (400, told)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda own: st.lists(own) | st.dictionaries(st.text(), own),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary() | JSON | st.builds(request, st.text() | JSON, id=st.text(), url=st.text()))
def test_no_body_is_too_much(ask, sent):
    assert ask(sent).status_code in (200, 204, 400)


def test_whatever_fails_a_comment_is_not_published_unjudged(ask, monkeypatch):
    def fails(**_):
        raise RuntimeError

    monkeypatch.setattr(phase, "judge", fails)
    assert said(ask(request("Fine."))) == (200, {"status": "SYSTEM_WITHHELD"})


def test_while_paused_coral_goes_on_alone(ask, connection):
    connecting.pause(connection=connection)
    assert ask(request("[profanity 0.97]")).status_code == 204


def test_an_answer_is_kept_once_with_its_scores(ask):
    for _ in range(2):
        ask(request("You. [personal_attack 0.6]"))
    answer = CoralAnswer.objects.get()
    assert (answer.scores["personal_attack"], answer.language) == (0.6, "en")
