"""What clients of the Perspective API send, and what they read in the answer."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.api.perspective import answers, payload
from moderation.api.perspective.errors import ApiError
from moderation.classifiers.base import Attribute
from moderation.models import SuggestedScore
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
    answer = answers.analyzed(
        call, Analysis(Span(0, len(text), scores), spans, frozenset(Attribute))
    )
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
    for read in (payload.read_suggest, payload.read_analyze):
        with suppress(ApiError):
            read(body, drop_unknown=True)


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


def test_only_posts_are_answered(client):
    assert client.get("/v1alpha1/comments:analyze").status_code == 405


def test_an_analysis_costs_two_queries(analyze, django_assert_num_queries):
    analyze(RUDE, "TOXICITY")  # the use of the key is noted once a minute
    with django_assert_num_queries(2):  # the key, the active release
        analyze(RUDE, "TOXICITY", "INSULT", spanAnnotations=True)
