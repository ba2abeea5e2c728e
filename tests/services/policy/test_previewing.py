import pytest

from moderation.models import Verdict
from moderation.services.judging import scoring
from moderation.services.policy import previewing, sample
from tests.factories import make_clause, make_comment, make_policy_version, rule

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
    newest = sample.recent(version.policy)
    hold, queue = previewing.lines(make_clause(queue_at=0.5, hold_at=0.8), newest)
    assert (hold.verdict, queue.verdict) == (Verdict.HOLD, Verdict.QUEUE)
    assert [p for p, _ in queue.above] == [0.55, 0.7, 0.85]
    assert [p for p, _ in queue.below] == [0.45, 0.3, 0.1]
    assert [p for p, _ in hold.above] == [0.85, 0.95]
    assert [p for p, _ in hold.below] == [0.7, 0.55, 0.45]


def test_a_clause_without_a_classifier_has_no_lines(version):
    assert previewing.lines(make_clause(attribute=""), sample.recent(version.policy)) == []


def test_changes_name_the_comments_that_would_be_judged_otherwise(version):
    mild, middle, bad = attacks(0.3, 0.6, 0.9)
    newest = sample.recent(version.policy)
    before = [make_clause(queue_at=0.5, hold_at=0.8)]
    after = [make_clause(queue_at=0.65, hold_at=0.95)]
    changes = previewing.changes(newest, before, after, shown=9)
    assert {(c.comment, c.before, c.after) for c in changes.shown} == {
        (middle, Verdict.QUEUE, Verdict.PUBLISH),
        (bad, Verdict.HOLD, Verdict.QUEUE),
    }
    assert changes.number == 2
    assert mild not in [change.comment for change in changes.shown]
    assert previewing.changes(newest, before, before, shown=9).shown == []


def test_all_changes_are_counted_and_the_stricter_ones_are_shown_first(version):
    attacks(0.3, 0.6, 0.9)
    milder, stricter = (
        make_clause(queue_at=0.2, hold_at=0.8),
        make_clause(queue_at=0.5, hold_at=0.55),
    )
    changes = previewing.changes(sample.recent(version.policy), [milder], [stricter], shown=1)
    assert [(c.before, c.after) for c in changes.shown] == [(Verdict.QUEUE, Verdict.HOLD)]
    assert changes.number == 2


def test_new_words_change_comments_too(version):
    (comment,) = score("Buy snake oil")
    newest = sample.recent(version.policy)
    listed = make_clause(rules=[rule("words", "snake oil")])
    changes = previewing.changes(newest, [], [listed], shown=9)
    assert [(c.comment, c.after) for c in changes.shown] == [(comment, Verdict.HOLD)]
