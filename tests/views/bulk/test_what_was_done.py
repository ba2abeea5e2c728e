"""A batch says what was done and what was not, and so does its undo."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision
from moderation.services.decisions import appeals, deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import (
    make_moderator,
)
from tests.views.bulk.forms import address_of, bulk_address, decide, forms, said

pytestmark = pytest.mark.django_db


def test_the_page_that_a_batch_lands_on_offers_its_undo(desk, waiting):
    comments = [waiting(p) for p in (0.91, 0.92, 0.33)]
    landed = decide(desk, desk.get(bulk_address(least=90, most=95)))
    assert said(landed) == ["2 comments removed."]
    batch = Decision.objects.first().batch
    undo = reverse("desk:undo_bulk", args=[batch])
    undone = desk.post(undo, forms(landed).to(undo), follow=True)
    assert said(undone) == ["Undone. 2 comments wait for review again."]
    assert address_of(undone) == address_of(landed)
    assert {c.status for c in Comment.objects.all()} == {"held"}
    assert len(comments) == 3


@pytest.mark.parametrize(
    ("action", "number", "text"),
    [
        ("approve", 1, "1 comment approved."),
        ("approve", 3, "3 comments approved."),
        ("remove", 1, "1 comment removed."),
        ("remove", 2, "2 comments removed."),
        ("feature", 2, "2 comments featured."),
    ],
)
def test_the_message_names_what_was_done(desk, waiting, action, number, text):
    for _ in range(number):
        waiting(0.9)
    landed = decide(desk, desk.get(bulk_address(least=85, most=95)), action)
    assert said(landed) == [text]


def test_what_was_not_decided_is_counted_by_its_reason(desk, moderator, waiting):
    by_other, by_another, edited, gone, own, decided = (waiting(0.9) for _ in range(6))
    page = desk.get(bulk_address(least=85, most=95))
    for comment, name in ((by_other, "ben"), (by_another, "carla")):
        deciding.decide(
            comment=comment,
            moderator=make_moderator(username=name),
            action="approve",
            version_token=version_token_of(comment),
        )
    Comment.objects.filter(pk=edited.pk).update(edited_at=timezone.now())
    for related in ("review_items", "findings"):
        getattr(gone, related).all().delete()
    Comment.objects.filter(pk=gone.pk).delete()
    deciding.decide(
        comment=own, moderator=moderator, action="remove", version_token=version_token_of(own)
    )
    appeals.lodge(notice=own.notices.get(), text="Please.")
    landed = decide(desk, page, **{f"seen-{own.pk}": version_token_of(own)})
    assert said(landed) == [
        "1 comment removed.",
        "1 comment was left: ben had decided it meanwhile.",
        "1 comment was left: carla had decided it meanwhile.",
        "1 comment was left: its author changed it meanwhile.",
        "1 comment is not there any more.",
        "1 comment was left: its author appeals against a decision of yours, and another "
        "moderator must decide.",
    ]
    assert Decision.objects.first().comment == decided


def test_an_undo_says_what_it_had_to_leave(desk, waiting):
    comments = [waiting(0.9) for _ in range(3)]
    landed = decide(desk, desk.get(bulk_address(least=85, most=95)))
    deciding.decide(
        comment=comments[0],
        moderator=make_moderator(),
        action="approve",
        version_token=version_token_of(comments[0]),
    )
    Comment.objects.filter(pk=comments[1].pk).update(edited_at=timezone.now())
    undo = reverse("desk:undo_bulk", args=[Decision.objects.last().batch])
    undone = desk.post(undo, forms(landed).to(undo), follow=True)
    assert said(undone) == [
        "Undone. 1 comment waits for review again.",
        "2 decisions were left: others or edits came since.",
    ]


def test_an_undo_that_can_take_back_nothing_says_why(desk, waiting):
    comment = waiting(0.9)
    decide(desk, desk.get(bulk_address(least=85, most=95)))
    undo = reverse("desk:undo_bulk", args=[Decision.objects.get().batch])
    deciding.decide(
        comment=comment,
        moderator=make_moderator(),
        action="approve",
        version_token=version_token_of(comment),
    )
    assert said(desk.post(undo, follow=True)) == [
        "1 decision was left: another one or an edit came since."
    ]
