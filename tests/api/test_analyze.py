"""What clients of the Perspective API send, and what they read in the answer."""

import json
from contextlib import suppress

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from moderation.api.perspective import answers, payload
from moderation.api.perspective.errors import ApiError
from moderation.classifiers.base import Attribute
from moderation.models import ApiKey, SuggestedScore
from moderation.services.clients import api_keys
from moderation.services.clients.analysing import Analysis, Span

pytestmark = pytest.mark.django_db

RUDE = "You are late. [toxicity 0.9] [personal_attack 0.8]"
UNKNOWN = {"@type": "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"}


def error_of(answer):
    status, content = answer
    error = content["error"]
    assert error["code"] == status
    return status, error["status"], error["message"], error.get("details", [])


def value(answer, name="TOXICITY"):
    return answer[1]["attributeScores"][name]["summaryScore"]["value"]


# Answers


def test_a_text_is_scored_for_what_was_asked(analyze):
    status, content = analyze(RUDE)
    score = {"value": 0.9, "type": "PROBABILITY"}
    assert status == 200
    assert content == {
        "attributeScores": {
            "TOXICITY": {
                "spanScores": [{"begin": 0, "end": len(RUDE), "score": score}],
                "summaryScore": score,
            }
        },
        "languages": ["en"],
        "detectedLanguages": ["en"],
    }


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("TOXICITY", "toxicity"),
        ("TOXICITY@6", "toxicity"),
        ("TOXICITY_EXPERIMENTAL", "toxicity"),
        ("PROFANITY", "profanity"),
        ("OBSCENE", "profanity"),
        ("INSULT", "personal_attack"),
        ("ATTACK_ON_COMMENTER", "personal_attack"),
        ("THREAT", "threat"),
        ("IDENTITY_ATTACK", "identity_attack"),
    ],
)
def test_names_of_the_api_are_answered_by_attributes_under_the_name_that_was_used(
    analyze, name, attribute
):
    answer = analyze(f"Hm. [{attribute} 0.7]", name)
    assert list(answer[1]["attributeScores"]) == [name]
    assert value(answer, name) == 0.7


def test_the_token_of_the_client_comes_back(analyze):
    assert analyze(RUDE, clientToken="comment:7")[1]["clientToken"] == "comment:7"


def test_a_score_below_the_threshold_of_the_client_is_left_out(analyze):
    asked = {"TOXICITY": {"scoreThreshold": 0.95}, "INSULT": {"scoreThreshold": 0.8}}
    _, content = analyze(RUDE, requestedAttributes=asked)
    assert list(content["attributeScores"]) == ["INSULT"]


def test_sentences_have_their_own_scores_in_utf_16_units(analyze):
    text = "A lovely day for everybody, isn't it 🙂. You are bad [toxicity 0.9] 🙂!"
    _, content = analyze(text, spanAnnotations=True)
    spans = content["attributeScores"]["TOXICITY"]["spanScores"]
    assert [(span["begin"], span["end"], span["score"]["value"]) for span in spans] == [
        (0, 40, 0.01),
        (41, 71, 0.9),
    ]
    assert value((200, content)) == 0.9


@given(st.text(min_size=1, max_size=80), st.data())
def test_offsets_are_those_that_javascript_counts(text, data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    scores = dict.fromkeys(Attribute, 0.5)
    call = payload.AnalyzeCall(
        text, [payload.Wanted("TOXICITY", Attribute.TOXICITY, 0.0)], [], True, ""
    )
    spans = [Span(start, end, scores)]
    answer = answers.analyzed(call, Analysis(Span(0, len(text), scores), spans))
    (span,) = answer["attributeScores"]["TOXICITY"]["spanScores"]
    in_utf16 = text.encode("utf-16-le", "surrogatepass")
    assert in_utf16[2 * span["begin"] : 2 * span["end"]] == text[start:end].encode(
        "utf-16-le", "surrogatepass"
    )


def test_nothing_of_an_analysis_is_stored(analyze):
    analyze(RUDE, doNotStore=False)
    assert not SuggestedScore.objects.exists()


# Bodies as clients write them


IN_THE_FIELD = {
    "keys without quotes": """{comment: {text: "[toxicity 0.9]"}, languages: ["en"],
        requestedAttributes: {TOXICITY:{}} }""",
    "what looks like a key in a text": r"""{comment: {text: "{a: 1, b: [toxicity 0.9]} \" ü"},
        requestedAttributes: {TOXICITY: {}}}""",
    "raw line ends and tabs": """{"comment": {"text": "[toxicity 0.9]\n\tsecond line"},
        "requestedAttributes": {"TOXICITY": null}}""",
    "snake case": """{"comment": {"text": "[toxicity 0.9]"}, "do_not_store": true,
        "requested_attributes": {"TOXICITY": {"score_type": "PROBABILITY"}}}""",
    "one language, a new field": """{"comment": {"text": "[toxicity 0.9]"}, "languages": "en-US",
        "requestedAttributes": {"TOXICITY": {}}, "new": 1}""",
}


@pytest.mark.parametrize("body", IN_THE_FIELD.values(), ids=IN_THE_FIELD)
def test_what_clients_in_the_field_send_is_read(call, body):
    answer = call("analyze", body.encode())
    assert answer[0] == 200, answer
    assert value(answer) == 0.9


def test_a_body_needs_no_content_type(client, secret):
    body = b'{"comment": {"text": "Fine."}, "requestedAttributes": {"TOXICITY": {}}}'
    address = f"/v1alpha1/comments:analyze?key={secret}&alt=json"
    assert client.post(address, body, content_type="").status_code == 200


def test_the_key_may_stand_in_a_header(client, secret):
    body = b'{"comment": {"text": "Fine."}, "requestedAttributes": {"TOXICITY": {}}}'
    response = client.post(
        "/v1alpha1/comments:analyze",
        body,
        content_type="application/json",
        headers={"x-goog-api-key": secret},
    )
    assert response.status_code == 200


def read_or_refused(body):
    """Whatever else a reader may raise would be an answer that no client can read."""
    for read in (payload.read_suggest, lambda b: payload.read_analyze(b, drop_unknown=True)):
        with suppress(ApiError):
            read(body)


@given(st.binary() | st.text().map(str.encode) | st.from_regex(rb'\{[\w":,{}\[\] ]*\}'))
def test_any_body_is_read_or_refused_in_words(body):
    read_or_refused(body)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
FIELDS = ["comment", "text", "type", "requestedAttributes", "TOXICITY", "scoreThreshold"]
FIELDS += ["languages", "context", "entries", "attributeScores", "summaryScore", "value", "score"]
FIELDS += ["spanScores", "begin", "end", "clientToken"]
JSON = st.recursive(
    LEAVES,
    lambda own: st.lists(own) | st.dictionaries(st.sampled_from(FIELDS), own),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_object_is_read_or_refused_in_words(data):
    body = json.dumps({"comment": {"text": "Hm."}} | data).encode()
    read_or_refused(body)


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
            {"requestedAttributes": {"SEVERE_TOXICITY": {}}},
            "Unknown requested attribute: SEVERE_TOXICITY",
            "INVALID_REQUEST",
        ),
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
def test_unknown_attributes_are_dropped_where_the_call_or_the_site_says_so(analyze, settings, by):
    settings.API_DROPS_UNKNOWN_ATTRIBUTES = by == "the site"
    fields = {"dropUnsupportedAttributes": True} if by == "the call" else {}
    _, content = analyze(RUDE, "TOXICITY", "SEVERE_TOXICITY", **fields)
    assert list(content["attributeScores"]) == ["TOXICITY"]


@pytest.mark.parametrize("threshold", ["NaN", "Infinity", "1" + "0" * 400, "true", '"0.5"'])
def test_a_threshold_that_is_no_number_is_refused(call, threshold):
    asked = f'{{"TOXICITY": {{"scoreThreshold": {threshold}}}}}'
    body = f'{{"comment": {{"text": "Hm"}}, "requestedAttributes": {asked}}}'
    assert error_of(call("analyze", body.encode()))[2].endswith("A score must be a number.")


NESTED = b'{"a":' * 5_000 + b"1" + b"}" * 5_000


@pytest.mark.parametrize(
    "body", [NESTED, b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"comment": 3}']
)
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


def test_only_posts_are_answered(client):
    assert client.get("/v1alpha1/comments:analyze").status_code == 405


def test_an_analysis_costs_two_queries(analyze, django_assert_num_queries):
    with django_assert_num_queries(2):  # the key, the active release
        analyze(RUDE, "TOXICITY", "INSULT", spanAnnotations=True)
