"""The pages of a moderator's shift, of search and of forgotten passwords: by keyboard, without an
axe violation, in light, dark and German.
"""

import pytest
from playwright.sync_api import expect

from moderation.models import Decision, Preferences
from tests.browser.accessibility import violations
from tests.factories import (
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

REMINDER = "Time for the break that you wanted to be reminded of."


@pytest.fixture
def anna():
    return make_moderator(username="anna")


@pytest.fixture
def desk(page, sign_in, anna):
    """A desk whose moderator has reached the limit that they set."""
    clause = make_policy_version().clauses.get(attribute="personal_attack")
    for place in range(2):
        comment = make_comment(f"You idiot number {place}.")
        make_finding(comment, clause, evidence=[[4, 9, 2.0]])
        make_review_item(comment, priority=1.9 - place / 10, probability=0.9)
    Decision.objects.create(
        comment=make_review_item(severe=True, status="closed").comment,
        moderator=anna,
        action="remove",
        status_before="held",
        status_after="removed",
    )
    Preferences.objects.create(moderator=anna, break_severe=1, passed_over=["profanity"])
    sign_in(anna)
    return page


def test_the_reminder_is_dismissed_by_keyboard_and_the_desk_goes_on(desk):
    desk.goto("/desk/")
    expect(desk.locator("[data-card][aria-current]")).to_have_count(1)
    expect(desk.get_by_text(REMINDER)).to_be_visible()
    desk.get_by_role("button", name="Not now").press("Enter")
    expect(desk.get_by_text(REMINDER)).to_have_count(0)
    desk.keyboard.press("f")
    expect(desk.locator("[data-done]")).to_have_count(1)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_pages_have_no_axe_violation(desk, language):
    desk.set_extra_http_headers({"Accept-Language": language})
    addresses = ["/desk/", "/desk/shift/", "/desk/preferences/", "/desk/search/?q=idiot&since=x"]
    addresses += ["/desk/search/?q=idiot", "/desk/queues/needs-review/batch/?any=1&pick=1"]
    for address in addresses:
        desk.goto(address)
        assert (address, violations(desk)) == (address, [])


def test_the_pages_of_a_forgotten_password_have_no_axe_violation(page):
    for address in ("login", "forgotten", "forgotten/sent", "forgotten/set", "forgotten/x/y"):
        page.goto(f"/accounts/{address}/")
        assert (address, violations(page)) == (address, [])
