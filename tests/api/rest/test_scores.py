"""Policies, and what they make of texts."""

import pytest

from articles.models import Comment
from moderation.classifiers.base import Attribute, ReleaseError
from moderation.models import Clause, Score
from moderation.services.judging import fallback
from tests.factories import make_article, make_policy_version, rule


@pytest.fixture
def version(db):
    return make_policy_version()


def test_texts_are_scored_and_judged_and_not_stored(call, version):
    texts = ["A calm remark.", "You. [personal_attack 0.9]"]
    status, scored = call("POST", "/scores", {"texts": texts})
    calm, attack = scored["results"]
    assert (status, scored["release"]) == (200, "written-first")
    assert scored["policy"] == (
        f"https://comments.example.org/policies/{version.policy_id}/versions/1/"
    )
    assert calm == {
        "verdict": "publish",
        "scores": {attribute.value: 0.01 for attribute in Attribute},
        "findings": [],
    }
    (finding,) = attack["findings"]
    assert (attack["verdict"], finding["quote"]) == ("hold", "personal attacks")
    assert finding["evidence"] == [{"start": 5, "end": 26, "text": "[personal_attack 0.9]"}]
    assert (Comment.objects.count(), Score.objects.count()) == (0, 0)


def test_evidence_is_left_out_on_request(call, version):
    body = {"texts": ["You. [personal_attack 0.9]"], "evidence": False}
    assert call("POST", "/scores", body)[1]["results"][0]["findings"][0]["evidence"] == []


def test_listed_words_are_found_too(call, version):
    Clause.objects.filter(quote="profanity").update(rules=[rule("words", "bridge")])
    (result,) = call("POST", "/scores", {"texts": ["What a bridge."]})[1]["results"]
    (finding,) = result["findings"]
    assert (finding["reason"], finding["evidence"]) == (
        "words",
        [{"start": 7, "end": 13, "text": "bridge"}],
    )


def test_an_articles_own_policy_judges(call, version):
    article = make_article(external_id="7")
    own = make_policy_version(article)
    own.clauses.update(queue_at=0.95, hold_at=0.99)
    body = {"texts": ["You. [personal_attack 0.9]"], "article": "7"}
    assert call("POST", "/scores", body)[1]["results"][0]["verdict"] == "publish"


def test_without_a_policy_texts_are_scored_only(call, db):
    scored = call("POST", "/scores", {"texts": ["You. [personal_attack 0.9]"]})[1]
    assert (scored["policy"], scored["results"][0]["findings"]) == (None, [])
    assert scored["results"][0]["scores"]["personal_attack"] == 0.9


def test_a_text_that_breaks_the_classifier_would_be_held(call, version):
    scored = call("POST", "/scores", {"texts": ["[broken]", "A calm remark."]})[1]
    assert [(own["verdict"], own["scores"] is None) for own in scored["results"]] == [
        ("hold", True),
        ("publish", False),
    ]


def test_without_a_classifier_the_call_is_to_be_sent_again(call, version, monkeypatch):
    def fail():
        raise ReleaseError("gone")

    monkeypatch.setattr(fallback, "active", fail)
    status, problem = call("POST", "/scores", {"texts": ["A calm remark."]})
    assert (status, problem["type"]) == (503, "urn:comity:problem:unavailable")


@pytest.mark.parametrize("texts", [[], ["a"] * 101, ["a" * 10_001], [" "], "text"])
def test_texts_beyond_the_limits_are_refused(call, version, texts):
    assert call("POST", "/scores", {"texts": texts})[0] == 422


def test_the_policy_in_force_is_read_with_its_clauses(call, version):
    status, policy = call("GET", "/policy")
    assert (status, policy["version"], policy["text"]) == (200, 1, version.text)
    assert [(clause["quote"], clause["attribute"]) for clause in policy["clauses"]] == [
        ("profanity", "profanity"),
        ("personal attacks", "personal_attack"),
    ]


def test_without_a_policy_there_is_none_to_read(call, db):
    assert call("GET", "/policy")[0] == 404
