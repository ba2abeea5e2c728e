"""A colleague decided a case or has it in hand: that is said, and nothing is overturned unseen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.models import Decision, ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.browser.shift.cards import claims, current, decided, ids, press_until_gone, settle
from tests.site import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_case_that_a_colleague_escalated_is_passed_over_and_says_so(desk, queue_of, ben):
    comments = queue_of(3)
    page = desk()
    settle(page)
    token = version_token_of(comments[1])
    cases.escalate(comment=comments[1], moderator=ben, version_token=token)
    page.keyboard.press("f")
    page.locator(f"#card-{comments[2].pk}[aria-current]").wait_for()
    assert page.locator(f"#card-{comments[1].pk}", has_text="ben escalated this at").count()
    wait_until(lambda: claims() == [comments[2].pk], seconds=10)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_colleagues_decision_is_overturned_only_by_an_act_of_its_own(
    another_desk, queue_of, anna, ben, scripts
):
    comment, _ = queue_of(2)
    page = another_desk(anna, java_script_enabled=scripts)
    settle(page)
    ReviewItem.objects.update(claimed_until=timezone.now())  # the claim has run out
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


def test_who_meets_a_colleagues_decision_learns_of_all_others(desk, queue_of, ben):
    comments = queue_of(3)
    page = desk()
    settle(page)
    ReviewItem.objects.update(claimed_until=timezone.now())
    for comment in comments[:2]:
        token = version_token_of(comment)
        decide(comment=comment, moderator=ben, action="remove", version_token=token)
    page.keyboard.press("f")
    page.locator(f"#card-{comments[0].pk} .stale").wait_for()
    page.locator(f"#card-{comments[1].pk}", has_text="ben removed this at").wait_for()


@pytest.mark.parametrize("key", ["s", "t", "f"])
def test_every_key_stops_at_a_colleagues_decision(desk, queue_of, ben, key):
    comment, _ = queue_of(2)
    page = desk()
    current(page)
    settle(page)
    ReviewItem.objects.update(claimed_by=None, claimed_until=None)  # her five minutes are over
    cases.defer(comment=comment, moderator=ben, version_token=version_token_of(comment))
    page.keyboard.press(key)
    page.locator(f"#card-{comment.pk}", has_text="ben snoozed this at").wait_for()
    current(page)
    page.keyboard.press(key)
    settle(page)
    assert Decision.objects.count() == 1


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
    card.get_by_role("textbox", name="Note", exact=True).fill("Typed with care.")
    card.get_by_role("button", name="Take over").click()
    card.get_by_text("You took this over from ben.").wait_for()
    assert card.get_by_role("textbox", name="Note", exact=True).input_value() == "Typed with care."
    card.get_by_role("button", name="Approve").click()
    page.locator("[data-done]").first.wait_for()
    assert decided() == [comments[0].pk]


def test_who_lost_a_case_reads_who_took_it_and_keeps_what_was_typed(desk, queue_of, ben):
    comments = queue_of(2)
    page = desk()
    settle(page)
    card = page.locator(f"#card-{comments[0].pk}")
    card.get_by_role("textbox", name="Note", exact=True).fill("Typed with care.")
    item = ReviewItem.objects.get(comment=comments[0])
    token = version_token_of(comments[0])
    cases.take_over(item=item, moderator=ben, version_token=token)
    page.evaluate("htmx.trigger('#news', 'news')")
    card.get_by_text("ben took this over from you.").wait_for()
    card.get_by_role("button", name="Approve").click()
    card.get_by_text("ben took this over from you. Your decision was not saved.").wait_for()
    assert card.get_by_role("textbox", name="Note", exact=True).input_value() == "Typed with care."
    assert decided() == []


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
        page.get_by_role("button", name="Log out").click()
    else:
        press_until_gone(page)
    wait_until(lambda: claims() == [], seconds=10)
