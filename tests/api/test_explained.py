"""What a call with `explainScores` reads about the parts of a score."""

import pytest

pytestmark = pytest.mark.django_db

RUDE = "You are late. [toxicity 0.9]"


def explanation(answer, name="TOXICITY"):
    return answer[1]["attributeScores"][name].get("explanation")


def score(value):
    return {"value": value, "type": "PROBABILITY"}


def test_a_score_is_explained_on_request_only(analyze):
    assert explanation(analyze(RUDE)) is None
    assert explanation(analyze(RUDE, explainScores=True)) == {
        "releases": [
            {"release": "written-first", "score": score(0.9), "scoreWithoutEvidence": score(0.01)}
        ],
        "evidence": [{"begin": 14, "end": 28}],
        "threshold": 0.5,
        "verified": True,
    }


def test_a_score_below_the_threshold_has_no_evidence(analyze):
    found = explanation(analyze("[toxicity 0.3]", explainScores=True))
    assert found == {
        "releases": [{"release": "written-first", "score": score(0.3)}],
        "evidence": [],
        "threshold": 0.5,
        "verified": False,
    }


def test_offsets_count_utf_16_units(analyze):
    found = explanation(analyze("\U0001f642 [toxicity 0.9]", explainScores=True))
    assert found["evidence"] == [{"begin": 3, "end": 17}]
