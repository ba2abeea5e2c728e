"""Deciding many at once in a real browser, with scripts and without."""

import re

import pytest
from django.urls import reverse

from articles.models import Comment
from moderation.models import Decision
from tests.browser.accessibility import violations
from tests.factories import (
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting():
    clause = make_policy_version().clauses.get(attribute="profanity")
    comments = []
    for probability in (0.97, 0.96, 0.62):
        comment = make_comment(f"At {probability}.")
        make_finding(comment, clause, probability=probability)
        make_review_item(comment, probability=probability, priority=probability)
        comments.append(comment)
    return comments


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def desk(request, chromium, live_server, client, waiting):
    """The batch page of the highest range, as a moderator sees it."""
    client.force_login(make_moderator())
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=request.param)
    context.set_default_timeout(10_000)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("desk:bulk", args=["needs-review"]) + "?least=95&most=100")
    yield page
    context.close()


def statuses():
    return list(Comment.objects.order_by("id").values_list("status", flat=True))


@pytest.mark.parametrize("field", ["Note", "Score from (%)", "Score to (%)"])
def test_enter_in_a_field_decides_nothing(desk, field):
    desk.get_by_label(field).first.fill("97" if "%" in field else "Rude.")
    for _ in range(3):
        desk.get_by_label(field).first.press("Enter")
    desk.wait_for_load_state()
    assert desk.get_by_role("heading", level=1).inner_text() == "Bulk review"
    assert Decision.objects.count() == 0


def test_enter_on_a_tick_decides_nothing(desk):
    desk.locator("input[name=pick]").first.press("Enter")
    desk.wait_for_load_state()
    assert Decision.objects.count() == 0


def test_a_decided_range_leads_on_and_its_undo_is_at_hand(desk):
    desk.get_by_role("button", name=re.compile("^Remove . selected$")).first.click()
    desk.get_by_text("2 comments removed.").wait_for()
    assert statuses() == ["removed", "removed", "held"]
    assert desk.locator(".row-text").all_inner_texts() == ["At 0.62."]
    desk.locator(".messages").get_by_role("button", name="Undo").click()
    desk.get_by_text("Undone. 2 comments wait for review again.").wait_for()
    assert statuses() == ["held"] * 3


def test_the_page_that_a_batch_lands_on_is_accessible(page, sign_in, waiting):
    sign_in(make_moderator())
    page.goto(reverse("desk:bulk", args=["needs-review"]) + "?least=95&most=100")
    page.get_by_role("button", name=re.compile("^Remove . selected$")).first.click()
    page.get_by_text("2 comments removed.").wait_for()
    assert violations(page) == []


def test_the_chosen_bar_is_marked(desk):
    assert desk.locator(".chosen[aria-current]").evaluate_all(
        "bars => bars.map(bar => [bar.dataset.least, bar.dataset.number])"
    ) == [["95", "2"]]


def test_the_handles_choose_a_range_by_keyboard_and_mark_its_bars(page, sign_in, waiting):
    sign_in(make_moderator())
    page.goto(reverse("desk:bulk", args=["needs-review"]))
    least, most = page.locator("#range-least"), page.locator("#range-most")
    least.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    assert page.locator(".chosen").count() == 8
    assert page.locator("[data-in-range]").inner_text() == "3"
    most.focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    assert [handle.input_value() for handle in (least, most)] == ["45", "50"]
    page.keyboard.press("End")
    page.get_by_role("button", name="Review this range").click()
    page.locator(".row-text").nth(2).wait_for()
    assert "least=45&most=100" in page.url


def test_the_buttons_say_how_many_are_selected(page, sign_in, waiting):
    sign_in(make_moderator())
    page.goto(reverse("desk:bulk", args=["needs-review"]) + "?least=60&most=100")
    page.locator("input[name=pick]").first.uncheck()
    page.get_by_role("button", name="Remove 2 selected").first.click()
    page.get_by_text("2 comments removed.").wait_for()
    assert sorted(statuses()) == ["held", "removed", "removed"]


def test_similar_comments_lead_from_group_to_group_with_undo_at_hand(page, sign_in, waiting):
    for words in ("the mayor sells our park to a friend", "win a free phone on this great site"):
        for probability in (0.9, 0.8):
            comment = make_comment(words)
            make_review_item(comment, probability=probability, priority=probability)
    sign_in(make_moderator())
    page.goto(reverse("desk:clusters", args=["needs-review"]))
    page.get_by_role("button", name="Review these 2").first.click()
    first = page.locator(".row-text").first.inner_text()
    page.get_by_role("button", name="Approve 2 selected").first.click()
    page.get_by_text("2 comments approved.").wait_for()
    assert page.locator(".messages").get_by_role("button", name="Undo").is_visible()
    assert page.locator(".row-text").count() == 2
    assert page.locator(".row-text").first.inner_text() != first
    page.locator("input[name=pick]").first.uncheck()
    page.get_by_role("button", name="Approve 1 selected").first.click()
    page.get_by_role("heading", name="Similar comments").wait_for()
    assert page.get_by_text("No similar comments in this queue.").is_visible()
