import pytest

from articles.models import Comment
from moderation.classifiers.base import ReleaseError
from moderation.models import Decision, Score
from moderation.services import deciding, rescoring, scoring
from tests.factories import make_article, make_comment, make_moderator, make_policy_version
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

Status = Comment.Status
CALM, VILE = "Fine.", "[personal_attack 0.9]"


@pytest.fixture
def version(written_release):
    return make_policy_version()


def outdated_ids(release):
    return sorted(rescoring.outdated(release).values_list("pk", flat=True))


def test_a_comment_without_a_score_is_outdated(version, written_release):
    scored, unscored = make_comment(), make_comment()
    scoring.score([scored])
    assert outdated_ids(written_release) == [unscored.pk]


def test_a_new_release_makes_every_comment_outdated(version, use_classifier):
    comment = make_comment()
    scoring.score([comment])
    assert outdated_ids(use_classifier(WrittenClassifier("second"))) == [comment.pk]


def test_a_new_policy_version_makes_the_comments_judged_by_it_outdated(version, written_release):
    article = make_article()
    make_policy_version(article)
    elsewhere, under_its_own = make_comment(), make_comment(article=article)
    scoring.score([elsewhere, under_its_own])
    make_policy_version(article)
    assert outdated_ids(written_release) == [under_its_own.pk]
    make_policy_version()
    assert outdated_ids(written_release) == [elsewhere.pk, under_its_own.pk]


def test_a_comment_judged_without_a_policy_is_outdated_once_there_is_one(written_release):
    comment = make_comment()
    scoring.score([comment])
    assert outdated_ids(written_release) == []
    make_policy_version()
    assert outdated_ids(written_release) == [comment.pk]


def test_a_run_brings_everything_up_to_date_and_the_next_has_nothing_to_do(version):
    for text in (CALM, VILE, CALM):
        make_comment(text)
    assert rescoring.rescore(batch_size=2).examined == 3
    assert rescoring.rescore(batch_size=2).examined == 0
    assert Score.objects.count() == 3


def test_a_run_counts_the_changes_of_status(version):
    for status in Status:
        make_comment(VILE, status=status)
        make_comment(CALM, status=status)
    report = rescoring.rescore()
    assert report.changes == {
        (Status.PUBLISHED, Status.HELD): 1,
        (Status.REMOVED, Status.HELD): 1,
        (Status.HELD, Status.PUBLISHED): 1,
        (Status.REMOVED, Status.PUBLISHED): 1,
    }


def test_a_dry_run_reports_the_same_and_stores_nothing(version):
    comment = make_comment(VILE, status=Status.PUBLISHED)
    dry = rescoring.rescore(dry_run=True)
    comment.refresh_from_db()
    assert (comment.status, Score.objects.count()) == (Status.PUBLISHED, 0)
    real = rescoring.rescore()
    assert (dry.examined, dry.changes) == (real.examined, real.changes)


def test_a_decision_that_the_verdict_contradicts_is_reported_and_kept(version):
    comment = make_comment(VILE)
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        seen_as=deciding.seen(comment),
    )
    report = rescoring.rescore()
    comment.refresh_from_db()
    assert comment.status == Status.PUBLISHED
    assert [outcome.comment for outcome in report.contradicted] == [comment]
    assert report.changes == {}


def test_what_could_not_be_scored_is_counted_and_tried_again(version):
    comment = make_comment("[broken]")
    make_comment(CALM)
    assert rescoring.rescore().not_scored == 1
    Comment.objects.filter(pk=comment.pk).update(text=CALM)
    again = rescoring.rescore()
    assert (again.examined, again.not_scored) == (1, 0)


def test_without_a_usable_classifier_nothing_is_touched(version, settings):
    comment = make_comment()
    settings.CLASSIFIER = "parrot"
    with pytest.raises(ReleaseError):
        rescoring.rescore()
    comment.refresh_from_db()
    assert (comment.status, comment.findings.count()) == (Status.HELD, 0)


def test_progress_adds_up_to_the_comments(version):
    for _ in range(5):
        make_comment()
    steps: list[int] = []
    rescoring.rescore(batch_size=2, progress=steps.append)
    assert steps == [2, 2, 1]
