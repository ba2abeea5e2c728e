import pytest
from django.utils import timezone

from articles.models import Comment
from moderation.services.judging import scoring
from moderation.services.nightly import rescoring
from moderation.services.nightly.dry_run import count_changes
from tests.factories import make_article, make_comment, make_policy_version
from tests.services.nightly.running import run_through
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db


def outdated_ids(release):
    return sorted(rescoring.outdated(release).values_list("pk", flat=True))


def test_a_comment_without_a_score_is_outdated(version, written_release):
    scored, unscored = make_comment(), make_comment()
    scoring.score([scored])
    assert outdated_ids(written_release) == [unscored.pk]


def test_a_comment_that_was_edited_and_then_not_scored_is_outdated(version, written_release):
    """As where the process was killed between the one and the other."""
    edited, other = make_comment(), make_comment()
    scoring.score([edited, other])
    Comment.objects.filter(pk=edited.pk).update(text="New words.", edited_at=timezone.now())
    assert outdated_ids(written_release) == [edited.pk]
    edited.refresh_from_db()
    scoring.score([edited])
    assert outdated_ids(written_release) == []


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


def test_outdated_comments_can_be_asked_for_by_range(version, written_release):
    first, second, third = (make_comment() for _ in range(3))
    within = rescoring.outdated(written_release, after=first.pk, upto=second.pk)
    assert list(within) == [second]
    scoring.score([second])
    assert not within.all().exists()
    assert outdated_ids(written_release) == [first.pk, third.pk]


def test_a_dry_run_reads_the_newest_comments_first_as_a_run_does(version, use_classifier, settings):
    settings.RESCORE_CHUNK = 1
    texts = ["The oldest.", "The second.", "The newest."]
    for text in texts:
        make_comment(text)
    read = []
    for work in (lambda: count_changes(batch_size=1), lambda: run_through(batch_size=1)):
        classifier = WrittenClassifier("second")
        use_classifier(classifier)
        work()
        read.append([text for text in classifier.texts_seen if text in texts])
    assert read[0] == texts[::-1]
    assert read[0] == read[1]
