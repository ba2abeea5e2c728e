from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Block, Decision, Notice, StrikeAnswer
from moderation.services.decisions import appeals, deciding, strikes, undoing
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.sanctions import Measure
from moderation.services.decisions.strikes import LadderError, ProposalChangedError, Step
from tests.factories import make_author, make_comment, make_moderator, make_policy_version
from tests.racing import race

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ladder(settings):
    settings.STRIKE_LADDER = ["2:warning", "3:week"]
    settings.STRIKE_DAYS = 30
    make_policy_version()


def removal(author, days_ago=0, moderator=None):
    """A removal that was decided some days ago; decisions are appended, so it is written so."""
    comment = make_comment(author=author, status="removed")
    return Decision.objects.create(
        comment=comment,
        action=Decision.Action.REMOVE,
        moderator=moderator or make_moderator(),
        status_before="published",
        status_after="removed",
        decided_at=timezone.now() - timedelta(days=days_ago),
    )


def decided(comment):
    return deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action=Decision.Action.REMOVE,
        version_token=version_token_of(comment),
    )


def struck(*days_ago):
    author = make_author()
    for days in days_ago:
        removal(author, days)
    return author


def proposed():
    return [(own.author, own.strikes, own.measure) for own in strikes.proposals()]


def test_enough_strikes_propose_the_highest_step_that_they_reach():
    struck(1)
    two, three = struck(1, 2), struck(1, 2, 3)
    assert proposed() == [(three, 3, Measure.WEEK), (two, 2, Measure.WARNING)]
    assert strikes.proposal_for(two).measure == Measure.WARNING


def test_strikes_expire():
    assert proposed() == []
    struck(1, 31)
    assert proposed() == []


def test_what_was_undone_or_is_appealed_or_was_restored_or_decided_by_software_does_not_count():
    author = struck(1)
    undone, appealed = make_comment(author=author), make_comment(author=author)
    undoing.undo(decision=decided(undone), moderator=make_moderator())
    decided(appealed)
    assert len(strikes.of_author(author)) == 2
    appeals.lodge(notice=Notice.objects.get(comment=appealed, kind="removed"), text="No.")
    assert len(strikes.of_author(author)) == 1
    appeal = appealed.notices.get(kind="removed").appeal
    appeals.decide(appeal=appeal, moderator=make_moderator(), uphold=True, answer="")
    assert len(strikes.of_author(author)) == 1


def test_a_rejected_appeal_leaves_one_strike():
    comment = make_comment()
    decided(comment)
    appeals.lodge(notice=comment.notices.get(), text="No.")
    appeal = comment.notices.get(kind="removed").appeal
    appeals.decide(appeal=appeal, moderator=make_moderator(), uphold=False, answer="")
    assert len(strikes.of_author(comment.author)) == 1


def test_a_confirmed_sanction_is_carried_out_and_not_proposed_again_until_the_next_strike():
    author, anna = struck(1, 2, 3), make_moderator()
    (proposal,) = strikes.proposals()
    strikes.confirm(
        author=author, strike=proposal.strike.pk, moderator=anna, reason="Three removals."
    )
    block = Block.objects.get()
    assert (block.author, block.reason, block.blocked_by) == (author, "Three removals.", anna)
    assert block.until - block.blocked_at > timedelta(days=6)
    assert proposed() == []
    removal(author)
    assert proposed() == [(author, 4, Measure.WEEK)]


@pytest.mark.parametrize("days_ago", [(1, 2), (1, 2, 3)], ids=["a warning", "a block"])
def test_a_confirmed_sanction_that_is_undone_is_proposed_again(days_ago):
    author, anna = struck(*days_ago), make_moderator()
    before = proposed()
    strike = strikes.proposals()[0].strike.pk
    answer = strikes.confirm(author=author, strike=strike, moderator=anna, reason="Removals.")
    undoing.undo(decision=answer.decision, moderator=anna)
    assert (proposed(), strikes.proposal_for(author).strike.pk) == (before, strike)
    strikes.confirm(author=author, strike=strike, moderator=anna, reason="After all.")
    assert proposed() == []
    outcomes = StrikeAnswer.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["undone", "confirmed"]


def test_a_dismissed_one_does_nothing_and_is_proposed_again_by_the_next_strike():
    author = struck(1, 2)
    strike = strikes.proposals()[0].strike.pk
    strikes.dismiss(author=author, strike=strike, moderator=make_moderator())
    assert (proposed(), Notice.objects.count()) == ([], 0)
    with pytest.raises(ProposalChangedError):
        strikes.confirm(author=author, strike=strike, moderator=make_moderator(), reason="x")
    removal(author)
    assert proposed() == [(author, 3, Measure.WEEK)]


def test_a_preview_says_whom_a_ladder_would_have_hit_in_the_last_90_days():
    long_ago, often, spread = struck(100, 101), struck(10, 11, 12), struck(10, 60)
    steps = (Step(2, Measure.WARNING), Step(3, Measure.GOOD))
    assert [(h.author, h.strikes, h.measure) for h in strikes.preview(30, steps)] == [
        (often.pk, 3, Measure.GOOD)
    ]
    hit = {hit.author for hit in strikes.preview(60, steps)}
    assert hit == {often.pk, spread.pk}
    assert long_ago.pk not in hit


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (["x:day"], "“x:day” is no step."),
        (["3"], "“3” is no step."),
        (["0:day"], "“0:day” is no step."),
        (["3:none"], "“none” is no measure. Write one of: warning, hour, day, week, month, good."),
        (["3:day", "3:week"], "Two steps begin at the same number"),
    ],
)
def test_a_ladder_that_cannot_be_read_says_how_to_write_it(entries, message):
    with pytest.raises(LadderError, match=message):
        strikes.ladder(entries)


@pytest.mark.django_db(transaction=True)
def test_of_moderators_who_answer_at_once_one_does():
    author = struck(1, 2, 3)
    strike = strikes.proposals()[0].strike.pk
    first, second, third = (make_moderator() for _ in range(3))
    results = race(
        lambda: strikes.confirm(author=author, strike=strike, moderator=first, reason="Three."),
        lambda: strikes.confirm(author=author, strike=strike, moderator=second, reason="Three."),
        lambda: strikes.dismiss(author=author, strike=strike, moderator=third),
    )
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["ProposalChangedError", "ProposalChangedError", "StrikeAnswer"]
    assert StrikeAnswer.objects.count() == 1
    assert Block.objects.count() <= 1
