import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Comment
from moderation.models import AuthorRecord, Decision, ReviewItem
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import StaleError, decide, decide_all
from tests.factories import (
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    make_review_item,
    make_score,
)

pytestmark = pytest.mark.django_db

Action = Decision.Action
Status = Comment.Status


def _decide(comment, action=Action.APPROVE, **fields):
    fields = {"moderator": make_moderator(), "version_token": version_token_of(comment), **fields}
    return decide(comment=comment, action=action, **fields)


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (Action.APPROVE, Status.PUBLISHED),
        (Action.FEATURE, Status.PUBLISHED),
        (Action.REMOVE, Status.REMOVED),
    ],
)
def test_a_decision_sets_the_status_and_closes_the_case(action, status):
    item = make_review_item()
    decision = _decide(item.comment, action)
    item.refresh_from_db()
    item.comment.refresh_from_db()
    assert item.comment.status == status
    assert (item.status, item.claimed_by) == (ReviewItem.Status.CLOSED, None)
    assert (decision.status_before, decision.status_after) == (Status.HELD, status)
    assert decision.review_item == item


def test_a_decision_records_who_why_and_what_was_seen():
    version = make_policy_version()
    clause = version.clauses.first()
    comment, moderator = make_comment(), make_moderator()
    score = make_score(comment, personal_attack=0.9)
    decision = _decide(comment, Action.REMOVE, moderator=moderator, clause=clause, note="Rude.")
    decision.refresh_from_db()
    assert decision.moderator == moderator
    assert decision.clause == clause
    assert decision.policy_version == version
    assert decision.note == "Rude."
    assert decision.release == score.release
    assert decision.scores_seen["personal_attack"] == 0.9


def test_only_the_feature_of_the_last_decision_stands():
    comment = make_comment()
    _decide(comment, Action.FEATURE)
    comment.refresh_from_db()
    assert comment.featured_at is not None
    _decide(comment, Action.APPROVE)
    comment.refresh_from_db()
    assert comment.featured_at is None


def test_a_step_that_settles_nothing_is_refused():
    with pytest.raises(ValueError, match="does not settle"):
        _decide(make_comment(), Action.WARN)
    assert Decision.objects.count() == 0


def test_the_authors_record_counts_the_decision_that_stands():
    author = make_author()
    comment = make_comment(author=author)
    _decide(comment, Action.APPROVE)
    _decide(comment, Action.REMOVE)
    _decide(make_comment(author=author), Action.REMOVE)
    record = AuthorRecord.objects.get(author=author)
    assert (record.approved, record.removed) == (0, 2)


def test_a_comment_decided_meanwhile_is_left_as_it_is():
    comment = make_comment()
    version_token = version_token_of(comment)
    first = _decide(comment, Action.REMOVE)
    with pytest.raises(StaleError) as caught:
        _decide(comment, Action.APPROVE, version_token=version_token)
    assert caught.value.decision == first
    comment.refresh_from_db()
    assert comment.status == Status.REMOVED
    assert Decision.objects.count() == 1


def test_a_comment_edited_meanwhile_is_left_as_it_is():
    comment = make_comment()
    version_token = version_token_of(comment)
    Comment.objects.update(text="Something else.", edited_at=timezone.now())
    with pytest.raises(StaleError) as caught:
        _decide(comment, version_token=version_token)
    assert caught.value.decision is None
    assert caught.value.comment.text == "Something else."
    assert Decision.objects.count() == 0


def test_a_batch_decides_what_is_still_as_it_was_seen():
    comments = [make_comment() for _ in range(3)]
    tokens = {comment.pk: version_token_of(comment) for comment in comments}
    _decide(comments[1], Action.APPROVE)
    batch = decide_all(version_token=tokens, moderator=make_moderator(), action=Action.REMOVE)
    assert [d.comment for d in batch.decisions] == [comments[0], comments[2]]
    assert batch.stale == [comments[1]]
    assert {d.batch for d in batch.decisions} == {batch.id}
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.REMOVED, Status.PUBLISHED, Status.REMOVED]


def test_a_batch_counts_each_comment_for_its_author():
    author = make_author()
    comments = [make_comment(author=author), make_comment(author=author), make_comment()]
    tokens = {comment.pk: version_token_of(comment) for comment in comments}
    decide_all(version_token=tokens, moderator=make_moderator(), action=Action.REMOVE)
    removed = AuthorRecord.objects.order_by("author").values_list("removed", flat=True)
    assert list(removed) == [2, 1]


def test_a_batch_takes_the_same_number_of_queries_however_large():
    def queries_for(number):
        author = make_author()
        comments = [make_review_item(make_comment(author=author)).comment for _ in range(number)]
        tokens = {comment.pk: version_token_of(comment) for comment in comments}
        moderator = make_moderator()
        with CaptureQueriesContext(connection) as captured:
            decide_all(version_token=tokens, moderator=moderator, action=Action.REMOVE)
        return len(captured)

    assert queries_for(1) == queries_for(3)


def test_a_decision_is_never_edited():
    _decide(make_comment())
    with pytest.raises(DatabaseError, match="appended, never edited"), transaction.atomic():
        Decision.objects.update(note="Rewritten.")


def test_the_newest_settling_decision_stands():
    comment = make_comment()
    _decide(comment, Action.APPROVE)
    last = _decide(comment, Action.REMOVE)
    assert Decision.objects.standing_by_comment([comment.pk]) == {comment.pk: last}
