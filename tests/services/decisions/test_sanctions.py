from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Comment
from moderation.models import Block, Decision
from moderation.services.decisions import blocking, sanctions
from moderation.services.decisions.concurrency import StaleError, version_token_of
from moderation.services.decisions.deciding import decide
from moderation.services.decisions.sanctions import Measure, sanction
from moderation.services.decisions.undoing import undo_bulk
from tests.factories import make_author, make_comment, make_moderator

pytestmark = pytest.mark.django_db

Status = Comment.Status


def _sanction(comment, measure=Measure.DAY, removed=(), **fields):
    fields = {"version_token": version_token_of(comment), "moderator": make_moderator(), **fields}
    removals = {each.pk: version_token_of(each) for each in removed}
    return sanction(comment=comment, measure=measure, reason="Why.", removals=removals, **fields)


@pytest.fixture
def held():
    author = make_author()
    return [make_comment(f"Comment {n}.", author=author, status=Status.HELD) for n in range(3)]


def test_what_else_the_author_has_held_is_listed(held):
    make_comment(author=held[0].author, status=Status.PUBLISHED)
    make_comment(status=Status.HELD)
    assert set(sanctions.other_held(held[0], make_moderator())) == {held[1], held[2]}


@pytest.mark.parametrize(
    ("measure", "lasts"),
    [
        (Measure.HOUR, timedelta(hours=1)),
        (Measure.DAY, timedelta(days=1)),
        (Measure.WEEK, timedelta(days=7)),
        (Measure.MONTH, timedelta(days=30)),
    ],
)
def test_a_block_lasts_as_long_as_it_says(held, measure, lasts):
    before = timezone.now()
    _sanction(held[0], measure)
    block = blocking.block_in_force(held[0].author)
    assert before + lasts <= block.until <= timezone.now() + lasts


def test_a_block_for_good_has_no_end(held):
    _sanction(held[0], Measure.GOOD)
    assert Block.objects.get().until is None


def test_a_warning_blocks_nobody(held):
    batch = _sanction(held[0], Measure.WARNING)
    assert [d.action for d in batch.decisions] == [Decision.Action.WARN]
    assert Block.objects.count() == 0


def test_ticked_comments_go_with_the_block_and_come_back_with_one_undo(held):
    batch = _sanction(held[0], Measure.GOOD, removed=held[:2])
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.REMOVED, Status.REMOVED, Status.HELD]
    undo_bulk(batch=batch.id, moderator=make_moderator())
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.HELD}
    assert blocking.block_in_force(held[0].author) is None


def test_a_ticked_comment_that_was_decided_meanwhile_stays_as_decided(held):
    token = version_token_of(held[1])
    decide(comment=held[1], moderator=make_moderator(), action="approve", version_token=token)
    batch = sanction(
        comment=held[0],
        version_token=version_token_of(held[0]),
        moderator=make_moderator(),
        measure=Measure.NONE,
        reason="",
        removals={held[0].pk: version_token_of(held[0]), held[1].pk: token},
    )
    assert batch.stale == [held[1]]
    held[1].refresh_from_db()
    assert held[1].status == Status.PUBLISHED


def test_nothing_is_done_where_the_comment_itself_changed(held):
    with pytest.raises(StaleError):
        _sanction(held[0], removed=held[1:], version_token="0-1.000000")
    assert Decision.objects.count() == 0
    assert Block.objects.count() == 0


def test_every_measure_that_blocks_has_its_duration():
    assert set(sanctions.LASTS) == set(sanctions.Measure) - {
        sanctions.Measure.NONE,
        sanctions.Measure.WARNING,
    }
