import pytest
from django.utils import timezone

from articles import posting
from articles.models import Comment
from moderation.models import AuthorRecord, Decision, ReviewItem
from moderation.services.decisions import blocking, cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide, decide_all
from moderation.services.decisions.undoing import UndoError, undo, undo_bulk
from tests.factories import make_author, make_comment, make_moderator, make_review_item

pytestmark = pytest.mark.django_db

Action = Decision.Action
Queue = ReviewItem.Queue
Status = Comment.Status


def _decide(comment, action=Action.REMOVE):
    return decide(
        comment=comment,
        moderator=make_moderator(),
        action=action,
        version_token=version_token_of(comment),
    )


def _undo(decision):
    return undo(decision=decision, moderator=make_moderator())


def test_an_undo_restores_the_status_and_opens_the_case_again():
    item = make_review_item()
    undoing = _undo(_decide(item.comment))
    item.refresh_from_db()
    item.comment.refresh_from_db()
    assert (item.status, item.closed_at) == (ReviewItem.Status.OPEN, None)
    assert item.comment.status == Status.HELD
    assert (undoing.status_before, undoing.status_after) == (Status.REMOVED, Status.HELD)


def test_an_undo_restores_the_authors_record():
    comment = make_comment()
    _decide(comment, Action.APPROVE)
    _undo(_decide(comment, Action.REMOVE))
    record = AuthorRecord.objects.get(author=comment.author)
    assert (record.approved, record.removed) == (1, 0)


def test_an_undone_removal_of_a_featured_comment_features_it_again():
    comment = make_comment()
    _decide(comment, Action.FEATURE)
    removal = _decide(comment, Action.REMOVE)
    comment.refresh_from_db()
    assert comment.featured_at is None
    _undo(removal)
    comment.refresh_from_db()
    assert comment.featured_at is not None


def test_an_undo_does_not_give_the_editors_pick_to_other_words():
    comment = make_comment()
    _decide(comment, Action.FEATURE)
    posting.edit(comment=comment, text="Other words.")
    comment.refresh_from_db()
    _undo(_decide(comment, Action.APPROVE))
    comment.refresh_from_db()
    assert comment.featured_at is None


def test_a_decision_is_undone_once():
    decision = _decide(make_comment())
    _undo(decision)
    with pytest.raises(UndoError):
        _undo(decision)
    assert Decision.objects.filter(action=Action.UNDO).count() == 1


def test_only_the_newest_decision_about_a_comment_is_undone():
    comment = make_comment()
    first = _decide(comment, Action.APPROVE)
    second = _decide(comment, Action.REMOVE)
    with pytest.raises(UndoError):
        _undo(first)
    _undo(second)
    _undo(first)
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_a_decision_about_an_older_wording_is_not_undone():
    comment = make_comment()
    decision = _decide(comment)
    Comment.objects.update(edited_at=timezone.now(), status=Status.HELD)
    with pytest.raises(UndoError):
        _undo(decision)


def test_a_held_comment_without_a_former_case_gets_one():
    comment = make_comment(status=Status.HELD)
    _undo(_decide(comment))
    assert ReviewItem.objects.open().get().comment == comment


def test_a_case_opened_since_is_not_opened_twice():
    item = make_review_item()
    decision = _decide(item.comment, Action.APPROVE)
    reported = cases.open_case(comment=item.comment, queue=Queue.REPORTED, reports=1)
    _undo(decision)
    assert ReviewItem.objects.open().get() == reported


def test_an_undone_escalation_returns_to_its_queue():
    item, anna = make_review_item(queue=Queue.REPORTED), make_moderator()
    decision = cases.escalate(
        comment=item.comment,
        moderator=anna,
        version_token=version_token_of(item.comment),
    )
    item.refresh_from_db()
    assert item.queue == Queue.ESCALATED
    undo(decision=decision, moderator=anna)
    item.refresh_from_db()
    assert (item.queue, item.escalated_from) == (Queue.REPORTED, "")


def test_an_undone_deferral_is_due_at_once():
    item = make_review_item()
    decision = cases.defer(
        comment=item.comment,
        moderator=make_moderator(),
        version_token=version_token_of(item.comment),
    )
    assert not ReviewItem.objects.due_at(timezone.now()).exists()
    _undo(decision)
    assert ReviewItem.objects.due_at(timezone.now()).exists()


def test_a_batch_is_undone_as_one_where_it_still_stands():
    author = make_author()
    items = [make_review_item(make_comment(author=author)) for _ in range(3)]
    tokens = {item.comment_id: version_token_of(item.comment) for item in items}
    batch = decide_all(version_token=tokens, moderator=make_moderator(), action=Action.REMOVE)
    _decide(items[1].comment, Action.APPROVE)
    undoings = undo_bulk(batch=batch.id, moderator=make_moderator())
    assert [u.comment_id for u in undoings] == [items[0].comment_id, items[2].comment_id]
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.HELD, Status.PUBLISHED, Status.HELD]
    record = AuthorRecord.objects.get(author=author)
    assert (record.approved, record.removed) == (1, 0)


def test_undoing_a_block_lets_the_author_post_again():
    comment = make_comment()
    decision = blocking.block_for(
        comment=comment, moderator=make_moderator(), reason="Insults.", until=None
    )
    assert blocking.block_in_force(comment.author)
    _undo(decision)
    assert blocking.block_in_force(comment.author) is None
