"""What the linear classifier shows against the threshold of a clause."""

from moderation.classifiers.base import Attribute

TEXT = "You are an idiot and the author is a moron, said nobody at the meeting last night."


def shown(classifier, threshold):
    spans = classifier.explain(TEXT, Attribute.PERSONAL_ATTACK, threshold)
    return [TEXT[span.start : span.end] for span in spans]


def test_the_lower_the_threshold_the_more_words_must_go(shipped):
    (scores,) = shipped.score([TEXT])
    high = shown(shipped, scores[Attribute.PERSONAL_ATTACK] - 0.01)
    low = shown(shipped, 0.05)
    assert len(high) == 1
    assert set(high) < set(low)


def test_without_a_threshold_it_is_one_half(shipped):
    assert shown(shipped, None) == shown(shipped, 0.5)


def test_in_bulk_the_scores_are_the_same(shipped):
    assert shipped.score_in_bulk([TEXT, ""]) == shipped.score([TEXT, ""])
