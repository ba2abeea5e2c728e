from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from articles.models import Comment
from moderation.classifiers.base import ReleaseError
from moderation.models import Clause, Decision, RescoringChunk, RescoringRun, Score
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import releases, scoring
from moderation.services.nightly import leases, starting
from moderation.services.nightly.dry_run import count_changes
from moderation.services.nightly.pacing import Pace, Paces
from moderation.services.nightly.progress import progress_of
from moderation.services.nightly.run_summary import RunSummary
from moderation.services.nightly.working import ChunkLostError, Worker
from tests.factories import make_comment, make_moderator, make_policy_version
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

Status = Comment.Status
State = RescoringRun.State
CALM, RUDE, VILE = "Fine.", "[personal_attack 0.6]", "[personal_attack 0.9]"


@pytest.fixture
def version(written_release):
    return make_policy_version()


@pytest.fixture
def small_chunks(settings):
    settings.RESCORE_CHUNK = 2


def run_through(**options):
    run = starting.begin()
    Worker(**options).work(run)
    return run


def summary_of(run):
    return RunSummary.from_json(run.tally)


def test_a_run_brings_everything_up_to_date_and_the_next_has_nothing_to_do(version):
    for text in (CALM, VILE, CALM):
        make_comment(text)
    assert run_through(batch_size=2).examined == 3
    assert run_through(batch_size=2).examined == 0
    assert Score.objects.count() == 3


def test_a_run_over_no_comments_finishes(version):
    run = run_through()
    assert (run.state, run.examined) == (State.FINISHED, 0)


def test_a_run_counts_the_changes_of_status(version):
    for status in Status:
        make_comment(VILE, status=status)
        make_comment(CALM, status=status)
    assert summary_of(run_through()).changes == {
        (Status.PUBLISHED, Status.HELD): 1,
        (Status.REMOVED, Status.HELD): 1,
        (Status.HELD, Status.PUBLISHED): 1,
        (Status.REMOVED, Status.PUBLISHED): 1,
    }


def test_a_run_records_its_release_and_policy_versions(version, written_release):
    make_comment()
    run = run_through()
    assert (run.state, run.release) == (State.FINISHED, written_release)
    assert list(run.policy_versions.all()) == [version]
    assert run.finished_at >= run.started_at
    assert not RescoringChunk.objects.exists()


def test_a_dry_run_reports_the_same_and_stores_nothing(version):
    comment = make_comment(VILE, status=Status.PUBLISHED)
    counted = count_changes()
    comment.refresh_from_db()
    assert (comment.status, Score.objects.count()) == (Status.PUBLISHED, 0)
    assert not RescoringRun.objects.exists()
    assert counted.to_json() == run_through().tally


def test_a_decision_that_the_verdict_contradicts_is_reported_and_kept(version):
    comment = make_comment(VILE)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        version_token=version_token_of(comment),
    )
    summary = summary_of(run_through())
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED
    assert (summary.contradictions, summary.contradicted) == (1, [comment.pk])
    assert summary.changes == {}


def test_what_could_not_be_scored_is_counted_and_tried_again(version):
    comment = make_comment("[broken]")
    make_comment(CALM)
    assert run_through().not_scored == 1
    Comment.objects.filter(pk=comment.pk).update(text=CALM)
    again = run_through()
    assert (again.examined, again.not_scored) == (1, 0)


def test_a_comment_that_fails_after_an_edit_is_scored_again(version):
    comment = make_comment(CALM)
    scoring.score([comment])
    Comment.objects.filter(pk=comment.pk).update(text="[broken]")
    comment.refresh_from_db()
    scoring.score([comment])
    Comment.objects.filter(pk=comment.pk).update(text=CALM)
    assert run_through().examined == 1


# Drift


def test_changes_are_counted_against_the_former_release(version, use_classifier):
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


# Interrupted, shared, superseded


def test_a_run_that_was_left_is_joined_and_goes_on_from_where_it_was(version, small_chunks):
    comments = [make_comment() for _ in range(5)]
    run = starting.begin()
    Worker().work_through(leases.claim(run))
    assert Score.objects.count() == 2
    joined = starting.begin()
    assert joined == run
    Worker().work(joined)
    assert (joined.state, joined.examined) == (State.FINISHED, len(comments))


def test_a_chunk_goes_on_from_its_position(version, monkeypatch):
    comments = [make_comment() for _ in range(3)]
    run = starting.begin()
    chunk = leases.claim(run)
    RescoringChunk.objects.filter(pk=chunk.pk).update(position=comments[1].pk)
    chunk.refresh_from_db()
    Worker().work_through(chunk)
    assert list(Score.objects.values_list("comment", flat=True)) == [comments[2].pk]


def test_a_leased_chunk_is_left_to_its_worker(version, small_chunks):
    make_comment()
    run = starting.begin()
    assert leases.claim(run) is not None
    assert leases.claim(run) is None


@pytest.mark.parametrize("gone", [{"leased_until": "past"}, {"worker": "process"}])
def test_the_chunk_of_a_dead_worker_is_taken_over(version, gone):
    make_comment()
    run = starting.begin()
    leases.claim(run)
    if "worker" in gone:
        host = leases.this_worker().rpartition(" ")[0]
        run.chunks.update(worker=f"{host} {2**22 + 1}")  # no process has such a number
    else:
        run.chunks.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert leases.claim(run) is not None


def test_the_worker_of_another_machine_is_given_its_time(version):
    make_comment()
    run = starting.begin()
    leases.claim(run)
    run.chunks.update(worker=f"elsewhere {2**22 + 1}")
    assert leases.claim(run) is None


def test_of_two_workers_on_one_chunk_the_slower_stores_nothing(version):
    comment = make_comment()
    run = starting.begin()
    slow = leases.claim(run)
    run.chunks.update(position=F("last_id"))  # the quicker one did it all
    with pytest.raises(ChunkLostError):
        Worker().work_through(slow)
    assert not comment.scores.exists()


def test_a_worker_whose_lease_another_took_stores_nothing(version):
    comment = make_comment()
    run = starting.begin()
    slow = leases.claim(run)
    run.chunks.update(leased_until=timezone.now() + timedelta(minutes=5))
    with pytest.raises(ChunkLostError):
        Worker().work_through(slow)
    assert not comment.scores.exists()


@contextmanager
def database_failing_after(parts):
    """The database fails when a chunk's position is to move once more after so many `parts`."""
    left = iter(range(parts))

    def execute(execute, sql, params, many, context):
        is_move = sql.startswith('UPDATE "moderation_rescoringchunk" SET "position"')
        if is_move and next(left, None) is None:
            raise ConnectionError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


@pytest.mark.parametrize(("parts", "scored"), [(0, 0), (1, 1), (2, 2), (3, 4), (4, 4)])
def test_a_batch_that_is_cut_short_goes_on_with_what_is_left(version, parts, scored):
    """First come the comments with findings, here one by one, and last those without a score."""
    for text in ("[broken]", CALM, VILE, CALM, VILE):
        make_comment(text, status=Status.PUBLISHED)
    run, paces = starting.begin(), Paces(with_findings=Pace(1, 1, 1), others=Pace(4, 4, 4))
    with database_failing_after(parts), suppress(ConnectionError):
        Worker(paces=paces).work(run)
    assert Score.objects.count() == scored
    run.chunks.update(leased_until=None)
    Worker().work(run)
    assert (run.examined, run.not_scored, Score.objects.count()) == (5, 1, 4)
    assert summary_of(run).changes == {(Status.PUBLISHED, Status.HELD): 2}


def test_nothing_of_a_batch_is_stored_where_its_chunk_cannot_be_moved(version):
    make_comment()
    run = starting.begin()
    with database_failing_after(0), pytest.raises(ConnectionError):
        Worker().work(run)
    assert not Score.objects.exists()


def test_a_run_for_a_former_release_is_given_up_for_the_new_one(
    version, use_classifier, small_chunks
):
    for _ in range(5):
        make_comment()
    run = starting.begin()
    Worker().work_through(leases.claim(run))
    second = use_classifier(WrittenClassifier("second"))
    newer = run_through()
    run.refresh_from_db()
    assert (run.state, run.examined) == (State.SUPERSEDED, 2)
    assert (newer.release, newer.examined) == (second, 5)


def test_a_run_under_a_former_policy_is_given_up_for_the_new_one(version):
    make_comment()
    run = starting.begin()
    make_policy_version()
    assert starting.begin() != run
    run.refresh_from_db()
    assert run.state == State.SUPERSEDED


def test_a_process_with_another_release_does_not_touch_the_chunk(
    version, written_release, use_classifier
):
    make_comment()
    run = starting.begin()
    use_classifier(WrittenClassifier("second"))
    with pytest.raises(ReleaseError, match="Run rescore again"):
        Worker().work(run)
    assert not Score.objects.exists()


def test_without_a_usable_classifier_no_run_begins(version, settings):
    comment = make_comment()
    settings.CLASSIFIER = "parrot"
    with pytest.raises(ReleaseError):
        starting.begin()
    comment.refresh_from_db()
    assert (comment.status, comment.findings.count()) == (Status.HELD, 0)


def test_progress_goes_from_nothing_to_everything(version, small_chunks):
    for _ in range(5):
        make_comment()
    run = starting.begin()
    assert progress_of(run) == (0, 5, 0)
    Worker().work_through(leases.claim(run))
    assert progress_of(run) == (2, 5, 2)


def test_releases_remember_what_they_took_over_from(written_release, use_classifier):
    assert releases.previous(use_classifier(WrittenClassifier("second"))) == written_release
