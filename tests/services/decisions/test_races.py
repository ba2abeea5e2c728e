"""Two moderators at once, as real threads with connections of their own."""

import pytest

from moderation.models import AuthorRecord, Decision, ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import StaleError, decide, decide_all
from moderation.services.decisions.leaving import Why
from moderation.services.decisions.undoing import UndoError, undo
from tests.factories import make_author, make_comment, make_moderator, make_review_item
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)

Action = Decision.Action
RACERS = 4


def _kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_of_moderators_who_decide_at_once_one_decides():
    item = make_review_item()
    version_token = version_token_of(item.comment)
    actions = [Action.APPROVE, Action.REMOVE] * (RACERS // 2)
    moderators = [make_moderator() for _ in actions]

    def decider(moderator, action):
        return lambda: decide(
            comment=item.comment, moderator=moderator, action=action, version_token=version_token
        )

    results = race(*(decider(m, a) for m, a in zip(moderators, actions, strict=True)))
    assert _kinds(results) == ["Decision"] + ["StaleError"] * (RACERS - 1)
    decision = Decision.objects.get()
    item.comment.refresh_from_db()
    assert item.comment.status == decision.status_after
    assert {r.decision for r in results if isinstance(r, StaleError)} == {decision}


def test_of_moderators_who_undo_at_once_one_undoes():
    item = make_review_item()
    decision = decide(
        comment=item.comment,
        moderator=make_moderator(),
        action=Action.REMOVE,
        version_token=version_token_of(item.comment),
    )
    moderators = [make_moderator() for _ in range(RACERS)]
    results = race(*(lambda m=m: undo(decision=decision, moderator=m) for m in moderators))
    assert _kinds(results) == ["Decision"] + ["UndoError"] * (RACERS - 1)
    assert isinstance(next(r for r in results if isinstance(r, UndoError)).args[0], str)
    assert ReviewItem.objects.open().count() == 1
    assert AuthorRecord.objects.get().removed == 0


def test_of_moderators_who_claim_at_once_one_has_it():
    item = make_review_item()
    moderators = [make_moderator() for _ in range(RACERS)]
    results = race(*(lambda m=m: cases.claim(item=item, moderator=m) for m in moderators))
    assert sorted(results) == [False] * (RACERS - 1) + [True]
    item.refresh_from_db()
    assert item.claimed_by == moderators[results.index(True)]


def test_moderators_who_exchange_their_cases_do_not_wait_for_each_other():
    first, second = make_review_item(), make_review_item()
    anna, ben = make_moderator(), make_moderator()
    for _ in range(10):
        cases.claim(item=first, moderator=anna)
        cases.claim(item=second, moderator=ben)
        results = race(
            lambda: cases.claim(item=second, moderator=anna),
            lambda: cases.claim(item=first, moderator=ben),
        )
        assert all(isinstance(result, bool) for result in results)
        claims = ReviewItem.objects.filter(claimed_by__isnull=False)
        assert len({item.claimed_by_id for item in claims}) == len(claims)
        cases.release_all(moderator=anna)
        cases.release_all(moderator=ben)


def test_a_case_that_is_decided_while_another_claims_it_is_decided_or_in_hand():
    for _ in range(10):
        item, anna, ben = make_review_item(), make_moderator(), make_moderator()
        version_token = version_token_of(item.comment)

        def decider(item=item, anna=anna, version_token=version_token):
            return decide(
                comment=item.comment,
                moderator=anna,
                action=Action.APPROVE,
                version_token=version_token,
            )

        results = race(decider, lambda item=item, ben=ben: cases.claim(item=item, moderator=ben))
        item.refresh_from_db()
        if isinstance(results[0], Decision):
            assert (item.status, item.claimed_by) == (ReviewItem.Status.CLOSED, None)
        else:
            assert (_kinds(results), item.claimed_by) == (["NotAllowedError", "bool"], ben)
            assert item.status == ReviewItem.Status.OPEN


def test_overlapping_batches_decide_each_comment_once():
    author = make_author()
    comments = [make_review_item(make_comment(author=author)).comment for _ in range(20)]
    tokens = {comment.pk: version_token_of(comment) for comment in comments}
    backwards = dict(reversed(tokens.items()))

    def batch(version_token, action):
        moderator = make_moderator()
        return lambda: decide_all(version_token=version_token, moderator=moderator, action=action)

    results = race(batch(tokens, Action.APPROVE), batch(backwards, Action.REMOVE))
    assert _kinds(results) == ["BulkDecision", "BulkDecision"]
    assert sorted(len(result.decisions) for result in results) == [0, 20]
    record = AuthorRecord.objects.get()
    assert sorted([record.approved, record.removed]) == [0, 20]


def test_moderators_with_overlapping_batches_are_both_told_what_became_of_each_comment():
    comments = [make_review_item().comment for _ in range(30)]
    tokens = {comment.pk: version_token_of(comment) for comment in comments}
    mine, theirs = dict([*tokens.items()][:20]), dict([*tokens.items()][:9:-1])
    anna, ben = make_moderator(username="anna"), make_moderator(username="ben")
    results = race(
        lambda: decide_all(version_token=mine, moderator=anna, action=Action.APPROVE),
        lambda: decide_all(version_token=theirs, moderator=ben, action=Action.REMOVE),
    )
    by_comment = {d.comment_id: d.moderator.username for d in Decision.objects.all()}
    assert Decision.objects.count() == len(by_comment) == 30
    for batch, asked, other in zip(results, (mine, theirs), ("ben", "anna"), strict=True):
        decided = {decision.comment_id for decision in batch.decisions}
        left = {entry.comment for entry in batch.left}
        assert decided | left == asked.keys()
        assert decided & left == set()
        assert {(entry.why, entry.by) for entry in batch.left} <= {(Why.DECIDED, other)}
        assert {by_comment[pk] for pk in left} <= {other}
    assert sum(len(batch.left) for batch in results) == 10


def test_decisions_about_one_author_are_all_counted():
    author = make_author()
    comments = [make_comment(author=author) for _ in range(RACERS)]

    def remover(comment):
        moderator, version_token = make_moderator(), version_token_of(comment)
        return lambda: decide(
            comment=comment, moderator=moderator, action=Action.REMOVE, version_token=version_token
        )

    results = race(*map(remover, comments))
    assert _kinds(results) == ["Decision"] * RACERS
    assert AuthorRecord.objects.get(author=author).removed == RACERS


def test_reports_that_come_at_once_open_one_case_and_all_count():
    comment = make_comment()
    report = lambda: cases.open_case(  # noqa: E731 -- the same runner in each lane
        comment=comment, queue=ReviewItem.Queue.REPORTED, reports=1
    )
    results = race(*[report] * RACERS)
    assert _kinds(results) == ["ReviewItem"] * RACERS
    assert ReviewItem.objects.get().reports == RACERS
