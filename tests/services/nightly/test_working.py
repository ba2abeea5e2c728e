from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from articles.models import Comment
from moderation.classifiers.base import ReleaseError
from moderation.models import Decision, RescoringChunk, RescoringRun, Score
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import scoring
from moderation.services.nightly import leases, starting
from moderation.services.nightly.dry_run import count_changes
from moderation.services.nightly.pacing import Pace, Paces
from moderation.services.nightly.progress import progress_of
from moderation.services.nightly.working import ChunkLostError, Worker
from tests.factories import make_comment, make_moderator
from tests.services.nightly.running import run_through, summary_of
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

Status = Comment.Status
State = RescoringRun.State
CALM, VILE = "Fine.", "[personal_attack 0.9]"


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
    assert counted.to_json() == run_through().summary


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


def test_a_chunk_continues_from_its_position(version, monkeypatch):
    comments = [make_comment() for _ in range(3)]
    run = starting.begin()
    chunk = leases.claim(run)
    RescoringChunk.objects.filter(pk=chunk.pk).update(position=comments[1].pk)
    chunk.refresh_from_db()
    Worker().work_through(chunk)
    assert list(Score.objects.values_list("comment", flat=True)) == [comments[2].pk]


def test_the_slower_of_two_workers_on_a_chunk_stores_nothing(version):
    comment = make_comment()
    run = starting.begin()
    slow = leases.claim(run)
    run.chunks.update(position=F("last_id"))  # the quicker one did it all
    with pytest.raises(ChunkLostError):
        Worker().work_through(slow)
    assert not comment.scores.exists()


def test_a_worker_that_lost_its_lease_stores_nothing(version):
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
def test_an_interrupted_batch_continues_with_the_rest(version, parts, scored):
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


def test_a_process_with_another_release_does_not_touch_the_chunk(
    version, written_release, use_classifier
):
    make_comment()
    run = starting.begin()
    use_classifier(WrittenClassifier("second"))
    with pytest.raises(ReleaseError, match="Run rescore again"):
        Worker().work(run)
    assert not Score.objects.exists()


def test_progress_goes_from_nothing_to_everything(version, small_chunks):
    for _ in range(5):
        make_comment()
    run = starting.begin()
    assert progress_of(run) == (0, 5, 0)
    Worker().work_through(leases.claim(run))
    assert progress_of(run) == (2, 5, 2)


def test_a_worker_keeps_its_pace_from_chunk_to_chunk(version, small_chunks):
    for _ in range(4):
        make_comment(CALM)
    run, always_fast = starting.begin(), Pace(size=1, least=1, most=8, seconds=3600)
    worker = Worker(paces=Paces(others=always_fast))
    worker.work_through(leases.claim(run))
    assert always_fast.size == 2
    worker.work_through(leases.claim(run))
    assert always_fast.size == 4
