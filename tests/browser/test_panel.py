"""The panel beside a card: the policy and the author, by keyboard."""

import pytest
from playwright.sync_api import expect

from moderation.models import Block, Decision, Preferences
from tests.browser.accessibility import violations
from tests.browser.shift.cards import current
from tests.factories import (
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def moderator():
    return make_moderator(username="anna")


@pytest.fixture
def comments(moderator):
    """Two cases of one author, who is blocked."""
    clause = make_policy_version().clauses.get(attribute="personal_attack")
    author = make_author(name="Rude Reader")
    Block.objects.create(author=author, reason="Insults", blocked_by=moderator)
    made = []
    for place in range(2):
        comment = make_comment(f"You idiot number {place}.", author=author)
        make_finding(comment, clause, evidence=[[4, 9, 2.0]])
        make_review_item(comment, priority=1.9 - place / 10, probability=0.9)
        made.append(comment)
    return made


@pytest.fixture
def desk(page, sign_in, moderator, comments):
    sign_in(moderator)
    page.goto("/desk/")
    expect(page.locator("[data-card][aria-current]")).to_have_count(1)
    return page


def test_a_key_shows_the_policy_and_escape_leads_back_to_the_card(desk, comments):
    panel = desk.locator("#panel")
    desk.keyboard.press("g")
    expect(panel.locator(".panel-text strong")).to_have_text("personal attacks")
    expect(panel.locator("h2")).to_be_focused()
    desk.keyboard.press("d")  # a key of the card decides nothing while the panel is open
    desk.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(desk.locator(f"#card-{comments[0].pk}")).to_be_focused()
    assert current(desk) == comments[0].pk
    assert not Decision.objects.exists()
    desk.keyboard.press("j")
    assert current(desk) == comments[1].pk


def test_a_key_shows_the_author_and_a_block_is_lifted_there(desk, comments):
    panel = desk.locator("#panel")
    desk.keyboard.press("h")
    expect(panel.locator(".last-comments > li")).to_have_count(2)
    panel.get_by_role("button", name="Lift the block: Insults").press("Enter")
    expect(panel.get_by_role("status")).to_have_text("Lifted.")
    assert not Block.objects.in_force().exists()
    desk.keyboard.press("Escape")
    expect(desk.locator(f"#card-{comments[0].pk}")).to_be_focused()
    desk.keyboard.press("f")
    expect(desk.locator("[data-done]")).to_have_count(1)


@pytest.mark.parametrize("key", ["g", "h"])
def test_a_panel_has_no_axe_violation(desk, key, moderator):
    Preferences.objects.create(moderator=moderator, mask_evidence=True)
    desk.keyboard.press(key)
    expect(desk.locator("#panel-title")).to_be_visible()
    assert violations(desk) == []


def test_a_panel_covers_neither_the_comment_nor_its_buttons(desk):
    desk.set_viewport_size({"width": 1440, "height": 900})
    desk.keyboard.press("h")
    expect(desk.locator("#panel-title")).to_be_visible()
    panel = desk.locator("#panel").bounding_box()
    for part in (".text", ".primary"):
        beside = desk.locator(f"[data-card][aria-current] {part}").bounding_box()
        assert beside["x"] + beside["width"] <= panel["x"]


def test_a_panel_fits_a_phone_below_the_first_lines_of_the_comment(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.keyboard.press("h")
    expect(desk.locator("#panel-title")).to_be_visible()
    wide = desk.evaluate("document.getElementById('panel').scrollWidth")
    assert wide <= 390
    card = desk.locator("[data-card][aria-current] .text").bounding_box()
    assert card["y"] + 24 < desk.locator("#panel").bounding_box()["y"]
