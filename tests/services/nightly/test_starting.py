import pytest

from articles.models import Comment
from moderation.classifiers.base import ReleaseError
from moderation.models import RescoringRun, Score
from moderation.services.nightly import leases, starting
from moderation.services.nightly.working import Worker
from tests.factories import make_comment, make_policy_version
from tests.services.nightly.running import run_through
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

Status = Comment.Status
State = RescoringRun.State


def test_an_interrupted_run_is_joined_and_continues_where_it_stopped(version, small_chunks):
    comments = [make_comment() for _ in range(5)]
    run = starting.begin()
    Worker().work_through(leases.claim(run))
    assert Score.objects.count() == 2
    joined = starting.begin()
    assert joined == run
    Worker().work(joined)
    assert (joined.state, joined.examined) == (State.FINISHED, len(comments))


def test_a_run_for_a_retired_release_is_superseded(version, use_classifier, small_chunks):
    for _ in range(5):
        make_comment()
    run = starting.begin()
    Worker().work_through(leases.claim(run))
    second = use_classifier(WrittenClassifier("second"))
    newer = run_through()
    run.refresh_from_db()
    assert (run.state, run.examined) == (State.SUPERSEDED, 2)
    assert (newer.release, newer.examined) == (second, 5)


def test_a_run_under_an_old_policy_is_superseded(version):
    make_comment()
    run = starting.begin()
    make_policy_version()
    assert starting.begin() != run
    run.refresh_from_db()
    assert run.state == State.SUPERSEDED


def test_without_a_usable_classifier_no_run_begins(version, settings):
    comment = make_comment()
    settings.CLASSIFIER = "parrot"
    with pytest.raises(ReleaseError):
        starting.begin()
    comment.refresh_from_db()
    assert (comment.status, comment.findings.count()) == (Status.HELD, 0)


def test_the_newest_comments_are_scored_first(version, small_chunks):
    comments = [make_comment() for _ in range(5)]
    run, scored = starting.begin(), []
    while chunk := leases.claim(run):
        Worker().work_through(chunk)
        scored.append(sorted(Score.objects.values_list("comment", flat=True)))
    oldest, *pairs = (comment.pk for comment in comments)
    assert scored == [pairs[2:], pairs, [oldest, *pairs]]
