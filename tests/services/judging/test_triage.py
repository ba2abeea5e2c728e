import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.base import Attribute
from moderation.models import Verdict
from moderation.services.judging.triage import lowest_thresholds, triage
from tests.factories import make_clause

ATTACK, PROFANITY, TOXICITY = Attribute.PERSONAL_ATTACK, Attribute.PROFANITY, Attribute.TOXICITY


def scores(**written):
    return {attribute: written.get(attribute, 0.0) for attribute in Attribute}


@pytest.mark.parametrize(
    ("probability", "verdict", "threshold"),
    [
        (0.0, Verdict.PUBLISH, None),
        (0.499999, Verdict.PUBLISH, None),
        (0.5, Verdict.QUEUE, 0.5),
        (0.799999, Verdict.QUEUE, 0.5),
        (0.8, Verdict.HOLD, 0.8),
        (0.949999, Verdict.HOLD, 0.8),
        (0.95, Verdict.REMOVE, 0.95),
        (1.0, Verdict.REMOVE, 0.95),
    ],
)
def test_the_highest_threshold_that_is_reached_gives_the_verdict(probability, verdict, threshold):
    clause = make_clause(queue_at=0.5, hold_at=0.8, remove_at=0.95)
    judgement = triage(scores(personal_attack=probability), [clause])
    assert judgement.verdict == verdict
    assert [breach.threshold for breach in judgement.breaches] == [threshold] * (
        verdict != "publish"
    )


@pytest.mark.parametrize(
    ("queue_at", "hold_at", "probability", "verdict"),
    [
        (0.8, 0.8, 0.79, Verdict.PUBLISH),
        (0.8, 0.8, 0.8, Verdict.HOLD),
        (0.0, 1.0, 0.0, Verdict.QUEUE),
        (0.0, 1.0, 1.0, Verdict.HOLD),
    ],
)
def test_thresholds_may_meet_and_lie_at_the_ends(queue_at, hold_at, probability, verdict):
    clause = make_clause(queue_at=queue_at, hold_at=hold_at)
    assert triage(scores(personal_attack=probability), [clause]).verdict == verdict


def test_without_a_removal_threshold_nothing_is_removed():
    assert triage(scores(personal_attack=1.0), [make_clause()]).verdict == Verdict.HOLD


def test_without_clauses_everything_is_published():
    judgement = triage(scores(personal_attack=1.0), [])
    assert (judgement.verdict, judgement.breaches) == (Verdict.PUBLISH, ())


def test_an_attribute_without_a_clause_breaks_nothing():
    assert triage(scores(toxicity=1.0), [make_clause(attribute=ATTACK)]).breaches == ()


def test_the_severest_clause_gives_the_verdict_and_comes_first():
    queued = make_clause(attribute=PROFANITY, queue_at=0.1, hold_at=0.99)
    held = make_clause(attribute=ATTACK, queue_at=0.1, hold_at=0.2)
    judgement = triage(scores(profanity=0.9, personal_attack=0.3), [queued, held])
    assert judgement.verdict == Verdict.HOLD
    assert [breach.clause for breach in judgement.breaches] == [held, queued]


def test_breaches_of_the_same_verdict_are_ordered_by_probability():
    clauses = [make_clause(attribute=name) for name in (PROFANITY, ATTACK)]
    judgement = triage(scores(profanity=0.5, personal_attack=0.7), clauses)
    assert [breach.probability for breach in judgement.breaches] == [0.7, 0.5]


def test_the_general_clause_comes_after_those_of_their_own_however_severe_it_is():
    general = make_clause(attribute=TOXICITY, queue_at=0.1, hold_at=0.2)
    own = make_clause(attribute=ATTACK, queue_at=0.1, hold_at=0.99)
    judgement = triage(scores(toxicity=0.9, personal_attack=0.3), [general, own])
    assert judgement.verdict == Verdict.HOLD
    assert [breach.clause for breach in judgement.breaches] == [own, general]


@given(
    st.dictionaries(st.sampled_from(Attribute), st.floats(0, 1)),
    st.lists(st.floats(0, 1), min_size=len(Attribute), max_size=len(Attribute)),
)
def test_a_comment_below_every_lowest_threshold_breaks_nothing(queue_at, probabilities):
    clauses = [make_clause(attribute=a, queue_at=p, hold_at=1.0) for a, p in queue_at.items()]
    breaches = triage(dict(zip(Attribute, probabilities, strict=True)), clauses).breaches
    limits = zip(probabilities, lowest_thresholds(clauses), strict=True)
    assert any(probability >= limit for probability, limit in limits) == bool(breaches)
