from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.models import Decision, Verdict
from moderation.services.judging import scoring
from moderation.services.policy import sample
from moderation.services.policy.effects import effects
from tests.factories import (
    make_clause,
    make_comment,
    make_moderator,
    make_policy_version,
    make_score,
    rule,
)
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return make_policy_version().policy


def attacks(*probabilities, days=0):
    """Scored comments, the newest first."""
    now = timezone.now() - timedelta(days=days)
    found = [make_comment(posted_at=now - timedelta(seconds=n)) for n in range(len(probabilities))]
    for comment, probability in zip(found, probabilities, strict=True):
        make_score(comment, personal_attack=probability)
    return found


def counts(day):
    return day.queue, day.hold, day.remove


def test_what_is_flagged_is_counted_by_day_and_verdict(policy):
    attacks(0.1, 0.5, 0.6, 0.8)
    attacks(0.4, 0.95, days=2)
    (effect,) = effects(policy, [make_clause(remove_at=0.95)])
    assert [counts(day) for day in effect.days[-3:]] == [(0, 0, 1), (0, 0, 0), (2, 1, 0)]
    assert counts(effect.total) == (2, 1, 1)
    assert effect.flagged == 4


def test_every_day_of_the_period_is_counted_oldest_first(policy):
    today = timezone.localtime(timezone.now()).date()
    (effect,) = effects(policy, [make_clause()])
    assert [day.day for day in effect.days] == [
        today - timedelta(days=n) for n in range(30, -1, -1)
    ]


def test_days_before_a_full_sample_are_not_counted_as_empty(policy, monkeypatch):
    monkeypatch.setattr(sample, "SAMPLE_SIZE", 2)
    attacks(0.9)
    attacks(0.9, days=3)
    attacks(0.9, days=5)
    (effect,) = effects(policy, [make_clause()])
    assert [counts(day) for day in effect.days] == [(0, 1, 0), (0, 0, 0), (0, 0, 0), (0, 1, 0)]


def test_ten_examples_are_spread_over_the_scores_that_are_flagged(policy):
    crowd = [0.5 + n / 1000 for n in range(30)]
    attacks(0.49, *crowd, 0.6, 0.7, 0.8, 0.9, 0.99)
    (effect,) = effects(policy, [make_clause()])
    shown = [example.probability for example in effect.examples]
    assert shown == [0.5, *crowd[26:], 0.6, 0.7, 0.8, 0.9, 0.99]


def test_fewer_than_ten_flagged_comments_are_all_examples_with_their_verdict(policy):
    queued, held = attacks(0.6, 0.9)
    (effect,) = effects(policy, [make_clause()])
    assert [(e.comment, e.probability, e.verdict) for e in effect.examples] == [
        (queued, 0.6, Verdict.QUEUE),
        (held, 0.9, Verdict.HOLD),
    ]


def test_the_examples_of_rules_are_the_newest_ten(policy):
    found = attacks(*[0.1] * 12)
    clause = make_clause(attribute="", rules=[rule("words", "calm", "queue")])
    (effect,) = effects(policy, [clause])
    assert [(e.comment, e.probability, e.verdict) for e in effect.examples] == [
        (comment, None, Verdict.QUEUE) for comment in found[:10]
    ]
    assert counts(effect.total) == (12, 0, 0)


def test_rules_add_to_what_the_score_flags(policy):
    mild, bad = attacks(0.1, 0.6)
    clause = make_clause(rules=[rule("words", "calm", "remove")])
    (effect,) = effects(policy, [clause])
    assert [(e.comment, e.verdict) for e in effect.examples] == [
        (bad, Verdict.REMOVE),
        (mild, Verdict.REMOVE),
    ]


def test_of_clauses_with_one_attribute_the_cited_one_counts(policy):
    attacks(0.55, 0.75, 0.95)
    early = make_clause(queue_at=0.5, hold_at=0.9)
    severe = make_clause(queue_at=0.7, hold_at=0.7)
    both = effects(policy, [early, severe])
    assert [counts(effect.total) for effect in both] == [(1, 0, 0), (0, 2, 0)]


def test_equal_clauses_count_under_the_first(policy):
    attacks(0.6)
    both = effects(policy, [make_clause(), make_clause(quote="insults")])
    assert [counts(effect.total) for effect in both] == [(1, 0, 0), (0, 0, 0)]


def test_a_site_without_comments_has_effects_of_nothing(policy):
    (effect,) = effects(policy, [make_clause()])
    assert (effect.flagged, effect.examples, effect.contradicted.number) == (0, [], 0)


def test_the_texts_are_not_scored_again(use_classifier):
    classifier = WrittenClassifier()
    use_classifier(classifier)
    policy = make_policy_version().policy
    scoring.score([make_comment("[personal_attack 0.9]")])
    seen = list(classifier.texts_seen)
    (effect,) = effects(policy, [make_clause()])
    assert (effect.flagged, classifier.texts_seen) == (1, seen)


def test_clauses_and_comments_add_no_queries(policy):
    def queries(clauses):
        with CaptureQueriesContext(connection) as captured:
            effects(policy, clauses)
        return len(captured)

    clause = make_clause(rules=[rule("words", "calm"), rule("names", "Editor")])
    one = make_score(make_comment(), personal_attack=0.9).comment
    decision = {"action": Decision.Action.APPROVE, "moderator": make_moderator()}
    status = {"status_before": "held", "status_after": "published"}
    Decision.objects.create(comment=one, **decision, **status)
    found = [queries([clause]), queries([clause] * 3)]
    for comment in attacks(0.9, 0.6):
        Decision.objects.create(comment=comment, **decision, **status)
    assert [*found, queries([clause]), queries([clause] * 3)] == [3, 3, 3, 3]
