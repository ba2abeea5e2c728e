"""Which cases a moderator may act on: a matrix of actions and people."""

import pytest

from moderation.models import Decision, ReviewItem
from moderation.services.decisions import cases, sanctions, undoing
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide, decide_all
from moderation.services.decisions.leaving import Left, Why
from moderation.services.decisions.sanctions import Measure
from tests.factories import make_comment, make_moderator, make_review_item, make_senior, make_user

pytestmark = pytest.mark.django_db

Action = Decision.Action
ESCALATED = ReviewItem.Queue.ESCALATED


def _decide(comment, moderator):
    decide(
        comment=comment,
        moderator=moderator,
        action=Action.APPROVE,
        version_token=version_token_of(comment),
    )


def _warn(comment, moderator):
    sanctions.sanction(
        comment=comment,
        version_token=version_token_of(comment),
        moderator=moderator,
        measure=Measure.WARNING,
        reason="Enough.",
        removals={},
    )


def _set_aside(verb):
    return lambda comment, moderator: verb(
        comment=comment, moderator=moderator, version_token=version_token_of(comment)
    )


ACTIONS = {
    "decide": _decide,
    "warn": _warn,
    "snooze": _set_aside(cases.defer),
    "escalate": _set_aside(cases.escalate),
}
PEOPLE = {
    "a moderator": (make_moderator, False),
    "a senior": (make_senior, True),
    "an administrator": (lambda: make_user(is_superuser=True), True),
}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("action", ACTIONS)
def test_an_escalated_case_is_acted_on_by_seniors_only(action, person):
    make, may = PEOPLE[person]
    item = make_review_item(queue=ESCALATED)
    if may:
        ACTIONS[action](item.comment, make())
        assert Decision.objects.count() == 1
        return
    with pytest.raises(NotAllowedError, match="a senior moderator must decide it"):
        ACTIONS[action](item.comment, make())
    assert Decision.objects.count() == 0


def test_a_bulk_action_leaves_what_is_escalated():
    item, other = make_review_item(queue=ESCALATED), make_comment()
    bulk = decide_all(
        version_token={c.pk: version_token_of(c) for c in (item.comment, other)},
        moderator=make_moderator(),
        action=Action.APPROVE,
    )
    assert [decision.comment for decision in bulk.decisions] == [other]
    assert bulk.left == [Left(item.comment_id, Why.FOR_A_SENIOR)]


def _escalated_by(moderator):
    item = make_review_item()
    return cases.escalate(
        comment=item.comment,
        moderator=moderator,
        version_token=version_token_of(item.comment),
        note="A threat?",
    )


@pytest.mark.parametrize("person", ["who escalated", "a senior"])
def test_an_escalation_is_undone_by_who_made_it_or_a_senior(person):
    anna = make_moderator()
    decision = _escalated_by(anna)
    undoing.undo(decision=decision, moderator=anna if person == "who escalated" else make_senior())
    assert ReviewItem.objects.get().queue == ReviewItem.Queue.NEEDS_REVIEW


def test_a_colleague_undoes_neither_an_escalation_nor_a_seniors_decision():
    escalation, ben = _escalated_by(make_moderator()), make_moderator()
    with pytest.raises(undoing.UndoError, match="a senior moderator must decide it"):
        undoing.undo(decision=escalation, moderator=ben)
    _decide(escalation.comment, make_senior())
    decision = Decision.objects.standing().get()
    with pytest.raises(undoing.UndoError, match="a senior moderator must decide it"):
        undoing.undo(decision=decision, moderator=ben)
    assert undoing.undo(decision=decision, moderator=make_senior()).undoes == decision


def test_an_escalated_case_is_seen_at_once_even_if_it_was_snoozed():
    item, anna = make_review_item(), make_moderator()
    for verb in (cases.defer, cases.escalate):
        verb(
            comment=item.comment,
            moderator=anna,
            version_token=version_token_of(item.comment),
        )
    item.refresh_from_db()
    assert (item.queue, item.deferred_until) == (ESCALATED, None)
