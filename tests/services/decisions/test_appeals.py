from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Comment
from moderation.models import Appeal, Block, Decision, Notice, ReviewItem
from moderation.services.decisions import appeals, blocking, deciding, undoing
from moderation.services.decisions.appeals import AppealRefused
from moderation.services.decisions.hearings import NotIndependentError
from tests.factories import (
    make_comment,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

Kind = Notice.Kind


@pytest.fixture
def first():
    return make_moderator()


@pytest.fixture
def second():
    return make_moderator()


@pytest.fixture
def removed(first):
    """A published comment that `first` has removed."""
    version = make_policy_version()
    comment = make_comment(status=Comment.Status.PUBLISHED)
    remove(comment, first, clause=version.clauses.first())
    return comment


def remove(comment, moderator, **options):
    return deciding.decide(
        comment=comment,
        moderator=moderator,
        action=Decision.Action.REMOVE,
        seen_as=deciding.seen(comment),
        **options,
    )


def lodge(comment, kind=Kind.REMOVED):
    notice = comment.notices.get(kind=kind)
    return appeals.lodge(notice=notice, text="I meant the plan, not the person.")


def test_an_appeal_puts_the_comment_into_the_queue_of_appeals(removed):
    lodge(removed)
    item = ReviewItem.objects.open().get()
    assert (item.comment, item.queue) == (removed, ReviewItem.Queue.APPEALS)


def test_an_upheld_appeal_restores_comment_and_record(removed, second):
    appeal = appeals.decide(appeal=lodge(removed), moderator=second, uphold=True, answer="Right.")
    removed.refresh_from_db()
    assert removed.status == Comment.Status.PUBLISHED
    assert (removed.author.record.approved, removed.author.record.removed) == (1, 0)
    assert (appeal.status, appeal.decided_by) == (Appeal.Status.UPHELD, second)
    assert not ReviewItem.objects.open().exists()
    notice = Notice.objects.first()
    assert (notice.kind, notice.explanation) == (Kind.APPEAL_UPHELD, "Right.")


def test_an_upheld_appeal_lifts_the_block_that_came_with_the_comment(removed, first, second):
    blocking.block_for(comment=removed, moderator=first, reason="Attacks", until=None)
    appeals.decide(appeal=lodge(removed), moderator=second, uphold=True, answer="")
    assert Block.objects.get().lifted_by == second


def test_a_rejected_appeal_leaves_all_as_it_was_and_gives_the_answer(removed, second):
    clause = removed.notices.get().clause
    appeal = appeals.decide(appeal=lodge(removed), moderator=second, uphold=False, answer="It is.")
    removed.refresh_from_db()
    assert removed.status == Comment.Status.REMOVED
    assert (removed.author.record.approved, removed.author.record.removed) == (0, 1)
    assert appeal.status == Appeal.Status.REJECTED
    assert not ReviewItem.objects.open().exists()
    notice = Notice.objects.first()
    assert (notice.kind, notice.explanation) == (Kind.APPEAL_REJECTED, "It is.")
    assert notice.clause == clause


@pytest.mark.parametrize("uphold", [True, False])
def test_the_first_moderator_cannot_decide_the_appeal(removed, first, uphold):
    appeal = lodge(removed)
    with pytest.raises(NotIndependentError):
        appeals.decide(appeal=appeal, moderator=first, uphold=uphold, answer="")
    appeal.refresh_from_db()
    assert appeal.status == Appeal.Status.OPEN


def test_the_first_moderator_cannot_go_round_it_by_deciding_the_comment(removed, first):
    lodge(removed)
    removed.refresh_from_db()
    seen_as = deciding.seen(removed)
    with pytest.raises(NotIndependentError):
        deciding.decide_all(
            seen_as={removed.pk: seen_as}, moderator=first, action=Decision.Action.APPROVE
        )
    assert Appeal.objects.get().status == Appeal.Status.OPEN


def test_another_moderator_s_plain_decision_answers_the_appeal(removed, second):
    lodge(removed)
    removed.refresh_from_db()
    deciding.decide(
        comment=removed,
        moderator=second,
        action=Decision.Action.APPROVE,
        seen_as=deciding.seen(removed),
    )
    assert Appeal.objects.get().status == Appeal.Status.UPHELD


def test_a_decided_appeal_is_open_again_when_the_decision_is_undone(removed, second):
    appeal = appeals.decide(appeal=lodge(removed), moderator=second, uphold=True, answer="Oops")
    undoing.undo(decision=appeal.decision, moderator=second)
    appeal.refresh_from_db()
    removed.refresh_from_db()
    assert (appeal.status, appeal.decided_by) == (Appeal.Status.OPEN, None)
    assert removed.status == Comment.Status.REMOVED
    assert ReviewItem.objects.open().get().queue == ReviewItem.Queue.APPEALS


def test_nobody_appeals_twice(removed):
    lodge(removed)
    with pytest.raises(AppealRefused):
        lodge(removed)
    assert Appeal.objects.count() == 1


def test_there_is_no_appeal_against_what_was_changed_already(removed, first):
    undoing.undo(decision=removed.decisions.get(), moderator=first)
    with pytest.raises(AppealRefused, match="changed already"):
        lodge(removed)


def test_there_is_no_appeal_against_an_answer(removed, second):
    appeals.decide(appeal=lodge(removed), moderator=second, uphold=False, answer="")
    with pytest.raises(AppealRefused, match="no decision here"):
        lodge(removed, Kind.APPEAL_REJECTED)


def test_a_decided_appeal_is_not_decided_again(removed, second):
    appeal = appeals.decide(appeal=lodge(removed), moderator=second, uphold=True, answer="")
    with pytest.raises(AppealRefused, match="decided meanwhile"):
        appeals.decide(appeal=appeal, moderator=make_moderator(), uphold=False, answer="")


@pytest.mark.parametrize(("uphold", "lifted"), [(True, True), (False, False)])
def test_an_appeal_against_a_block_alone_leaves_the_comment_alone(first, second, uphold, lifted):
    make_policy_version()
    comment = make_comment(status=Comment.Status.PUBLISHED)
    until = timezone.now() + timedelta(days=1)
    blocking.block_for(comment=comment, moderator=first, reason="Attacks", until=until)
    appeal = lodge(comment, Kind.BLOCKED)
    with pytest.raises(NotIndependentError):
        appeals.decide(appeal=appeal, moderator=first, uphold=uphold, answer="")
    appeals.decide(appeal=appeal, moderator=second, uphold=uphold, answer="")
    comment.refresh_from_db()
    assert bool(Block.objects.get().lifted_at) == lifted
    assert comment.status == Comment.Status.PUBLISHED


def test_a_removal_undone_under_appeal_upholds_the_appeal_and_leaves_no_case_behind(
    removed, first, second
):
    appeal = lodge(removed)
    undoing.undo(decision=removed.decisions.get(), moderator=second)
    appeal.refresh_from_db()
    assert (appeal.status, appeal.decided_by) == (Appeal.Status.UPHELD, second)
    assert not ReviewItem.objects.open().filter(queue=ReviewItem.Queue.APPEALS).exists()
    assert Notice.objects.first().kind == Kind.APPEAL_UPHELD


def test_a_case_that_waited_before_the_removal_waits_again_when_that_is_undone(first, second):
    make_policy_version()
    comment = make_comment(status=Comment.Status.PUBLISHED)
    item = make_review_item(comment)
    remove(comment, first)
    lodge(comment)
    undoing.undo(decision=comment.decisions.get(), moderator=second)
    assert ReviewItem.objects.open().get() == item


def test_a_block_lifted_by_whatever_way_upholds_the_appeal_against_it(removed, first, second):
    blocking.block_for(comment=removed, moderator=first, reason="Attacks", until=None)
    appeal = lodge(removed, Kind.BLOCKED)
    blocking.lift(block=Block.objects.get(), lifted_by=second)
    appeal.refresh_from_db()
    assert (appeal.status, appeal.decided_by) == (Appeal.Status.UPHELD, second)
    assert Notice.objects.first().answers == appeal
    with pytest.raises(AppealRefused, match="decided meanwhile"):
        appeals.decide(appeal=appeal, moderator=make_moderator(), uphold=False, answer="")
