"""Languages that the classifier does not read, in calls of the API."""

import pytest

from moderation.classifiers.base import Attribute
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

GERMAN = "Du bist einfach zu dumm für diese Diskussion."
IN_GERMAN = "Du bist einfach zu dumm [toxicity 0.4] für diese Diskussion."
MIXED = f"The bridge is [toxicity 0.9] late again and nobody says why. {GERMAN}"


def scores(content):
    return {name: own["summaryScore"]["value"] for name, own in content["attributeScores"].items()}


def test_a_text_that_is_not_read_is_refused_with_its_language(analyze):
    status, content = analyze(GERMAN)
    error = content["error"]
    assert (status, error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == "Attribute TOXICITY does not support request languages: de"
    (detail,) = error["details"]
    assert detail["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert detail["languageNotSupportedByAttributeError"] == {
        "detectedLanguages": ["de"],
        "attribute": "TOXICITY",
    }


def test_a_client_that_wants_what_there_is_gets_no_score(analyze):
    status, content = analyze(GERMAN, dropUnsupportedAttributes=True)
    assert status == 200
    assert content == {
        "attributeScores": {},
        "languages": ["de"],
        "detectedLanguages": ["de"],
    }


def test_a_text_that_the_client_calls_english_is_scored_and_its_language_told(analyze):
    status, content = analyze(GERMAN, languages=["en"])
    assert (status, scores(content)) == (200, {"TOXICITY": 0.01})
    assert (content["languages"], content["detectedLanguages"]) == (["en"], ["de"])


def test_of_a_text_in_two_languages_the_part_that_is_read_is_scored(analyze):
    status, content = analyze(MIXED)
    assert (status, scores(content)) == (200, {"TOXICITY": 0.9})
    assert sorted(content["detectedLanguages"]) == ["de", "en"]


def test_where_nobody_can_tell_the_text_is_taken_for_english(analyze):
    status, content = analyze("Bravo!")
    assert (status, content["detectedLanguages"]) == (200, ["en"])


def test_the_language_of_a_suggested_score_is_told(call):
    told = {
        "comment": {"text": GERMAN},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
    }
    assert call("suggestscore", told)[1]["detectedLanguages"] == ["de"]


@pytest.fixture
def german(use_classifier):
    """German is read, for toxicity alone."""
    classifier = WrittenClassifier(languages=("en", "de"))
    every = classifier.measures("en")
    classifier.measures = lambda code: frozenset({Attribute.TOXICITY}) if code == "de" else every
    use_classifier(classifier)


def test_what_is_not_measured_in_a_language_is_refused_or_left_out(analyze, german):
    status, content = analyze(IN_GERMAN, "TOXICITY", "THREAT")
    assert status == 400
    assert content["error"]["message"] == "Attribute THREAT does not support request languages: de"
    status, content = analyze(IN_GERMAN, "TOXICITY", "THREAT", dropUnsupportedAttributes=True)
    assert (status, scores(content)) == (200, {"TOXICITY": 0.4})


def test_a_client_may_name_every_language_that_is_read(analyze, german):
    status, content = analyze(IN_GERMAN, languages=["de"])
    assert (status, scores(content), content["languages"]) == (200, {"TOXICITY": 0.4}, ["de"])


def test_a_call_that_wants_nothing_known_is_answered_whatever_language_it_names(analyze):
    status, content = analyze("Hello there.", "SPAM", languages=["tlh"])
    assert (status, content["attributeScores"], content["languages"]) == (200, {}, ["tlh"])
