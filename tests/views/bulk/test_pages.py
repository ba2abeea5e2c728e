"""The batch pages: their form, what it keeps and ignores, and how many queries they take."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import Decision
from tests.views.bulk.forms import (
    NEEDS_REVIEW,
    bulk_address,
    decide,
    forms,
)

pytestmark = pytest.mark.django_db


def test_the_first_button_of_the_batch_s_form_which_enter_presses_sends_nothing(desk, waiting):
    waiting(0.9)
    page = forms(desk.get(bulk_address(least=85, most=95)))
    place = [action for action, _ in page.found].index(reverse("desk:decide_bulk"))
    first, *others = page.buttons[place]
    assert first == {"hidden": None, "formmethod": "dialog"}
    assert [(button["name"], button["value"]) for button in others] == [
        ("action", "approve"),
        ("action", "remove"),
    ] * 2


def test_comments_that_were_picked_are_not_shown_as_a_range(desk, waiting):
    comment = waiting(0.9)
    picked = desk.get(bulk_address(pick=comment.pk)).content.decode()
    assert 'class="histogram"' not in picked
    assert 'class="filters"' not in picked
    assert 'class="histogram"' in desk.get(bulk_address()).content.decode()


@pytest.mark.parametrize("pick", ["9" * 19, "9" * 40, "-1", "x", "٣"])
def test_absurd_numbers_pick_nothing(desk, waiting, pick):
    waiting(0.9)
    assert desk.get(bulk_address(pick=pick)).status_code == 200
    landed = desk.post(
        reverse("desk:decide_bulk"), {"action": "remove", "pick": [pick]}, follow=True
    )
    assert landed.status_code == 200
    assert Decision.objects.count() == 0


def test_a_batch_page_takes_as_many_queries_for_three_comments_as_for_one(desk, waiting):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(bulk_address(least=85, most=95))
        return len(captured)

    waiting(0.9)
    desk.get(bulk_address(least=85, most=95))
    one = queries()
    waiting(0.9)
    waiting(0.9)
    assert queries() == one


def test_a_batch_form_that_decides_nothing_comes_back_as_it_was_filled_in(desk, waiting):
    kept, unticked = waiting(0.9), waiting(0.8)
    address = f"{reverse('desk:bulk', args=NEEDS_REVIEW)}?least=0"
    filled_in = {"note": "Typed with care.", "clause": 0}
    landed = decide(desk, desk.get(address), without=[unticked.pk], **filled_in)
    form = forms(landed).to(reverse("desk:decide_bulk"))
    assert (form["note"], form["pick"]) == (["Typed with care."], [str(kept.pk)])
    form = forms(desk.get(address)).to(reverse("desk:decide_bulk"))
    assert form["note"] == [""]
    assert len(form["pick"]) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_groups_of_similar_comments_are_quoted_in_the_same_number_of_queries(
    desk, waiting, django_assert_max_num_queries, number
):
    for group in range(number):
        for _ in range(2):
            waiting(0.9, " ".join(f"word{group}{place}" for place in range(9)))
    with django_assert_max_num_queries(25):
        page = desk.get(reverse("desk:clusters", args=NEEDS_REVIEW)).content.decode()
    assert page.count('class="group"') == number
