"""Deciding many at once in a real browser, with scripts and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from articles.models import Comment
from moderation.models import Decision
from tests.browser.test_policy_editor import RULES
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


@pytest.mark.parametrize("field", ["Note", "From %", "To %"])
def test_enter_in_a_field_decides_nothing(desk, field):
    desk.get_by_label(field).first.fill("97" if "%" in field else "Rude.")
    for _ in range(3):
        desk.get_by_label(field).first.press("Enter")
    desk.wait_for_load_state()
    assert desk.get_by_role("heading", level=1).inner_text() == "Many at once"
    assert Decision.objects.count() == 0


def test_enter_on_a_tick_decides_nothing(desk):
    desk.locator("input[name=pick]").first.press("Enter")
    desk.wait_for_load_state()
    assert Decision.objects.count() == 0


def test_a_decided_range_leads_on_and_its_undo_is_at_hand(desk):
    desk.get_by_role("button", name="Remove the ticked").first.click()
    desk.get_by_text("2 comments removed.").wait_for()
    assert statuses() == ["removed", "removed", "held"]
    assert desk.locator(".row-text").all_inner_texts() == ["At 0.62."]
    desk.locator(".messages").get_by_role("button", name="Undo").click()
    desk.get_by_text("Undone. 2 comments wait for review again.").wait_for()
    assert statuses() == ["held"] * 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_a_batch_lands_on_is_accessible(page, sign_in, waiting, scheme):
    page.emulate_media(color_scheme=scheme)
    sign_in(make_moderator())
    page.goto(reverse("desk:bulk", args=["needs-review"]) + "?least=95&most=100")
    page.get_by_role("button", name="Remove the ticked").first.click()
    page.get_by_text("2 comments removed.").wait_for()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
