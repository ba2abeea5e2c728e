"""The shipped releases for other languages than English."""

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from tests.classifiers.languages import sample

MEASURED = {
    "ar": {Attribute.IDENTITY_ATTACK, Attribute.TOXICITY},
    "de": set(Attribute) - {Attribute.THREAT},
    "pt": set(Attribute) - {Attribute.THREAT},
}
# Calm, and yet not sure to be
DOUBTED = {
    "ar": [],
    "de": ["Der Zug hatte schon wieder Verspätung, und niemand sagt warum."],
    "pt": [],
}


def shipped(code):
    return LinearClassifier.load(SHIPPED_RELEASE.with_name(f"linear-{code}-2026.11.npz"))


@pytest.mark.parametrize("code", sorted(MEASURED))
def test_it_offers_what_people_labelled_in_its_language(code):
    release = shipped(code)
    assert (release.languages, release.measures(code)) == ({code}, MEASURED[code])


@pytest.mark.parametrize("code", sorted(MEASURED))
def test_of_our_sentences_no_hostile_one_is_sure_to_be_calm_and_nearly_every_calm_one_is(code):
    release = shipped(code)
    own = [sentence for sentence in sample.sentences() if sentence.language == code]
    toxicity = [scores[Attribute.TOXICITY] for scores in release.score([s.text for s in own])]
    doubted = [s for s, p in zip(own, toxicity, strict=True) if p >= release.calm_below(code)]
    assert [s.text for s in own if s.kind == "abusive" and s not in doubted] == []
    assert [s.text for s in doubted if s.kind == "calm"] == DOUBTED[code]
