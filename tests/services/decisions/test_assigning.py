"""Cases assigned by hand or evenly, and who passes them over."""

import pytest
from django.contrib.auth.models import Permission

from moderation.models import ReviewItem
from moderation.services.decisions import assigning, cases
from moderation.services.decisions.assigning import AssignmentRefused
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.desk import listing, queues
from moderation.services.desk.listing import Filters
from tests.factories import (
    limit_to_sections,
    make_article,
    make_comment,
    make_moderator,
    make_review_item,
    make_senior,
)

pytestmark = pytest.mark.django_db

NEEDS_REVIEW = ReviewItem.Queue.NEEDS_REVIEW


def make_assigner(**fields):
    assigner = make_moderator(**fields)
    assigner.user_permissions.add(Permission.objects.get(codename="assign_cases"))
    return assigner


def _assigned(item):
    item.refresh_from_db()
    return item.assigned_to


def test_everybody_assigns_a_case_to_themselves_and_gives_it_up():
    item, anna = make_review_item(), make_moderator()
    assigning.assign(comment=item.comment, to=anna, by=anna)
    assert _assigned(item) == anna
    assigning.unassign(comment=item.comment, by=anna)
    assert _assigned(item) is None


@pytest.mark.parametrize(("make", "may"), [(make_moderator, False), (make_assigner, True)])
def test_only_who_may_assigns_to_a_colleague_or_takes_from_one(make, may):
    item, anna, ben = make_review_item(), make(), make_moderator()
    steps = (
        lambda: assigning.assign(comment=item.comment, to=ben, by=anna),
        lambda: assigning.assign(comment=item.comment, to=anna, by=anna),
        lambda: assigning.unassign(comment=item.comment, by=anna),
    )
    for step in steps:
        ReviewItem.objects.update(assigned_to=ben)
        if may:
            step()
        elif step is not steps[0]:
            with pytest.raises(AssignmentRefused):
                step()
            assert _assigned(item) == ben
    ReviewItem.objects.update(assigned_to=None)
    if not may:
        with pytest.raises(AssignmentRefused, match="to yourself only"):
            steps[0]()


def test_a_case_is_assigned_only_to_who_may_decide_it():
    anna, ben = make_assigner(), limit_to_sections(make_moderator(username="ben"), "Sport")
    politics = make_review_item(make_comment(article=make_article(section="Politics")))
    escalated = make_review_item(queue=ReviewItem.Queue.ESCALATED)
    closed = make_review_item(status=ReviewItem.Status.CLOSED)
    for item, to in ((politics, ben), (escalated, make_moderator()), (closed, anna)):
        with pytest.raises(AssignmentRefused):
            assigning.assign(comment=item.comment, to=to, by=anna)
    senior = make_senior()
    assigning.assign(comment=escalated.comment, to=senior, by=anna)
    assert _assigned(escalated) == senior


def test_others_pass_over_an_assigned_case_unless_they_ask_for_it():
    item, free = make_review_item(), make_review_item()
    anna, ben = make_moderator(), make_moderator()
    assigning.assign(comment=item.comment, to=anna, by=anna)

    def seen(moderator, **fields):
        return set(listing.cases(NEEDS_REVIEW, Filters(**fields), moderator=moderator))

    assert seen(anna) == {item, free}
    assert seen(ben) == {free}
    assert seen(ben, assigned_to_anybody=True) == {item, free}
    assert list(queues.cases(queues.ASSIGNED, Filters(), anna)) == [item]
    assert list(queues.cases(queues.ASSIGNED, Filters(), ben)) == []


def test_an_escalated_case_is_assigned_to_nobody():
    item, anna = make_review_item(), make_moderator()
    assigning.assign(comment=item.comment, to=anna, by=anna)
    cases.escalate(
        comment=item.comment, moderator=anna, version_token=version_token_of(item.comment)
    )
    assert _assigned(item) is None


def test_cases_are_spread_evenly_and_only_to_who_may_decide_them():
    items = [make_review_item() for _ in range(4)]
    sport = make_review_item(make_comment(article=make_article(section="Sport")))
    both = make_moderator()
    limited = limit_to_sections(make_moderator(), "Sport")
    given = assigning.spread(
        comments=[item.comment_id for item in (sport, *items)],
        moderators=[limited, both],
        by=make_assigner(),
    )
    assert [(share.moderator, len(share.items)) for share in given] == [(limited, 1), (both, 4)]
    anna, ben = make_moderator(), make_moderator()
    ReviewItem.objects.update(assigned_to=None)
    shares = assigning.shares(items, [anna, ben])
    assert [len(share.items) for share in shares] == [2, 2]


def test_what_is_assigned_meanwhile_is_not_spread():
    item, other, ben = make_review_item(), make_review_item(), make_moderator()
    assigning.assign(comment=item.comment, to=ben, by=ben)
    anna = make_assigner()
    given = assigning.spread(
        comments=[item.comment_id, other.comment_id], moderators=[anna], by=anna
    )
    assert [share.items for share in given] == [[other]]
    assert _assigned(item) == ben


def test_the_cases_of_who_left_are_everybodys_again():
    item, anna = make_review_item(), make_moderator()
    assigning.assign(comment=item.comment, to=anna, by=anna)
    anna.is_active = False
    anna.save()
    assert _assigned(item) is None


def test_a_snoozed_case_is_listed_with_who_snoozed_it_and_can_be_woken():
    item, anna, ben = make_review_item(), make_moderator(), make_moderator()
    cases.defer(comment=item.comment, moderator=anna, version_token=version_token_of(item.comment))
    assert list(queues.cases(queues.SNOOZED, Filters(), ben)) == [item]
    assert cases.wake(comment=item.comment, moderator=ben)
    assert not cases.wake(comment=item.comment, moderator=ben)
    assert list(queues.cases(queues.SNOOZED, Filters(), ben)) == []
    undo = item.comment.decisions.first()
    assert (undo.action, undo.moderator, undo.undoes.moderator) == ("undo", ben, anna)
