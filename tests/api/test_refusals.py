"""What the scoring API refuses, and in which words."""

import pytest
from django.db import DatabaseError

from moderation.models import ApiKey
from moderation.services.clients import api_keys

pytestmark = pytest.mark.django_db

RUDE = "You are late. [toxicity 0.9] [personal_attack 0.8]"
UNKNOWN = {"@type": "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"}


def error_of(answer):
    status, content = answer
    error = content["error"]
    assert error["code"] == status
    return status, error["status"], error["message"], error.get("details", [])


# Refusals


def test_an_empty_comment_is_refused(analyze):
    status, name, message, (detail,) = error_of(analyze("  "))
    assert (status, name, message) == (400, "INVALID_ARGUMENT", "Comment must be non-empty.")
    assert detail == UNKNOWN | {"errorType": "COMMENT_EMPTY"}


def test_a_comment_is_measured_in_bytes(analyze):
    assert analyze("é" * 10_240)[0] == 200
    _, _, message, details = error_of(analyze("é" * 10_241))
    assert message == "Comment text was too many bytes. Value (20482) exceeded limit (20480)."
    assert details == []


@pytest.mark.parametrize(
    ("fields", "message", "kind"),
    [
        ({"requestedAttributes": {}}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreType": "PERCENTILE"}}},
            "Requested score type PERCENTILE is not supported by attribute TOXICITY",
            "INVALID_REQUEST",
        ),
        (
            {"comment": {"text": "<b>Hm</b>", "type": "HTML"}},
            "Currently, only 'PLAIN_TEXT' comments are supported",
            "INVALID_REQUEST",
        ),
        ({"comment": {"text": "Hm", "type": "RTF"}}, "Unknown text type", "INVALID_REQUEST"),
        (
            {
                "context": {
                    "entries": [{"text": "a"}],
                    "articleAndParentComment": {"article": {"text": "b"}},
                }
            },
            "Context can have either entries or article_and_parent_comment, but both fields were "
            "populated.",
            "INVALID_REQUEST",
        ),
    ],
)
def test_an_argument_is_refused_in_the_words_that_clients_look_for(analyze, fields, message, kind):
    status, name, said, (detail,) = error_of(analyze("Hm", **fields))
    assert (status, name, said) == (400, "INVALID_ARGUMENT", message)
    assert detail == UNKNOWN | {"errorType": kind}


def test_a_language_that_the_classifier_does_not_read_is_named(analyze):
    _, _, message, (detail,) = error_of(analyze("Hm", languages=["en", "de"]))
    assert message == "Attribute TOXICITY does not support request languages: de"
    assert detail["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert detail["languageNotSupportedByAttributeError"] == {
        "requestedLanguages": ["en", "de"],
        "attribute": "TOXICITY",
    }


@pytest.mark.parametrize("by", ["the call", "the site"])
def test_unknown_attributes_are_dropped_unless_the_site_refuses_them(analyze, settings, by):
    settings.API_DROPS_UNKNOWN_ATTRIBUTES = by == "the site"
    fields = {"dropUnsupportedAttributes": True} if by == "the call" else {}
    _, content = analyze(RUDE, "TOXICITY", "SEVERE_TOXICITY", **fields)
    assert list(content["attributeScores"]) == ["TOXICITY"]


def test_unknown_attributes_are_refused_where_the_site_says_so(analyze, settings):
    settings.API_DROPS_UNKNOWN_ATTRIBUTES = False
    status, _, message, (detail,) = error_of(analyze("Hm", "SEVERE_TOXICITY"))
    assert (status, message) == (400, "Unknown requested attribute: SEVERE_TOXICITY")
    assert detail == UNKNOWN | {"errorType": "INVALID_REQUEST"}


def test_a_call_of_nothing_but_unknown_attributes_has_no_scores(analyze):
    assert analyze(RUDE, "SEVERE_TOXICITY", "SPAM")[1]["attributeScores"] == {}


@pytest.mark.parametrize("threshold", ["NaN", "Infinity", "1" + "0" * 400, "true", '"0.5"'])
def test_a_threshold_that_is_no_number_is_refused(call, threshold):
    asked = f'{{"TOXICITY": {{"scoreThreshold": {threshold}}}}}'
    body = f'{{"comment": {{"text": "Hm"}}, "requestedAttributes": {asked}}}'
    assert error_of(call("analyze", body.encode()))[2].endswith("A score must be a number.")


NESTED = b'{"a":' * 5_000 + b"1" + b"}" * 5_000


@pytest.mark.parametrize("body", [NESTED, b"{", b"[]", b"\xff", b"[" * 100_000, b'{"comment": 3}'])
def test_rubbish_is_refused(call, body):
    status, _, message, _ = error_of(call("analyze", body))
    assert (status, message.split(".")[0]) == (400, "Invalid JSON payload received")


def test_without_a_key_a_call_is_refused(call):
    status, name, message, _ = error_of(call("analyze", {}, key=""))
    assert (status, name) == (403, "PERMISSION_DENIED")
    assert message.startswith("Method doesn't allow unregistered callers")


@pytest.mark.parametrize("key", ["wrong", "revoked", "\x00"])
def test_a_key_that_is_none_is_refused(call, secret, key):
    if key == "revoked":
        api_keys.revoke(key=ApiKey.objects.get())
        key = secret
    status, _, message, (detail,) = error_of(call("analyze", {}, key=key))
    assert (status, message) == (400, "API key not valid. Please pass a valid API key.")
    assert detail["reason"] == "API_KEY_INVALID"


def test_a_key_has_so_many_calls_a_minute(client, analyze, secret, monkeypatch):
    monkeypatch.setattr(api_keys, "_minute", lambda: 1)
    ApiKey.objects.update(calls_per_minute=2)
    assert [analyze("Hm")[0] for _ in range(3)] == [200, 200, 429]
    response = client.post(f"/v1alpha1/comments:analyze?key={secret}", b"{}", content_type="")
    assert response.headers["Retry-After"] == "60"
    assert error_of((429, response.json()))[1] == "RESOURCE_EXHAUSTED"
    monkeypatch.setattr(api_keys, "_minute", lambda: 2)
    assert analyze("Hm")[0] == 200


def test_a_text_that_breaks_the_classifier_is_answered_and_not_logged(analyze, caplog):
    status, name, _, _ = error_of(analyze("[broken] secret words"))
    assert (status, name) == (503, "UNAVAILABLE")
    assert "ValueError in" in caplog.text
    assert "secret words" not in caplog.text


def test_a_call_that_fails_is_one_line_of_the_log_and_says_when_to_come_back(
    client, secret, caplog
):
    body = {"comment": {"text": "[broken]"}, "requestedAttributes": {"TOXICITY": {}}}
    response = client.post(
        f"/v1alpha1/comments:analyze?key={secret}", body, content_type="application/json"
    )
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert [record.name for record in caplog.records] == ["moderation.api.perspective.calls"]


def test_without_a_classifier_the_api_says_so(analyze, settings):
    settings.CLASSIFIER = "parrot"
    assert error_of(analyze("Hm"))[:2] == (503, "UNAVAILABLE")


def test_without_a_database_the_api_says_so(analyze, monkeypatch):
    def fail(_):
        raise DatabaseError

    monkeypatch.setattr(api_keys, "authenticate", fail)
    assert error_of(analyze("Hm"))[:2] == (503, "UNAVAILABLE")
