"""What happens to a comment between being read by a run and being stored, or before the run."""

import pytest
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Finding, ReviewItem, Score
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.judging import pending, scoring
from moderation.services.nightly import rescoring, settling, starting
from moderation.services.nightly.working import Worker
from moderation.services.readers import personal_data
from tests.factories import make_comment, make_moderator, make_policy_version
from tests.services.nightly.running import run_through
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db

CALM, VILE = "Fine.", "[personal_attack 0.9]"
Status, Action = Comment.Status, Decision.Action


def erase(comment):
    personal_data.erase(comment.author)


def edit(comment):
    Comment.objects.filter(pk=comment.pk).update(
        text="Another text.", status=Status.HELD, edited_at=timezone.now()
    )
    comment.refresh_from_db()
    pending.open_case(comment)


def decide(action):
    def act(comment):
        comment = Comment.objects.get(pk=comment.pk)
        deciding.decide(
            comment=comment,
            moderator=make_moderator(),
            action=action,
            version_token=version_token_of(comment),
        )

    return act


MEANWHILE = {
    "erased": erase,
    "edited": edit,
    "removed": decide(Action.REMOVE),
    "approved": decide(Action.APPROVE),
}


@pytest.fixture(params=[CALM, VILE])
def comment(request, use_classifier):
    use_classifier(WrittenClassifier("first"))
    make_policy_version()
    comment = make_comment(request.param)
    scoring.score([comment])
    comment.refresh_from_db()
    return comment


def seen(comment):
    """What readers and moderators see of the comment."""
    stored = Comment.objects.get(pk=comment.pk)
    is_open = ReviewItem.objects.open().filter(comment=comment).exists()
    return stored.status, stored.text, is_open


@pytest.mark.parametrize("act", MEANWHILE.values(), ids=MEANWHILE)
@pytest.mark.parametrize("release", ["first", "second"])
def test_nothing_that_was_done_meanwhile_is_undone(use_classifier, comment, release, act):
    use_classifier(WrittenClassifier(release))
    make_policy_version()
    batch = rescoring.judge(starting.begin(), 0, comment.pk)
    act(comment)
    before = seen(comment)
    batch.store()
    assert seen(comment) == before


@pytest.mark.parametrize("act", MEANWHILE.values(), ids=MEANWHILE)
def test_nothing_is_undone_by_what_is_settled_without_a_lock(comment, act):
    make_policy_version()
    settled = settling.settle(starting.begin(), 0, comment.pk)
    act(comment)
    before = seen(comment)
    settled.store()
    assert seen(comment) == before


@pytest.mark.parametrize("act", [erase, decide(Action.REMOVE)], ids=["erased", "removed"])
def test_what_was_hidden_stays_hidden_under_a_new_release(use_classifier, comment, act):
    act(comment)
    use_classifier(WrittenClassifier("second"))
    run_through()
    assert seen(comment)[0] == Status.REMOVED
    assert not seen(comment)[2]


def test_an_erased_comment_is_examined_by_no_run(use_classifier, comment):
    erase(comment)
    use_classifier(WrittenClassifier("second"))
    assert run_through().examined == 0
    assert not Score.objects.filter(release__name="second").exists()


def test_nothing_is_stored_about_an_erased_comment_that_somebody_judges(comment):
    erase(comment)
    Finding.objects.all().delete()
    assert scoring.score([Comment.objects.get(pk=comment.pk)]) == []
    assert seen(comment) == (Status.REMOVED, "", False)
    assert not Finding.objects.exists()


def test_an_erased_comment_gets_no_second_opinion(use_classifier, comment):
    use_classifier(WrittenClassifier("second"))
    erase(comment)
    use_classifier(WrittenClassifier("first"))
    run = starting.begin_second("written-second", comments=100)
    Worker().work(run)
    assert run.examined == 0
