import pytest

from moderation.models import ApiKey, SuggestedScore

pytestmark = pytest.mark.django_db

TEXT = "You are late."


def told():
    fields = ("text", "attribute", "value", "spans", "community", "client_token")
    return list(SuggestedScore.objects.order_by("pk").values_list(*fields))


def test_what_a_moderator_of_coral_decided_is_kept(call):
    url = "https://news.example/a?commentID=7"
    body = {
        "comment": {"text": TEXT},
        "context": {"entries": [{"text": f'{{"url":"{url}"}}'}]},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "languages": ["en"],
        "communityId": "Coral:https://news.example",
        "clientToken": "comment:7",
    }
    status, content = call("suggestscore", body)
    assert (status, content) == (
        200,
        {"clientToken": "comment:7", "detectedLanguages": ["en"], "requestedLanguages": ["en"]},
    )
    assert told() == [(TEXT, "TOXICITY", 1.0, [], "Coral:https://news.example", "comment:7")]
    assert SuggestedScore.objects.get().key == ApiKey.objects.get()


def test_spans_and_several_attributes_are_kept(call):
    span = {"begin": 0, "end": 3, "score": {"value": 0.5, "type": "PROBABILITY"}}
    scores = {"INSULT": {"spanScores": [span]}, "THREAT": {"summaryScore": {"value": 0}}}
    assert call("suggestscore", {"comment": {"text": TEXT}, "attributeScores": scores})[0] == 200
    assert told() == [
        (TEXT, "INSULT", None, [[0, 3, 0.5]], "", ""),
        (TEXT, "THREAT", 0.0, [], "", ""),
    ]


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ({}, "Missing attribute_scores"),
        ({"THREAT": {}}, "Attribute THREAT has neither a summary_score nor span_scores"),
        ({"THREAT": {"summaryScore": {"value": 2}}}, "A score must be between 0 and 1"),
        (
            {"THREAT": {"spanScores": [{"begin": 3}]}},
            "A span score must have an end, not before its begin",
        ),
    ],
)
def test_a_malformed_suggestion_is_refused_and_nothing_kept(call, scores, message):
    body = {"comment": {"text": TEXT}, "attributeScores": scores}
    status, content = call("suggestscore", body)
    assert (status, content["error"]["message"], told()) == (400, message, [])


def test_zeros_that_go_leaves_out_are_kept(call):
    scores = {"INSULT": {"spanScores": [{"end": 3, "score": {}}]}, "THREAT": {"summaryScore": {}}}
    assert call("suggestscore", {"comment": {"text": TEXT}, "attributeScores": scores})[0] == 200
    assert told() == [
        (TEXT, "INSULT", None, [[0, 3, 0.0]], "", ""),
        (TEXT, "THREAT", 0.0, [], "", ""),
    ]


@pytest.mark.parametrize(("drops", "status"), [(True, 200), (False, 400)])
def test_a_suggestion_for_an_unknown_attribute_is_left_out_or_refused(
    call, settings, drops, status
):
    settings.API_DROPS_UNKNOWN_ATTRIBUTES = drops
    known, unknown = {"summaryScore": {"value": 1}}, {"summaryScore": {"value": 1}}
    scores = {"THREAT": known, "WIT": unknown}
    assert call("suggestscore", {"comment": {"text": TEXT}, "attributeScores": scores})[0] == status
    assert len(told()) == int(drops)


@pytest.mark.parametrize("text", ["null \x00", "half \ud83d"])
def test_what_a_database_does_not_take_is_refused(call, text):
    scores = {"THREAT": {"summaryScore": {"value": 1}}}
    status, content = call("suggestscore", {"comment": {"text": text}, "attributeScores": scores})
    assert (status, told()) == (400, [])
    assert "comment.text contains invalid characters" in content["error"]["message"]
