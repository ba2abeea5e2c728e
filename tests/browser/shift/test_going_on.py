"""A moderator goes on through the queue, and no comment slips by."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Decision, ReviewItem
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.browser.shift.cards import claims, current, decided, ids, press_until_gone, settle
from tests.factories import (
    make_comment,
    make_review_item,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 20), ("?order=oldest", 10), ("?order=uncertain&least=10", 10), ("?age=1h", 10)],
)
def test_comments_are_decided_by_key_in_the_order_of_the_queue(desk, queue_of, query, number):
    comments = queue_of(number + 3, opened_at=timezone.now() - timedelta(hours=2))
    order = ids(comments)[::-1] if "uncertain" in query else ids(comments)
    page, was_current = desk(query), []
    claimed = []
    page.on(
        "request",
        lambda request: claimed.extend(map(int, re.findall(r"/(\d+)/claim/$", request.url))),
    )
    for _ in range(number):
        was_current.append(current(page))
        press_until_gone(page, "t")
    assert decided() == order[:number] == was_current
    assert set(claimed) <= {*was_current, current(page)}
    assert page.locator("[data-card][aria-current]").count() == 1
    settle(page)
    assert claims() == [order[number]]


def test_no_more_cards_are_loaded_than_are_needed(desk, queue_of):
    queue_of(30)
    page = desk()
    for _ in range(8):
        press_until_gone(page)
    assert current(page)
    assert page.locator("[data-card]").count() == 8


def test_the_end_of_the_page_on_the_screen_loads_nothing(desk, queue_of):
    queue_of(30)
    page = desk()
    page.locator("[data-more]").scroll_into_view_if_needed()
    settle(page)
    assert page.locator("[data-card]").count() == 8


def test_loading_more_moves_neither_the_current_card_nor_the_focus_and_claims_nothing(
    desk, queue_of
):
    comments = queue_of(30)
    page = desk()
    page.keyboard.press("j")
    settle(page)
    page.locator("[data-more]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-card]").nth(15).wait_for()
    settle(page)
    assert current(page) == comments[1].pk
    assert page.evaluate("document.activeElement.id") == "show-more"
    assert claims() == [comments[1].pk]
    page.locator("[data-more]").click()
    page.locator("[data-card]").nth(23).wait_for()
    assert current(page) == comments[1].pk
    assert page.locator("[data-card][aria-current]").count() == 1


def test_going_on_beyond_the_last_card_loads_the_next_one(desk, queue_of):
    comments = queue_of(10)
    page = desk()
    for _ in range(8):
        page.keyboard.press("j")
    page.locator(f"#card-{comments[8].pk}[aria-current]").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    settle(page)
    assert current(page) == comments[9].pk


def test_what_is_put_aside_decided_elsewhere_or_new_leaves_no_gap_and_no_repeat(
    desk, queue_of, ben, article
):
    comments = queue_of(30)
    page = desk()
    shown = [press_until_gone(page) for _ in range(4)]
    assert current(page) == comments[4].pk
    page.keyboard.press("s")
    page.locator(f"#card-{comments[4].pk}").wait_for(state="detached")
    assert current(page) == comments[5].pk
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    page.locator(f"#card-{comments[5].pk}").wait_for(state="detached")
    assert current(page) == comments[6].pk
    page.keyboard.press("j")
    for elsewhere in comments[8:16]:
        decide(
            comment=elsewhere,
            moderator=ben,
            action="approve",
            version_token=version_token_of(elsewhere),
        )
    worst = make_comment("Worst of all.", article=article)
    make_review_item(worst, priority=1.9, probability=0.99)
    shown += [press_until_gone(page) for _ in range(1 + 1 + 14)]
    page.locator("#more", has_text="End of the queue.").wait_for()
    assert shown == [*ids(comments[:4]), comments[7].pk, worst.pk, *ids(comments[16:])]
    assert set(ReviewItem.objects.open().values_list("comment", flat=True)) == set(
        ids(comments[4:7])
    )


def test_an_undone_decision_is_decided_again_and_the_queue_goes_on_behind_it(desk, queue_of):
    comments = queue_of(12)
    page = desk()
    for _ in range(8):
        press_until_gone(page)
    assert current(page) == comments[8].pk
    page.keyboard.press("z")
    page.locator(f"#card-{comments[7].pk}[aria-current]").wait_for()
    shown = [press_until_gone(page) for _ in range(5)]
    assert shown == ids(comments[7:])


def test_an_undone_card_keeps_its_place_while_more_cards_are_loading(desk, queue_of):
    comments = queue_of(12)
    page, loading = desk(), []
    for _ in range(7):
        press_until_gone(page)
    settle(page)

    def keep(route):
        loading.append(route)

    page.route(re.compile(r"/desk/\?card="), keep)
    with page.expect_request(re.compile(r"/desk/\?card=")):
        press_until_gone(page)
    page.evaluate("() => { paints = []; requestAnimationFrame = (paint) => paints.push(paint); }")
    page.keyboard.press("z")
    page.locator(f"#card-{comments[7].pk}").wait_for()
    loading[0].continue_()
    page.locator(f"#card-{comments[11].pk}").wait_for()
    page.evaluate("paints.forEach((paint) => paint())")
    page.locator("[data-card][aria-current]").wait_for()
    assert current(page) == comments[7].pk
    assert page.locator(f"[id=card-{comments[7].pk}]").count() == 1


def test_the_end_of_the_queue_keeps_the_keys_quiet_and_undo_at_hand(desk, queue_of):
    comments = queue_of(2)
    page = desk()
    press_until_gone(page)
    press_until_gone(page)
    page.locator("[data-done]:focus").wait_for()
    page.keyboard.press("f")
    page.keyboard.press("z")
    page.locator(f"#card-{comments[1].pk}[aria-current]").wait_for()
    assert decided()[:2] == ids(comments)
    assert Decision.objects.count() == 3


def test_what_was_skipped_comes_when_the_queue_ends(desk, queue_of):
    comments = queue_of(10)
    page = desk()
    page.keyboard.press("j")
    page.keyboard.press("j")
    for _ in range(8):
        press_until_gone(page)
    page.locator(f"#card-{comments[0].pk}[aria-current]").wait_for()
    press_until_gone(page)
    press_until_gone(page)
    assert decided() == ids([*comments[2:], *comments[:2]])
