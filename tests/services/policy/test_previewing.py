from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Verdict
from moderation.services.judging import scoring
from moderation.services.policy import previewing
from tests.factories import make_article, make_clause, make_comment, make_policy_version, rule

pytestmark = pytest.mark.django_db

PROBABILITIES = (0.1, 0.3, 0.45, 0.55, 0.7, 0.85, 0.95)


@pytest.fixture
def version(written_release):
    return make_policy_version()


def score(*texts, **fields):
    comments = [make_comment(text, **fields) for text in texts]
    scoring.score(comments)
    return comments


def attacks(*probabilities):
    return score(*(f"[personal_attack {p}]" for p in probabilities))


def test_a_line_shows_the_nearest_comments_on_both_sides(version):
    attacks(*PROBABILITIES)
    scores = previewing.recent_scores(version.policy)
    hold, queue = previewing.lines(make_clause(queue_at=0.5, hold_at=0.8), scores)
    assert (hold.verdict, queue.verdict) == (Verdict.HOLD, Verdict.QUEUE)
    assert [p for p, _ in queue.above] == [0.55, 0.7, 0.85]
    assert [p for p, _ in queue.below] == [0.45, 0.3, 0.1]
    assert [p for p, _ in hold.above] == [0.85, 0.95]
    assert [p for p, _ in hold.below] == [0.7, 0.55, 0.45]


def test_a_clause_without_a_classifier_has_no_lines(version):
    assert previewing.lines(make_clause(attribute=""), []) == []


def test_changes_name_the_comments_that_would_be_judged_otherwise(version):
    mild, middle, bad = attacks(0.3, 0.6, 0.9)
    scores = previewing.recent_scores(version.policy)
    before = [make_clause(queue_at=0.5, hold_at=0.8)]
    after = [make_clause(queue_at=0.65, hold_at=0.95)]
    changes = previewing.changes(scores, before, after)
    assert {(c.comment, c.before, c.after) for c in changes} == {
        (middle, Verdict.QUEUE, Verdict.PUBLISH),
        (bad, Verdict.HOLD, Verdict.QUEUE),
    }
    assert mild not in [change.comment for change in changes]
    assert previewing.changes(scores, before, before) == []


def test_new_words_change_comments_too(version):
    (comment,) = score("Buy snake oil")
    scores = previewing.recent_scores(version.policy)
    changes = previewing.changes(scores, [], [make_clause(rules=[rule("words", "snake oil")])])
    assert [(c.comment, c.after) for c in changes] == [(comment, Verdict.HOLD)]


def test_only_the_last_thirty_days_count(version):
    score("Old.", posted_at=timezone.now() - timedelta(days=31))
    (new,) = score("New.")
    assert [s.comment for s in previewing.recent_scores(version.policy)] == [new]


def test_each_policy_is_tried_on_the_comments_that_it_judges(version):
    article = make_article()
    own = make_policy_version(article)
    (under_own,) = score("Here.", article=article)
    (elsewhere,) = score("There.")
    assert [s.comment for s in previewing.recent_scores(own.policy)] == [under_own]
    assert [s.comment for s in previewing.recent_scores(version.policy)] == [elsewhere]
