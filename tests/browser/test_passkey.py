"""A passkey, set up and used in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.accessibility import violations_now
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long and quiet river"


@pytest.fixture
def authenticator(page):
    """A virtual security key of the browser."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_moderator_sets_up_a_passkey_and_logs_in_with_it(page, live_server, authenticator):
    make_moderator(username="vera", password=PASSWORD)
    site = live_server.url.replace("127.0.0.1", "localhost")  # passkeys want a name

    def log_in():
        page.goto(f"{site}{reverse('login')}?next=/desk/")
        page.get_by_label("Username").fill("vera")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()

    log_in()
    page.goto(site + reverse("add_passkey"))
    page.get_by_label("Name of the passkey").fill("Laptop")
    assert violations_now(page) == []
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url(f"**{reverse('recovery_codes')}")
    assert violations_now(page) == []
    page.goto(site + reverse("security"))
    expect(page.get_by_text("“Laptop”")).to_be_visible()
    assert violations_now(page) == []
    page.context.clear_cookies()
    log_in()
    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    assert violations_now(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")
