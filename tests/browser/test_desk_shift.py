"""A shift at the desk: no comment slips by, and no key decides by accident."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import (
    make_article,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)
from tests.site import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

Status = Comment.Status


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def anna():
    return make_moderator(username="anna")


@pytest.fixture
def ben():
    return make_moderator(username="ben")


@pytest.fixture
def queue_of(article):
    def queue_of(number, **fields):
        """So many comments in the queue, the worst first."""
        clause, found = make_policy_version().clauses.get(attribute="personal_attack"), []
        for place in range(number):
            comment = make_comment(f"Remark {place}.", article=article)
            probability = 0.99 - place / 1000
            measured = {"priority": probability, "probability": probability}
            make_finding(comment, clause, probability=probability, evidence=[[0, 6, 2.0]])
            make_review_item(comment, **{**measured, **fields})
            found.append(comment)
        return found

    return queue_of


@pytest.fixture
def desk(page, sign_in, anna):
    sign_in(anna)

    def desk(query=""):
        page.goto(reverse("desk:queue") + query)
        return page

    return desk


def current(page):
    return int(page.locator("[data-card][aria-current]").get_attribute("id").split("-")[1])


def decided():
    """The comments that were decided, in the order of the decisions."""
    return list(Decision.objects.order_by("pk").values_list("comment", flat=True))


def ids(comments):
    return [comment.pk for comment in comments]


def settle(page):
    """Wait until the page waits for nothing: what a key set off has been done by then."""
    page.wait_for_load_state("networkidle")


def press_until_gone(page, key="f"):
    card = current(page)
    page.keyboard.press(key)
    page.locator(f"#card-{card}").wait_for(state="detached")
    return card


def claims():
    return list(
        ReviewItem.objects.open().filter(claimed_by__isnull=False).values_list("comment", flat=True)
    )


@pytest.mark.parametrize("query", ["", "?order=oldest", "?order=uncertain&least=10", "?age=1h"])
def test_sixty_comments_are_decided_by_key_in_the_order_of_the_queue(desk, queue_of, query):
    comments = queue_of(65, opened_at=timezone.now() - timedelta(hours=2))
    order = ids(comments)[::-1] if "uncertain" in query else ids(comments)
    page, was_current = desk(query), []
    claimed = []
    page.on(
        "request",
        lambda request: claimed.extend(map(int, re.findall(r"/(\d+)/claim/$", request.url))),
    )
    for _ in range(62):
        was_current.append(current(page))
        press_until_gone(page, "t")
    assert decided() == order[:62] == was_current
    assert set(claimed) <= {*was_current, current(page)}
    assert page.locator("[data-card][aria-current]").count() == 1
    settle(page)
    assert claims() == [order[62]]


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


def test_a_case_that_a_colleague_escalated_is_passed_over_and_says_so(desk, queue_of, ben):
    comments = queue_of(3)
    page = desk()
    settle(page)
    token = version_token_of(comments[1])
    cases.escalate(comment=comments[1], moderator=ben, version_token=token)
    page.keyboard.press("f")
    page.locator(f"#card-{comments[2].pk}[aria-current]").wait_for()
    assert page.locator(f"#card-{comments[1].pk}", has_text="ben escalated this at").count()
    settle(page)
    assert claims() == [comments[2].pk]


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


def test_a_held_key_decides_one_comment(desk, queue_of):
    comments = queue_of(5)
    page = desk()
    card = current(page)
    for _ in range(40):
        page.keyboard.down("f")
    page.locator(f"#card-{card}").wait_for(state="detached")
    assert current(page) == comments[1].pk
    for _ in range(40):
        page.keyboard.down("f")
    settle(page)
    page.keyboard.up("f")
    assert decided() == [comments[0].pk]


@pytest.mark.parametrize("key", ["f", "d", "s", "e", "t", "z"])
def test_a_held_key_acts_once(desk, queue_of, anna, key):
    comments = queue_of(5)
    for comment in comments[:2]:
        decide(
            comment=comment,
            moderator=anna,
            action="approve",
            version_token=version_token_of(comment),
        )
    page = desk()
    current(page)
    for _ in range(40):
        page.keyboard.down(key)
    page.keyboard.up(key)
    settle(page)
    assert Decision.objects.count() <= 3


def test_presses_while_a_decision_is_on_its_way_decide_nothing(desk, queue_of):
    comments = queue_of(5)
    page = desk()
    waiting = []

    def keep(route):
        waiting.append(route)

    page.route("**/decide/", keep)
    with page.expect_request("**/decide/"):
        page.keyboard.press("f")
    for key in "fdtsezj":
        page.keyboard.press(key)
    waiting[0].continue_()
    page.locator(f"#card-{comments[1].pk}[aria-current]").wait_for()
    settle(page)
    assert len(waiting) == 1
    assert decided() == [comments[0].pk]


def test_the_second_click_of_a_double_click_does_not_decide_the_next_comment(desk, queue_of):
    comments = queue_of(5)
    page = desk()
    page.locator(f"#card-{comments[0].pk}").get_by_role("button", name="Approve").dblclick()
    page.locator("[data-done]").wait_for()
    button = page.locator(f"#card-{comments[1].pk}").get_by_role("button", name="Approve")
    button.click(click_count=2)
    settle(page)
    assert decided() == ids(comments[:2])


@pytest.mark.parametrize("keys", ["Shift+f", "Control+f", "Alt+f", "Meta+f"])
def test_a_key_with_another_held_down_decides_nothing(desk, queue_of, keys):
    queue_of(2)
    page = desk()
    current(page)
    page.keyboard.press(keys)
    settle(page)
    assert decided() == []


def _type(page, **event):
    page.evaluate(
        "event => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {bubbles: true, ...event}))",
        event,
    )


def test_keys_of_an_input_method_decide_nothing(desk, queue_of):
    queue_of(2)
    page = desk()
    current(page)
    _type(page, key="f", isComposing=True)
    _type(page, key="f", keyCode=229)
    _type(page, key="f", modifierAltGraph=True)
    _type(page, key="Process")
    settle(page)
    assert decided() == []


def test_caps_lock_changes_no_key(desk, queue_of):
    comments = queue_of(2)
    page = desk()
    current(page)
    _type(page, key="F", modifierCapsLock=True)
    page.locator("[data-done]").wait_for()
    _type(page, key="d", shiftKey=True, modifierCapsLock=True)
    settle(page)
    assert decided() == [comments[0].pk]


@pytest.mark.parametrize("scripts", [True, False])
def test_enter_in_a_field_decides_nothing(another_desk, queue_of, anna, scripts):
    comments = queue_of(2)
    page = another_desk(anna, java_script_enabled=scripts)
    address = page.url
    for field in (f"#note-{comments[0].pk}", f"#card-{comments[0].pk} [name=pick]"):
        page.locator(field).focus()
        page.keyboard.press("Enter")
        settle(page)
    page = page.context.new_page()  # Enter on a tick may still be on its way to another page
    page.goto(reverse("desk:author", args=[comments[0].pk]))
    page.get_by_label("Block for a week").check()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Do it").wait_for()
    page.get_by_label("Block for a week").press("Enter")
    settle(page)
    assert address.endswith("/desk/")
    assert decided() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_colleagues_decision_is_overturned_only_by_an_act_of_its_own(
    another_desk, queue_of, anna, ben, scripts
):
    comment, _ = queue_of(2)
    page = another_desk(anna, java_script_enabled=scripts)
    decide(comment=comment, moderator=ben, action="remove", version_token=version_token_of(comment))
    card = page.locator(f"#card-{comment.pk}")
    approve = card.get_by_role("button", name="Approve")
    approve.click()
    card.locator(".stale", has_text="ben removed this at").wait_for()
    assert not approve.is_visible()
    if scripts:
        assert current(page) == comment.pk
        for key in "fdtse":
            page.keyboard.press(key)
        settle(page)
    assert decided() == [comment.pk]
    card.get_by_text("Decide anyway").click()
    approve.click()
    page.locator("[data-done]").first.wait_for()
    assert decided() == [comment.pk, comment.pk]


@pytest.mark.parametrize("key", ["s", "e", "t", "f"])
def test_every_key_stops_at_a_colleagues_decision(desk, queue_of, ben, key):
    comment, _ = queue_of(2)
    page = desk()
    current(page)
    cases.defer(comment=comment, moderator=ben, version_token=version_token_of(comment))
    page.keyboard.press(key)
    page.locator(f"#card-{comment.pk}", has_text="ben snoozed this at").wait_for()
    current(page)
    page.keyboard.press(key)
    settle(page)
    assert Decision.objects.count() == 1


def test_an_edited_text_is_not_decided_by_the_key_that_was_meant_for_the_former(desk, queue_of):
    comment, _ = queue_of(2)
    page = desk()
    current(page)
    Comment.objects.filter(pk=comment.pk).update(text="New words.", edited_at=timezone.now())
    page.keyboard.press("f")
    page.locator(f"#card-{comment.pk}", has_text="New words.").wait_for()
    current(page)
    page.keyboard.press("f")
    settle(page)
    assert decided() == []
    page.get_by_text("Decide anyway").click()
    page.keyboard.press("f")
    page.locator("[data-done]").wait_for()
    assert decided() == [comment.pk]


def test_an_undo_that_failed_is_not_followed_by_another(desk, queue_of, ben):
    comments = queue_of(4)
    page = desk()
    press_until_gone(page)
    press_until_gone(page)
    current(page)
    last = Decision.objects.latest("pk").comment
    decide(comment=last, moderator=ben, action="remove", version_token=version_token_of(last))
    page.keyboard.press("z")
    page.locator("[data-failed]").wait_for()
    page.keyboard.press("z")
    settle(page)
    assert decided() == [comments[0].pk, comments[1].pk, comments[1].pk]
    assert current(page) == comments[2].pk


def test_the_first_card_is_the_first_that_nobody_else_has(desk, queue_of, another_desk, ben):
    comments = queue_of(12)
    page = desk()
    settle(page)
    other = another_desk(ben)
    assert current(page) == comments[0].pk
    assert current(other) == comments[1].pk
    assert other.locator(f"#card-{comments[0].pk}").get_by_text("anna is reviewing this.").count()
    settle(other)
    assert sorted(claims()) == ids(comments[:2])


def test_cards_that_all_others_have_are_passed_over_to_the_next_page(desk, queue_of, ben):
    comments = queue_of(12)
    ReviewItem.objects.filter(comment__in=comments[:9]).update(
        claimed_by=ben, claimed_until=timezone.now() + timedelta(minutes=5)
    )
    page = desk()
    assert current(page) == comments[9].pk


def test_of_two_who_come_to_a_card_at_once_the_second_is_sent_on(desk, queue_of, ben):
    comments = queue_of(4)
    page = desk()
    current(page)
    page.route("**/claim/", lambda route: _after(_claim_for(ben, comments[1]), route))
    page.keyboard.press("f")
    page.locator(f"#card-{comments[2].pk}[aria-current]").wait_for()
    assert page.locator(f"#card-{comments[1].pk}", has_text="ben is reviewing this.").count()


def _claim_for(moderator, comment):
    return lambda: cases.claim(item=comment.review_items.get(), moderator=moderator)


def _after(act, route):
    act()
    route.continue_()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_decides_a_case_that_another_took_meanwhile_is_told_before(
    another_desk, queue_of, anna, ben, scripts
):
    comments = queue_of(2)
    page = another_desk(anna, java_script_enabled=scripts)
    page.wait_for_load_state("networkidle")
    ReviewItem.objects.update(claimed_by=None, claimed_until=None)
    _claim_for(ben, comments[0])()
    card = page.locator(f"#card-{comments[0].pk}")
    card.get_by_role("button", name="Approve").click()
    notice = card.get_by_text("ben is reviewing this. Your decision was not saved.")
    notice.wait_for()
    assert decided() == []
    card.get_by_text("Decide anyway").click()
    card.get_by_role("button", name="Approve").click()
    page.locator("[data-done]").first.wait_for()
    assert decided() == [comments[0].pk]


@pytest.mark.parametrize("way", ["a link", "closing", "signing out", "deciding the last"])
def test_leaving_a_card_ends_its_claim(desk, queue_of, way):
    queue_of(1)
    page = desk()
    settle(page)
    assert len(claims()) == 1
    if way == "a link":
        page.get_by_role("link", name="Statistics").click()
    elif way == "closing":
        page.close(run_before_unload=True)
    elif way == "signing out":
        page.get_by_role("button", name=re.compile("Log .* out")).click()
    else:
        press_until_gone(page)
    wait_until(lambda: claims() == [], seconds=10)
