"""An insult in the middle of a calm comment is still one."""

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier

CALM = (
    "The council met on Tuesday to discuss the new bridge. Residents asked about the cost. "
    "My neighbour has worked there for years and says the plan is sound. "
    "I hope they publish the figures soon. "
)


def test_evidence_for_it_lies_where_it_stands():
    classifier = LinearClassifier.load(SHIPPED_RELEASE)
    text = CALM * 3 + "You are an idiot. " + CALM * 3
    spans = classifier.explain(text, Attribute.PERSONAL_ATTACK)
    assert [text[span.start : span.end] for span in spans] == ["idiot"]


@pytest.mark.parametrize(
    ("abuse", "attribute"),
    [
        ("You are an idiot. ", Attribute.PERSONAL_ATTACK),
        ("You fucking moron. ", Attribute.PERSONAL_ATTACK),
        ("Fuck off. ", Attribute.PROFANITY),
        ("I will kill you. ", Attribute.THREAT),
    ],
)
@pytest.mark.parametrize("times", [1, 3])
def test_abuse_inside_a_calm_comment_is_still_found(abuse, attribute, times):
    classifier = LinearClassifier.load(SHIPPED_RELEASE)
    text = CALM * times + abuse + CALM * times
    assert classifier.score([text])[0][attribute] >= 0.5


def test_a_long_comment_without_full_stops_hides_no_insult():
    classifier = LinearClassifier.load(SHIPPED_RELEASE)
    calm = CALM.lower().replace(". ", " and ") * 3
    (scores,) = classifier.score([f"{calm}you fucking moron and {calm}"])
    assert scores[Attribute.TOXICITY] >= 0.5
