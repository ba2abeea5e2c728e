import pytest

from articles.models import Comment
from moderation.models import Clause
from moderation.services.nightly.run_summary import RunSummary
from tests.factories import make_comment, make_policy_version
from tests.services.nightly.running import run_through, summary_of
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

CALM, RUDE, VILE = "Fine.", "[personal_attack 0.6]", "[personal_attack 0.9]"


def test_changes_are_counted_against_the_previous_release(version, use_classifier):
    comments = [make_comment(text) for text in (CALM, CALM, RUDE, VILE)]
    run_through()
    make_comment("Scored by no release yet.")
    Comment.objects.filter(pk=comments[0].pk).update(text=RUDE)
    Comment.objects.filter(pk=comments[3].pk).update(text=CALM)
    use_classifier(WrittenClassifier("second"))
    summary = summary_of(run_through())
    assert (summary.examined, summary.compared, summary.verdict_changed) == (5, 4, 2)
    assert summary.drift == 0.5
    assert {key: number for key, number in summary.crossings.items() if number} == {
        ("personal_attack", "queue_at", "up"): 1,
        ("personal_attack", "queue_at", "down"): 1,
        ("personal_attack", "hold_at", "down"): 1,
    }


def test_the_distributions_before_and_after_are_kept(version, use_classifier):
    comment = make_comment(RUDE)
    run_through()
    Comment.objects.filter(pk=comment.pk).update(text="[personal_attack 1.0]")
    use_classifier(WrittenClassifier("second"))
    summary = summary_of(run_through())
    assert [row.sum() for row in summary.before] == [1] * 5
    assert (summary.before[1].nonzero()[0].tolist(), summary.after[1].nonzero()[0].tolist()) == (
        [12],
        [19],
    )


def test_a_new_policy_version_is_compared_with_the_scores_of_the_same_release(version):
    make_comment(RUDE)
    run_through()
    newer = make_policy_version()
    Clause.objects.filter(version=newer).update(hold_at=0.55)
    run = run_through()
    summary = summary_of(run)
    assert run.compared_with == run.release
    assert (summary.compared, summary.verdict_changed) == (1, 1)


def test_a_summary_survives_storing():
    summary = RunSummary(examined=3, contradicted=[1, 2])
    summary.changes["held", "published"] += 2
    summary.crossings["threat", "hold_at", "up"] += 1
    summary.after[2, 19] += 1
    assert RunSummary.from_json(summary.to_json()).to_json() == summary.to_json()


def test_summaries_of_parts_add_up():
    first, second = (
        RunSummary(examined=n, not_scored=1, contradicted=list(range(n))) for n in (15, 10)
    )
    first.add(second)
    assert (first.examined, first.not_scored, len(first.contradicted)) == (25, 2, 20)
